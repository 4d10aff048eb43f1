package sim

import (
	"math"
	"testing"

	"marrow/sim/body"
	"marrow/sim/lineage"
)

// emptied is a patient without marrow: 12 Gy, and two days for it to die out.
func emptied(t *testing.T) *World {
	w := treatedBody(t, 2, true, "")
	if err := w.Irradiate(12, 0, [3]int{}, 0); err != nil {
		t.Fatal(err)
	}
	run(t, w, 2*TicksPerDay)
	return w
}

// injected is the number of CD34+ cells that came from outside, stem cells apart.
func (p *Patch) injected() (n int64, owed float64) {
	for k := range p.table.Rows {
		row := &p.table.Rows[k]
		if k > 0 && p.table.Stages[row.Stage].CD34 && row.Class != 1 {
			n += p.ledger[k].injected
			owed += p.owed[own][k] + p.owed[donors][k]
		}
	}
	return n, owed
}

// Every cell of a graft that homes is placed or still owed: none is lost, none made.
func TestGraftIsPlacedOrOwed(t *testing.T) {
	study(t)
	w := emptied(t)
	const dose, homing = 40, 0.2
	if err := w.Transplant(body.Infusion{Cells: kilo(dose), Homing: homing}); err != nil {
		t.Fatal(err)
	}
	for range 12 {
		run(t, w, TicksPerDay)
		placed, owed := w.patches[0].injected()
		underway := w.body.Underway()
		want := homing * (kilo(dose) - 0.1*70e6)
		if got := (float64(placed)+owed)*w.Scale() + underway; math.Abs(got/want-1) > 1e-9 {
			t.Fatalf("day %v: %d placed, %.3f owed and %.3g underway are %.6g body cells, want %.6g", w.Day(), placed, owed, underway, got, want)
		}
		if len(w.patches[0].ledger) == 0 || owed > 3 {
			t.Fatalf("day %v: %v cells wait although there is room", w.Day(), owed)
		}
	}
}

// However small a graft, it brings as many cells as it holds, to half a cell; and of many
// small ones each kind has its share.
func TestSmallGraftsAreWhole(t *testing.T) {
	study(t)
	p := treatedBody(t, 1, false, "").patches[0]
	const grafts, cells = 60, 2.3
	for n := range grafts {
		p.owe(own, float64(cells*p.scale))
		p.payOff(uint64(n))
		placed, owed := p.injected()
		if held := float64(n+1) * cells; math.Abs(float64(placed)-held) > 0.5 || math.Abs(float64(placed)+owed-held) > 1e-6 {
			t.Fatalf("%d grafts hold %.1f cells, %d placed, %.2f owed", n+1, held, placed, owed)
		}
	}
	all := 0.0
	p.eachProgenitor(func(_ lineage.Kind, row *lineage.Row) { all += row.Count })
	p.eachProgenitor(func(k lineage.Kind, row *lineage.Row) {
		if share := row.Count / all * grafts * cells; math.Abs(float64(p.ledger[k].injected)-share) >= 1 {
			t.Errorf("%s: %d cells placed, its share is %.2f", p.table.Stages[row.Stage].Name, p.ledger[k].injected, share)
		}
	})
}

// The emptier the marrow, the fewer of its progenitors leak into the blood: per cell, in
// proportion to how many there are.
func TestVacantPlacesHold(t *testing.T) {
	study(t)
	w := treatedBody(t, 1, false, "")
	p := w.patches[0]
	run(t, w, TicksPerDay/24+1)
	k := p.demand.pool[0].row
	rate, full := p.leaking[k], p.demand.pool[0].fullness
	if rate <= 0 {
		t.Fatal("no progenitor leaks in health")
	}
	for range 3 {
		if err := w.Irradiate(1, 0, [3]int{}, 0); err != nil {
			t.Fatal(err)
		}
		run(t, w, TicksPerDay/8)
		now, left := p.leaking[k], p.demand.pool[0].fullness
		if left > 0.9*full || math.Abs(now/rate/(left/full)-1) > 1e-9 {
			t.Errorf("of a pool that is %.2f full, was %.2f, leak %.4f/d, were %.4f/d", left, full, now, rate)
		}
		rate, full = now, left
	}
}

// A graft below the clearance fails; a donor's is rejected by a patient who has his
// lymphocytes, and takes in one who has lost them, where its cells then make the blood.
func TestSmallAndForeignGraftsFail(t *testing.T) {
	study(t)
	for _, tt := range []struct {
		name         string
		conditioned  bool
		dose, homing float64
		donor        bool
		takes        bool
	}{
		{"below the clearance", true, 0.09, 1, false, false},
		{"a donor's, rejected", false, 2.9, 1, true, false},
		{"a donor's, after conditioning", true, 20, 0.5, true, true},
	} {
		w := treatedBody(t, 2, true, "")
		if tt.conditioned {
			w = emptied(t)
		}
		if err := w.Transplant(body.Infusion{Cells: kilo(tt.dose), Homing: tt.homing, Donor: tt.donor}); err != nil {
			t.Fatal(err)
		}
		run(t, w, 14*TicksPerDay)
		placed, owed := w.patches[0].injected()
		if took := float64(placed)+owed > 0; took != tt.takes {
			t.Errorf("%s: %d cells placed, %v owed", tt.name, placed, owed)
		}
		m := w.Marks()
		if tt.takes && (m.Donor.Marrow < 0.5 || m.DonorSeats < 0.99 || m.Seats < 0.9 || !(m.Donor.Blood[2] > 0.6)) {
			t.Errorf("%s: chimerism %+v", tt.name, m)
		}
	}
}

// A patient whose own cells were collected and come back recovers: all seats are filled,
// stem cells stand on their niches again, and the pool of progenitors grows back.
func TestOwnCellsBringRecovery(t *testing.T) {
	study(t)
	w := treatedBody(t, 2, true, "")
	progenitors := w.patches[0].progenitors()
	w.body.Keep(kilo(30))
	if err := w.Irradiate(12, 0, [3]int{}, 0); err != nil {
		t.Fatal(err)
	}
	run(t, w, 2*TicksPerDay)
	if left := w.patches[0].progenitors(); left > progenitors/50 {
		t.Fatalf("12 Gy leave %d of %d progenitors", left, progenitors)
	}
	if err := w.TransplantBag(1); err != nil {
		t.Fatal(err)
	}
	if w.body.Bag() != 0 {
		t.Error("the bag is not empty after it was given")
	}
	run(t, w, 25*TicksPerDay)
	b := w.Blood()
	if got := w.patches[0].progenitors(); float64(got) < 0.6*float64(progenitors) || b.ANC < 1 {
		t.Errorf("25 days after: %d of %d progenitors, ANC %.2f", got, progenitors, b.ANC)
	}
	if m := w.Marks(); m.Seats != 1 || m.Donor.Marrow != 0 {
		t.Errorf("%.3f of the seats are filled, %.3f of the marrow is a donor's", m.Seats, m.Donor.Marrow)
	}
	shown := 0
	for _, i := range w.patches[0].stemSites {
		if w.patches[0].kindAt(int(i)) == w.table.Reservoir.Stage {
			shown++
		}
	}
	if shown != len(w.patches[0].stemSites) {
		t.Errorf("%d of %d stem cells are shown", shown, len(w.patches[0].stemSites))
	}
}

// An apheresis keeps efficiency x concentration x volume, less what it thins out on the
// way; a harvest takes the same share of every stage, and its blood.
func TestCollectedCells(t *testing.T) {
	study(t)
	w := treatedBody(t, 2, true, "")
	before := w.Blood()
	const liters = 0.45 * 12
	if err := w.Apheresis(liters, 48); err != nil {
		t.Fatal(err)
	}
	run(t, w, 48)
	if got, want := w.body.Bag(), before.CD34*1e6*liters; got > want || got < 0.7*want {
		t.Errorf("%.3g cells in the bag, want somewhat less than %.3g", got, want)
	}
	if after := w.Blood().Plt; after > 0.9*before.Plt || after < 0.7*before.Plt {
		t.Errorf("platelets go from %.0f to %.0f", before.Plt, after)
	}
	w = treatedBody(t, 2, true, "")
	cells := w.patches[0].living()
	if err := w.Harvest(1.2); err != nil {
		t.Fatal(err)
	}
	w.runOrders()
	removed := int64(0)
	for k := range w.patches[0].ledger {
		removed += w.patches[0].ledger[k].removed
	}
	share := 1.2 * 2e10 / 1.05e12
	if got := float64(removed) / float64(cells); math.Abs(got-share) > 4*math.Sqrt(share/float64(cells)) {
		t.Errorf("%.4f of the cells are taken, want %.4f", got, share)
	}
	if got := w.Blood().Hb / before.Hb; math.Abs(got-(1-0.8*1.2/5)) > 0.01 {
		t.Errorf("hemoglobin falls to %.3f", got)
	}
}

// With vacant seats stem cells fill them, each daughter a member of its mother's clone;
// nobody is left to do so once all are gone.
func TestVacantSeatsAreFilled(t *testing.T) {
	study(t)
	w := treatedBody(t, 1, false, "")
	r := w.reservoir
	r.cull(chanceOf(0.01), 7)
	last := r.filled
	for day := range uint64(200) {
		r.live(3, day)
		if r.filled < last || !r.restore() {
			t.Fatalf("day %d: %d seats are filled, before %d", day, r.filled, last)
		}
		last = r.filled
	}
	if r.fullness() < 0.9 {
		t.Errorf("after 200 days %.3f of the seats are filled", r.fullness())
	}
	r.cull(0, 7)
	r.live(3, 201)
	if r.filled != 0 {
		t.Error("stem cells came from nothing")
	}
}
