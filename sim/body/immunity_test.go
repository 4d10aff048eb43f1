package body

import "testing"

// ill infects a body on a day and returns the highest load, and the days until the germs
// are gone.
func ill(t testing.TB, b *Body, day uint64, microbe string, output map[string]float64) (peak float64, gone uint64) {
	t.Helper()
	if err := b.Infect(Germ{Load: 0.1, Doubling: 4, Site: "lung", Microbe: microbe}); err != nil {
		t.Fatal(err)
	}
	for n := range uint64(30) {
		live(b, day+n, 1, output)
		load := b.infection.load()
		if peak = max(peak, load); load == 0 && gone == 0 {
			gone = n + 1
		}
	}
	return peak, gone
}

// A virus that nobody knows multiplies for days until T cells have become many; the same one
// is gone at once months later, and its cousin sooner than a stranger.
func TestSameVirusTwice(t *testing.T) {
	b := adult(t)
	b.Endow(1)
	first, days := ill(t, b, 0, "influenza", nil)
	live(b, 30, 60, nil)
	again, short := ill(t, b, 90, "influenza", nil)
	cousin, cousinDays := ill(t, b, 120, "influenza-drifted", nil)
	t.Logf("load up to %.3g for %d d, then %.3g for %d d, cousin %.3g for %d d", first, days, again, short, cousin, cousinDays)
	if days < 4 || days > 14 || first < 1 {
		t.Errorf("the first time: load up to %v, for %d days", first, days)
	}
	if again > first/5 || short >= days || short == 0 {
		t.Errorf("the second time: load up to %v, for %d days", again, short)
	}
	if cousin < again || cousin > first || cousinDays > days {
		t.Errorf("its cousin: load up to %v, for %d days", cousin, cousinDays)
	}
}

// Neutrophils matter little to a virus, and much to pneumococci; who is vaccinated against
// these fights fewer of them.
func TestWhoClearsWhat(t *testing.T) {
	few := map[string]float64{"anc": 0.1}
	usual, _ := ill(t, adult(t), 0, "measles", nil)
	poor, _ := ill(t, adult(t), 0, "measles", few)
	if poor > 1.1*usual {
		t.Errorf("measles: load up to %v, with few neutrophils %v", usual, poor)
	}
	naive, _ := ill(t, adult(t), 0, "pneumococcus", nil)
	knows := adult(t)
	if err := knows.Vaccinate(Vaccine{Microbe: "pneumococcus", Doses: 1}); err != nil {
		t.Fatal(err)
	}
	live(knows, 0, 40, nil)
	vaccinated, _ := ill(t, knows, 40, "pneumococcus", nil)
	t.Logf("measles up to %.3g and %.3g; pneumococci up to %.3g, after a vaccine %.3g", usual, poor, naive, vaccinated)
	if vaccinated > 0.7*naive {
		t.Errorf("pneumococci: load up to %v, after a vaccine %v", naive, vaccinated)
	}
}

// Germs without a name teach the body nothing, and leave it as it was.
func TestUnnamedGermsTeachNothing(t *testing.T) {
	b := adult(t)
	if err := b.Infect(Germ{Load: 1, Doubling: 4, Site: "lung"}); err != nil {
		t.Fatal(err)
	}
	live(b, 0, 5, nil)
	if !b.immunity.idle() {
		t.Error("the immune system answers")
	}
}
