package sim

import (
	"testing"

	"marrow/sim/lineage"
)

// fetus is a small body before its birth, from a week on.
func fetus(t testing.TB, week string, c Config) *World {
	t.Helper()
	table, err := lineage.Builtin("fetus", lineage.Override{Path: "development.start", Value: week + " w, chosen, design"})
	if err != nil {
		t.Fatal(err)
	}
	c.Table, c.Seed = table, 3
	for _, o := range table.Organs {
		c.Body = append(c.Body, Part{Name: o.Name, Tissue: poresTissue(48, 32, 1, 5), Share: o.Niches})
	}
	return newTestWorld(t, c)
}

// organ is the patch of a name.
func (w *World) organ(name string) *Patch {
	for _, p := range w.patches {
		if p.part.Name == name {
			return p
		}
	}
	return nil
}

// takeOut removes all cells of an organ, and with gone the organ itself.
func takeOut(p *Patch, gone bool) {
	p.operate(func(k *worker, i int) {
		k.delta[cell(p.lattice.state[i]).kind()].removed++
		p.lattice.remove(i)
	})
	if gone {
		p.organ = &lineage.Organ{Opens: lineage.Course{{When: 0, Value: 0}}}
	}
}

// Before birth too the history is the same on every kernel, for any number of threads, and
// from a checkpoint, also from one of the hour in which the placenta is cut off.
func TestFetusOnEveryKernel(t *testing.T) {
	study(t)
	all := []*World{fetus(t, "40", Config{Threads: 1, Kernel: "reference"})}
	for _, k := range Kernels() {
		all = append(all, fetus(t, "40", Config{Threads: 3, Kernel: k}))
	}
	for tick := range 60 {
		if tick == 24 || tick == 31 {
			all = append(all, loadWorld(t, all[1].config, saveWorld(t, all[1])))
		}
		for _, w := range all {
			w.Tick()
			if err := w.CheckLedger(); err != nil {
				t.Fatal(err)
			}
			if w.Blood().Hb != all[0].Blood().Hb {
				t.Fatalf("tick %d: another blood count", w.Ticks())
			}
		}
		if !sameHistory(t, "fetus", all) {
			return
		}
	}
}

// The yolk sac may be taken out after week 8: nothing comes of it any more. Without its
// liver a fetus of 12 weeks makes no blood. Without the cells of its marrow one of 15 weeks
// goes on: stem cells of the liver settle there.
func TestWhichOrganIsNeeded(t *testing.T) {
	study(t)
	for _, tt := range []struct {
		organ, from string
		gone, lives bool
	}{
		{"yolk_sac", "8", true, true},
		{"liver", "12", true, false},
		{"marrow", "15", false, true},
	} {
		w := fetus(t, tt.from, Config{Threads: 1})
		w.Tick()
		takeOut(w.organ(tt.organ), tt.gone)
		days(w, 21)
		hb := w.Blood().Hb
		t.Logf("without %s from week %s: hemoglobin %.1f g/dL after three weeks", tt.organ, tt.from, hb)
		if tt.lives && hb < 8 || !tt.lives && hb > 5 {
			t.Errorf("without %s from week %s hemoglobin is %.1f g/dL after three weeks", tt.organ, tt.from, hb)
		}
		if n := w.organ("marrow").progenitors(); tt.organ == "marrow" && n < 5 {
			t.Errorf("%d CD34+ cells have settled in the marrow", n)
		}
	}
}

// Red cells keep the hemoglobin that they were made with, so that of the blood follows what
// is made by about half of their life, and by more after birth, when few are made.
func TestBloodFollowsWhatIsMade(t *testing.T) {
	study(t)
	w := fetus(t, "38", Config{Threads: 1})
	var made, blood float64
	for blood == 0 && w.Week() < 60 {
		days(w, 1)
		h := w.Hemoglobins()
		if made == 0 && h.Made < 0.5 {
			made = w.Week()
		}
		if h.Fetal < 0.5 {
			blood = w.Week()
		}
	}
	t.Logf("half of the hemoglobin that is made is an adult's in week %.1f, of that in the blood in week %.1f", made, blood)
	if lag := 7 * (blood - made); made == 0 || lag < 25 || lag > 90 {
		t.Errorf("the blood follows by %.0f d", lag)
	}
}
