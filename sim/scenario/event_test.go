package scenario

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"marrow/assets"
	"marrow/sim/input"
	"marrow/sim/lineage"
)

// adult is a body with five liters of blood.
func adult() *lineage.Table { return &lineage.Table{Body: lineage.Body{Blood: 5}} }

// everyName ends a message about an unknown intervention.
func everyName() string {
	var names []string
	for _, v := range Interventions() {
		names = append(names, v.Name)
	}
	return "(there are " + strings.Join(names, ", ") + ")"
}

// An intervention keeps its arguments as the user wrote them, for journals.
func TestMakeKeepsArguments(t *testing.T) {
	for _, tt := range []struct {
		args map[string]string
		want string
	}{
		{map[string]string{"share": "8.8 %"}, "share=8.8%"},
		{map[string]string{"share": "8.8%"}, "share=8.8%"},
		{map[string]string{"share": "0.088"}, "share=0.088"},
		{map[string]string{"volume": "440 mL"}, "volume=440mL"},
		{map[string]string{"volume": "0.44 L"}, "volume=0.44L"},
		{map[string]string{"share": "0 %"}, "share=0%"},
		{map[string]string{"share": "60 %"}, "share=60%"},
	} {
		e, err := Make("bleed", tt.args, adult())
		if err != nil {
			t.Errorf("%v: %v", tt.args, err)
			continue
		}
		if e.Name != "bleed" || e.Arguments != tt.want || e.Do == nil {
			t.Errorf("%v: got %s %s, want bleed %s", tt.args, e.Name, e.Arguments, tt.want)
		}
	}
}

// A mistake in an argument is told with what is allowed and the nearest name.
func TestMakeTellsMistakes(t *testing.T) {
	mouse := &lineage.Table{Body: lineage.Body{Blood: 0.002}}
	for _, tt := range []struct {
		name  string
		args  map[string]string
		table *lineage.Table
		want  string
	}{
		{"blead", nil, adult(), `no intervention is called "blead", nearest is "bleed" ` + everyName()},
		{"", nil, adult(), `no intervention is called "" ` + everyName()},
		{"bleed", nil, adult(), `bleed: got 0 of share and volume, want exactly one`},
		{"bleed", map[string]string{"share": "5 %", "volume": "1 L"}, adult(), `bleed: got 2 of share and volume, want exactly one`},
		{"bleed", map[string]string{"shar": "5 %"}, adult(), `bleed: shar: unknown argument, nearest is "share" (there are share, volume, over)`},
		{"bleed", map[string]string{"share": "61 %"}, adult(), `bleed: share: got 61 %, allowed are 0 to 60 %`},
		{"bleed", map[string]string{"share": "-1 %"}, adult(), `bleed: share: got -1 %, allowed are 0 to 60 %`},
		{"bleed", map[string]string{"share": "8.8"}, adult(), `bleed: share: got 8.8, allowed are 0 to 60 %`},
		{"bleed", map[string]string{"share": "NaN"}, adult(), `bleed: share: got "NaN", want a finite number; allowed are 0 to 60 %`},
		{"bleed", map[string]string{"share": "440 mL"}, adult(), `bleed: share: "440 mL": got unit mL, want unit % (or no unit); allowed are 0 to 60 %`},
		{"bleed", map[string]string{"volume": "440 mL"}, mouse, `bleed: volume: got 440 mL of the body's 2 mL, want at most 60 %`},
		{"bleed", map[string]string{"volume": "440 mL"}, &lineage.Table{}, `bleed: volume: the species has no blood volume, give share`},
	} {
		_, err := Make(tt.name, tt.args, tt.table)
		if err == nil || err.Error() != tt.want {
			t.Errorf("%s %v: got error %v\nwant %s", tt.name, tt.args, err, tt.want)
		}
	}
}

// Every intervention of the table can be explained: it and its arguments have help,
// ranges that make sense, and sources that are known.
func TestInterventionsAreExplained(t *testing.T) {
	table, err := assets.FS.ReadFile("sources.csv")
	if err != nil {
		t.Fatal(err)
	}
	keys, err := input.Sources(table)
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, k := range keys {
		known[k] = true
	}
	names := map[string]bool{}
	for _, v := range Interventions() {
		if v.Name == "" || v.Help == "" || len(v.Sources) == 0 || names[v.Name] {
			t.Errorf("%q lacks a name of its own, help or a source", v.Name)
		}
		names[v.Name] = true
		for _, s := range v.Sources {
			if !known[s] {
				t.Errorf("%s: no source has the key %q", v.Name, s)
			}
		}
		for _, a := range v.Arguments {
			numeric := a.Kind == Number || a.Kind == Time
			if a.Name == "" || a.Help == "" || numeric && !(a.Max > a.Min) || a.Kind == Word && len(a.Options) == 0 {
				t.Errorf("%s: argument %+v lacks a name, help or a range", v.Name, a)
			}
			if a.Default == "" {
				continue
			}
			if err := a.read(a.Default, &values{map[string]float64{}, map[string]uint64{}, map[string]string{}}); err != nil {
				t.Errorf("%s: default of %s: %v", v.Name, a.Name, err)
			}
		}
	}
}

// An event can be made again from what is kept of it, whatever its arguments.
func TestParseUndoesMake(t *testing.T) {
	table, err := lineage.BuiltinIll("human", lineage.Diseases())
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range Interventions() {
		for _, args := range everyWay(v) {
			e, err := Make(v.Name, args, table)
			if err != nil {
				t.Errorf("%s %v: %v", v.Name, args, err)
				continue
			}
			again, err := Parse(e.Name, e.Arguments, table)
			if err != nil || again.Arguments != e.Arguments || again.Name != e.Name {
				t.Errorf("%s: got %s and %v", e.Arguments, again.Arguments, err)
			}
		}
	}
	if _, err := Parse("bleed", "share", table); err == nil {
		t.Error("an argument without a value was taken")
	}
}

// everyWay lists arguments for v: one of each choice, and all others but those that may be
// left out, which need not go together.
func everyWay(v Intervention) []map[string]string {
	ways := []map[string]string{{}}
	chosen := map[string]string{}
	for _, a := range v.Arguments {
		if a.Choice != "" && chosen[a.Choice] == "" {
			chosen[a.Choice] = a.Name
		}
		if a.Choice != "" && chosen[a.Choice] != a.Name || a.Optional {
			continue
		}
		for _, way := range ways {
			way[a.Name] = usual(v, a)
		}
	}
	return ways
}

// usual is a value of an argument.
func usual(v Intervention, a Argument) string {
	switch {
	case a.Default != "":
		return a.Default
	case a.Kind == Word:
		return a.Options[0]
	case a.Kind == Dose:
		agent := slices.IndexFunc(v.Arguments, func(a Argument) bool { return len(a.Options) > 0 })
		name := v.Name
		if agent >= 0 {
			name = v.Arguments[agent].Options[0]
		}
		d := lineage.Offered(name)
		return fmt.Sprintf("%g %s", d.Usual, d.Unit)
	}
	return fmt.Sprintf("%g %s", a.Max, a.Unit)
}
