package scenario

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"marrow/sim"
	"marrow/sim/lineage"
	"marrow/sim/tissue"
)

// A law is what must hold for one way to use an intervention.
type law struct {
	name  string // of the intervention
	args  string // with %g where a share of the amount stands, as name=value;name=value
	whole float64
	days  float64 // how long it is watched

	// quantity grows with the amount: its highest value in that time. A patch as small as this
	// one has no megakaryocyte progenitor, and so none for what only they feel.
	quantity string
	effect   func(w *sim.World) float64

	// A setting is no amount: two halves are half, and none of it may be a change. The text
	// says why.
	setting string
	// before is done to the body first, by name and arguments.
	before [][2]string
}

// laws has at least one row for each intervention.
func laws() []law {
	const always = "what is set last holds"
	return []law{
		{name: "bleed", args: "share=%g %%", whole: 40, days: 0.2, quantity: "erythropoietin", effect: epoRatio},
		{name: "bleed", args: "volume=%g mL;over=4h", whole: 2000, days: 0.3, quantity: "erythropoietin", effect: epoRatio},
		{name: "transfuse", args: "red=%g units", whole: 4, days: 0.1, quantity: "hemoglobin", effect: func(w *sim.World) float64 { return w.Blood().Hb }},
		{name: "transfuse", args: "platelets=%g units", whole: 4, days: 0.1, quantity: "platelets", effect: func(w *sim.World) float64 { return w.Blood().Plt }},
		{name: "iron", args: "dose=%g mg", whole: 1000, days: 0.1, quantity: "store", effect: ironStore},
		{name: "iron", args: "dose=%g mg;route=mouth", whole: 100, days: 1, quantity: "store", effect: ironStore},
		{name: "iron", args: "store=%g mg", whole: 3000, days: 0.1, quantity: "store", effect: ironStore, setting: always},
		{name: "altitude", args: "height=%g m", whole: 4500, days: 0.2, quantity: "erythropoietin", effect: epoRatio, setting: always},
		{name: "infect", args: "load=%g loads", whole: 2, days: 0.5, quantity: "germs", effect: func(w *sim.World) float64 { return w.Condition().Load }},
		{name: "infect", args: "load=%g loads;kind=worms;site=skin", whole: 2, days: 0.2, quantity: "germs", effect: func(w *sim.World) float64 { return w.Condition().Load }},
		{name: "endotoxin", args: "dose=%g ng/kg", whole: 4, days: 0.3, quantity: "G-CSF", effect: gcsfRatio},
		{name: "infect", args: "load=%g loads;microbe=influenza", whole: 2, days: 0.5, quantity: "germs", effect: func(w *sim.World) float64 { return w.Condition().Load }},
		{name: "immune-drug", args: "agent=rituximab;dose=%g mg/m2", whole: 20, days: 1, quantity: "lack of B cells", effect: func(w *sim.World) float64 { return 1 - w.Condition().B }},
		{name: "vaccinate", args: "against=yellow-fever;dose=%g doses", whole: 2, days: 3, quantity: "IgM", effect: func(w *sim.World) float64 { return w.Condition().SpecIgM }},
		{name: "drug", args: "agent=docetaxel;dose=%g mg/m2", whole: 100, days: 0.6, quantity: "deaths", effect: died},
		{name: "drug", args: "agent=busulfan;dose=%g mg/kg;every=6h;times=4", whole: 1.6, days: 1.2, quantity: "deaths", effect: died},
		{name: "g-csf", args: "dose=%g ug/kg/d", whole: 10, days: 1, quantity: "G-CSF", effect: gcsfRatio},
		{name: "epo", args: "dose=%g IU/kg", whole: 300, days: 1, quantity: "erythropoietin", effect: epoRatio},
		{name: "tpo-agonist", args: "dose=%g ug/kg", whole: 4, days: 1},
		{name: "plerixafor", args: "dose=%g mg/kg", whole: 0.24, days: 0.5, quantity: "CD34+ cells", effect: cd34},
		{
			name: "age", args: "by=%g y;over=2d", whole: 40, days: 2, quantity: "fat", setting: always,
			effect: func(w *sim.World) float64 { return w.Tissue().Stats.Share[tissue.Fat] },
		},
		{
			name: "mutate", args: "gene=tet2;share=%g %%", whole: 20, days: 0.1, quantity: "mutated stem cells", setting: "each time it is another clone",
			effect: (*sim.World).Drivers,
		},
		{name: "autoimmunity", args: "against=platelets;strength=%g;megakaryocytes=0.5", whole: 4, days: 1, quantity: "lack of platelets", effect: lackOfPlatelets, setting: always},
		{name: "autoimmunity", args: "against=stem-cells;strength=%g", whole: 20, days: 1, setting: always},
		{
			name: "splenectomy", args: "share=%g %%", whole: 100, days: 0.1, quantity: "platelets", setting: "what is taken out twice is gone once",
			effect: func(w *sim.World) float64 { return w.Blood().Plt },
		},
		{
			name: "immune-drug", args: "agent=immunoglobulin;dose=%g mg/kg", whole: 2000, days: 1,
			before: [][2]string{{"autoimmunity", "strength=4"}},
		},
		{name: "irradiate", args: "dose=%g Gy", whole: 4, days: 0.05, quantity: "deaths", effect: died},
		{name: "irradiate", args: "dose=%g Gy;radius=20;x=32;y=32", whole: 4, days: 0.05, quantity: "deaths", effect: died},
		{name: "mobilize", args: "for=%gd", whole: 4, days: 4.5, quantity: "CD34+ cells", effect: cd34, setting: "a course has a length, no amount"},
		{name: "apheresis", args: "volume=%g L", whole: 24, days: 0.3, quantity: "CD34+ cells in the bag", effect: collected},
		{name: "harvest", args: "volume=%g L", whole: 1.2, days: 0.05, quantity: "cells taken", effect: removed},
		{
			name: "transplant", args: "cd34=%g e6/kg;homing=100 %%", whole: 20, days: 0.5, quantity: "cells on their way", effect: underway,
			before: [][2]string{{"irradiate", "dose=12 Gy"}},
		},
		{
			name: "transplant", args: "source=collected;homing=%g %%", whole: 100, days: 0.5, quantity: "cells on their way", effect: underway,
			setting: "the bag is emptied once", before: [][2]string{{"harvest", "volume=2 L"}},
		},
		{name: "label", args: "for=%gh", whole: 4, days: 0.2, quantity: "labeled cells", effect: labeled},
		{name: "label", args: "share=%g %%", whole: 100, days: 0.1, quantity: "labeled cells", effect: labeled, setting: "two agents label the same cells"},
		{name: "infuse", args: "agent=cytarabine;dose=%g mg/m2;rate=20 mL/min", whole: 100, days: 0.6, quantity: "deaths", effect: died},
		{name: "infuse", args: "agent=docetaxel;dose=%g mg/m2;site=vein;rate=20 mL/min", whole: 100, days: 0.6, quantity: "deaths", effect: died},
		{name: "occlude", args: "share=%g %%", whole: 100, days: 1, quantity: "pressure of the marrow", effect: marrowPressure, setting: always},
		{name: "occlude", args: "share=%g %%;vessels=cortical", whole: 100, days: 0.5, quantity: "pressure of the marrow", effect: marrowPressure, setting: always},
		{name: "angiogenesis", args: "growth=%g %%;over=0m", whole: 200, days: 0.3, quantity: "inflow", effect: inflow, setting: always},
		{name: "graft", args: "stage=gmp;cells=%g", whole: 100, days: 0.02, quantity: "cells from outside", effect: injectedCells},
		{name: "clone", args: "cells=%g", whole: 100, days: 0.02, quantity: "cells from outside", effect: injectedCells},
	}
}

func epoRatio(w *sim.World) float64  { return w.Blood().EPO }
func gcsfRatio(w *sim.World) float64 { return w.Blood().GCSF }
func cd34(w *sim.World) float64      { return w.Blood().CD34 }
func ironStore(w *sim.World) float64 { return w.Condition().Iron }
func collected(w *sim.World) float64 { return w.Marks().Collected }
func underway(w *sim.World) float64  { return w.Marks().Underway }

func labeled(w *sim.World) (sum float64) {
	for _, n := range w.Marks().Labeled.Stages {
		sum += float64(n)
	}
	return sum
}

func died(w *sim.World) (sum float64) {
	for _, a := range w.Ledger() {
		sum += float64(a.Died)
	}
	return sum
}

func lackOfPlatelets(w *sim.World) float64 { return 1e6 - w.Blood().Plt }

func injectedCells(w *sim.World) (sum float64) {
	for _, a := range w.Ledger() {
		sum += float64(a.Injected)
	}
	return sum
}

func marrowPressure(w *sim.World) float64 {
	c, _ := w.Circulation()
	return c.Pressure
}

func inflow(w *sim.World) float64 {
	c, _ := w.Circulation()
	return c.Inflow
}

func removed(w *sim.World) (sum float64) {
	for _, a := range w.Ledger() {
		sum += float64(a.Removed)
	}
	return sum
}

// A clinic is one healthy body, saved, to which each law does something else.
type clinic struct {
	config sim.Config
	saved  []byte
}

func newClinic(t *testing.T) *clinic {
	t.Helper()
	s := loaded(t, "healthy", Options{Size: "64x64x1", Set: []string{"diseases=[aml]"}})
	config, err := s.Config()
	if err != nil {
		t.Fatal(err)
	}
	c := &clinic{config: config}
	w, err := sim.New(config)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	for range 30 { // not at the full hour, when cells look at the blood
		w.Tick()
	}
	c.saved = save(t, w)
	return c
}

func save(t *testing.T, w *sim.World) []byte {
	t.Helper()
	var to bytes.Buffer
	if err := w.Save(&to); err != nil {
		t.Fatal(err)
	}
	return to.Bytes()
}

// open returns the saved body, on so many threads.
func (c *clinic) open(t *testing.T, saved []byte, threads int) *sim.World {
	t.Helper()
	config := c.config
	config.Threads = threads
	w, err := sim.Load(config, bytes.NewReader(saved))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Close)
	return w
}

// prepared is the body after what is done to it before a law.
func (c *clinic) prepared(t *testing.T, l *law) []byte {
	t.Helper()
	if len(l.before) == 0 {
		return c.saved
	}
	w := c.open(t, c.saved, 1)
	for _, b := range l.before {
		do(t, w, b[0], b[1])
		for range 5 {
			w.Tick()
		}
	}
	return save(t, w)
}

func do(t *testing.T, w *sim.World, name, args string) {
	t.Helper()
	e, err := made(name, args, w.Table())
	if err == nil {
		err = w.Apply(e)
	}
	if err != nil {
		t.Fatalf("%s %s: %v", name, args, err)
	}
}

// made binds arguments that are written as name=value;name=value.
func made(name, args string, table *lineage.Table) (sim.Event, error) {
	given := map[string]string{}
	for _, a := range strings.FieldsFunc(args, func(r rune) bool { return r == ';' }) {
		name, value, _ := strings.Cut(a, "=")
		given[name] = value
	}
	return Make(name, given, table)
}

// watch gives shares of the whole amount, waits, and returns the last hash and the highest
// value of the quantity.
func (l *law) watch(t *testing.T, w *sim.World, shares ...float64) (hash uint64, most float64) {
	t.Helper()
	for _, x := range shares {
		do(t, w, l.name, fmt.Sprintf(l.args, x*l.whole))
	}
	for tick := range int(l.days * sim.TicksPerDay) {
		w.Tick()
		if l.effect != nil && tick%6 == 0 {
			most = max(most, l.effect(w))
		}
	}
	if err := w.CheckLedger(); err != nil {
		t.Errorf("%s: %v", l.name, err)
	}
	return w.Hash(), most
}

// The laws of all that can be done to a marrow: nothing of it is nothing, two halves at one
// time are the whole, on any number of threads, more of it does more, what is undone has
// never been, and each cell is accounted for. No intervention is without a law.
func TestLawsOfInterventions(t *testing.T) {
	c := newClinic(t)
	all := laws()
	for _, v := range Interventions() {
		if !hasLaw(all, v.Name) {
			t.Errorf("no law is written down for %s", v.Name)
		}
	}
	for _, l := range all {
		t.Run(l.name+" "+strings.SplitN(l.args, "%", 2)[0], func(t *testing.T) { l.check(t, c) })
	}
}

func hasLaw(all []law, name string) bool {
	for _, l := range all {
		if l.name == name {
			return true
		}
	}
	return false
}

func (l *law) check(t *testing.T, c *clinic) {
	saved := c.prepared(t, l)
	absent, _ := l.watch(t, c.open(t, saved, 2))
	half, some := l.watch(t, c.open(t, saved, 1), 0.5)
	whole, much := l.watch(t, c.open(t, saved, 1), 1)
	if whole == absent || whole == half {
		t.Error("it does nothing")
	}
	if l.effect != nil && !(much > some) {
		t.Errorf("%s: %v of half, %v of the whole", l.quantity, some, much)
	}
	undone := c.open(t, saved, 2)
	do(t, undone, l.name, fmt.Sprintf(l.args, l.whole))
	if again, _ := l.watch(t, c.open(t, saved, 3)); again != absent {
		t.Error("undone, it left something behind")
	}
	if l.setting != "" {
		return
	}
	if none, least := l.watch(t, c.open(t, saved, 1), 0); none != absent || l.effect != nil && !(some > least) {
		t.Errorf("none of it: hash %x, absent %x; %s: %v, of half %v", none, absent, l.quantity, least, some)
	}
	if halves, _ := l.watch(t, c.open(t, saved, 3), 0.5, 0.5); halves != whole {
		t.Error("two halves are not the whole")
	}
}

// Every argument of every intervention refuses what is out of its range, not a number, of
// another unit or an unknown word, in one line that names it.
func TestInterventionsRefuse(t *testing.T) {
	human := species(t, "human")
	for _, v := range Interventions() {
		for _, a := range v.Arguments {
			for _, bad := range a.nonsense() {
				args := map[string]string{a.Name: bad}
				for _, other := range v.Arguments { // what must be given beside it
					if other.Choice == "" && other.Default == "" && !other.Optional && other.Name != a.Name {
						args[other.Name] = other.some()
					}
				}
				_, err := Make(v.Name, args, human)
				if text := message(err); !strings.HasPrefix(text, v.Name+": "+a.Name+": ") || strings.Contains(text, "\n") {
					t.Errorf("%s %s=%s: got error %q", v.Name, a.Name, bad, text)
				}
			}
		}
	}
}

// nonsense are values that the argument must refuse.
func (a Argument) nonsense() []string {
	switch a.Kind {
	case Word:
		return []string{"nobody", "NaN", "-1"}
	case Dose:
		return []string{"NaN", "-1 mg/m2", "1e9 mg/m2", "1 parsec"}
	case Time:
		return []string{"NaN", "-1d", "7m", "1", "1 mg", fmt.Sprintf("%gd", a.Max+1)}
	}
	return []string{
		"NaN", "Inf", "1 parsec", "many",
		fmt.Sprintf("%g %s", a.Min-1, a.Unit), fmt.Sprintf("%g %s", 2*a.Max+1, a.Unit),
	}
}

// some is a value that the argument takes.
func (a Argument) some() string {
	if a.Kind == Word {
		return a.Options[0]
	}
	return strings.TrimSpace(fmt.Sprintf("%g %s", a.Max/2, a.Unit))
}
