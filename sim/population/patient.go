package population

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"marrow/assets"
	"marrow/sim/blood"
	"marrow/sim/input"
	"marrow/sim/lineage"
	"marrow/sim/scenario"
)

// A number is one of the species or the agents that patients have another value of.
type number struct {
	path   string // as --set has it, behind species.
	mean   input.Quantity
	powers []float64 // of each draw's factor
}

// agentPrefix begins the paths of the agents' numbers.
const agentPrefix = "agents."

// numbers finds all that the draws multiply, with the values that the scenario gives
// them.
func numbers(s *scenario.Setup, draws []Draw) ([]number, error) {
	species, err := speciesOf(s)
	if err != nil {
		return nil, err
	}
	agents, err := agentsOf(s)
	if err != nil {
		return nil, err
	}
	f := finder{draws: len(draws), at: map[string]int{}}
	for i, d := range draws {
		for _, t := range d.Multiplies {
			if err := f.add(i, t, species, agents); err != nil {
				return nil, err
			}
		}
	}
	return f.found, nil
}

// speciesOf is the species file of a scenario with the scenario's own values.
func speciesOf(s *scenario.Setup) (*input.Document, error) {
	text, err := s.SpeciesFile, error(nil)
	if text == nil {
		if text, err = assets.FS.ReadFile("species/" + s.Scenario.Species + ".yaml"); err != nil {
			return nil, err
		}
	}
	return parse(s.Scenario.Species, text, "", s.Scenario.Set)
}

// agentsOf are the agents, in alphabetical order, with the scenario's own values.
func agentsOf(s *scenario.Setup) ([]agent, error) {
	var all []agent
	for _, name := range lineage.Agents("") {
		text, err := assets.FS.ReadFile("agents/" + name + ".yaml")
		if err != nil {
			return nil, err
		}
		doc, err := parse(name, text, agentPrefix+name+".", s.Scenario.Set)
		if err != nil {
			return nil, err
		}
		all = append(all, agent{name, doc})
	}
	return all, nil
}

// An agent is the file of an agent.
type agent struct {
	name string
	doc  *input.Document
}

// parse reads a file and puts in those values of set whose path begins with prefix.
func parse(name string, text []byte, prefix string, set []lineage.Override) (*input.Document, error) {
	doc, err := input.Parse(name, text)
	if err != nil {
		return nil, err
	}
	for _, o := range set {
		path, ok := strings.CutPrefix(o.Path, prefix)
		if !ok || prefix == "" && strings.HasPrefix(path, agentPrefix) {
			continue
		}
		if err := doc.Set(path, o.Value); err != nil {
			return nil, err
		}
	}
	return doc, nil
}

// A finder collects numbers, each path once.
type finder struct {
	draws int
	found []number
	at    map[string]int // by path, index into found
}

// add finds the numbers that a target of draw i means.
func (f *finder) add(i int, t target, species *input.Document, agents []agent) error {
	switch {
	case t.Path != "":
		n := species.Find(t.Path)
		if n == nil {
			return fmt.Errorf("population: the species has no %s, which patients differ in", t.Path)
		}
		f.keep(i, t, "", n)
	case t.Unit != "":
		walk(species.Root(), func(n *input.Node) {
			if q, ok := quantity(n); ok && q.Unit == t.Unit {
				f.keep(i, t, "", n)
			}
		})
	default:
		for _, a := range agents {
			f.kills(i, t, a)
		}
	}
	return nil
}

// kills finds the numbers of one key by which an agent kills.
func (f *finder) kills(i int, t target, a agent) {
	effects := a.doc.Find("effects")
	if effects == nil {
		return
	}
	for _, e := range effects.Items {
		if act := e.Field("act"); act != nil && act.Value == "kill" && e.Field(t.Kill) != nil {
			f.keep(i, t, agentPrefix+a.name+".", e.Field(t.Kill))
		}
	}
}

// keep adds the power of draw i to a number.
func (f *finder) keep(i int, t target, prefix string, n *input.Node) {
	q, ok := quantity(n)
	if !ok {
		return
	}
	path := prefix + n.Path
	at, known := f.at[path]
	if !known {
		at = len(f.found)
		f.at[path] = at
		f.found = append(f.found, number{path, q, make([]float64, f.draws)})
	}
	f.found[at].powers[i] += t.power()
}

// quantity reads a number of a file, with or without a source behind it.
func quantity(n *input.Node) (input.Quantity, bool) {
	if n.Kind != input.Text && n.Kind != input.Number {
		return input.Quantity{}, false
	}
	if q, err := input.ParseQuantity(n.Value); err == nil {
		return q, true
	}
	var a input.Amount
	err := a.UnmarshalText([]byte(n.Value))
	return input.Quantity{Value: a.Value, Unit: a.Unit}, err == nil
}

// walk visits n and all below it.
func walk(n *input.Node, visit func(n *input.Node)) {
	visit(n)
	for _, c := range n.Items {
		walk(c, visit)
	}
}

// options are those that make the scenario one patient's: base with other numbers and
// another seed.
func options(base scenario.Options, numbers []number, factors []float64, seed uint64) scenario.Options {
	base.Seed, base.Threads = &seed, 1
	base.Set = slices.Clone(base.Set)
	for _, n := range numbers {
		v := n.mean.Value
		for i, p := range n.powers {
			if p != 0 {
				v *= blood.Exp(p * blood.Log(factors[i]))
			}
		}
		text := strings.TrimSpace(strconv.FormatFloat(v, 'g', 9, 64) + " " + n.mean.Unit)
		base.Set = append(base.Set, "species."+n.path+"="+text)
	}
	return base
}
