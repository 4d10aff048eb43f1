package scenario

import (
	"strings"
	"testing"

	"marrow/sim/lineage"
)

// What is asked of radiation, needles, grafts and labels is checked against ranges, units
// and the species, and the answer says what is allowed.
func TestTreatmentsTellMistakes(t *testing.T) {
	human, err := lineage.Builtin("human")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, args string
		want       string // part of the error; "" is none
	}{
		{"irradiate", "dose=12 Gy", ""},
		{"irradiate", "dose=16 Gy", "dose: got 16 Gy, allowed are 0 to 15 Gy"},
		{"irradiate", "dose=2 L", "dose: \"2 L\": got unit L, want unit Gy"},
		{"irradiate", "", "dose: is missing"},
		{"transplant", "cd34=11.5 e6/kg;source=cord;donor=donor", ""},
		{"transplant", "source=bloood", `source: "bloood" is not known, nearest is "blood"`},
		{"transplant", "source=collected;donor=donor", "collected cells are the patient's own"},
		{"transplant", "cd34=NaN e6/kg", "want a finite number"},
		{"label", "for=7m", "want a multiple of the tick"},
		{"label", "agent=edu;for=30m;share=50 %", ""},
		{"graft", "stage=mpp;cells=2.5", "cells: want a whole number"},
		{"harvest", "volume=3 L", "volume: got 3 L, allowed are 0 to 2 L"},
		{"apheresis", "over=0h", "over: got 0h"},
		{"mobilize", "regimen=chemo-g-csf", ""},
		{"mobilize", "for=20d", "for: got 20d"},
	} {
		args := map[string]string{}
		for _, a := range strings.FieldsFunc(tt.args, func(r rune) bool { return r == ';' }) {
			name, value, _ := strings.Cut(a, "=")
			args[name] = value
		}
		_, err := Make(tt.name, args, human)
		if tt.want == "" && err != nil {
			t.Errorf("%s %s: %v", tt.name, tt.args, err)
		}
		if tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
			t.Errorf("%s %s: got error %v\nwant %s", tt.name, tt.args, err, tt.want)
		}
	}
	if _, err := Make("irradiate", map[string]string{"dose": "1 Gy"}, adult()); err == nil || !strings.Contains(err.Error(), "no section treatment") {
		t.Errorf("a species without treatments: got %v", err)
	}
}
