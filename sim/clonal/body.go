package clonal

import (
	"math"

	"marrow/sim/blood"
)

// A Clone is the stem cells that descend from one in which a mutation arose, without those
// in which another one followed.
type Clone struct {
	Driver int     // of the spec
	Parent int     // clone in which it arose; -1 for a cell without a mutation
	Born   float64 // age of the body [y]
	Cells  float64

	own     float64 // fitness of its mutation, when it has all of it [1/y]
	fitness float64 // with that of its parents, at this age [1/y]
	nested  float64 // cells of it and of all clones that arose in it
}

// A Body is one person's stem cells.
type Body struct {
	Spec   *Spec
	Age    float64 // [y]
	Clones []Clone // parents before daughters; those that died out keep their place

	random *random
}

// Born is person n of a seed, at birth.
func Born(s *Spec, seed, n uint64) *Body { return &Body{Spec: s, random: newRandom(seed, n)} }

// Step is the time that passes at once [y].
const Step = 0.25

// Live lets so many years pass.
func (b *Body) Live(years float64) {
	for end := b.Age + years - Step/2; b.Age < end; b.Age += Step {
		b.weigh()
		mean := b.meanFitness()
		for i := range b.Clones {
			if c := &b.Clones[i]; c.Cells > 0 {
				c.Cells = b.next(c.Cells, c.fitness-mean)
			}
		}
		b.crowd()
		b.mutate()
	}
}

// weigh gives each clone its fitness at this age.
func (b *Body) weigh() {
	for i := range b.Clones {
		c := &b.Clones[i]
		c.fitness = float64(c.own * b.Spec.Drivers[c.Driver].At(b.Age))
		if c.Parent >= 0 {
			c.fitness += b.Clones[c.Parent].fitness
		}
	}
}

// meanFitness is that of all stem cells; those without a mutation have none.
func (b *Body) meanFitness() (sum float64) {
	for i := range b.Clones {
		sum += float64(b.Clones[i].Cells * b.Clones[i].fitness)
	}
	return sum / b.Spec.Cells
}

// next is the number of cells that a clone of n has after a step, if it grows at a rate
// [1/y]: the transition of a linear birth-death process, cell by cell for a few, and by its
// mean and variance for many (Bailey 1964, The Elements of Stochastic Processes, 8.6).
func (b *Body) next(n, rate float64) float64 {
	death := 1 / b.Spec.Cycle
	birth := max(0, death+rate)
	grown := blood.Exp(float64((birth - death) * Step))
	if n > many {
		spread := float64((birth + death) * Step)
		if math.Abs(grown-1) > 1e-9 {
			spread = (birth + death) / (birth - death) * float64(grown*(grown-1))
		}
		return max(0, math.Floor(float64(n*grown)+float64(math.Sqrt(float64(n*spread))*b.random.normal())+0.5))
	}
	extinct, on := fate(birth, death, grown)
	sum := 0.0
	for range int(n) {
		if u := b.random.float(); u >= extinct {
			sum += 1 + math.Floor(blood.Log(b.random.float())/blood.Log(on))
		}
	}
	return sum
}

// fate is the chance that nothing is left of a cell after a step, and that of one more cell
// if something is.
func fate(birth, death, grown float64) (extinct, on float64) {
	if math.Abs(grown-1) < 1e-9 {
		x := float64(death * Step)
		return x / (1 + x), x / (1 + x)
	}
	below := float64(birth*grown) - death
	return float64(death*(grown-1)) / below, max(1e-12, float64(birth*(grown-1))/below)
}

// crowd gives no more places than there are.
func (b *Body) crowd() {
	sum := 0.0
	for i := range b.Clones {
		sum += b.Clones[i].Cells
	}
	if sum <= b.Spec.Cells {
		return
	}
	for i := range b.Clones {
		b.Clones[i].Cells = math.Floor(float64(b.Clones[i].Cells * (b.Spec.Cells / sum)))
	}
}

// mutate starts the clones of a step, each in a cell drawn from all.
func (b *Body) mutate() {
	for d := range b.Spec.Drivers {
		s := &b.Spec.Drivers[d]
		for range int(b.random.poisson(float64(b.Spec.Cells * float64(s.Rate*Step)))) {
			own := max(0, s.Fitness+float64(s.Spread*b.random.normal()))
			b.Clones = append(b.Clones, Clone{Driver: d, Parent: b.draw(), Born: b.Age, Cells: 1, own: own})
		}
	}
}

// draw takes a cell from a clone and says from which; -1 for a cell without a mutation.
func (b *Body) draw() int {
	at := float64(b.random.float() * b.Spec.Cells)
	for i := range b.Clones {
		if at -= b.Clones[i].Cells; at < 0 {
			b.Clones[i].Cells--
			return i
		}
	}
	return -1
}

// Fractions are the variant fractions of the clones, in their order: half of the share of
// the stem cells that carry the mutation, since it is on one of two copies.
func (b *Body) Fractions() []float64 {
	out := make([]float64, len(b.Clones))
	for i := range b.Clones {
		b.Clones[i].nested = b.Clones[i].Cells
	}
	for i := len(b.Clones) - 1; i >= 0; i-- {
		c := &b.Clones[i]
		if c.Parent >= 0 {
			b.Clones[c.Parent].nested += c.nested
		}
		out[i] = c.nested / b.Spec.Cells / 2
	}
	return out
}
