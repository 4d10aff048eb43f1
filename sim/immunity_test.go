package sim

import (
	"testing"

	"marrow/sim/body"
	"marrow/sim/lineage"
)

// plasmaRow is the row of the plasma cells of the marrow.
func plasmaRow(w *World) lineage.Kind {
	return w.table.Stages[w.table.Immunity.Plasma.Stage].Rows[0]
}

// crowdOut removes the cells of some lineages, as an infiltrate does.
func crowdOut(w *World, lineages ...string) {
	p := w.patches[0]
	p.operate(func(k *worker, i int) {
		kind := cell(p.lattice.state[i]).kind()
		for _, l := range lineages {
			if p.table.Rows[kind].Lineage == l {
				k.delta[kind].removed++
				p.lattice.remove(i)
				return
			}
		}
	})
}

// Plasma cells stay in a healthy marrow. Where what supports them is crowded out they lose
// their niches and die, IgG falls, and newcomers find no place; when it is back, others take
// the niches.
func TestPlasmaCellsNeedNiches(t *testing.T) {
	study(t)
	w := volunteer(t, 2)
	p, k := w.patches[0], plasmaRow(w)
	days(w, 2)
	if p.ledger[k].present != p.ledger[k].seeded || p.ledger[k].seeded < 10 || !w.body.Idle() {
		t.Fatalf("%d of %d plasma cells, at rest %v", p.ledger[k].present, p.ledger[k].seeded, w.body.Idle())
	}
	for range 25 {
		crowdOut(w, "eos", "mk")
		days(w, 1)
	}
	if err := w.CheckLedger(); err != nil {
		t.Error(err)
	}
	c := w.Condition()
	if left := p.ledger[k].present; left > p.ledger[k].seeded*7/10 || c.Plasma > 75 || c.IgG > 0.98*w.table.Immunity.Plasma.HealthyG {
		t.Errorf("%d of %d plasma cells, %v %%, IgG %v g/L", left, p.ledger[k].seeded, c.Plasma, c.IgG)
	}
	before := p.ledger[k].injected
	days(w, 30)
	if p.ledger[k].injected <= before {
		t.Error("nobody takes the free niches")
	}
}

// Plasma cells that a vaccine made come home to the marrow: a part of a cell of a patch that
// stands for millions of others.
func TestPlasmaCellsComeHome(t *testing.T) {
	study(t)
	w := volunteer(t, 1)
	p, k := w.patches[0], plasmaRow(w)
	if err := w.Vaccinate(body.Vaccine{Microbe: "tetanus", Doses: 10}); err != nil {
		t.Fatal(err)
	}
	days(w, 25)
	years := w.Titers()[0].Plasma
	if came := p.owed[own][k] + float64(p.ledger[k].injected); years == 0 || came < 0.8*years/p.scale {
		t.Errorf("%v plasma cells for years, %v of the patch came", years, came)
	}
}

// After two gray B cells are back in the blood within weeks, from marrow; of the T cells,
// which wait for thymus and division, a part is.
func TestTCellsComeBackLast(t *testing.T) {
	study(t)
	w := volunteer(t, 2)
	days(w, 5)
	before := w.Condition()
	if err := w.Irradiate(2, 0, [3]int{}, 0); err != nil {
		t.Fatal(err)
	}
	days(w, 30)
	sum, looks := 0.0, 0.0
	for range 10 {
		days(w, 1)
		sum, looks = sum+w.Condition().B, looks+1
	}
	pool := w.table.Immunity.T
	b, tc := sum/looks/before.B, w.blood.Fullness(pool)
	if b < 0.5 || tc > 0.5 || tc < 0.1 || w.Condition().NaiveT > 0.3*before.NaiveT {
		t.Errorf("after 35 days: %v of the B cells, %v of the T cells, %v of %v naive ones", b, tc, w.Condition().NaiveT, before.NaiveT)
	}
}

// A microbe is told from others by its name; what does not exist, or makes no sense, is
// refused.
func TestVaccinateRefuses(t *testing.T) {
	w := volunteer(t, 1)
	for _, v := range []body.Vaccine{{Microbe: "plague", Doses: 1}, {Microbe: "tetanus", Doses: -1}, {Microbe: "tetanus", Doses: 1e6}} {
		if w.Vaccinate(v) == nil {
			t.Errorf("%+v is given", v)
		}
	}
	if w.Infect(body.Germ{Microbe: "plague", Load: 1, Doubling: 4, Site: "lung"}) == nil {
		t.Error("plague breaks out")
	}
}
