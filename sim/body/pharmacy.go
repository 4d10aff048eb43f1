package body

import (
	"math"

	"marrow/sim/blood"
	"marrow/sim/lineage"
)

// A pharmacy is the agents in the body: what each compartment holds, and the courses.
//
// The level of an agent is the mean over the last whole hour, since cells are asked to
// act on it once an hour: so what they see adds up to the whole exposure.
type pharmacy struct {
	agents       []lineage.Agent
	taken        []intake
	courses      courses
	ticksPerHour uint64

	bolus, infused []float64 // scratch: of each agent, in this tick
	arrives        []float64 // from drips in this tick, of each agent; 0 between ticks
}

// An intake is one agent in the body.
type intake struct {
	step   square    // what a tick makes of the amounts
	amount []float64 // by compartment [mg, or IU]
	sum    float64   // of the level's compartment over the ticks of this hour [mg, or IU]
	level  float64   // mean of the last whole hour, in the agent's unit
}

// trace is the share of a usual dose below which what is left of an agent is gone, so
// that a body comes to rest again.
const trace = 1e-9

func newPharmacy(t *lineage.Table, ticksPerDay float64) *pharmacy {
	p := &pharmacy{
		agents: t.Agents, taken: make([]intake, len(t.Agents)), ticksPerHour: uint64(ticksPerDay / 24),
		courses: make(courses, 0, mostCourses),
		bolus:   make([]float64, len(t.Agents)), infused: make([]float64, len(t.Agents)), arrives: make([]float64, len(t.Agents)),
	}
	for i := range p.taken {
		n := len(t.Agents[i].Compartments)
		p.taken[i] = intake{step: transition(&t.Agents[i], ticksPerDay), amount: make([]float64, n)}
	}
	return p
}

// give adds a course.
func (p *pharmacy) give(c Course) error {
	if err := c.check(len(p.agents)); err != nil {
		return err
	}
	if c.Amount == 0 {
		return nil
	}
	return p.courses.add(c)
}

func (p *pharmacy) idle() bool {
	if len(p.courses) > 0 {
		return false
	}
	for i := range p.taken {
		if p.taken[i].present() || p.arrives[i] != 0 {
			return false
		}
	}
	return true
}

// present says whether anything is left of the agent, or of its level.
func (k *intake) present() bool {
	for _, x := range k.amount {
		if x != 0 {
			return true
		}
	}
	return k.sum != 0 || k.level != 0
}

func (p *pharmacy) step(tick uint64) {
	if tick%p.ticksPerHour == 0 {
		for i := range p.taken {
			k := &p.taken[i]
			k.level = float64(k.sum/float64(p.ticksPerHour)) * p.agents[i].Level.Per
			k.sum = 0
		}
	}
	p.courses.due(tick, p.bolus, p.infused)
	for i := range p.taken {
		k, dose := &p.taken[i], &p.agents[i].Dose
		k.amount[dose.Into] += p.bolus[i]
		enters := p.infused[i] + p.arrives[i]
		if k.pass(enters); enters == 0 {
			k.flush(trace * dose.Usual * dose.Per)
		}
		p.arrives[i] = 0
	}
}

// pass lets a tick pass, in which an amount enters evenly.
func (k *intake) pass(entering float64) {
	var before [lineage.MaxCompartments + 1]float64
	n := copy(before[:], k.amount)
	before[n] = entering
	at := func(row []float64) (sum float64) {
		for j, x := range row {
			sum += float64(x * before[j])
		}
		return sum
	}
	for i := range k.amount {
		k.amount[i] = at(k.step[i])
	}
	k.sum += at(k.step[n])
}

// flush empties the compartments if all together hold less than a trace.
func (k *intake) flush(trace float64) {
	sum := 0.0
	for _, x := range k.amount {
		sum += x
	}
	if sum < trace {
		clear(k.amount)
	}
}

func (p *pharmacy) signal(levels []float64) {
	for i := range p.taken {
		a := &p.agents[i]
		level := p.taken[i].level
		levels[a.Level.Signal] = level
		for _, add := range a.Adds {
			levels[add.Signal] += float64(add.Per * level)
		}
	}
}

// blocked is the share that agents take of what drives the attack of a signal.
func (p *pharmacy) blocked(signal int) float64 {
	left := 1.0
	for i := range p.taken {
		for _, b := range p.agents[i].Blocks {
			if b.Signal == signal && p.taken[i].level > 0 {
				x := blood.Pow(p.taken[i].level/b.Half, b.Steep)
				left = float64(left * (1 - float64(b.Most*x)/(1+x)))
			}
		}
	}
	return 1 - left
}

func (p *pharmacy) words(to []uint64) []uint64 {
	if len(p.agents) == 0 {
		return to
	}
	for i := range p.taken {
		k := &p.taken[i]
		for _, x := range k.amount {
			to = append(to, math.Float64bits(x))
		}
		to = append(to, math.Float64bits(k.sum), math.Float64bits(k.level))
	}
	return p.courses.words(to)
}

func (p *pharmacy) setWords(from []uint64) (rest []uint64, ok bool) {
	if len(p.agents) == 0 {
		return from, true
	}
	if len(from) < len(p.words(nil)) {
		return nil, false
	}
	ok = true
	next := func() float64 {
		x := math.Float64frombits(from[0])
		from = from[1:]
		ok = ok && x >= 0 && x < 1e18
		return x
	}
	for i := range p.taken {
		k := &p.taken[i]
		for j := range k.amount {
			k.amount[j] = next()
		}
		k.sum, k.level = next(), next()
	}
	ok = p.courses.setWords(from, len(p.agents)) && ok
	return from[mostCourses*courseWords:], ok
}
