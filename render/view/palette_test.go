package view

import (
	"math"
	"strings"
	"testing"

	"marrow/assets"
	"marrow/sim/lineage"
)

// Every type of the palette can be seen on its background: WCAG asks for a contrast
// of 3 for things that are no text. The file tells the contrast as it is.
func TestTypesCanBeSeen(t *testing.T) {
	p := palette(t)
	if len(p.Types) != 40 {
		t.Errorf("got %d types, want 40", len(p.Types))
	}
	for _, c := range p.Types {
		got := c.Color.Contrast(p.Background)
		if got < 3 || math.Abs(got-c.Contrast) > 0.05 {
			t.Errorf("%s %v: contrast %.2f with %v, want at least 3 and the file's %.2f", c.ID, c.Color, got, p.Background, c.Contrast)
		}
	}
}

// No two types look the same, and no two lineages.
func TestColorsAreDistinct(t *testing.T) {
	p := palette(t)
	types, stains, groups := map[Color]string{}, map[[2]Color]string{}, map[Color]string{}
	for _, c := range p.Types {
		if types[c.Color] != "" {
			t.Errorf("%s and %s are both %v", c.ID, types[c.Color], c.Color)
		}
		if stains[c.Stain] != "" {
			t.Errorf("%s and %s are both stained %v", c.ID, stains[c.Stain], c.Stain)
		}
		types[c.Color], stains[c.Stain] = c.ID, c.ID
	}
	for _, g := range p.Groups {
		if groups[g.Color] != "" {
			t.Errorf("%s and %s are both %v", g.ID, groups[g.Color], g.Color)
		}
		groups[g.Color] = g.ID
	}
}

// Every stage of every built-in species and disease has a color, in every skin.
func TestEveryStageHasAColor(t *testing.T) {
	p := palette(t)
	for _, species := range []string{"human", "mouse"} {
		table, err := lineage.BuiltinIll(species, lineage.Diseases())
		if err != nil {
			t.Fatal(err)
		}
		for i := range p.Skins {
			if _, err := p.looks(table, &p.Skins[i]); err != nil {
				t.Errorf("%s, %s: %v", species, p.Skins[i].ID, err)
			}
		}
	}
}

// A stage with a color that is not in the palette is refused by name.
func TestUnknownColorIsRefused(t *testing.T) {
	p := palette(t)
	table := &lineage.Table{Stages: []lineage.Stage{{Name: "spore", Color: "ultraviolet"}}}
	_, err := p.looks(table, &p.Skins[0])
	want := `view: stage "spore" has color "ultraviolet", want the id of a palette type`
	if err == nil || err.Error() != want {
		t.Errorf("got error %v\nwant      %s", err, want)
	}
}

// A broken palette is refused with what is wrong in it.
func TestReadPaletteRefuses(t *testing.T) {
	const good = `{"bg":"#000000","types":[{"id":"a","lineage":"stem","hex":"#ffffff","stain":["#ffffff","#000000"],"nucleus":"round","share":0.5,"size":1}],` +
		`"groups":[{"id":"stem","name":"Stem","hex":"#ffffff"}],"skins":[{"id":"atlas"}]}`
	if _, err := ReadPalette([]byte(strings.Replace(good, `{"id":"atlas"}`, `{"id":"atlas","stroma":["#000000","#000000"]}`, 1))); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, old, new, want string }{
		{"color", `"hex":"#ffffff","stain"`, `"hex":"white","stain"`, `view: palette: view: color "white", want #rrggbb`},
		{"nucleus", "round", "square", `view: palette: view: nucleus "square", want one of [round aside kidney band lobes2 lobes3 pale mega]`},
		{"lineage", `"lineage":"stem"`, `"lineage":"stam"`, `view: palette: type "a" has lineage "stam", want a group`},
		{"size", `"size":1`, `"size":0`, `view: palette: type "a" has size 0, want (0,3]`},
		{"skins", `{"id":"atlas"}`, "", "view: palette: no skins, want at least one"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := ReadPalette([]byte(strings.Replace(good, tt.old, tt.new, 1)))
			if err == nil || err.Error() != tt.want {
				t.Errorf("got error %v\nwant      %s", err, tt.want)
			}
		})
	}
}

// Reading a palette never panics, whatever is in the file.
func FuzzReadPalette(f *testing.F) {
	data, err := assets.FS.ReadFile("palette.json")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte(`{"types":[{"id":"a"},{"id":"a"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if p, err := ReadPalette(data); err == nil && len(p.Skins) == 0 {
			t.Error("accepted a palette without skins")
		}
	})
}

// A color is the same after it was written and read again, and contrast is
// symmetric and between 1 and 21.
func TestColorRoundTrip(t *testing.T) {
	for _, c := range []Color{{0, 0, 0}, {255, 255, 255}, {18, 52, 86}} {
		got, err := ParseColor(c.String())
		if err != nil || got != c {
			t.Errorf("%v came back as %v, %v", c, got, err)
		}
	}
	black, white := Color{}, Color{255, 255, 255}
	if got := black.Contrast(white); math.Abs(got-21) > 0.01 || got != white.Contrast(black) {
		t.Errorf("contrast of black and white is %v, want 21", got)
	}
	if got := black.Mix(white, 0.5); got != (Color{128, 128, 128}) {
		t.Errorf("half way is %v, want #808080", got)
	}
}
