package scenario

import (
	"slices"

	"marrow/sim"
	"marrow/sim/flow"
	"marrow/sim/lineage"
)

// What can be infused beside drugs: neither acts on any cell.
const (
	fluid  = "fluid"
	tracer = "tracer"
)

// usualPressure is that of a bag in an inflated cuff [mmHg].
const usualPressure = 300

// intoVein is the site that is no bone.
const intoVein = "vein"

// infuse puts a needle into the marrow, or into a vein.
func infuse() Intervention {
	n := flow.InfusionNumbers()
	agents := append([]string{fluid, tracer}, lineage.Agents("cytotoxic")...)
	return Intervention{
		Name: "infuse", Group: groupDrugs,
		Help: "Infuse through a needle in the marrow of a bone, or in a vein. A drug acts as it does from a vein, later by the way from the needle; " +
			"fluid changes no count.",
		Arguments: []Argument{
			{Name: "agent", Kind: Word, Options: agents, Default: fluid, Help: "what is infused"},
			{Name: "dose", Kind: Dose, Optional: true, Help: "of a drug: " + offers(lineage.Agents("cytotoxic")) + "; left out, the usual one"},
			{Name: "site", Kind: Word, Options: append(n.SiteNames(), intoVein), Default: "humerus", Help: "where the needle is; the patch stands for the marrow around it"},
			{Name: "volume", Kind: Number, Unit: "mL", Min: 1, Max: 3000, Default: "100 mL", Help: "of the fluid"},
			{Name: "pressure", Kind: Number, Unit: "mmHg", Min: 30, Max: 600, Optional: true, Help: "at the needle, of a bag in a cuff; into a bone without a rate, 300 mmHg if left out"},
			{Name: "rate", Kind: Number, Unit: "mL/min", Min: 0.1, Max: 300, Optional: true, Help: "of a pump, in place of a pressure"},
			{Name: "circulation", Kind: Word, Options: n.RoundNames(), Default: "normal", Help: "how the blood goes round: in shock half as fast, in arrest by compressions of the chest"},
			{Name: "patch", Kind: Number, Min: 1, Max: sim.MaxParts, Default: "1", Help: "number of the patch"},
			{Name: "x", Kind: Number, Max: 65536, Default: "0", Help: "tip of the needle, in sites; all three 0: the middle of the patch"},
			{Name: "y", Kind: Number, Max: 65536, Default: "0", Help: "tip of the needle, in sites; all three 0: the middle of the patch"},
			{Name: "z", Kind: Number, Max: 65536, Default: "0", Help: "tip of the needle, in sites; all three 0: the middle of the patch"},
		},
		Sources: []string{"pasley2015", "hoskins2012", "infusion_texts"},
		bind:    bindInfuse,
	}
}

func bindInfuse(v values, t *lineage.Table) (func(*sim.World) error, error) {
	o, err := infusionOrder(v)
	if err != nil {
		return nil, err
	}
	patch, err := patchOf("infuse", v.numbers["patch"])
	if err != nil {
		return nil, err
	}
	name := v.words["agent"]
	if name == fluid || name == tracer {
		if v.words["dose"] != "" {
			return nil, &ArgumentError{"infuse", "dose", "only a drug has a dose"}
		}
		return func(w *sim.World) error { return w.Infuse(patch, o, 0, 0) }, nil
	}
	dose, err := readDose(v.words["dose"], lineage.Offered(name))
	if err != nil {
		return nil, &ArgumentError{"infuse", "dose", err.Error()}
	}
	i := slices.IndexFunc(t.Agents, func(a lineage.Agent) bool { return a.Name == name })
	if i < 0 {
		return nil, &ArgumentError{"infuse", "agent", "the species has nothing that " + name + " acts on"}
	}
	a := &t.Agents[i]
	if a.Dose.Into != a.Level.Of {
		return nil, &ArgumentError{"infuse", "agent", name + " is not given into the blood"}
	}
	return func(w *sim.World) error { return w.Infuse(patch, o, i, dose*a.Dose.Per) }, nil
}

// infusionOrder is the order of an infusion without what is in it.
func infusionOrder(v values) (flow.Order, error) {
	n := v.numbers
	o := flow.Order{
		Bone: v.words["site"], Circulation: v.words["circulation"], Pressure: n["pressure"], Rate: n["rate"],
		Volume: n["volume"], At: [3]float64{n["x"], n["y"], n["z"]},
	}
	if o.Bone == intoVein {
		o.Bone = ""
	}
	switch {
	case o.Pressure > 0 && o.Rate > 0:
		return o, &ArgumentError{"infuse", "rate", "a pressure is given already: the rate follows from it"}
	case o.Bone == "" && o.Rate == 0:
		return o, &ArgumentError{"infuse", "rate", "is missing: a vein is infused at a rate"}
	case o.Bone != "" && o.Rate == 0 && o.Pressure == 0:
		o.Pressure = usualPressure
	}
	return o, nil
}
