package blood

import (
	"math"
	"slices"
	"testing"

	"marrow/sim/lineage"
)

// Two halves drawn, or infused, at one time are one whole, bit for bit, in any order; a
// count shows them at once.
func TestHalvesAreOneWhole(t *testing.T) {
	whole, halves := New(body(), perDay), New(body(), perDay)
	whole.Draw(0.088)
	whole.Infuse(1, 2e9)
	halves.Infuse(1, 1e9)
	halves.Draw(0.044)
	halves.Infuse(1, 1e9)
	halves.Draw(0.044)
	before := whole.Count()
	run(whole, 1, 1e9/perDay)
	run(halves, 1, 1e9/perDay)
	if !slices.Equal(whole.MoreWords(whole.Words(nil)), halves.MoreWords(halves.Words(nil))) {
		t.Error("two halves are another blood than one whole")
	}
	if got, want := before.RBC, (51e9*(1-0.088)+2e9)/5e12; math.Abs(got/want-1) > 1e-12 {
		t.Errorf("%v e12/L red cells at once, want %v", got, want)
	}
	if after := whole.Count(); math.Abs(after.RBC/before.RBC-1) > 0.03 {
		t.Errorf("%v e12/L red cells after a day, %v before", after.RBC, before.RBC)
	}
}

// Infused red cells are of all ages: half of them is left after half a life, none after
// a whole one, and the blood is then plain again.
func TestInfusedCellsLiveTheirLife(t *testing.T) {
	b := New(body(), perDay)
	run(b, 7, 1e9/perDay)
	b.Infuse(1, 4e9)
	run(b, 25, 1e9/perDay)
	if donor, _ := b.Marked(Donor, "rbc"); math.Abs(donor/2e9-1) > 0.03 {
		t.Errorf("%.3g of 4e9 infused cells after half a life, want 2e9", donor)
	}
	run(b, 26, 1e9/perDay)
	if donor, _ := b.Marked(Donor, "rbc"); donor != 0 || !b.Plain() {
		t.Errorf("%v infused cells after a life, plain %v", donor, b.Plain())
	}
}

// If all that arrives is marked, all is marked in the end, and never more; a bleeding
// takes marked cells as it takes the others.
func TestTracksFollowThePools(t *testing.T) {
	b := New(body(), perDay)
	in := []float64{1e9 / perDay, 0, 1e9 / perDay, 0}
	for day := range 60 {
		for range perDay {
			for i, x := range in {
				b.Mark(Labeled, i, x)
			}
			b.Step(in, nil)
		}
		if day == 30 {
			b.Draw(0.3)
		}
		for _, column := range []string{"retic", "rbc", "anc"} {
			marked, all := b.Marked(Labeled, column)
			if marked > all*(1+1e-9) || day == 59 && marked < all*(1-1e-9) {
				t.Fatalf("day %d: %v of %v cells are marked in %s", day, marked, all, column)
			}
		}
	}
	if marked, _ := b.Marked(Donor, "rbc"); marked != 0 {
		t.Errorf("%v cells in a track that nothing entered", marked)
	}
}

// Words that a plain blood does not have are restored, and refused if they cannot be.
func TestMoreWords(t *testing.T) {
	a, b := New(body(), perDay), New(body(), perDay)
	a.Mark(Labeled, 2, 1e6)
	a.Infuse(1, 3e9)
	run(a, 1, 1e6)
	a.Draw(0.1)
	if rest, ok := b.SetMoreWords(a.MoreWords(nil)); !ok || len(rest) != 0 || b.Plain() || !b.SetWords(a.Words(nil)) {
		t.Fatal("own words refused")
	}
	run(a, 2, 1e6)
	run(b, 2, 1e6)
	if !slices.Equal(a.MoreWords(a.Words(nil)), b.MoreWords(b.Words(nil))) {
		t.Error("a restored blood goes another way")
	}
	bad := a.MoreWords(nil)
	bad[0] = math.Float64bits(1.5)
	if _, ok := b.SetMoreWords(bad); ok {
		t.Error("more than all blood is drawn, and it was taken")
	}
	if _, ok := b.SetMoreWords(bad[1:]); ok {
		t.Error("words of a wrong length were taken")
	}
}

// Young cells ripen by the factor faster that they are asked to, extra losses take what
// their hazard says, and cells that cling to walls are in no count.
func TestActsOnPools(t *testing.T) {
	table := body()
	table.Signals = append(table.Signals, lineage.Signal{Name: "ill", Form: lineage.Outside})
	table.Effects = []lineage.Effect{
		{Signal: 2, Act: lineage.Ripen, Pools: []int{0}},
		{Signal: 2, Act: lineage.Lose, Pools: []int{1}},
		{Signal: 2, Act: lineage.Circulate, Pools: []int{2}},
	}
	b := New(table, perDay)
	for range 8 * perDay {
		b.Step([]float64{1e9 / perDay, 0, 1e9 / perDay, 0}, []float64{2, 0.1, 0.3})
	}
	if young := b.Level("retic") * 5; math.Abs(young/0.5e9-1) > 0.01 {
		t.Errorf("%.4g young cells, want half of 1e9 where they ripen twice as fast", young)
	}
	// The ring loses its oldest eighth by age and a tenth a day of all: dN/dt = in - N/10 - old.
	if red := b.Level("rbc") * 5; red > 28e9 || red < 24e9 {
		t.Errorf("%.4g red cells after 8 days with a loss of a tenth a day, want 24e9 to 28e9", red)
	}
	plain, ill := b.Count(), b.CountAt(b.Signals(), b.Shares([]float64{2, 0.1, 0.3}))
	if got := ill.ANC / plain.ANC; math.Abs(got-0.3) > 1e-12 {
		t.Errorf("%v of the neutrophils are seen, want 0.3", got)
	}
}
