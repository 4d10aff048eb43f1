package tissue

// A Row is one line of a comparison of a tissue with what was published.
type Row struct {
	Quantity string
	Unit     string // "" for a number or a share
	Value    float64
	Lo, Hi   float64 // published range; both 0 if there is none
	Source   string  // key of the list of sources
}

// Table compares what was measured on the grid with what was published.
func (t *Tissue) Table() []Row {
	s := t.Stats
	rows := []Row{
		{Quantity: "free sites", Value: s.Share[Free]},
		{Quantity: "cellularity", Value: s.ExpectedCellularity},
		{Quantity: "connected", Value: s.Connected},
		{Quantity: "bone volume", Value: s.BoneVolume},
		{Quantity: "trabecular thickness", Unit: "um", Value: s.TrabecularThick},
		{Quantity: "trabecular spacing", Unit: "um", Value: s.TrabecularSpace},
		{Quantity: "sinusoid share", Value: s.SinusoidShare},
		{Quantity: "sinusoid spacing", Unit: "um", Value: s.SinusoidSpacing},
		{Quantity: "sinusoid distance", Unit: "um", Value: s.SinusoidDistance},
		{Quantity: "steps to exit", Value: s.Steps},
		{Quantity: "exit sites", Value: float64(s.ExitSites) / float64(s.FreeSites)},
		{Quantity: "fat share", Value: s.FatShare},
		{Quantity: "adipocyte diameter", Unit: "um", Value: s.AdipocyteDiameter},
		{Quantity: "trans-cortical capillaries", Value: float64(s.TransCortical)},
		{Quantity: "drained through the cortex", Value: s.Cortical},
		{Quantity: "exits", Value: float64(len(t.Exits))},
		{Quantity: "perisinusoidal sites", Value: float64(s.NicheSites[Perisinusoidal])},
		{Quantity: "endosteal sites", Value: float64(s.NicheSites[Endosteal])},
		{Quantity: "arteriolar sites", Value: float64(s.NicheSites[Arteriolar])},
	}
	for i := range rows {
		t.compare(&rows[i])
	}
	return rows
}

// compare adds the published range to a row.
func (t *Tissue) compare(r *Row) {
	for _, p := range t.published {
		if p.Name != r.Quantity {
			continue
		}
		lo, err := p.Lo.In(r.Unit)
		if err != nil {
			return
		}
		if hi, err := p.Hi.In(r.Unit); err == nil {
			r.Lo, r.Hi, r.Source = lo, hi, p.Lo.Source
		}
	}
}
