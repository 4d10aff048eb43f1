package flow

import (
	"errors"
	"fmt"
	"math"

	"marrow/sim/tissue"
)

// An Order says what is infused, where and how. Either Pressure or Rate is given.
type Order struct {
	Bone        string     // one of the sites; "" = a vein at the elbow
	Circulation string     // one of the rounds
	Pressure    float64    // at the tip of the needle [mmHg]
	Rate        float64    // [mL/min]
	Volume      float64    // [mL]
	At          [3]float64 // tip of the needle in the patch [sites]
}

// An Infusion is how an order goes: what enters, and when it arrives where. A patch is
// taken for a sample of the marrow that the needle reaches.
type Infusion struct {
	Order    Order
	Rate     float64 // that enters [mL/min]
	Escaping float64 // share of it that escapes under the periosteum
	Duration float64 // [s]
	Tip      float64 // pressure at the tip of the needle [mmHg]
	Marrow   float64 // pressure of the marrow before [mmHg]

	plume *plume  // nil: into a vein
	into  float64 // flow into the network [nL/s]
	chain []leg
	base  *talbot
}

// A leg is a part of the way from the bone to the arteries: a row of stages that mix.
type leg struct {
	name   string
	mean   float64 // [s]
	stages int
}

// The legs behind the marrow.
const (
	inVein = iota
	inHeart
	inLungs
	inArteries
	legs
)

// Infuse reckons an infusion into the tissue under a tone of its vessels. The error is one
// that whoever ordered it can mend.
func Infuse(t *tissue.Tissue, tone Tone, o Order, n *Numbers) (*Infusion, error) {
	r, err := n.round(o.Circulation)
	if err != nil {
		return nil, err
	}
	x := &Infusion{Order: o, base: newTalbot()}
	toHeart := n.Vein
	if o.Bone == "" {
		x.Rate = o.Rate
		if o.Pressure > 0 {
			return nil, errors.New("a vein is infused at a rate, not at a pressure")
		}
	} else {
		site, err := n.site(o.Bone)
		if err != nil {
			return nil, err
		}
		if err := x.enter(t, tone, site, r, n); err != nil {
			return nil, err
		}
		toHeart = site.Vein
	}
	if !(x.Rate > 0) {
		return nil, errors.New("nothing is infused")
	}
	x.Duration = max(60*o.Volume/x.Rate, 1)
	x.chain = []leg{
		inVein: {"veins", toHeart / r.Output, n.Stages}, inHeart: {"right heart", n.Heart / r.Output, 1},
		inLungs: {"lungs", n.Lungs / r.Output, 1}, inArteries: {"arteries", n.Arteries / r.Output, n.Stages},
	}
	return x, nil
}

// enter reckons what enters a bone, and the flow that it makes in the patch.
func (x *Infusion) enter(t *tissue.Tissue, tone Tone, site Site, r Round, n *Numbers) error {
	if t.Network == nil {
		return fmt.Errorf("the tissue %q has no vessels that blood flows in: infuse a vein", t.Spec.Name)
	}
	state := Healthy(t.Network)
	state.Arterial, state.Tone = max(float64(state.Arterial*r.Pressure), state.Venous), tone
	before, err := Solve(t.Network, state)
	if err != nil {
		return err
	}
	x.Marrow = before.Circulation(t).Pressure
	bed, err := x.press(site, n)
	if err != nil {
		return err
	}
	share, far := reached(t.Network, tone, x.Order.At, n.Reach)
	all := 0.0
	for _, w := range share {
		all += w
	}
	if all == 0 {
		return errors.New("there is no sinusoid that the needle could reach")
	}
	const perMinute = 1e6 / 60 // nL/s per mL/min
	ball := float64(4.0 / 3 * math.Pi * n.Reach * n.Reach * n.Reach * 1e-6)
	x.into = float64(perMinute*bed) * min(1, t.Network.Marrow/ball)
	state.Needle = make([]float64, len(share))
	for i := range share {
		share[i] /= all
		state.Needle[i] = float64(x.into * share[i])
	}
	during, err := against(t.Network, state)
	if err != nil {
		return err
	}
	x.plume = newPlume(during, share, filled(far, float64(perMinute*bed), n.Space), len(t.Exits), float64(n.Space*t.Network.Marrow), n)
	return nil
}

// against is the flow with a needle in it. Blood of arteries does not come where it would
// be driven back: then they are closed.
func against(n *tissue.Network, s State) (*Flow, error) {
	f, err := Solve(n, s)
	if err != nil {
		return nil, err
	}
	for i := range n.Segments {
		if f.entering(int32(i)) < 0 {
			s.Tone.closeArteries()
			return Solve(n, s)
		}
	}
	return f, nil
}

// press finds the flow into the marrow from the pressure at the tip, or the other way
// round, and what escapes.
func (x *Infusion) press(site Site, n *Numbers) (bed float64, err error) {
	if x.Tip = x.Order.Pressure; x.Tip == 0 {
		x.Tip = x.Marrow + float64(x.Order.Rate*site.Resistance)
		if x.Tip > n.LeakAbove {
			x.Tip = (x.Order.Rate + x.Marrow/site.Resistance + n.LeakAbove/n.LeakBy) / (1/site.Resistance + 1/n.LeakBy)
		}
	}
	if x.Tip <= x.Marrow {
		return 0, fmt.Errorf("the pressure of %.0f mmHg is not above that of the marrow, which is %.1f mmHg", x.Tip, x.Marrow)
	}
	bed = (x.Tip - x.Marrow) / site.Resistance
	leak := max(0, x.Tip-n.LeakAbove) / n.LeakBy
	x.Rate = bed + leak
	x.Escaping = leak / x.Rate
	return bed, nil
}

// Mean is the mean time from the needle to the arteries, of what does not escape [s].
func (x *Infusion) Mean() float64 {
	sum := 0.0
	if x.plume != nil {
		sum = x.plume.mean()
	}
	for _, l := range x.chain {
		sum += l.mean
	}
	return sum
}

// A Moment is how far an infusion is, in shares of its dose.
type Moment struct {
	Time    float64   // since its begin [s]
	Infused float64   // has left the needle
	Exits   []float64 // arrives at each exit [1/s]
	Bone    float64   // arrives in the veins of the body [1/s]
	Artery  float64   // arrives in the arteries of the body [1/s]

	Escaped  float64 // is under the periosteum
	Held     float64 // is in the marrow and its vessels
	Underway float64 // is in the veins, the heart and the lungs
	Arrived  float64 // has arrived in the arteries
}

// At returns the moment t seconds after the begin.
func (x *Infusion) At(t float64) Moment {
	m := x.steady(t)
	if t > x.Duration { // what would have come since is taken off
		m.less(x.steady(t - x.Duration))
	}
	m.scale(1 / x.Duration)
	m.Time = t
	return m
}

// steady is the moment t seconds after the begin of an infusion of 1/s without an end.
func (x *Infusion) steady(t float64) Moment {
	if t <= 0 {
		return Moment{Exits: make([]float64, x.exits())}
	}
	v := x.base.at(t, x.transforms)
	n := x.exits()
	m := Moment{Infused: t, Exits: v[:n], Bone: v[n], Held: v[n+1], Underway: v[n+2], Artery: v[n+3], Arrived: v[n+4]}
	m.scale(1 - x.Escaping)
	m.Infused, m.Escaped = t, float64(t*x.Escaping)
	return m
}

// transforms are those of a steady infusion of 1/s of what does not escape: arrivals at the
// exits and in the veins, what is held and underway, and arrivals in the arteries, now and
// so far.
func (x *Infusion) transforms(s z) []z {
	rate := s.inverse() // of the infusion
	sum := rate.times(rate)
	all, held := z{1, 0}, z{}
	var exits []z
	if x.plume != nil {
		exits, all, held = x.plume.arrivals(s, make([]z, len(x.plume.share)))
	}
	passed := all
	for _, l := range x.chain {
		stay := l.mean / float64(l.stages)
		passed = passed.times(z{1 + float64(s.re*stay), float64(s.im * stay)}.inverse().power(l.stages))
	}
	out := make([]z, 0, len(exits)+5)
	for _, e := range exits {
		out = append(out, e.times(rate))
	}
	underway := all.plus(passed.scaled(-1))
	return append(out, all.times(rate), held.times(rate), underway.times(sum), passed.times(rate), passed.times(sum))
}

// Plume is the concentration of what is infused in the blood at each place of the network, t
// seconds after the begin, as a share of that in the needle; nil if it is not infused into a
// bone.
func (x *Infusion) Plume(t float64) []float64 {
	if x.plume == nil {
		return nil
	}
	now := x.concentrations(t)
	if t > x.Duration {
		for i, c := range x.concentrations(t - x.Duration) {
			now[i] -= c
		}
	}
	return now
}

// concentrations are those of an infusion without an end.
func (x *Infusion) concentrations(t float64) []float64 {
	p := x.plume
	if t <= 0 {
		return make([]float64, len(p.share))
	}
	at := make([]z, len(p.share))
	return x.base.at(t, func(s z) []z {
		p.arrivals(s, at)
		for i := range at {
			at[i] = at[i].times(s.inverse()).scaled(x.into)
		}
		return at
	})
}

func (x *Infusion) exits() int {
	if x.plume == nil {
		return 0
	}
	return x.plume.exits
}

// values are those of a moment that add up.
func (m *Moment) values() []*float64 {
	all := []*float64{&m.Infused, &m.Bone, &m.Artery, &m.Escaped, &m.Held, &m.Underway, &m.Arrived}
	for i := range m.Exits {
		all = append(all, &m.Exits[i])
	}
	return all
}

func (m *Moment) scale(f float64) {
	for _, v := range m.values() {
		*v = float64(*v * f)
	}
}

func (m *Moment) less(o Moment) {
	from := o.values()
	for i, v := range m.values() {
		*v -= *from[i]
	}
}

// Peak is when most arrives in the arteries, to the second, and how much then [1/s].
func (x *Infusion) Peak() (time, rate float64) {
	for t := 1.0; t < float64(4*x.Mean())+x.Duration; t++ {
		if m := x.At(t); m.Artery > rate {
			time, rate = t, m.Artery
		}
	}
	return time, rate
}
