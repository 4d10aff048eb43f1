package view

import (
	"math"
	"testing"

	"marrow/sim"
	"marrow/sim/blood"
	"marrow/sim/lineage"
	"marrow/sim/tissue"
)

// palette is the one that the program carries.
func palette(t testing.TB) *Palette {
	t.Helper()
	p, err := DefaultPalette()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// allTypes is a table with one stage for each type of the palette.
func allTypes(p *Palette) *lineage.Table {
	table := &lineage.Table{Species: "human", Rows: make([]lineage.Row, 1)}
	for i, c := range p.Types {
		row := lineage.Kind(i + 1)
		table.Stages = append(table.Stages, lineage.Stage{
			Name: c.ID, Label: c.Name, Lineage: c.Lineage, Color: c.ID,
			Nucleated: c.Nucleus != Pale, CD34: c.Lineage == "stem", Blast: c.ID == "blast" || c.ID == "myblast",
			Rows: []lineage.Kind{row},
		})
		table.Rows = append(table.Rows, lineage.Row{Stage: i, Lineage: c.Lineage})
	}
	table.Reservoir.Stage = 1
	return table
}

// handmade is a small marrow: bone above with a capillary through it, a sinusoid
// below the capillary, an arteriole, three adipocytes.
func handmade(w, h int) *tissue.Tissue {
	t := &tissue.Tissue{Spec: tissue.Spec{Name: "iliac-crest", Species: "human", Width: w, Height: h, Depth: 1}}
	t.Class = make([]tissue.Class, w*h)
	t.Adipocytes = []tissue.Adipocyte{{X: 10, Y: float32(h) * 0.4, R: 3.4}, {X: 17, Y: float32(h) * 0.55, R: 2.6}, {X: 9, Y: float32(h) * 0.7, R: 3}}
	for y := range h {
		for x := range w {
			t.Class[y*w+x] = handmadeClass(t, x, y)
		}
	}
	for _, c := range t.Class {
		t.Stats.Share[c] += 1 / float64(w*h)
	}
	return t
}

func handmadeClass(t *tissue.Tissue, x, y int) tissue.Class {
	w, h := t.Spec.Width, t.Spec.Height
	fx, fy := float64(x), float64(y)
	middle := float64(w)*0.5 + 4*math.Sin(fy/9)
	bone := fy < float64(h)*0.16+2*math.Sin(fx/11)
	switch {
	case x == 0 || y == 0 || x == w-1 || y == h-1:
		return tissue.Border
	case bone && math.Abs(fx-middle) < 0.8:
		return tissue.Capillary
	case bone:
		return tissue.Bone
	case math.Abs(fx-middle) < 2.2:
		return tissue.Sinusoid
	case math.Abs(fx-float64(w)*0.8) < 1.2:
		return tissue.Arteriole
	}
	for _, a := range t.Adipocytes {
		if math.Hypot(fx-float64(a.X), fy-float64(a.Y)) < float64(a.R) {
			return tissue.Fat
		}
	}
	return tissue.Free
}

// filled is a frame of t with two of three free sites occupied by all stages in
// turn.
func filled(t *tissue.Tissue, table *lineage.Table) *sim.Frame {
	f := &sim.Frame{Tick: 3000, Day: 10.4, Width: t.Spec.Width, Height: t.Spec.Height, Depth: 1, Blood: healthy()}
	f.Codes = make([]uint8, len(t.Class))
	f.Counts = make([]int, len(table.Stages))
	for i, c := range t.Class {
		if c != tissue.Free {
			f.Codes[i] = sim.CodeTissue + uint8(c)
			continue
		}
		x, y := i%f.Width, i/f.Width
		if unit(x, y, 77) < 0.66 {
			stage := int(hash(x, y, 78)) % len(table.Stages)
			f.Codes[i] = uint8(1 + stage)
			f.Counts[stage]++
			f.Marrow.Cells++
		}
	}
	f.Marrow.Cellularity, f.Marrow.ME, f.Marrow.Blasts = 0.52, 3.1, 0.012
	return f
}

// healthy is the blood of a healthy man.
func healthy() blood.Count {
	return blood.Count{
		Hb: 15.1, RBC: 5, Retic: 62, WBC: 6.4, ANC: 4.1, Band: 0.2, Mono: 0.5, Eos: 0.16, Baso: 0.05,
		Lymph: 1.9, Plt: 251, CD34: 2.1, EPO: 1, TPO: 1, GCSF: 1,
	}
}

// handmadeScene is the scene of handmade.
func handmadeScene(t testing.TB) *Scene {
	t.Helper()
	p := palette(t)
	table, place := allTypes(p), handmade(64, 56)
	s, err := NewScene(filled(place, table), place, table, p)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
