package flow

import "marrow/sim/tissue"

// A Circulation is what doctors and physiologists want to know of a flow.
type Circulation struct {
	Inflow         float64 // through all inlets [nL/s]
	Perfusion      float64 // blood flow of the marrow [mL/min/100 g]
	CorticalInflow float64 // share that comes through arterial trans-cortical capillaries
	CorticalOut    float64 // share that leaves through venous trans-cortical capillaries
	Pressure       float64 // of the marrow: mean over its sinusoids [mmHg]
	OverArterial   float64 // that, of the arterial pressure
	Transit        float64 // mean time of blood in the network: volume / flow [s]
	Vessels        []VesselFlow
	Exits          []float64 // flow of each exit of the tissue [nL/s]
}

// A VesselFlow is what flows through the vessels of one kind.
type VesselFlow struct {
	Kind     tissue.Vessel
	Segments int
	Volume   float64 // [nL]
	Speed    float64 // of blood, mean over their volume [um/s]
	Transit  float64 // volume over inflow [s]
}

// Circulation sums up f for a tissue.
func (f *Flow) Circulation(t *tissue.Tissue) Circulation {
	c := Circulation{Exits: make([]float64, len(t.Exits))}
	kinds := [tissue.Vessels]VesselFlow{}
	through := [tissue.Vessels]float64{} // outermost segments only
	pressure, weight, all := 0.0, 0.0, 0.0
	for i := range f.Net.Segments {
		s, q := &f.Net.Segments[i], f.Through[i]
		k, v := &kinds[s.Kind], volume(s)
		k.Segments++
		k.Volume += v
		k.Speed += float64(abs(q) * float64(s.Length))
		all += v
		if s.Kind == tissue.MarrowSinusoid {
			pressure += float64(v * (f.Pressure[s.From] + f.Pressure[s.To]) / 2)
			weight += v
		}
		through[s.Kind] += f.entering(int32(i)) + f.leaving(int32(i), c.Exits)
	}
	c.Inflow = through[tissue.NutrientArtery] + through[tissue.PeriostealArtery]
	out := through[tissue.PeriostealVein] + through[tissue.Collector] + through[tissue.Emissary]
	c.CorticalInflow, c.CorticalOut = ratio(through[tissue.PeriostealArtery], c.Inflow), ratio(through[tissue.PeriostealVein], out)
	c.Pressure = ratio(pressure, weight)
	c.OverArterial = ratio(c.Pressure, f.State.Arterial)
	c.Transit = ratio(all, c.Inflow)
	c.Perfusion = ratio(float64(6000*c.Inflow), float64(f.Net.Marrow*f.Net.Blood.Density)) // 1/s to mL/min/(100 mL)
	for kind := range kinds {
		if k := kinds[kind]; k.Segments > 0 {
			k.Kind, k.Speed, k.Transit = tissue.Vessel(kind), ratio(k.Speed, k.Volume), ratio(k.Volume, c.Inflow)
			c.Vessels = append(c.Vessels, k)
		}
	}
	return c
}

// entering is the blood that a segment brings from the arteries of the body; less than 0 if
// it goes back there.
func (f *Flow) entering(segment int32) float64 {
	s := &f.Net.Segments[segment]
	switch tissue.Inlet {
	case f.Net.Places[s.From].End:
		return f.Through[segment]
	case f.Net.Places[s.To].End:
		return -f.Through[segment]
	}
	return 0
}

// leaving is the blood that a segment takes to the veins of the body, which is added to its
// exit.
func (f *Flow) leaving(segment int32, exits []float64) float64 {
	s := &f.Net.Segments[segment]
	to, q := &f.Net.Places[s.To], f.Through[segment]
	if from := &f.Net.Places[s.From]; from.End == tissue.Outlet {
		to, q = from, -q
	}
	if to.End != tissue.Outlet {
		return 0
	}
	if to.Exit != 0 && int(to.Exit) <= len(exits) {
		exits[to.Exit-1] += q
	}
	return q
}

// Ages is the mean time since it came in of the blood at each place, if what meets there
// mixes [s]. Blood that a needle brings is new.
func (f *Flow) Ages() []float64 {
	age := make([]float64, len(f.Net.Places))
	for _, place := range f.order {
		sum, all := 0.0, 0.0
		for _, s := range f.arriving(place) {
			q := abs(f.Through[s])
			sum += float64(q*age[f.source(s)]) + volume(&f.Net.Segments[s])
			all += q
		}
		if f.State.Needle != nil {
			all += f.State.Needle[place]
		}
		age[place] = ratio(sum, all)
	}
	return age
}

// ratio is a/b; 0 if there is nothing to compare with.
func ratio(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}

func abs(x float64) float64 { return max(x, -x) }

// Outflow is the blood that leaves through all outlets [nL/s].
func (f *Flow) Outflow() float64 {
	sum := 0.0
	for i := range f.Net.Segments {
		sum += f.leaving(int32(i), nil)
	}
	return sum
}
