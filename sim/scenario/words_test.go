package scenario_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"marrow/assets"
	"marrow/sim/scenario"
)

// Title, question, tour and limits of each built-in scenario can be read in German,
// and there is no German text without its scenario.
func TestScenariosSpeakGerman(t *testing.T) {
	data, err := assets.FS.ReadFile("i18n/de/scenarios.json")
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	if err := json.Unmarshal(data, &texts); err != nil {
		t.Fatal(err)
	}
	for _, name := range scenario.Names() {
		s, err := scenario.Load(name, scenario.Options{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		keys := []string{"title." + name, "question." + name}
		for i := range s.Scenario.Tour {
			keys = append(keys, fmt.Sprintf("tour.%s.%d", name, i))
		}
		for i := range s.Scenario.Limits {
			keys = append(keys, fmt.Sprintf("limit.%s.%d", name, i))
		}
		for _, k := range keys {
			if texts[k] == "" {
				t.Errorf("no German for %s", k)
			}
			delete(texts, k)
		}
	}
	for k := range texts {
		t.Errorf("German without a scenario: %s", k)
	}
}
