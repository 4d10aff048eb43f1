package scenario

import "marrow/sim/lineage"

// immuneDrug gives a drug that acts on the body's defense. What it does is in the drug's own
// file among the assets.
func immuneDrug() Intervention {
	names := lineage.Agents("immune")
	return Intervention{
		Name: "immune-drug", Group: groupImmunity,
		Help:      "Give a drug that acts on the body's defense: it takes a share of what drives an attack on its own cells, or kills B cells, as long as it is there.",
		Arguments: ofDrug(names),
		Sources:   []string{"itp_guides", "atg_ebmt", "rituximab_b_cells"},
		bind:      bindDrug("immune-drug"),
	}
}
