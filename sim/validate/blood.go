package validate

import (
	"context"
	"math"
	"slices"
	"strings"

	"marrow/sim"
	"marrow/sim/blood"
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
	plt                       float64   // [1e9/L], summed over looks
	days, full                float64   // share of full neighborhoods, summed over days
	left                      []float64 // cells of the whole body, by lineage of the table
	scale                     float64   // cells of the body that one of the patch stands for
	divisions, failed         float64
}

// look adds the present state.
func (t *tally) look(w *sim.World) {
	t.looks++
	t.nucleated += stageSum(w, func(s *lineage.Stage) bool { return s.Nucleated })
	t.erythroblasts += stageSum(w, func(s *lineage.Stage) bool { return strings.HasSuffix(s.Name, "erythroblast") })
	t.granulocytic += stageSum(w, granulocytic)
	t.postMitotic += postMitotic(w)
	t.plt += w.Blood().Plt
}

// endDay adds what is counted once a day, or since the start of the run.
func (t *tally) endDay(w *sim.World) {
	t.days++
	t.scale = w.Scale()
	t.full += w.FullBlocks()
	all := w.Totals()
	t.divisions, t.failed = float64(all.Divisions), float64(all.Failed)
	t.left = nil
	for _, n := range w.Egress() {
		t.left = append(t.left, float64(n)*w.Scale())
	}
}

// minus is what was added since an earlier day.
func (t tally) minus(o tally) tally {
	left := make([]float64, len(t.left))
	for i := range left {
		left[i] = t.left[i] - o.left[i]
	}
	return tally{
		looks: t.looks - o.looks, nucleated: t.nucleated - o.nucleated, erythroblasts: t.erythroblasts - o.erythroblasts,
		granulocytic: t.granulocytic - o.granulocytic, postMitotic: t.postMitotic - o.postMitotic, plt: t.plt - o.plt,
		days: t.days - o.days, full: t.full - o.full, left: left, scale: t.scale, divisions: t.divisions - o.divisions, failed: t.failed - o.failed,
	}
}

// values are the measurements that a tally of any length gives, by name of the target.
func (t tally) values(table *lineage.Table) map[string]float64 {
	flow := func(name string) float64 { // cells a day of the whole body
		if i := slices.Index(table.Lineages, name); i >= 0 {
			return t.left[i] / t.days
		}
		return 0
	}
	return map[string]float64{
		"failed-divisions":   t.failed / t.divisions,
		"full-neighborhoods": t.full / t.days,
		"red-cells":          flow("erythrocyte"),
		"neutrophils":        flow("neutrophil"),
		"monocytes":          flow("monocyte"),
		"platelets":          platelets(table, t.plt/t.looks),
		"erythroblasts":      t.erythroblasts / t.nucleated,
		"granulopoiesis":     t.granulocytic / t.nucleated,
		"neutrophil-transit": t.postMitotic / t.looks * t.scale / flow("neutrophil"), // Little's law
	}
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
func steady(ctx context.Context, o scenario.Options) (map[string]finding, error) {
	w, err := settled(ctx, o)
	if err != nil {
		return nil, err
	}
	defer w.Close()
	var now tally
	now.endDay(w)
	days, counts := []tally{now}, course{}
	err = run(ctx, w, nil, observed, func() {
		now.look(w)
		counts = append(counts, w.Blood())
		if w.Ticks()%sim.TicksPerDay == 0 {
			now.endDay(w)
			days = append(days, now)
		}
	})
	if err != nil {
		return nil, err
	}
	out := overDays(w.Table(), days)
	out["drift-hb"] = drift(counts.of(hemoglobin))
	out["drift-anc"] = drift(counts.of(anc))
	out["drift-plt"] = drift(counts.of(platelet))
	return out, nil
}

// overDays measures the time from the first tally to the last as a whole, and each day
// for a curve.
func overDays(t *lineage.Table, days []tally) map[string]finding {
	out := map[string]finding{}
	for name, v := range days[len(days)-1].minus(days[0]).values(t) {
		out[name] = value(v)
	}
	for i := 1; i < len(days); i++ {
		for name, v := range days[i].minus(days[i-1]).values(t) {
			f := out[name]
			f.curve.X, f.curve.Y = append(f.curve.X, float64(i)), append(f.curve.Y, v)
			out[name] = f
		}
	}
	return out
}

// platelets is the number made a day that keeps up the given count [1e9/L]: what is
// in the whole body, spleen included, over the life span.
func platelets(t *lineage.Table, count float64) float64 {
	for _, p := range t.Pools {
		if p.Column == "plt" {
			return count * 1e9 * t.Body.Blood / p.Circulating / p.Life
		}
	}
	return 0
}

// drift fits a straight line to hourly values and returns its rise over the whole
// time, as a share of the mean. The curve is that of daily means, as changes from it.
func drift(hourly []float64) finding {
	c := running(hourly, 1)
	mean, _ := meanSD(c.Y)
	daily := running(hourly, 24).thinned(24).relative(mean)
	for i := range daily.Y {
		daily.Y[i]--
	}
	return finding{c.slope() * (c.X[len(c.X)-1] - c.X[0]) / mean, daily}
}

// donation measures the answer to a loss of 8.8 % of the blood on the day on which
// trials start.
func donation(ctx context.Context, o scenario.Options) (map[string]finding, error) {
	w, s, err := world("blood-donation", o)
	if err != nil {
		return nil, err
	}
	defer w.Close()
	var c course
	days := int(s.Scenario.Until.Days())
	if err := run(ctx, w, s.Events, days, func() { c = append(c, w.Blood()) }); err != nil {
		return nil, err
	}
	return afterDonation(c, int(s.Events[0].Tick/sim.TicksPerDay)), nil
}

// afterDonation reads a course with a donation on a day.
func afterDonation(c course, start int) map[string]finding {
	hb, epo := c.of(hemoglobin), c.of(func(b blood.Count) float64 { return b.EPO })
	base, low := days(hb, start-10, start), hb[24*start]
	regained := running(hb, 24*smoothed).since(float64(start), 1).between(smoothed/2.0, math.Inf(1)).thinned(6)
	for i, v := range regained.Y {
		regained.Y[i] = 100 * (v - low) / (base - low)
	}
	ratio := running(epo, 24).since(float64(start), 1).between(-5, 30).thinned(6).relative(days(epo, start-10, start))
	return map[string]finding{
		"epo-after-bleed":      {epoPeak(epo, start), ratio},
		"recovery-after-bleed": {recovery(hb, start), regained},
	}
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
