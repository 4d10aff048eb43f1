package lineage_test

import (
	"reflect"
	"testing"

	"marrow/sim/lineage"
)

func illWith(t testing.TB, diseases ...string) *lineage.Table {
	t.Helper()
	table, err := lineage.BuiltinIll("human", diseases)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// The rows of a disease stand behind those of the species, which stay as they are; in
// health there is none of its cells.
func TestDiseasesStandBehindTheSpecies(t *testing.T) {
	healthy := illWith(t)
	for _, name := range lineage.Diseases() {
		table := illWith(t, name)
		n := len(healthy.Rows)
		if !reflect.DeepEqual(table.Rows[:n], healthy.Rows) || !reflect.DeepEqual(table.Stages[:len(healthy.Stages)], healthy.Stages) {
			t.Errorf("%s changes the species", name)
		}
		if len(table.Rows) == n || len(table.Diseases) != 1 {
			t.Errorf("%s has no rows", name)
		}
		for _, row := range table.Rows[n:] {
			if row.Count != 0 || row.Flow != 0 || row.Disease != 1 {
				t.Errorf("%s: in health there are %v cells of %s", name, row.Count, table.Stages[row.Stage].Name)
			}
		}
	}
}

// What a clone does to healthy cells at a density is the same for all diseases: the share
// of the niches that it takes, and what its signal does to each row of the species.
func TestAllClonesCrowdAlike(t *testing.T) {
	var want []lineage.Effect
	for _, name := range lineage.Diseases() {
		table := illWith(t, name)
		if got := table.Infiltration; got != illWith(t, "aml").Infiltration {
			t.Errorf("%s: %+v", name, got)
		}
		var effects []lineage.Effect
		for _, e := range table.Effects {
			if table.Signals[e.Signal].Name == "infiltration" && table.Rows[e.Rows[0]].Disease == 0 {
				effects = append(effects, e)
			}
		}
		if want == nil {
			want = effects
		}
		if len(effects) == 0 || !reflect.DeepEqual(effects, want) {
			t.Errorf("%s: healthy rows feel %+v, of other clones %+v", name, effects, want)
		}
	}
}

// The drugs of a disease are there for bodies that can fall ill with it, and for no others:
// a healthy history does not depend on them.
func TestDrugsAgainstADisease(t *testing.T) {
	has := func(table *lineage.Table, name string) bool {
		for _, a := range table.Agents {
			if a.Name == name {
				return true
			}
		}
		return false
	}
	for drug, disease := range map[string]string{"daunorubicin": "aml", "prednisolone": "all", "ibrutinib": "cll"} {
		if has(illWith(t), drug) || !has(illWith(t, disease), drug) {
			t.Errorf("%s: in health %v, in %s %v", drug, has(illWith(t), drug), disease, has(illWith(t, disease), drug))
		}
	}
}

// A mistake in a disease is told in one line that says where it is.
func TestDiseasesTellMistakes(t *testing.T) {
	for _, tt := range []struct{ path, value, want string }{
		{"diseases.aml.stages.leukemic_blast.stay", "-1 d", "--set diseases.aml.stages.leukemic_blast.stay=-1 d: got -1, want more than 0"},
		{"diseases.aml.stages.leukemic_blast.room_need", "-2", "--set diseases.aml.stages.leukemic_blast.room_need=-2: got -2, want 0 to 99 cells"},
		{"diseases.aml.stages.leukemic_blast.next.idle_blast", "0.1", "aml.yaml:51:5: stages.leukemic_blast.next: the shares add up to 0.6, want 1"},
		{"diseases.aml.variant", "flt3", `--set diseases.aml.variant=flt3: no variant is called "flt3" (there are cbfb_myh11, npm1, pml_rara, runx1_runx1t1)`},
		{"infiltration.niche_damage", "-1", "--set infiltration.niche_damage=-1: got -1, want at least 0"},
	} {
		_, err := lineage.BuiltinIll("human", []string{"aml"}, lineage.Override{Path: tt.path, Value: tt.value})
		if err == nil || err.Error() != tt.want {
			t.Errorf("%s=%s: got error %v\nwant %s", tt.path, tt.value, err, tt.want)
		}
	}
	if _, err := lineage.BuiltinIll("human", []string{"amk"}); err == nil {
		t.Error("accepted a disease that there is none of")
	}
}
