package validate

import (
	"context"
	"slices"
	"strings"

	"marrow/sim"
	"marrow/sim/lineage"
	"marrow/sim/scenario"
)

// observed is how long the steady state is looked at [d].
const observed = 60

// A tally is what is added up while a healthy patch runs.
type tally struct {
	looks                     float64
	nucleated, erythroblasts  float64 // cells, summed over looks
	granulocytic, postMitotic float64
	day, hb, anc, plt         []float64
	full                      []float64 // share of full neighborhoods, by day
}

// look adds the present state.
func (t *tally) look(w *sim.World) {
	t.looks++
	t.nucleated += stageSum(w, func(s *lineage.Stage) bool { return s.Nucleated })
	t.erythroblasts += stageSum(w, func(s *lineage.Stage) bool { return strings.HasSuffix(s.Name, "erythroblast") })
	t.granulocytic += stageSum(w, granulocytic)
	t.postMitotic += postMitotic(w)
	b := w.Blood()
	if w.Ticks()%sim.TicksPerDay == 0 {
		t.full = append(t.full, w.FullBlocks())
	}
	t.day = append(t.day, w.Day())
	t.hb, t.anc, t.plt = append(t.hb, b.Hb), append(t.anc, b.ANC), append(t.plt, b.Plt)
}

// granulocytic says whether a stage counts into granulopoiesis.
func granulocytic(s *lineage.Stage) bool {
	return s.Nucleated && slices.Contains([]string{"neu", "eos", "baso"}, s.Lineage)
}

// postMitotic counts the neutrophils in transit after their last division:
// metamyelocytes, bands, segmented ones and, as the published transit begins with the
// last division, the part of the myelocytes that does not divide any more. Of these
// only the whole stage is counted, so their share is that of the species table.
func postMitotic(w *sim.World) float64 {
	sum := 0.0
	for i, n := range w.Counts() {
		s := &w.Table().Stages[i]
		switch s.Name {
		case "metamyelocyte", "band", "segmented":
			sum += float64(n)
		case "myelocyte":
			sum += float64(n) * maturing(w.Table(), s)
		}
	}
	return sum
}

// maturing is the share of a stage's cells that are in rows without a division.
func maturing(t *lineage.Table, s *lineage.Stage) float64 {
	part, whole := 0.0, 0.0
	for _, k := range s.Rows {
		whole += t.Rows[k].Count
		if t.Rows[k].End == lineage.Mature {
			part += t.Rows[k].Count
		}
	}
	return part / whole
}

// steady measures a healthy slice: what it makes, what it is made of, how long
// neutrophils stay, and whether the blood drifts.
func steady(ctx context.Context, o scenario.Options) (map[string]float64, error) {
	w, _, err := world("healthy", o)
	if err != nil {
		return nil, err
	}
	defer w.Close()
	if err := run(ctx, w, nil, settling, nil); err != nil {
		return nil, err
	}
	var t tally
	before, start := w.Egress(), w.Totals()
	if err := run(ctx, w, nil, observed, func() { t.look(w) }); err != nil {
		return nil, err
	}
	flow := func(name string) float64 { // cells a day of the whole body
		i := slices.Index(w.Table().Lineages, name)
		if i < 0 {
			return 0
		}
		return float64(w.Egress()[i]-before[i]) / observed * w.Scale()
	}
	end := w.Totals()
	full, _ := meanSD(t.full)
	return map[string]float64{
		"failed-divisions":   float64(end.Failed-start.Failed) / float64(end.Divisions-start.Divisions),
		"full-neighborhoods": full,
		"red-cells":          flow("erythrocyte"),
		"neutrophils":        flow("neutrophil"),
		"monocytes":          flow("monocyte"),
		"platelets":          platelets(w.Table(), t.plt),
		"erythroblasts":      t.erythroblasts / t.nucleated,
		"granulopoiesis":     t.granulocytic / t.nucleated,
		"neutrophil-transit": t.postMitotic / t.looks * w.Scale() / flow("neutrophil"), // Little's law
		"drift-hb":           drift(t.day, t.hb),
		"drift-anc":          drift(t.day, t.anc),
		"drift-plt":          drift(t.day, t.plt),
	}, nil
}

// platelets is the number made a day that keeps up the given counts [1e9/L]: what is
// in the whole body, spleen included, over the life span.
func platelets(t *lineage.Table, counts []float64) float64 {
	mean, _ := meanSD(counts)
	for _, p := range t.Pools {
		if p.Column == "plt" {
			return mean * 1e9 * t.Body.Blood / p.Circulating / p.Life
		}
	}
	return 0
}

// drift fits a straight line and returns its rise over the whole time, as a share of
// the mean.
func drift(x, y []float64) float64 {
	mx, _ := meanSD(x)
	my, _ := meanSD(y)
	xy, xx := 0.0, 0.0
	for i := range x {
		xy += (x[i] - mx) * (y[i] - my)
		xx += (x[i] - mx) * (x[i] - mx)
	}
	return xy / xx * (x[len(x)-1] - x[0]) / my
}

// donation measures the answer to a loss of 8.8 % of the blood on day 20.
func donation(ctx context.Context, o scenario.Options) (map[string]float64, error) {
	w, s, err := world("blood-donation", o)
	if err != nil {
		return nil, err
	}
	defer w.Close()
	var hb, epo []float64 // by hour
	days := int(s.Scenario.Until.Days())
	err = run(ctx, w, s.Events, days, func() {
		b := w.Blood()
		hb, epo = append(hb, b.Hb), append(epo, b.EPO)
	})
	if err != nil {
		return nil, err
	}
	start := int(s.Events[0].Tick / sim.TicksPerDay)
	return map[string]float64{
		"epo-after-bleed":      epoPeak(epo, start),
		"recovery-after-bleed": recovery(hb, start),
	}, nil
}

// days returns the mean over the days from first to last, of hourly values.
func days(hourly []float64, first, last int) float64 {
	mean, _ := meanSD(hourly[24*first : 24*last])
	return mean
}

// epoPeak is the highest daily mean of EPO between days 7 and 14 after the bleed,
// when it was measured in donors, as a multiple of the ten days before.
func epoPeak(epo []float64, start int) float64 {
	base, peak := days(epo, start-10, start), 0.0
	for d := start + 7; d < start+15; d++ {
		peak = max(peak, days(epo, d, d+1)/base)
	}
	return peak
}

// recovered is the share of the loss that is back when recovery is called full: the
// curve nears its end without ever reaching it. What is missing then is 0.4 % of the
// hemoglobin, less than a laboratory can tell.
const recovered = 0.95

// smoothed is the time over which hemoglobin is averaged to find that moment [d]: a
// slice scatters by as much as is still missing.
const smoothed = 5

// recovery is the number of days after the bleed on which hemoglobin has regained
// the loss, against the ten days before it. The volume is constant, so that
// concentration and mass go together. A run that does not get there counts to its
// end.
func recovery(hb []float64, start int) float64 {
	base := days(hb, start-10, start)
	low := hb[24*start]
	for d := start; 24*(d+smoothed) <= len(hb); d++ {
		if base-days(hb, d, d+smoothed) <= (1-recovered)*(base-low) {
			return float64(d-start) + smoothed/2.0
		}
	}
	return float64(len(hb)/24 - start)
}
