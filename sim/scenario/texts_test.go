package scenario_test

import (
	"encoding/json"
	"strings"
	"testing"

	"marrow/assets"
	"marrow/sim/scenario"
)

// Whoever reads German is told of every intervention and of each of its arguments, and
// of none that is gone.
func TestInterventionsInGerman(t *testing.T) {
	data, err := assets.FS.ReadFile("i18n/de/tools.json")
	if err != nil {
		t.Fatal(err)
	}
	var texts map[string]string
	if err := json.Unmarshal(data, &texts); err != nil {
		t.Fatal(err)
	}
	want := map[string]bool{}
	for _, v := range scenario.Interventions() {
		want["tools.help."+v.Name] = true
		for _, a := range v.Arguments {
			want["tools.arg."+v.Name+"."+a.Name] = true
		}
	}
	for key := range want {
		if texts[key] == "" {
			t.Errorf("there is no text %s", key)
		}
	}
	for key := range texts {
		if (strings.HasPrefix(key, "tools.help.") || strings.HasPrefix(key, "tools.arg.")) && !want[key] {
			t.Errorf("%s is of an intervention that is gone", key)
		}
	}
}
