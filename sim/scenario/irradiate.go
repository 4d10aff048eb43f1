package scenario

import (
	"math"

	"marrow/sim"
	"marrow/sim/lineage"
)

// irradiate gives a dose of X- or gamma rays at once.
func irradiate() Intervention {
	return Intervention{
		Name: "irradiate", Group: groupDrugs,
		Help: "Irradiate the whole body, a patch, or a ball of it. What divides dies, and so do lymphocytes; mature cells live on. " +
			"One dose at once: to spread it over days, give several.",
		Arguments: []Argument{
			{Name: "dose", Kind: Number, Unit: "Gy", Max: 15, Help: "absorbed dose; 12 Gy empty a marrow, 4 to 5 Gy kill half of all people without help"},
			{Name: "radius", Kind: Number, Max: 65536, Default: "0", Help: "of the ball, in sites of 10 um; 0 is all of the patch, or the whole body"},
			{Name: "x", Kind: Number, Max: 65536, Default: "0", Help: "center of the ball, in sites"},
			{Name: "y", Kind: Number, Max: 65536, Default: "0", Help: "center of the ball, in sites"},
			{Name: "z", Kind: Number, Max: 65536, Default: "0", Help: "center of the ball, in sites"},
			{Name: "patch", Kind: Number, Max: sim.MaxParts, Default: "0", Help: "number of the patch, from 1; 0 is the whole body or, with a radius, the first"},
		},
		Sources: []string{"cfu_dc_rad", "textbook"},
		bind:    bindIrradiate,
	}
}

func bindIrradiate(v values, t *lineage.Table) (func(*sim.World) error, error) {
	if err := treated("irradiate", t); err != nil {
		return nil, err
	}
	n := v.numbers
	at := [3]int{int(n["x"]), int(n["y"]), int(n["z"])}
	patch, err := patchOf("irradiate", n["patch"])
	return func(w *sim.World) error { return w.Irradiate(n["dose"], patch, at, int(n["radius"])) }, err
}

// patchOf is the number of a patch.
func patchOf(event string, n float64) (int, error) {
	if n != math.Trunc(n) {
		return 0, &ArgumentError{event, "patch", "want a whole number"}
	}
	return int(n), nil
}

// treated refuses a species that says nothing about treatments.
func treated(name string, t *lineage.Table) error {
	if t.Treatment == (lineage.Treatment{}) {
		return &ArgumentError{name, "", "the species " + t.Species + " has no section treatment"}
	}
	return nil
}
