package flow

import "marrow/sim/tissue"

// Carry says to which exit the blood of each tree of sinusoids goes: for exit n, at n, the
// exit that takes it from the place where its tree ends, following the larger stream
// wherever it parts. In health that is exit n itself. 0 stands for what goes nowhere.
func (f *Flow) Carry(exits int) []uint16 {
	main := f.mainStreams()
	to := make([]uint16, exits+1)
	most := make([]float64, exits+1)
	for _, s := range f.Net.Segments {
		if s.Kind != tissue.MarrowSinusoid {
			continue
		}
		tree := f.Net.Places[s.From].Exit
		if v := volume(&s); int(tree) <= exits && tree != 0 && v > most[tree] { // its stem is its widest
			if exit := main[s.To]; exit != 0 {
				most[tree], to[tree] = v, exit
			}
		}
	}
	return to
}

// mainStreams is the exit that the larger part of the blood of each place goes to, along
// the larger stream; 0 where none flows.
func (f *Flow) mainStreams() []uint16 {
	exit := make([]uint16, len(f.Net.Places))
	strongest := make([]float64, len(f.Net.Places))
	for k := len(f.order) - 1; k >= 0; k-- { // from the lowest pressure up
		place := f.order[k]
		if p := &f.Net.Places[place]; p.End == tissue.Outlet {
			exit[place] = p.Exit
		}
		for _, s := range f.arriving(place) {
			from := f.source(s)
			if q := abs(f.Through[s]); q > strongest[from] {
				strongest[from], exit[from] = q, exit[place]
			}
		}
	}
	return exit
}
