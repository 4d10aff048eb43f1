package lineage

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"marrow/assets"
	"marrow/sim/input"
)

// agentFolder holds the agent files, and begins the path of an override of one:
// agents.docetaxel.effects.0.slope.
const agentFolder = "agents"

// An agentFile is what an agent file may say. The comments in
// assets/agents/docetaxel.yaml explain the keys in place.
type agentFile struct {
	Agent        string            `yaml:"agent,required"`
	Title        string            `yaml:"title,required"`
	Group        string            `yaml:"group,required"`
	Dose         doseFile          `yaml:"dose,required"`
	Level        levelFile         `yaml:"level,required"`
	Compartments []compartmentFile `yaml:"compartments,required"`
	Effects      []effectFile      `yaml:"effects,required"`
	LeavesOut    string            `yaml:"leaves_out,required"`
	// Against lists the diseases that the agent is there for: a body that can fall ill with none
	// of them does not know it. Without any, every body does.
	Against []string `yaml:"against"`
	Latent  bool     `yaml:"latent"` // see [Signal]
}

type doseFile struct {
	Unit  string         `yaml:"unit,required"`
	Usual float64        `yaml:"usual,required"`
	Most  float64        `yaml:"most,required"`
	Over  input.Duration `yaml:"over"`
	Into  string         `yaml:"into,required"`
	Share input.Quantity `yaml:"share"` // that reaches the body
}

type levelFile struct {
	Of        string         `yaml:"of,required"`
	Volume    input.Quantity `yaml:"volume,required"`
	MolarMass input.Quantity `yaml:"molar_mass"`
	Unit      string         `yaml:"unit,required"`
}

type compartmentFile struct {
	Name  string                    `yaml:"name,required"`
	Leave input.Quantity            `yaml:"leave"` // for good
	To    map[string]input.Quantity `yaml:"to"`
}

// Agents returns the names of the built-in agents of a group, in alphabetical order; of
// all groups for "".
func Agents(group string) (names []string) {
	for name, f := range heads() { // any order: they are sorted
		if group == "" || f.Group == group {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// Offered is the dose of a built-in agent, as far as it does not depend on the body.
func Offered(name string) Dose {
	d := heads()[name].Dose
	return Dose{Unit: d.Unit, Usual: d.Usual, Most: d.Most, Over: d.Over.Days()}
}

// heads are the files of the built-in agents as they are written, without a check of their
// numbers, by name. They are read when somebody first asks, and never change.
var heads = sync.OnceValue(readHeads)

func readHeads() map[string]agentFile {
	entries, err := assets.FS.ReadDir(agentFolder)
	if err != nil {
		panic("lineage: the embedded agents are gone: " + err.Error())
	}
	all := map[string]agentFile{}
	for _, e := range entries {
		if name, ok := strings.CutSuffix(e.Name(), ".yaml"); ok {
			all[name] = head(name)
		}
	}
	return all
}

func head(name string) (f agentFile) {
	data, err := assets.FS.ReadFile(agentFolder + "/" + name + ".yaml")
	if err != nil {
		return f
	}
	if doc, err := input.Parse(name, data); err != nil || doc.Decode(&f) != nil {
		return agentFile{}
	}
	return f
}

// split parts the overrides of agents, without the name of their folder, and those of
// diseases from those of the species file.
func split(set []Override) (species, agents, diseases []Override) {
	for _, o := range set {
		if strings.HasPrefix(o.Path, diseaseFolder+".") || strings.HasPrefix(o.Path, sharedFile+".") {
			diseases = append(diseases, o)
			continue
		}
		if path, ok := strings.CutPrefix(o.Path, agentFolder+"."); ok {
			agents = append(agents, Override{path, o.Value})
			continue
		}
		species = append(species, o)
	}
	return species, agents, diseases
}

// readAgents adds the built-in agents to the table. What acts on nothing that this body
// has is left out.
func (r *reader) readAgents(sources []string, set []Override) {
	all := Agents("")
	for _, o := range set {
		name, _, _ := strings.Cut(o.Path, ".")
		if !slices.Contains(all, name) && r.err == nil {
			r.err = &input.Error{Where: fmt.Sprintf("--set %s.%s=%s", agentFolder, o.Path, o.Value), Text: "no agent is called " + fmt.Sprintf("%q%s", name, others(name, all))}
		}
	}
	for _, name := range all {
		data, err := assets.FS.ReadFile(agentFolder + "/" + name + ".yaml")
		if err == nil && r.err == nil {
			err = ofAgent(name, r.readAgent(name, data, sources, set))
		}
		if err != nil && r.err == nil {
			r.err = err
		}
	}
}

// readAgent adds one agent to the table.
func (r *reader) readAgent(name string, data []byte, sources []string, set []Override) error {
	doc, err := input.Parse(name+".yaml", data)
	if err != nil {
		return err
	}
	for _, o := range set {
		if path, ok := strings.CutPrefix(o.Path, name+"."); ok {
			if err := doc.Set(path, o.Value); err != nil {
				return err
			}
		}
	}
	doc.KnowSources(sources)
	var f agentFile
	if err := doc.Decode(&f); err != nil {
		return err
	}
	of := *r // the table and its names, with mistakes told of this file
	of.doc, of.giving = doc, name
	of.agent(name, &f)
	return of.err
}

// ofAgent gives a mistake in an override of an agent the path that it was given with.
func ofAgent(name string, err error) error { return under(agentFolder+"."+name+".", err) }

// under gives a mistake in an override the path that it was given with.
func under(prefix string, err error) error {
	var e *input.Error
	if errors.As(err, &e) {
		if path, ok := strings.CutPrefix(e.Where, "--set "); ok {
			e.Where = "--set " + prefix + path
		}
	}
	return err
}

// agent makes the agent of a file.
func (r *reader) agent(name string, f *agentFile) {
	if f.Agent != name {
		r.bad("agent", "got %q, want the name of the file, %s", f.Agent, name)
	}
	if !r.treats(f) {
		return
	}
	r.oneOf("group", f.Group, "cytotoxic", "growth-factor", "stimulus", "immune")
	a := Agent{Name: name, Title: f.Title, Group: f.Group, LeavesOut: f.LeavesOut}
	r.compartments(f, &a)
	ok := r.dose(f, &a)
	ok = r.level(f, &a) && ok
	before, signals := len(r.table.Effects), len(r.table.Signals)
	a.Level.Signal = signals
	r.table.Signals = append(r.table.Signals, Signal{Name: name + " level", Form: Outside, Latent: f.Latent})
	for i := range f.Effects {
		r.agentEffect(fmt.Sprintf("effects.%d", i), &f.Effects[i], &a)
	}
	if r.err != nil || !ok || len(r.table.Effects) == before && len(a.Adds)+len(a.Blocks) == 0 {
		r.table.Effects, r.table.Signals = r.table.Effects[:before], r.table.Signals[:signals]
		return
	}
	r.table.Agents = append(r.table.Agents, a)
}

// treats says whether the agent is for this body.
func (r *reader) treats(f *agentFile) bool {
	for i, name := range f.Against {
		r.oneOf(fmt.Sprintf("against.%d", i), name, Diseases()...)
	}
	return len(f.Against) == 0 || slices.ContainsFunc(f.Against, func(name string) bool { return r.table.Disease(name) >= 0 })
}

// compartments reads where the agent goes.
func (r *reader) compartments(f *agentFile, a *Agent) {
	names := map[string]int{}
	for i, c := range f.Compartments {
		r.unique("compartments", c.Name, names)
		a.Compartments = append(a.Compartments, Compartment{
			Name: c.Name, To: make([]float64, len(f.Compartments)),
			Gone: r.numberOr("compartments."+c.Name+".leave", f.Compartments[i].Leave, "1/d", notNegative, 0),
		})
	}
	if n := len(f.Compartments); n < 1 || n > MaxCompartments {
		r.bad("compartments", "got %d, want 1 to %d", n, MaxCompartments)
	}
	for i, c := range f.Compartments {
		for j, to := range f.Compartments {
			a.Compartments[i].To[j] = r.numberOr("compartments."+c.Name+".to."+to.Name, c.To[to.Name], "1/d", notNegative, 0)
		}
		r.passages(c, names)
	}
	a.Dose.Into = r.known("dose.into", "compartment", f.Dose.Into, names)
	a.Level.Of = r.known("level.of", "compartment", f.Level.Of, names)
}

// MaxCompartments is the largest number of compartments of an agent.
const MaxCompartments = 4

// passages refuses ways to compartments that do not exist, and back to the same one.
func (r *reader) passages(c compartmentFile, names map[string]int) {
	path := "compartments." + c.Name + ".to"
	for name := range c.To { // any order: the first mistake of any is a mistake
		if _, ok := names[name]; !ok || name == c.Name {
			r.bad(path, "leads to a compartment that is not another one of the list")
		}
	}
}

// The body that volumes in liters are of.
const (
	referenceMass    = 70  // [kg]
	referenceSurface = 1.8 // [m2]
)

// dose reads what can be given, and reports whether this body has what doses go by.
func (r *reader) dose(f *agentFile, a *Agent) (ok bool) {
	d := &f.Dose
	r.oneOf("dose.unit", d.Unit, "mg/m2", "mg/kg", "ug/kg", "ng/kg", "mg", "IU/kg")
	if !(d.Usual > 0 && d.Usual <= d.Most && d.Most < mostCells) {
		r.bad("dose", "usual %v and most %v, want more than 0 and at most most", d.Usual, d.Most)
	}
	a.Dose.Unit, a.Dose.Usual, a.Dose.Most, a.Dose.Over = d.Unit, d.Usual, d.Most, d.Over.Days()
	amount, by, _ := strings.Cut(d.Unit, "/")
	body, base := map[string]float64{"m2": r.table.Body.Surface, "kg": r.table.Body.Mass, "": 1}[by], "mg"
	if amount == "IU" {
		base = "IU"
	}
	per, err := input.Amount{Value: 1, Unit: amount}.In(base)
	if err != nil {
		r.bad("dose.unit", "%v", err)
	}
	a.Dose.Per = per * body * r.numberOr("dose.share", d.Share, "", share, 1)
	return r.table.Body.Mass > 0 && body > 0
}

// level reads the concentration that acts, and reports whether this body has what the
// volume goes by. A volume in liters is that of an adult human; it is taken in proportion
// to what doses go by, so that one dose gives one level in every body.
func (r *reader) level(f *agentFile, a *Agent) (ok bool) {
	l, body := &f.Level, r.table.Body
	liters := body.Mass / referenceMass
	if strings.HasSuffix(f.Dose.Unit, "/m2") {
		liters = body.Surface / referenceSurface
	}
	switch _, by, _ := strings.Cut(l.Volume.Unit, "/"); by {
	case "kg":
		liters = body.Mass * r.number("level.volume", l.Volume, "L/kg", positive)
	case "m2":
		liters = body.Surface * r.number("level.volume", l.Volume, "L/m2", positive)
	default:
		liters *= r.number("level.volume", l.Volume, "L", positive)
	}
	one := input.Amount{Value: 1, Unit: "mg/L"}
	switch {
	case strings.HasPrefix(f.Dose.Unit, "IU"):
		one.Unit = "IU/L"
	case l.MolarMass.Given():
		one = input.Amount{Value: 1 / r.number("level.molar_mass", l.MolarMass, "g/mol", positive), Unit: "mmol/L"}
	}
	per, err := one.In(l.Unit)
	if err != nil {
		r.bad("level.unit", "%v", err)
	}
	a.Level.Unit, a.Level.Per = l.Unit, per/liters
	return liters > 0
}

// agentEffect adds one effect of an agent, if this body has what it acts on.
func (r *reader) agentEffect(path string, f *effectFile, a *Agent) {
	if f.Signal != "" && f.Act != "add" && f.Act != "block" {
		r.bad(path+".signal", "has no meaning: the effects of an agent follow its own level")
	}
	switch f.Act {
	case "add":
		r.addition(path, f, a)
		return
	case "block":
		r.block(path, f, a)
		return
	}
	r.refuse(path+".per", f.Per, "has no meaning for act: "+f.Act)
	f = r.present(f)
	e := Effect{Signal: a.Level.Signal, Act: Act(r.oneOf(path+".act", f.Act, acts()...))}
	if len(f.Stages)+len(f.Pools)+len(f.Classes) == 0 {
		return
	}
	r.reach(path, f, &e)
	r.strength(path, f, &e, a.Level.Unit)
	if len(e.Rows)+len(e.Pools) > 0 {
		r.table.Effects = append(r.table.Effects, e)
	}
}

// addition reads an effect that adds to a cytokine.
func (r *reader) addition(path string, f *effectFile, a *Agent) {
	per := r.number(path+".per", f.Per, "1/("+a.Level.Unit+")", positive)
	if s, ok := r.signals[f.Signal]; ok {
		a.Adds = append(a.Adds, Addition{s, per})
	}
}

// present is f with those targets only that the table has.
func (r *reader) present(f *effectFile) *effectFile {
	g := *f
	lacks := func(known map[string]int) func(string) bool {
		return func(name string) bool { _, ok := known[name]; return !ok }
	}
	g.Stages = slices.DeleteFunc(slices.Clone(f.Stages), lacks(r.stages))
	g.Pools = slices.DeleteFunc(slices.Clone(f.Pools), lacks(r.pools))
	return &g
}
