package scenario

import (
	"strings"
	"testing"
)

// A file that asks for virtual patients gives each a small patch, unless it says
// otherwise, and is written out as it was read.
func TestPopulation(t *testing.T) {
	read := func(text string) (*Setup, error) { return Read("many", "many.yaml", []byte(text), Options{}, nil) }
	const tour = "tour:\n  - {at: 1d, say: here, look: {x: 300, y: 1}}\n"
	s, err := read("title: Many\npopulation: 12\n" + tour)
	if err != nil {
		t.Fatal(err)
	}
	if s.Scenario.Population != 12 || s.Scenario.Patch.Size != [3]int{256, 256, 1} || s.Scenario.Tour != nil {
		t.Errorf("got %+v", s.Scenario)
	}
	again, err := read(string(s.Scenario.YAML()))
	if err != nil || again.Scenario.Population != 12 {
		t.Errorf("written and read again: got %+v, %v", again, err)
	}
	s, err = read("title: Many\npopulation: 12\npatch: {size: [64, 64, 1]}\n")
	if err != nil || s.Scenario.Patch.Size != [3]int{64, 64, 1} {
		t.Errorf("got %+v, %v", s, err)
	}
	for _, n := range []string{"1", "-3", "10001"} {
		_, err := read("title: Many\npopulation: " + n + "\n")
		if err == nil || !strings.Contains(err.Error(), "population: got "+n+", want 2 to 10000") {
			t.Errorf("%s: got %v", n, err)
		}
	}
}
