package web

import (
	"testing"

	"marrow/sim"
	"marrow/sim/live"
)

// A viewer gets a row of the clones at the start, one at least at the end of each day,
// and each only once; a row says how many cells there are and names the largest clones.
func TestClones(t *testing.T) {
	s, _ := startServer(t, live.Options{Speed: 2000}, nil)
	c := join(t, s, testTokens.View)
	rows := func() (all []cloneRow) {
		for _, m := range c.clones {
			all = append(all, m.Rows...)
		}
		return all
	}
	c.until("three days of clones", func() bool { r := rows(); return len(r) > 0 && r[len(r)-1].Tick >= 3*sim.TicksPerDay })
	last, days := -1, 0
	for _, r := range rows() {
		if int(r.Tick) <= last || r.Tick%live.CloneTicks != 0 {
			t.Errorf("a row of tick %d after one of %d, want later ones, of whole quarters of a day", r.Tick, last)
		}
		last = int(r.Tick)
		if r.Tick%sim.TicksPerDay == 0 {
			days++
		}
		if r.Total < 1000 || r.Donor != 0 || r.Clones < len(r.Parts) || len(r.Parts) != 24 || r.Parts[0][1] < r.Parts[23][1] {
			t.Errorf("tick %d: %d cells, %d of donors, %d clones, %d of them named", r.Tick, r.Total, r.Donor, r.Clones, len(r.Parts))
		}
	}
	if days < 4 || c.clones[0].From != 0 {
		t.Errorf("%d whole days from tick %d on, want at least 4 from the start", days, c.clones[0].From)
	}
	if late := join(t, s, testTokens.View); true {
		late.until("all rows", func() bool { return len(late.clones) > 0 })
		if got := late.clones[0].Rows[0].Tick; got != 0 {
			t.Errorf("who comes late gets rows from tick %d on, want from the start", got)
		}
	}
}

// A column of the blood count says what it is compared with, for each age and sex, and
// from where that is known; a low count of neutrophils has grades.
func TestNorms(t *testing.T) {
	cols, err := columns("human")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cols {
		for _, n := range c.Norms {
			if n.Source == "" || n.Standing == "" || n.Age == "" || n.High != nil && *n.High <= n.Low {
				t.Errorf("%s: norm %+v", c.ID, n)
			}
		}
		switch c.ID {
		case "hb_g_dl":
			if len(c.Norms) < 2 || c.Norms[1].Sex != "F" || c.Range[0] <= c.Norms[1].Low || c.Low != 8 {
				t.Errorf("hemoglobin: %v of a man, norms %+v, dangerous below %v", *c.Range, c.Norms, c.Low)
			}
		case "anc_e9_l":
			if len(c.Grades) != 3 || c.Grades[0] != (grade{2, 1.5, c.Grades[0].Source}) || c.Grades[2].Below != 0.5 {
				t.Errorf("neutrophils: grades %+v, want 2 to 4 below 1.5, 1 and 0.5", c.Grades)
			}
		}
	}
	mouse, err := columns("mouse")
	if err != nil || mouse[0].Norms != nil || mouse[0].Range != nil {
		t.Errorf("a mouse is compared with %+v, want nothing: %v", mouse[0].Norms, err)
	}
}
