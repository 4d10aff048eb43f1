package validate

import (
	"context"
	"math"

	"marrow/sim"
	"marrow/sim/lineage"
	"marrow/sim/scenario"
)

// An itpPatient is one of several with immune thrombocytopenia: how strongly antibodies act
// on platelets, and on megakaryocytes, times the usual. Three of five have the first kind.
type itpPatient struct{ platelets, megakaryocytes string }

func itpPatients() []itpPatient {
	return []itpPatient{{"0.6", "0"}, {"1", "0"}, {"1.6", "0"}, {"0.3", "0.5"}, {"0.6", "0.8"}}
}

// attacked is how long an attack goes on before anything is measured: until the counts of those
// with little production have settled [d].
const attacked = 30

// thrombocytopenia measures the plateletTurnover of platelets in patients with counts of 35 to
// 110e9/L, and what immunoglobulin does to the usual one.
func thrombocytopenia(ctx context.Context, o scenario.Options) (map[string]finding, error) {
	base, err := plateletTurnover(ctx, o, start, 20)
	if err != nil {
		return nil, err
	}
	lives, made, n := 0.0, 0.0, 0.0
	for _, p := range itpPatients() {
		args := map[string]string{"strength": p.platelets, "megakaryocytes": p.megakaryocytes}
		t, err := plateletTurnover(ctx, o, start+attacked, 20, treatment{start, "autoimmunity", args})
		if err != nil {
			return nil, err
		}
		if t.count >= 35 && t.count <= 110 {
			lives, made, n = lives+t.life, made+t.made/base.made, n+1
		}
	}
	out, err := immunoglobulin(ctx, o)
	if err != nil {
		return nil, err
	}
	out["platelet-life"], out["itp-platelet-life"], out["itp-production"] = value(base.life), value(lives/n), value(made/n)
	return out, nil
}

// A turned is the platelets of some days: mean count [1e9/L], mean life [d], and how many
// are made in a day in the whole body.
type turned struct{ count, life, made float64 }

// onePerson is the slice of one of several virtual people, as in a population.
const onePerson = "256x256x1"

// plateletTurnover treats a healthy person and measures his platelets over days days from a day on.
func plateletTurnover(ctx context.Context, o scenario.Options, from, days int, all ...treatment) (turned, error) {
	o.Size = onePerson
	w, s, err := world("healthy", o)
	if err != nil {
		return turned{}, err
	}
	defer w.Close()
	events, err := prescribe(s.Table, all)
	if err != nil {
		return turned{}, err
	}
	if err := run(ctx, w, events, from, nil); err != nil {
		return turned{}, err
	}
	if err := ctx.Err(); err != nil {
		return turned{}, err
	}
	count, made, ticks := 0.0, 0.0, float64(days*sim.TicksPerDay)
	for range days * sim.TicksPerDay {
		w.Tick()
		count, made = count+w.Blood().Plt/ticks, made+w.Arrived("plt")
	}
	made /= float64(days)
	return turned{count, platelets(s.Table, count) * plateletLife(s.Table) / made, made}, nil
}

// plateletLife is the fixed life span of platelets in health [d].
func plateletLife(t *lineage.Table) float64 {
	for _, p := range t.Pools {
		if p.Column == "plt" {
			return p.Life
		}
	}
	return math.NaN()
}

// immunoglobulin measures the days from one infusion to a response, twice the count of
// before and at least 30e9/L, and how long that lasts.
func immunoglobulin(ctx context.Context, o scenario.Options) (map[string]finding, error) {
	const given = start + attacked
	c, err := trial(ctx, o, given+50, treatment{start, "autoimmunity", map[string]string{"strength": "1"}},
		treatment{given, "immune-drug", map[string]string{"agent": "immunoglobulin", "dose": "1000 mg/kg"}})
	if err != nil {
		return nil, err
	}
	plt := c.of(platelet)
	base := days(plt, given-10, given)
	course := running(plt, 12).since(given, 1).relative(base).between(-5, 50)
	first, last := math.NaN(), math.NaN()
	for i, x := range course.X {
		if answer := course.Y[i] >= 2 && course.Y[i]*base >= 30; answer && x > 0 {
			if last = x; math.IsNaN(first) {
				first = x
			}
		}
	}
	return map[string]finding{"ivig-response-day": {first, course}, "ivig-duration": {last - first, course}}, nil
}

// agonist measures the share of people whose platelets reach 1.5 times the first count after
// one dose of a thrombopoietin agonist. Each is a patch of his own.
func agonist(ctx context.Context, o scenario.Options) (map[string]finding, error) {
	const people = 8
	reached := 0.0
	for n := range people {
		c, err := volunteer(ctx, o, *o.Seed*people+uint64(n))
		if err != nil {
			return nil, err
		}
		plt := c.of(platelet)
		if _, most := running(plt, 24).since(start, 1).between(0, 25).highest(); most >= 1.5*days(plt, start-5, start) {
			reached++
		}
	}
	return map[string]finding{"tpo-agonist-responders": value(reached / people)}, nil
}

// volunteer gives one healthy person a dose.
func volunteer(ctx context.Context, o scenario.Options, seed uint64) (course, error) {
	o.Seed, o.Size = &seed, onePerson
	return trial(ctx, o, start+25, treatment{start, "tpo-agonist", map[string]string{"dose": "2 ug/kg"}})
}
