package lineage

// A Disease is a clone of its own kinds of cells, behind those of the species. In health
// there are none of them; one event starts it.
type Disease struct {
	Name      string // aml
	Title     string
	Variant   string   // of the clone; "" if there is but one
	Begins    []Branch // rows of the cells that the event brings, with their shares
	From      []Kind   // rows of the cells that the event turns into these, if there are any; nil: new cells come
	Hides     float64  // density of clones at which T and NK cells do half of what they do to a small one
	Stages    []int    // of the table
	LeavesOut string   // what of it the model does not have
}

// Malignant is what sets a row of a clone apart from a healthy one. The zero Malignant is
// health.
type Malignant struct {
	Disease int     // 1 + index into Table.Diseases
	Leak    float64 // hazard of leaving into the blood from anywhere, the inverse of the retention [1/d]
	// Reach is 1 + the number of cells that a division may push aside; 0 pushes as far as it
	// takes, as healthy cells do.
	Reach     int
	NicheNeed float64 // chance that a cycle ends without a division, off the niche sites
	Paired    bool    // the way of the second daughter complements that of the first, so that numbers scatter less
	SPhase    float64 // share of the cycle in which DNA is made; 0 that of the species
	Crowds    bool    // takes the niches of healthy cells and harms what supports them
	// Niches is the healthy row whose niches the cells of a clone hold when they renew
	// themselves: both count among those of a neighborhood. 0 is none.
	Niches Kind
	// Full is how full the neighborhood is, of health, when the cells of such a row keep their
	// number; the healthy row keeps its own at 1.
	Full float64
	// Lays is the row of the fibers that cells of this row lay into vacant sites beside them,
	// and Fibers how many in the whole stay. 0 is none.
	Lays        Kind
	Fibers      float64
	Erodes      float64 // rate at which a bone site beside a cell of this row is eaten [1/d]
	PlasmaNiche bool    // a cell of this row holds a niche of a plasma cell
	Killed      float64 // by as many T and NK cells as in health, of a small clone [1/d]
}

// An Infiltration is what clones that fill a marrow do to the healthy cells around them:
// one coefficient for the niches, and for the rest the effects of the signal of that name,
// which is the share of the free sites that clones fill. Its numbers are one file for all
// clones.
type Infiltration struct {
	// NicheDamage is the niches that a clone takes or spoils, times those that its cells stand
	// for by their share of the sites.
	NicheDamage float64
}

// Disease is the number of a disease of the table; -1 if it has none of that name.
func (t *Table) Disease(name string) int {
	for i := range t.Diseases {
		if t.Diseases[i].Name == name {
			return i
		}
	}
	return -1
}
