package immune

import (
	"math"
	"slices"
	"testing"

	"marrow/sim/lineage"
)

// The microbes of the table that tests name.
const (
	pneumococcus = iota
	tetanus
	influenza
	drifted
	measles
	yellowFever
)

// Microbes differ in more bits than a receptor forgives, but for the virus and its cousin.
func TestMicrobesAreTold(t *testing.T) {
	s := adult(t, 1)
	if len(s.microbes) > mostAntigens {
		t.Fatalf("%d microbes, want at most %d", len(s.microbes), mostAntigens)
	}
	names := []string{"pneumococcus", "tetanus", "influenza", "influenza-drifted", "measles", "yellow-fever"}
	for i, a := range s.microbes {
		if a.Name != names[i] {
			t.Errorf("microbe %d is %s, want %s", i, a.Name, names[i])
		}
		for j, b := range s.microbes[:i] {
			d := distance(a.Antigen, b.Antigen)
			if cousins := i == drifted && j == influenza; cousins != (d <= s.spec.Shape.Reach) || !cousins && d <= 2*s.spec.Shape.Reach {
				t.Errorf("%s and %s differ in %d bits", a.Name, b.Name, d)
			}
		}
	}
}

// Of random receptors that share binds an antigen which lies within reach of it, a few of
// a hundred thousand.
func TestShareOfClones(t *testing.T) {
	s := adult(t, 1)
	share, counted := Share(&s.spec.Shape), Stimulated(&s.spec.Shape, s.microbes[measles].Antigen, 7, 1e6)
	if math.Abs(counted/share-1) > 0.4 || share < 1e-5 || share > 1e-4 {
		t.Errorf("%v of the clones by the number of words, %v counted", share, counted)
	}
}

// A body has its own founders for each antigen, the same whenever it meets it; all bind it.
// What a mutation improves comes one bit nearer, down to the antigen itself.
func TestFoundersBind(t *testing.T) {
	word := uint32(0x12345678)
	for n := range 50 {
		receptor := founder(5, word, 3, n)
		if receptor != founder(5, word, 3, n) || distance(receptor, word) > 5 {
			t.Fatalf("founder %d: %x, and %x", n, receptor, founder(5, word, 3, n))
		}
		for d := distance(receptor, word); d > 0; d-- {
			receptor = improved(receptor, word, 3)
			if distance(receptor, word) != d-1 {
				t.Fatalf("from %d bits to %d", d, distance(receptor, word))
			}
		}
	}
	if founder(5, word, 3, 0) == founder(5, word, 4, 0) {
		t.Error("two bodies have the same receptors")
	}
}

// Without an antigen there is no specific antibody, and nothing to follow; and antibodies
// against one microbe do not bind another that is more than five bits away, at any dose.
func TestNoAntigenNoAntibody(t *testing.T) {
	s := adult(t, 1)
	days(s, health(), 60, nil)
	if !s.Idle() {
		t.Error("a body that met nothing is not at rest")
	}
	s.Vaccinate(yellowFever, 10, true)
	days(s, health(), 60, nil)
	for n := range s.microbes {
		x := s.Titer(n)
		if n == yellowFever != (x.IgG > 0) || n == yellowFever != (s.cover(s.microbes[n].Antigen) > 0) || n == yellowFever != (x.T > 0) {
			t.Errorf("%s: %+v", s.microbes[n].Name, x)
		}
	}
}

// An answer is IgM, which comes first, falls, and is still found on day 82 (Monath 1971);
// then IgG, which binds ever better.
func TestFirstAnswer(t *testing.T) {
	for seed := range uint64(3) {
		s := adult(t, seed)
		s.Vaccinate(yellowFever, 1, true)
		var all []Titer
		days(s, health(), 100, func(int) { all = append(all, s.Titer(yellowFever)) })
		m, g := firstDay(all, s, true), firstDay(all, s, false)
		if m >= g || m < 5 {
			t.Errorf("seed %d: IgM from day %d, IgG from day %d", seed, m, g)
		}
		if all[29].Kd <= 1.2*all[89].Kd {
			t.Errorf("seed %d: dissociation constant %v after 30 days, %v after 90", seed, all[29].Kd, all[89].Kd)
		}
		if top := highest(all, func(x Titer) float64 { return x.IgM }); all[99].IgM > top/10 || all[81].IgM < s.spec.Plasma.SeenM {
			t.Errorf("seed %d: IgM %v at its most, %v on day 82, %v on day 100", seed, top, all[81].IgM, all[99].IgM)
		}
	}
}

// firstDay is the first day on which a laboratory finds antibodies.
func firstDay(all []Titer, s *System, igm bool) int {
	return 1 + slices.IndexFunc(all, func(x Titer) bool {
		if igm {
			return x.IgM >= s.spec.Plasma.SeenM
		}
		return x.IgG >= s.spec.Plasma.SeenG
	})
}

func highest(all []Titer, of func(Titer) float64) (most float64) {
	for _, x := range all {
		most = max(most, of(x))
	}
	return most
}

// A second dose answers sooner and higher, with more IgG and little IgM.
func TestSecondDose(t *testing.T) {
	s := adult(t, 1)
	dose := func(wait int) (answer []Titer) {
		before := s.Titer(tetanus)
		s.Vaccinate(tetanus, 1, false)
		days(s, health(), wait, func(int) {
			x := s.Titer(tetanus)
			x.IgG, x.IgM = x.IgG-before.IgG, x.IgM-before.IgM
			answer = append(answer, x)
		})
		return answer
	}
	first, second := dose(180), dose(60)
	if a, b := firstDay(first, s, false), firstDay(second, s, false); b >= a/2 || b > 4 {
		t.Errorf("IgG from day %d, after the second dose from day %d", a, b)
	}
	igg, igm := func(x Titer) float64 { return x.IgG }, func(x Titer) float64 { return x.IgM }
	if a, b := highest(first, igg), highest(second, igg); b < 2*a {
		t.Errorf("IgG rises by %v mg/L, after the second dose by %v", a, b)
	}
	if highest(second, igm)/highest(second, igg) > 0.5*highest(first, igm)/highest(first, igg) {
		t.Error("the second dose makes as much IgM for its IgG as the first")
	}
}

// What antibodies cover is not seen: with many of them a dose makes fewer new ones than
// without.
func TestAntibodiesHideAntigen(t *testing.T) {
	var made [2]float64
	for n := range made {
		s := adult(t, 1)
		s.Vaccinate(tetanus, 1, false)
		days(s, health(), 180, nil)
		for i := range s.clones {
			s.clones[i].igg = float64(s.clones[i].igg * float64(1+200*n))
		}
		before := s.Titer(tetanus).Memory
		s.Vaccinate(tetanus, 1, false)
		days(s, health(), 4, nil)
		for i := range s.clones {
			made[n] += s.clones[i].recalled
		}
		if before == 0 {
			t.Fatal("no memory")
		}
	}
	if made[1] > made[0]/2 {
		t.Errorf("%v blasts, with many antibodies %v", made[0], made[1])
	}
}

// Antibodies of a body without B cells fall as they would have; those of a marrow without
// niches for plasma cells fall fast.
func TestPlasmaCellsMakeAntibodies(t *testing.T) {
	after := func(lose float64, evict float64) float64 {
		s := adult(t, 1)
		s.Vaccinate(tetanus, 1, false)
		days(s, health(), 400, nil)
		s.Evict(evict)
		before, in := s.Titer(tetanus).IgG, health()
		in.LoseB = lose
		days(s, in, 150, nil)
		if x := s.Titer(tetanus); lose > 0 && x.Memory > 1 {
			t.Errorf("%v memory cells survive", x.Memory)
		}
		return s.Titer(tetanus).IgG / before
	}
	healthy, depleted, evicted := after(0, 0), after(0.5, 0), after(0, 0.95)
	if math.Abs(depleted/healthy-1) > 0.01 || evicted > 0.6*healthy {
		t.Errorf("of the IgG there is after 150 days: %v, without B cells %v, without niches %v", healthy, depleted, evicted)
	}
}

// Without B cells a vaccine finds nobody to answer.
func TestNoBCellsNoAnswer(t *testing.T) {
	s, in := adult(t, 1), health()
	in.LoseB, in.B = 1, 0
	days(s, in, 20, nil)
	s.Vaccinate(tetanus, 1, false)
	days(s, in, 60, nil)
	if x := s.Titer(tetanus); x.IgG > 0.01*s.spec.Plasma.SeenG {
		t.Errorf("IgG %v mg/L", x.IgG)
	}
}

// What was learned from a virus helps against its cousin at once, though less; against
// another it does not.
func TestCousinsAreHalfKnown(t *testing.T) {
	s := adult(t, 1)
	s.Vaccinate(influenza, 1, false)
	days(s, health(), 90, nil)
	own, cousin, other := s.Hazard(influenza, 0), s.Hazard(drifted, 0), s.Hazard(measles, 0)
	if other != 0 || cousin <= 0 || cousin >= 0.9*own {
		t.Errorf("cleared with %v a day, its cousin with %v, another with %v", own, cousin, other)
	}
}

// Nothing of a vaccine is nothing, and two halves are the whole, to the last bit.
func TestDosesAddUp(t *testing.T) {
	whole, halves, none := adult(t, 1), adult(t, 1), adult(t, 1)
	whole.Vaccinate(measles, 1, true)
	halves.Vaccinate(measles, 0.5, true)
	halves.Vaccinate(measles, 0.5, true)
	none.Vaccinate(measles, 0, true)
	days(whole, health(), 20, nil)
	days(halves, health(), 20, nil)
	if !none.Idle() || !slices.Equal(whole.Words(nil), halves.Words(nil)) {
		t.Error("none of it is something, or two halves are not the whole")
	}
}

// A state that is taken back goes on as it would have; one that makes no sense is refused.
func TestWords(t *testing.T) {
	s, again := adult(t, 1), adult(t, 1)
	s.Vaccinate(yellowFever, 1, true)
	days(s, health(), 25, nil)
	words := s.Words(nil)
	if rest, ok := again.SetWords(append(slices.Clone(words), 7)); !ok || len(rest) != 1 {
		t.Fatalf("got ok %v and %d words left", ok, len(rest))
	}
	days(s, health(), 10, nil)
	days(again, health(), 10, nil)
	if !slices.Equal(s.Words(nil), again.Words(nil)) {
		t.Error("it goes on otherwise")
	}
	for i := range words {
		bad := slices.Clone(words)
		bad[i] = math.Float64bits(-1)
		if _, ok := again.SetWords(bad); ok {
			t.Fatalf("word %d may be nonsense", i)
		}
	}
	if _, ok := again.SetWords(words[:len(words)-1]); ok {
		t.Error("a word may be missing")
	}
}

// The thymus gives less the older one is, and hardly less for a lack of half of the
// progenitors; a body that has lost its naive T cells gets them back over years, its
// memory T cells in months.
func TestThymus(t *testing.T) {
	s := adult(t, 1)
	spec := &s.spec.Thymus
	if young, old := Export(spec, 5, 1), Export(spec, 60, 1); old >= young/5 {
		t.Errorf("%v naive T cells a day at 5 years, %v at 60", young, old)
	}
	if half := Export(spec, 35, 0.5) / Export(spec, 35, 1); half < 0.7 || half >= 1 {
		t.Errorf("half of the progenitors give %v of the T cells", half)
	}
	s.Expose(0.02)
	low := s.T()
	days(s, health(), 240, nil)
	if s.memoryT < 0.8 || s.naiveT > 0.3*spec.Naive || s.T() < 5*low {
		t.Errorf("after 240 days %v of the memory T cells, %v naive ones", s.memoryT, s.naiveT)
	}
}

// Naive T cells follow an age that passes; a body that has lost half of them has half of
// those of another age too.
func TestTCellsAge(t *testing.T) {
	s, in := adult(t, 1), health()
	in.Age = 20
	s.Step(in, 1.0/24)
	young := s.naiveT
	s.Expose(0.5)
	in.Age = 75
	s.Step(in, 1.0/24)
	old := NaiveAt(&s.spec.Thymus, 75)
	if old > 0.9*young || math.Abs(s.naiveT/old-0.5) > 0.01 {
		t.Errorf("%v naive T cells at 20 years, %v in a healthy body of 75, half of them is %v", young, old, s.naiveT)
	}
	again := adult(t, 1)
	again.SetWords(s.Words(nil))
	days(s, in, 2, nil)
	days(again, in, 2, nil)
	if !slices.Equal(s.Words(nil), again.Words(nil)) {
		t.Error("an aged state goes on otherwise")
	}
}

// An unborn child has hardly any IgG before the middle of pregnancy and as much as its
// mother at the end; after birth it loses it at its own half-life.
func TestMaternalIgG(t *testing.T) {
	s := adult(t, 1)
	last := 0.0
	for week := 10.0; week <= 40; week++ {
		share := MaternalIgG(s.spec, week, 0)
		if share <= last {
			t.Errorf("week %v: %v, the week before %v", week, share, last)
		}
		last = share
	}
	if half := MaternalIgG(s.spec, 40, s.spec.Plasma.HalfG) / last; math.Abs(half-0.5) > 1e-12 {
		t.Errorf("%v of it is left after a half-life", half)
	}
}

// A species without an immunity section has no immune system.
func TestNoImmunity(t *testing.T) {
	if New(&lineage.Table{}) != nil {
		t.Error("it has one")
	}
}
