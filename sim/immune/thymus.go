package immune

import (
	"math"

	"marrow/sim/blood"
	"marrow/sim/lineage"
)

// Export is the number of naive T cells that leave the thymus of a body of that age [y] in
// a day, with a share of the healthy number of progenitors on their way to it. Its niches
// are few, so that a lack of progenitors is felt late.
func Export(t *lineage.Thymus, age, progenitors float64) float64 {
	taken := float64(progenitors*(1+t.Spare)) / (progenitors + t.Spare)
	return float64(float64(t.Export*blood.Exp(-float64(math.Ln2*age)/t.Half)) * taken)
}

// yearDays is the length of a year [d].
const yearDays = 365.25

// change is by how much the naive T cells of an age become more in a day, when so many
// leave the thymus: dN/dt = settled + divide N (1 - N/room) - loss N.
func change(t *lineage.Thymus, naive, export float64) float64 {
	return float64(t.Settle*export) + float64(t.Divide*float64(naive*(1-naive/t.Room))) - float64(t.Loss*naive)
}

// NaiveAt is the number of naive T cells at an age [y], lived day by day from birth.
func NaiveAt(t *lineage.Thymus, age float64) float64 {
	naive := t.Birth
	for day := range int(age * yearDays) {
		naive += change(t, naive, Export(t, float64(day)/yearDays, 1))
	}
	return naive
}

// FromThymus is the share of the naive T cells made at an age [y] that comes from the
// thymus, not from division of others.
func FromThymus(t *lineage.Thymus, age float64) float64 {
	naive, settled := NaiveAt(t, age), float64(t.Settle*Export(t, age, 1))
	return settled / (settled + float64(t.Divide*float64(naive*(1-naive/t.Room))))
}

// LymphocytesAt is the lymphocyte count of an age [1e9/L]: naive T cells of the blood over
// its volume, and all others. It is NaN for a species that does not say how its blood grows.
func LymphocytesAt(t *lineage.Thymus, age float64) float64 {
	if len(t.Volume) == 0 {
		return math.NaN()
	}
	return float64(NaiveAt(t, age)*t.Blood)/t.Volume.At(age)/1e9 + t.Others.At(age)
}

// MaternalIgG is the IgG of a child, as a share of its mother's: carried through the
// placenta until birth in a week of pregnancy, then lost at its own half-life.
func MaternalIgG(m *lineage.Immunity, week, daysAfterBirth float64) float64 {
	return float64(m.Mother.At(week) * blood.Exp(-float64(math.Ln2*daysAfterBirth)/m.Plasma.HalfG))
}
