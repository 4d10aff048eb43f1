package scenario

import (
	"strings"
	"testing"

	"marrow/sim"
)

// A scenario names the patches of a body; one may stand for the rest, and a region brings
// its share. The patches come with tissues of their own, all of one size.
func TestBodyOfPatches(t *testing.T) {
	s := loaded(t, "hip-and-thigh", Options{Size: "64x64x1"})
	c, err := s.Config()
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Body) != 2 || c.Body[0].Share != 1-c.Body[1].Share || c.Body[1].Tissue.Spec.Name != "femur-shaft" {
		t.Fatalf("got %+v", c.Body)
	}
	if a, b := c.Body[0].Tissue.Spec, c.Body[1].Tissue.Spec; a.Width != 64 || b.Width != 64 || a.Seed == b.Seed {
		t.Errorf("got tissues %+v and %+v", a, b)
	}
	s.Shown = "thigh"
	c, err = s.Config()
	if err != nil {
		t.Fatal(err)
	}
	w, err := sim.New(c)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if w.Tissue() != c.Body[1].Tissue {
		t.Error("another patch than the thigh is shown")
	}
}

// Patches that are not one body are refused where the mistake is.
func TestBodyIsRefused(t *testing.T) {
	const head = "title: A\npatches:\n"
	for text, want := range map[string]string{
		"  - {name: hip}\n":                                          `x.yaml:2:1: patches: got 1, want 2 to 16`,
		"  - {name: a}\n  - {name: b}\n":                             `patches.1.share: is missing; one patch may stand for the rest of the body, and that is a`,
		"  - {name: a}\n  - {name: a, share: 5 %}\n":                 `got "a", want up to 64 letters`,
		"  - {name: a}\n  - {name: b, share: 5 kg}\n":                `x.yaml:4:22: patches.b.share: got 5 kg`,
		"  - {name: a}\n  - {name: b, region: pelvi}\n":              `no region is called "pelvi", nearest is "pelvis"`,
		"  - {name: a}\n  - {name: b, tissue: liver, share: 1 %}\n":  `no tissue is called "liver"`,
		"  - {name: a, share: 0.5}\n  - {name: b, share: 0.4}\n":     `the shares add up to 0.9, want 1`,
		"  - {name: a}\n  - {name: b, sharee: 0.4}\n":                `sharee`,
		"  - {name: a}\n  - {name: b, region: pelvis, share: 1 %}\n": `a region is given too`,
	} {
		_, err := Read("x", "x.yaml", []byte(head+text), Options{}, nil)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s\ngot  %v\nwant %s", text, err, want)
		}
	}
	if _, err := Load("hip-and-thigh", Options{Patch: "knee"}, nil); err == nil || !strings.Contains(err.Error(), "no patch is called so") {
		t.Errorf("a patch that is not there is shown: %v", err)
	}
	if _, err := Load("hip-and-thigh", Options{Set: []string{"patches.thigh.share=2%", "patches.thigh.region="}}, nil); err == nil {
		t.Error("an empty region was taken")
	}
}
