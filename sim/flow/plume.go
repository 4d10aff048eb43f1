package flow

import (
	"math"

	"marrow/sim/tissue"
)

// A plume is what a needle brings into a network, on its way through it.
type plume struct {
	flow    *Flow
	share   []float64 // of what is brought that enters at each place
	spread  []float64 // mean time from the tip of the needle to each place [s]
	leaves  []float64 // flow away from each place [nL/s]
	exits   int
	passing []passage // by segment
}

// A passage is how a solute passes a segment: through a row of stages that mix, each with
// tissue beside it that takes some up and gives it back.
type passage struct {
	stages int
	stay   float64 // volume of a stage over flow [s]
	uptake float64 // exchange with the tissue, over flow
	hold   float64 // mean time in the tissue [s]
}

// newPlume prepares the passage of every segment. spread is the mean time from the needle
// to each place, around the volume of tissue that all
// sinusoids together exchange with [nL].
func newPlume(f *Flow, share, spread []float64, exits int, around float64, n *Numbers) *plume {
	p := &plume{flow: f, share: share, spread: spread, exits: exits, leaves: make([]float64, len(share)), passing: make([]passage, len(f.Net.Segments))}
	all := 0.0
	for i := range f.Net.Segments {
		if exchanges(&f.Net.Segments[i]) {
			all += volume(&f.Net.Segments[i])
		}
	}
	for i := range f.Net.Segments {
		s, q := &f.Net.Segments[i], abs(f.Through[i])
		if q == 0 {
			continue
		}
		p.leaves[f.source(int32(i))] += q
		c := passage{stages: int(min(max(float64(s.Length)/float64(n.Mixing*float64(s.Diameter)), 1), 16)), hold: 1 / n.Rate}
		c.stay = volume(s) / q / float64(c.stages)
		if exchanges(s) {
			c.uptake = float64(around*volume(s)) / float64(all*c.hold*q*float64(c.stages))
		}
		p.passing[i] = c
	}
	return p
}

// exchanges says whether the wall of a segment lets a solute through.
func exchanges(s *tissue.Segment) bool {
	return s.Kind == tissue.MarrowSinusoid || s.Kind == tissue.FeedingCapillary || s.Kind == tissue.Anastomosis
}

// transfer is the Laplace transform of the times of passage.
func (c *passage) transfer(s z) z {
	in := z{1 + float64(s.re*c.stay), float64(s.im * c.stay)}
	if c.uptake > 0 {
		held := s.scaled(c.hold) // s T / (1 + s T) of what is taken up has not come back
		in = in.plus(held.times(z{1, 0}.plus(held).inverse()).scaled(c.uptake))
	}
	return in.inverse().power(c.stages)
}

// enters is the transform of what has come from the needle to a place.
func (p *plume) enters(place int32, s z) z {
	t := p.spread[place]
	return z{1 + float64(s.re*t), float64(s.im * t)}.inverse().scaled(p.share[place])
}

// arrivals are the transforms of what arrives at each exit of the tissue, then at all ends
// of the network together, and of what is held in it and on the way to it, of one unit
// brought at once. at, as long as the places, gets what arrives at each over the flow there:
// the share of the dose in a volume of blood [1/nL].
func (p *plume) arrivals(s z, at []z) (exits []z, all, held z) {
	f := p.flow
	exits = make([]z, p.exits)
	for _, place := range f.order {
		sum := p.enters(place, s)
		held = held.plus(z{p.share[place], 0}).plus(sum.scaled(-1))
		for _, g := range f.arriving(place) {
			from := f.source(g)
			comes := at[from].scaled(abs(f.Through[g]))
			passed := comes.times(p.passing[g].transfer(s))
			held = held.plus(comes).plus(passed.scaled(-1))
			sum = sum.plus(passed)
		}
		n := &f.Net.Places[place]
		at[place] = z{}
		if n.End != tissue.Inside {
			all = all.plus(sum)
			if n.Exit != 0 && n.End == tissue.Outlet {
				exits[n.Exit-1] = exits[n.Exit-1].plus(sum)
			}
			continue
		}
		if p.leaves[place] > 0 {
			at[place] = sum.scaled(1 / p.leaves[place])
		}
	}
	return exits, all, held.times(s.inverse())
}

// mean is the mean time from the needle through the network, tissue included [s].
func (p *plume) mean() float64 {
	f := p.flow
	rest := make([]float64, len(f.Net.Places)) // time from a place on
	mean := 0.0
	for k := len(f.order) - 1; k >= 0; k-- {
		place := f.order[k]
		if p.leaves[place] > 0 {
			rest[place] /= p.leaves[place]
		}
		mean += float64(p.share[place] * (p.spread[place] + rest[place]))
		for _, g := range f.arriving(place) {
			c, q, from := &p.passing[g], abs(f.Through[g]), f.source(g)
			stay := float64(float64(c.stages) * (c.stay + float64(c.uptake*c.hold)))
			rest[from] += float64(q * (stay + rest[place]))
		}
	}
	return mean
}

// reached lists how much of the marrow's sinusoids lies at each place within reach [um] of
// a point [sites], or at the nearest one [nL], if blood can leave from there, and how far places are from there [um].
func reached(n *tissue.Network, tone Tone, at [3]float64, reach float64) (weight, far []float64) {
	weight = make([]float64, len(n.Places))
	for i := range n.Segments {
		if s := &n.Segments[i]; s.Kind == tissue.MarrowSinusoid {
			weight[s.From] += volume(s)
		}
	}
	for i, ok := range drained(n, tone) {
		if !ok {
			weight[i] = 0
		}
	}
	far = make([]float64, len(n.Places))
	least := math.Inf(1)
	for i, p := range n.Places {
		dx, dy, dz := float64(p.X)-at[0], float64(p.Y)-at[1], float64(p.Z)-at[2]
		far[i] = tissue.SiteSize * math.Sqrt(float64(dx*dx)+float64(dy*dy)+float64(dz*dz))
		if weight[i] > 0 {
			least = min(least, far[i])
		}
	}
	for i := range weight {
		if far[i] > max(reach, least) {
			weight[i] = 0
		}
	}
	return weight, far
}

// drained says of each place whether sinusoids and veins lead from it to an outlet.
func drained(n *tissue.Network, tone Tone) []bool {
	tone.closeArteries()
	inside, _ := newLinks(n, conductances(n, &tone)).farthestFirst()
	is := make([]bool, len(n.Places))
	for _, place := range inside {
		is[place] = true
	}
	return is
}

// filled is the mean time in which a flow [nL/s] into the tissue around a needle gets as far
// as each of some distances [um]: that in which it fills the room there [s].
func filled(far []float64, flow, space float64) []float64 {
	t := make([]float64, len(far))
	for i, r := range far {
		t[i] = float64(4.0/3*math.Pi*r*r*r*1e-6) * space / flow
	}
	return t
}
