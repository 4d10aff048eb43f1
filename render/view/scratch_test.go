package view

import (
	"fmt"
	"image"
	"image/png"
	"marrow/sim"
	"marrow/sim/tissue"
	"os"
	"testing"
	"time"
)

func save(name string, m image.Image) { f, _ := os.Create(name); png.Encode(f, m); f.Close() }
func realistic(t testing.TB, name string, w, h int) *Scene {
	p := palette(t)
	table := allTypes(p)
	ti, err := tissue.Generate(tissue.Spec{Name: name, Species: "human", Width: w, Height: h, Depth: 1, Seed: 42})
	if err != nil {
		t.Fatal(err)
	}
	f := filled(ti, table)
	share := map[string]float32{"hsc": .0006, "mpp": .002, "cmp": .005, "mep": .005, "gmp": .008, "clp": .004, "pro_e": .01, "bas_e": .04, "pol_e": .09, "ort_e": .1, "retic": .05, "rbc": .0, "myblast": .015, "promy": .05, "myelo": .12, "meta": .11, "band": .1, "neut": .06, "eos": .03, "baso": .003, "promono": .01, "mono": .02, "macro": .01, "mkb": .002, "mk": .003, "plt": 0, "prob": .04, "bcell": .03, "plasma": .01, "prot": .03, "nk": .01, "blast": 0}
	var sum float32
	for _, v := range share {
		sum += v
	}
	clear(f.Counts)
	for i, c := range f.Codes {
		if c > 0 && c < sim.CodeTissue {
			x, y := i%w, i/w
			u := unit(x, y, 99)*sum*0.5 + cloud(float32(x)/6, float32(y)/6)*sum*0.9 - 0.2*sum
			if u < 0 {
				u += sum
			}
			if u >= sum {
				u -= sum
			}
			for k, st := range table.Stages {
				u -= share[st.Name]
				if u < 0 {
					f.Codes[i] = uint8(k + 1)
					f.Counts[k]++
					break
				}
			}
		}
	}
	s, err := NewScene(f, ti, table, p)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf("%+v\n", ti.Stats)
	return s
}
func TestScratch(t *testing.T) {
	s := realistic(t, "iliac-crest", 512, 512)
	s.Title = "Healthy adult"
	s.Caption = "marrow run healthy --seed 42"
	for _, sc := range []float64{0.5, 1, 1.7, 4, 8.4, 20} {
		s.Camera.Scale = sc
		if sc > 4 {
			s.Camera.Y = 700
			s.Camera.X = 2600
		}
		a := time.Now()
		m := Render(s, 1200, 900)
		fmt.Println(sc, time.Since(a))
		save(fmt.Sprintf("/tmp/h4/r%v.png", sc), m)
	}
	s.Camera.Scale = 8.4
	save("/tmp/h4/poster.png", Poster(s, 1600, 1000))
	s.Frame.Blood.ANC = .3
	s.Frame.Blood.WBC = 1.2
	s.Frame.Blood.Hb = 10
	s.Frame.Blood.EPO = 4.1
	s.Wear("stain")
	save("/tmp/h4/poster-stain.png", Poster(s, 1600, 1000))
}
