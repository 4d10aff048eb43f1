package scenario

import (
	"slices"
	"testing"

	"marrow/sim/lineage"
)

func species(t testing.TB, name string) *lineage.Table {
	t.Helper()
	table, err := lineage.Builtin(name)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// Every agent has something to act on in both species that are grown, in a body that may fall
// ill, but those against attacks, which are known of humans only; and an intervention gives it.
func TestEveryAgentCanBeGiven(t *testing.T) {
	immune := lineage.Agents("immune")
	own := []string{"g-csf", "epo", "tpo-agonist", "plerixafor"}
	for _, name := range []string{"human", "mouse"} {
		table, err := lineage.BuiltinIll(name, lineage.Diseases())
		if err != nil {
			t.Fatal(err)
		}
		for _, agent := range lineage.Agents("") {
			if slices.Contains(immune, agent) && len(table.Attacks) == 0 {
				continue
			}
			if !slices.ContainsFunc(table.Agents, func(a lineage.Agent) bool { return a.Name == agent }) {
				t.Errorf("%s: %s acts on nothing", name, agent)
				continue
			}
			event, args := "drug", map[string]string{"agent": agent}
			switch {
			case slices.Contains(own, agent):
				event, args = agent, nil
			case slices.Contains(immune, agent):
				event = "immune-drug"
			}
			if _, err := Make(event, args, table); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

// A dose is read in the unit of its drug; nonsense is refused in one line.
func TestDrugTellsMistakes(t *testing.T) {
	human := species(t, "human")
	for _, tt := range []struct {
		event string
		args  map[string]string
		want  string
	}{
		{"drug", map[string]string{"agent": "docetaxel", "dose": "100 mg/m2", "over": "1h"}, ""},
		{"drug", map[string]string{"agent": "busulfan", "every": "6h", "times": "16"}, ""},
		{"drug", nil, "drug: agent: is missing, allowed are 5-fu, busulfan, cyclophosphamide, cytarabine, daunorubicin, docetaxel, ibrutinib, imatinib, melphalan, paclitaxel, prednisolone"},
		{"drug", map[string]string{"agent": "docetaxol"}, `drug: agent: "docetaxol" is not known, nearest is "docetaxel" (there are 5-fu, busulfan, cyclophosphamide, cytarabine, daunorubicin, docetaxel, ibrutinib, imatinib, melphalan, paclitaxel, prednisolone)`},
		{"drug", map[string]string{"agent": "docetaxel", "dose": "200 mg/m2"}, "drug: dose: got 200 mg/m2, allowed are 0 to 150 mg/m2"},
		{"drug", map[string]string{"agent": "docetaxel", "dose": "-1 mg/m2"}, "drug: dose: got -1 mg/m2, allowed are 0 to 150 mg/m2"},
		{"drug", map[string]string{"agent": "docetaxel", "dose": "NaN mg/m2"}, `drug: dose: got "NaN", want a finite number; allowed are 0 to 150 mg/m2`},
		{"drug", map[string]string{"agent": "docetaxel", "dose": "1 mg/kg"}, `drug: dose: "1 mg/kg": got unit mg/kg, want unit mg/m2 (or g/m2); allowed are 0 to 150 mg/m2`},
		{"drug", map[string]string{"agent": "docetaxel", "dose": "1"}, `drug: dose: "1": got no unit, want unit mg/m2 (or g/m2); allowed are 0 to 150 mg/m2`},
		{"drug", map[string]string{"agent": "docetaxel", "times": "1.5"}, "drug: times: got 1.5, want a whole number"},
		{"drug", map[string]string{"agent": "docetaxel", "times": "3", "every": "30m"}, "drug: every: a dose begins before the one before it has ended"},
		{"drug", map[string]string{"agent": "docetaxel", "over": "7m"}, "drug: over: got 7m, want a multiple of the tick of 5m"},
		{"g-csf", map[string]string{"dose": "5 ug/kg/d", "for": "8d"}, ""},
		{"g-csf", map[string]string{"for": "36h"}, "g-csf: for: got 1 days and a part, want whole days"},
		{"g-csf", map[string]string{"dose": "100 ug/kg/d"}, "g-csf: dose: got 100 ug/kg/d, allowed are 0 to 30 ug/kg/d"},
		{"epo", map[string]string{"dose": "300 mg/kg"}, `epo: dose: "300 mg/kg": got unit mg/kg, want unit IU/kg; allowed are 0 to 1000 IU/kg`},
		{"plerixafor", map[string]string{"times": "0"}, "plerixafor: times: got 0, allowed are 1 to 7"},
	} {
		_, err := Make(tt.event, tt.args, human)
		if got := message(err); got != tt.want {
			t.Errorf("%s %v: got error %q\nwant %q", tt.event, tt.args, got, tt.want)
		}
	}
	if _, err := Make("drug", map[string]string{"agent": "docetaxel"}, adult()); message(err) != "drug: agent: the species has nothing that docetaxel acts on" {
		t.Errorf("without agents: got %v", err)
	}
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// A number of an agent's file can be replaced as one of the species file can, by a
// scenario and by the command line, and mistakes are told in the words of the user.
func TestOverridesOfAgents(t *testing.T) {
	slope := func(o Options, text string) (float64, error) {
		s, err := Read("x", "x.yaml", []byte(text), o, nil)
		if err != nil {
			return 0, err
		}
		for _, e := range s.Table.Effects {
			if s.Table.Signals[e.Signal].Name == "docetaxel level" {
				return e.Most, nil
			}
		}
		return 0, nil
	}
	const path = "agents.docetaxel.effects.0.slope"
	for _, tt := range []struct {
		set, text string
		want      float64
		mistake   string
	}{
		{"", "title: A\n", 12, ""},
		{path + "=10 1/d/(umol/L)", "title: A\n", 10, ""},
		{"", "title: A\nset:\n  " + path + ": 9 1/d/(umol/L)\n", 9, ""},
		{path + "=10 1/d", "title: A\n", 0, "--set " + path + "=10 1/d: got unit 1/d, want unit 1/d/(umol/L)"},
		{"agents.docetaxel.effects.0.slop=1", "title: A\n", 0, `--set agents.docetaxel.effects.0.slop=1: unknown key "slop", nearest is "slope"`},
		{"agents.docetaxol.title=A", "title: A\n", 0, `--set agents.docetaxol.title=A: no agent is called "docetaxol", nearest is "docetaxel"`},
	} {
		var o Options
		if tt.set != "" {
			o.Set = []string{tt.set}
		}
		got, err := slope(o, tt.text)
		if got != tt.want || message(err) != tt.mistake {
			t.Errorf("%s: slope %v, error %q\nwant %v, %q", tt.set, got, message(err), tt.want, tt.mistake)
		}
	}
}
