package body

import "math"

// A Condition is what a doctor finds beside the usual blood count. A value that the
// species does not have is NaN.
type Condition struct {
	Meta  float64 // metamyelocytes in blood [1e9/L]
	Young float64 // bands and metamyelocytes, of all neutrophils: the left shift [%]
	MCH   float64 // hemoglobin of a red cell [pg]
	Iron  float64 // iron in store [mg]
	SpO2  float64 // saturation of arterial blood [%]
	Load  float64 // germs
	Clone float64 // cells of clones in blood [1e9/L]
}

// Columns are the names of a Condition's values in tables, with their units.
func Columns() []string {
	return []string{"meta_e9_l", "left_shift", "mch_pg", "iron_mg", "spo2", "germ_load", "clone_e9_l"}
}

// ConditionOf returns the condition whose Values these are.
func ConditionOf(v []float64) Condition {
	return Condition{Meta: v[0], Young: v[1], MCH: v[2], Iron: v[3], SpO2: v[4], Load: v[5], Clone: v[6]}
}

// Values returns the condition in the order of [Columns].
func (c Condition) Values() []float64 {
	return []float64{c.Meta, c.Young, c.MCH, c.Iron, c.SpO2, c.Load, c.Clone}
}

// Condition is that of this moment.
func (b *Body) Condition() Condition {
	c := b.Count()
	out := Condition{
		Meta: c.Meta, Young: 100 * (c.Band + c.Meta) / (c.ANC + c.Meta), MCH: 10 * c.Hb / c.RBC,
		Iron: b.iron.level(), SpO2: 100 * b.oxygen.saturation(), Load: b.infection.load(), Clone: c.Clone,
	}
	if b.infection.spec.Capacity == 0 {
		out.Load = math.NaN()
	}
	return out
}
