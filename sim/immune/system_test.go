package immune

import (
	"testing"

	"marrow/sim/lineage"
)

// adult is the immune system of an adult with receptors of its own.
func adult(t testing.TB, seed uint64) *System {
	t.Helper()
	table, err := lineage.Builtin("human")
	if err != nil {
		t.Fatal(err)
	}
	s := New(table)
	s.Endow(seed)
	return s
}

// health is what a healthy body gives.
func health() Inputs { return Inputs{B: 1, NK: 1, Progenitors: 1} }

// days lets days pass, and calls look, if not nil, at the end of each.
func days(s *System, in Inputs, n int, look func(day int)) {
	for day := range n {
		for range 24 {
			s.Step(in, 1.0/24)
		}
		if look != nil {
			look(day + 1)
		}
	}
}
