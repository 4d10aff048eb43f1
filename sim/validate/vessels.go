package validate

import (
	"context"

	"marrow/sim/flow"
	"marrow/sim/scenario"
	"marrow/sim/tissue"
)

// Patches in which flow is measured: a piece of the iliac crest, and a length of the shaft
// of a mouse's femur.
const (
	crestVolume = "160x160x80"
	shaftVolume = "110x110x80"
)

// vessels measures blood flow and pressure of the marrow, and what an infusion into it does.
// No cell moves for that.
func vessels(_ context.Context, o scenario.Options) (map[string]finding, error) {
	o.Tissue, o.Size = "iliac-crest", crestVolume
	crest, c, err := circulation(o)
	if err != nil {
		return nil, err
	}
	out := map[string]finding{
		"marrow-flow": value(c.Perfusion), "marrow-pressure": value(c.Pressure), "marrow-pressure-ratio": value(c.OverArterial),
	}
	o.Species, o.Tissue, o.Size = "mouse", "femur-shaft", shaftVolume
	_, c, err = circulation(o)
	if err != nil {
		return nil, err
	}
	out["cortical-inflow"], out["cortical-outflow"] = value(c.CorticalInflow), value(c.CorticalOut)
	for _, bone := range []string{"sternum", "humerus", "tibia"} {
		x, err := infusion(crest, flow.Order{Bone: bone, Circulation: "normal", Pressure: 300, Volume: 100})
		if err != nil {
			return nil, err
		}
		out["infusion-"+bone] = value(x.Rate)
	}
	for _, bone := range []string{"sternum", "tibia"} {
		x, err := infusion(crest, flow.Order{Bone: bone, Circulation: "arrest", Pressure: 300, Volume: bolus})
		if err != nil {
			return nil, err
		}
		out["infusion-peak-"+bone] = peak(x)
	}
	return out, nil
}

// bolus is the volume of a drug with its flush [mL].
const bolus = 10

// circulation makes a tissue and its flow.
func circulation(o scenario.Options) (*tissue.Tissue, flow.Circulation, error) {
	_, c, err := configure("healthy", o)
	if err != nil {
		return nil, flow.Circulation{}, err
	}
	f, err := flow.Solve(c.Tissue.Network, flow.Healthy(c.Tissue.Network))
	if err != nil {
		return nil, flow.Circulation{}, err
	}
	return c.Tissue, f.Circulation(c.Tissue), nil
}

// infusion reckons an infusion into the middle of a tissue.
func infusion(t *tissue.Tissue, o flow.Order) (*flow.Infusion, error) {
	o.At = [3]float64{float64(t.Spec.Width / 2), float64(t.Spec.Height / 2), float64(t.Spec.Depth / 2)}
	return flow.Infuse(t, flow.Health(), o, flow.InfusionNumbers())
}

// peak is when most of an infusion arrives in the arteries [s].
func peak(x *flow.Infusion) finding {
	var c Curve
	for t := 2.0; t <= 240; t += 2 {
		c.X, c.Y = append(c.X, t), append(c.Y, 100*x.At(t).Artery)
	}
	time, _ := c.highest()
	return finding{time, c}
}
