package flow

import (
	"cmp"
	"slices"

	"marrow/sim/tissue"
)

// links are the open segments at each place.
type links struct {
	net  *tissue.Network
	from []int32
	list []int32
}

// newLinks sorts the segments that conduct by their places.
func newLinks(n *tissue.Network, conductance []float64) *links {
	l := &links{net: n, from: make([]int32, len(n.Places)+1)}
	for i, s := range n.Segments {
		if conductance[i] > 0 {
			l.from[s.From+1]++
			l.from[s.To+1]++
		}
	}
	for i := range n.Places {
		l.from[i+1] += l.from[i]
	}
	l.list = make([]int32, l.from[len(n.Places)])
	next := slices.Clone(l.from)
	for i, s := range n.Segments {
		if conductance[i] > 0 {
			for _, place := range [2]int32{s.From, s.To} {
				l.list[next[place]] = int32(i)
				next[place]++
			}
		}
	}
	return l
}

// of returns the open segments at a place.
func (l *links) of(place int32) []int32 { return l.list[l.from[place]:l.from[place+1]] }

// other is the other end of a segment.
func (l *links) other(segment, place int32) int32 {
	s := &l.net.Segments[segment]
	return s.From + s.To - place
}

// farthestFirst lists the places inside that some way joins to an inlet or outlet, the
// farthest first, and the segment that leads nearer from each.
func (l *links) farthestFirst() (inside, nearer []int32) {
	var queue []int32
	by := make([]int32, len(l.net.Places))
	seen := make([]bool, len(l.net.Places))
	for _, end := range []tissue.End{tissue.Outlet, tissue.Inlet} {
		for i := range l.net.Places {
			if l.net.Places[i].End == end {
				seen[i] = true
				queue = append(queue, int32(i))
			}
		}
	}
	for k := 0; k < len(queue); k++ {
		if l.net.Places[queue[k]].End == tissue.Inside {
			inside, nearer = append(inside, queue[k]), append(nearer, by[queue[k]])
		}
		for _, s := range l.of(queue[k]) {
			if to := l.other(s, queue[k]); !seen[to] {
				seen[to], by[to] = true, s
				queue = append(queue, to)
			}
		}
	}
	slices.Reverse(inside)
	slices.Reverse(nearer)
	return inside, nearer
}

// sort orders the places by falling pressure and lists what arrives at each.
func (f *Flow) sort(above []float64) {
	n := f.Net
	f.order, f.from = make([]int32, len(n.Places)), make([]int32, len(n.Places)+1)
	for i := range f.order {
		f.order[i] = int32(i)
	}
	slices.SortStableFunc(f.order, func(a, b int32) int { return cmp.Compare(above[b], above[a]) })
	for i := range n.Segments {
		if f.Through[i] != 0 {
			f.from[f.target(int32(i))+1]++
		}
	}
	for i := range n.Places {
		f.from[i+1] += f.from[i]
	}
	f.in = make([]int32, f.from[len(n.Places)])
	next := slices.Clone(f.from)
	for i := range n.Segments {
		if f.Through[i] != 0 {
			to := f.target(int32(i))
			f.in[next[to]] = int32(i)
			next[to]++
		}
	}
}

// target is the place that the blood of a segment arrives at, source the one it comes from.
func (f *Flow) target(segment int32) int32 {
	if s := &f.Net.Segments[segment]; f.Through[segment] > 0 {
		return s.To
	} else {
		return s.From
	}
}

func (f *Flow) source(segment int32) int32 {
	s := &f.Net.Segments[segment]
	return s.From + s.To - f.target(segment)
}

// arriving are the segments whose blood arrives at a place.
func (f *Flow) arriving(place int32) []int32 { return f.in[f.from[place]:f.from[place+1]] }
