package immune

import (
	"cmp"
	"fmt"
	"slices"
)

// A Titer is what a laboratory finds of the antibodies against one antigen, and what stands
// behind them.
type Titer struct {
	Microbe string  `json:"microbe"`
	IgM     float64 `json:"igm_mg_l"`
	IgG     float64 `json:"igg_mg_l"`
	Kd      float64 `json:"kd_mol_l"`     // mean dissociation constant, by IgG; 0 without any
	Clones  int     `json:"clones"`       // with called cells
	Memory  float64 `json:"memory_cells"` // B cells
	Plasma  float64 `json:"plasma_cells"` // long-lived, in marrow
	T       float64 `json:"t_share"`      // specific T cells, of the most there can be
	Largest []Size  `json:"largest"`      // clones, by the number of called cells
}

// A Size is that of a clone.
type Size struct {
	Receptor string  `json:"receptor"` // eight hexadecimal digits
	Bits     int     `json:"bits"`     // in which it differs from the antigen
	Cells    float64 `json:"cells"`    // that an antigen has called
	IgG      float64 `json:"igg_mg_l"`
}

// mostListed is the number of clones that a titer lists.
const mostListed = 5

// Titer is that against a microbe at this moment.
func (s *System) Titer(microbe int) Titer {
	t := Titer{Microbe: s.microbes[microbe].Name, T: s.antigens[microbe].t, Largest: []Size{}}
	word, weighed := s.microbes[microbe].Antigen, 0.0
	for i := range s.clones {
		c := &s.clones[i]
		d := distance(c.receptor, word)
		if !c.used || d > s.spec.Shape.Reach {
			continue
		}
		t.add(c)
		weighed += float64(c.igg * s.affinity[d])
		if c.cells() >= aCell {
			t.Largest = append(t.Largest, Size{fmt.Sprintf("%08x", c.receptor), d, c.cells(), c.igg})
		}
	}
	if t.IgG > 0 {
		t.Kd = weighed / t.IgG
	}
	slices.SortStableFunc(t.Largest, func(a, b Size) int { return cmp.Compare(b.Cells, a.Cells) })
	t.Largest = t.Largest[:min(mostListed, len(t.Largest))]
	return t
}

func (t *Titer) add(c *clone) {
	t.IgM += c.igm
	t.IgG += c.igg
	t.Memory += c.memory
	t.Plasma += c.years
	if c.cells() >= aCell {
		t.Clones++
	}
}

// Titers are those against all that the body has met.
func (s *System) Titers() (all []Titer) {
	for n := range s.microbes {
		if s.antigens[n] != (antigen{}) {
			all = append(all, s.Titer(n))
		}
	}
	return all
}

// Status is the immune system as a doctor finds it.
type Status struct {
	IgG      float64 // all of it [g/L]
	Specific Titer   // sums over all that the body has met
	NaiveT   float64 // [cells]
	Plasma   float64 // plasma cells in marrow, of those in health
}

// Status is that of this moment.
func (s *System) Status() Status {
	out := Status{NaiveT: s.naiveT, Plasma: s.residents}
	for i := range s.clones {
		if c := &s.clones[i]; c.used {
			out.Specific.add(c)
		}
	}
	const milli = 1e-3
	out.IgG = s.background + float64(milli*out.Specific.IgG)
	return out
}
