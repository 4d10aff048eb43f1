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

	B       float64 // B cells in blood [1e9/L]
	NaiveT  float64 // naive T cells of the body [1e9]
	IgG     float64 // all of it [g/L]
	SpecIgM float64 // antibodies against all that the body has met [mg/L]
	SpecIgG float64 // [mg/L]
	BClones float64 // B clones that an antigen has called
	MemoryB float64 // memory B cells of these [1e6]
	Plasma  float64 // plasma cells in marrow, of those in health [%]
}

// Columns are the names of a Condition's values in tables, with their units.
func Columns() []string {
	return []string{
		"meta_e9_l", "left_shift", "mch_pg", "iron_mg", "spo2", "germ_load", "clone_e9_l",
		"b_e9_l", "naive_t_e9", "igg_g_l", "specific_igm_mg_l", "specific_igg_mg_l", "b_clones", "memory_b_e6", "plasma_pct",
	}
}

// ConditionOf returns the condition whose Values these are.
func ConditionOf(v []float64) Condition {
	return Condition{
		Meta: v[0], Young: v[1], MCH: v[2], Iron: v[3], SpO2: v[4], Load: v[5], Clone: v[6],
		B: v[7], NaiveT: v[8], IgG: v[9], SpecIgM: v[10], SpecIgG: v[11], BClones: v[12], MemoryB: v[13], Plasma: v[14],
	}
}

// Values returns the condition in the order of [Columns].
func (c Condition) Values() []float64 {
	return []float64{
		c.Meta, c.Young, c.MCH, c.Iron, c.SpO2, c.Load, c.Clone,
		c.B, c.NaiveT, c.IgG, c.SpecIgM, c.SpecIgG, c.BClones, c.MemoryB, c.Plasma,
	}
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
	out.immune(b)
	return out
}

// immune fills in what the immune system has.
func (c *Condition) immune(b *Body) {
	s := b.immunity.status()
	c.NaiveT, c.IgG, c.SpecIgM, c.SpecIgG = s.NaiveT/1e9, s.IgG, s.Specific.IgM, s.Specific.IgG
	c.BClones, c.MemoryB, c.Plasma = float64(s.Specific.Clones), s.Specific.Memory/1e6, 100*s.Plasma
	if c.B = math.NaN(); b.immunity.System != nil && b.immunity.b >= 0 {
		c.B = b.blood.InPool(b.immunity.b) / 1e9
	}
}
