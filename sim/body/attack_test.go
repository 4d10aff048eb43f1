package body

import "testing"

// Antibodies shorten the lives of platelets of every age, and touch nothing else: with the
// same marrow red and white cells stay as they are to the last bit.
func TestAntibodiesTouchPlateletsOnly(t *testing.T) {
	well, _ := human(t)
	ill, _ := human(t)
	if err := ill.Attack("coated_platelets", 1); err != nil {
		t.Fatal(err)
	}
	live(well, 0, 30, nil)
	live(ill, 0, 30, nil)
	a, b := well.Count(), ill.Count()
	if b.Plt > 0.4*a.Plt {
		t.Errorf("platelets: got %v of %v", b.Plt, a.Plt)
	}
	b.Plt, b.TPO = a.Plt, a.TPO
	if a != b {
		t.Errorf("other counts differ: %+v, without antibodies %+v", b, a)
	}
}

// Thrombopoietin answers to how many platelets are made, not to how many are left: with a
// healthy marrow antibodies leave it near normal, with one that makes half it doubles.
func TestThrombopoietinFollowsTurnover(t *testing.T) {
	for _, tt := range []struct{ yield, want float64 }{{1, 1}, {0.5, 2}} {
		b, _ := human(t)
		if err := b.Attack("coated_platelets", 1); err != nil {
			t.Fatal(err)
		}
		live(b, 0, 60, map[string]float64{"plt": tt.yield})
		near(t, "thrombopoietin", b.Count().TPO, tt.want, 0.06)
	}
}

// Without a spleen platelets that it held circulate, and coated ones live longer.
func TestSpleenHoldsPlatelets(t *testing.T) {
	counts := map[float64]float64{}
	for _, share := range []float64{0, 1} {
		b, _ := human(t)
		if err := b.RemoveSpleen(share); err != nil {
			t.Fatal(err)
		}
		live(b, 0, 1, nil)
		counts[share] = b.Count().Plt
	}
	near(t, "platelets without a spleen", counts[1], 1.24*counts[0], 0.01)
	b, _ := human(t)
	if err := b.Attack("coated_platelets", 1); err != nil {
		t.Fatal(err)
	}
	live(b, 0, 30, nil)
	before := b.Count().Plt
	if err := b.RemoveSpleen(1); err != nil {
		t.Fatal(err)
	}
	live(b, 30, 15, nil)
	if after := b.Count().Plt; after < 1.6*before {
		t.Errorf("got %v platelets after a splenectomy, %v before", after, before)
	}
}

// Immunoglobulin holds an attack back for weeks and then lets it come again; an attack that
// is called off fades, and the body is as it was.
func TestAttacksCanBeHeldBack(t *testing.T) {
	b, _ := human(t)
	if err := b.Attack("coated_platelets", 1); err != nil {
		t.Fatal(err)
	}
	live(b, 0, 30, nil)
	low := b.Count().Plt
	order(t, b, "immunoglobulin", 1000, Course{Times: 1, Next: 30 * perDay, Over: perDay / 4})
	live(b, 30, 6, nil)
	if held := b.Count().Plt; held < 2*low {
		t.Errorf("got %v platelets six days after immunoglobulin, %v before", held, low)
	}
	live(b, 36, 60, nil)
	near(t, "platelets when it is gone", b.Count().Plt, low, 0.15)
	if err := b.Attack("coated_platelets", 0); err != nil {
		t.Fatal(err)
	}
	live(b, 96, 90, nil)
	near(t, "platelets in the end", b.Count().Plt, 250, 0.02)
	if !b.attacks.idle() {
		t.Error("something of the attack is left")
	}
}

// What drives no attack of the species, or makes no sense, is refused.
func TestAttacksRefuse(t *testing.T) {
	b, _ := human(t)
	for _, err := range []error{
		b.Attack("coated_platelets", -1), b.Attack("coated_platelets", 1e9), b.Attack("nobody", 1),
		b.RemoveSpleen(-0.1), b.RemoveSpleen(1.1), one().Attack("stem_attack", 1), one().RemoveSpleen(1),
	} {
		if err == nil {
			t.Error("accepted")
		}
	}
}
