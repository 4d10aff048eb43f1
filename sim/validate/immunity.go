package validate

import (
	"context"
	"math"
	"slices"

	"marrow/sim/immune"
	"marrow/sim/lineage"
	"marrow/sim/scenario"
)

// thymus reads the export of the thymus, the naive T cells and the lymphocytes of an age
// off the species: they follow from its numbers without a run, day by day from birth.
func thymus(_ context.Context, o scenario.Options) (map[string]finding, error) {
	t, err := immunityOf("human", o)
	if err != nil {
		return nil, err
	}
	mouse, err := immunityOf("mouse", o)
	if err != nil {
		return nil, err
	}
	h, m := &t.Thymus, &mouse.Thymus
	week := 7 / 365.25
	return map[string]finding{
		"lymphocytes-infant":  value(immune.LymphocytesAt(h, 0.25)),
		"lymphocytes-toddler": value(immune.LymphocytesAt(h, 1.75)),
		"lymphocytes-adult":   value(immune.LymphocytesAt(h, h.Age)),
		"thymus-at-birth":     value(immune.Export(h, 0, 1)),
		"thymus-half-life":    value(40 * math.Ln2 / math.Log(immune.Export(h, 20, 1)/immune.Export(h, 60, 1))),
		"thymus-share":        value(immune.FromThymus(h, h.Age)),
		"naive-t":             value(immune.NaiveAt(h, h.Age)),
		"mouse-thymus-young":  value(immune.Export(m, 4*week, 1)),
		"mouse-thymus-old":    value(immune.Export(m, 26*week, 1)),
		"igg-week-14":         value(immune.MaternalIgG(t, 14, 0)),
		"igg-week-20":         value(immune.MaternalIgG(t, 20, 0)),
		"igg-week-30":         value(immune.MaternalIgG(t, 30, 0)),
	}, nil
}

// immunityOf is the immune system of a built-in species.
func immunityOf(species string, o scenario.Options) (*lineage.Immunity, error) {
	o.Species = species
	s, err := scenario.Load("healthy", o, nil)
	if err != nil {
		return nil, err
	}
	return &s.Table.Immunity, nil
}

// A vaccinated body is an immune system alone, with a healthy marrow, followed by the hour.
type vaccinated struct {
	system  *immune.System
	microbe int
	titers  []immune.Titer // at the end of each hour
}

func newVaccinated(o scenario.Options, microbe string) (*vaccinated, *lineage.Table, error) {
	s, err := scenario.Load("healthy", o, nil)
	if err != nil {
		return nil, nil, err
	}
	v := &vaccinated{system: immune.New(s.Table)}
	v.system.Endow(s.Scenario.Seed)
	v.microbe = slices.IndexFunc(s.Table.Microbes, func(m lineage.Microbe) bool { return m.Name == microbe })
	return v, s.Table, nil
}

// live lets days pass.
func (v *vaccinated) live(ctx context.Context, days int) error {
	for range 24 * days {
		if err := ctx.Err(); err != nil {
			return err
		}
		v.system.Step(immune.Inputs{B: 1, NK: 1, Progenitors: 1}, 1.0/24)
		v.titers = append(v.titers, v.system.Titer(v.microbe))
	}
	return nil
}

// of is the course of a quantity, by days since the first vaccine.
func (v *vaccinated) of(quantity func(immune.Titer) float64) (c Curve) {
	for i, t := range v.titers {
		c.X, c.Y = append(c.X, float64(i+1)/24), append(c.Y, quantity(t))
	}
	return c
}

func igm(t immune.Titer) float64 { return t.IgM }
func igg(t immune.Titer) float64 { return t.IgG }

// first is the first x at which y reaches a level; the last one if it never does.
func (c Curve) first(level float64) float64 {
	for i := range c.X {
		if c.Y[i] >= level {
			return c.X[i]
		}
	}
	return c.X[len(c.X)-1]
}

// at is y at the last x up to one.
func (c Curve) at(x float64) float64 {
	i, _ := slices.BinarySearch(c.X, x)
	return c.Y[min(i, len(c.Y)-1)]
}

// firstVaccine measures the answer to a first live vaccine, against yellow fever.
func firstVaccine(ctx context.Context, o scenario.Options) (map[string]finding, error) {
	v, t, err := newVaccinated(o, "yellow-fever")
	if err != nil {
		return nil, err
	}
	v.system.Vaccinate(v.microbe, 1, true)
	if err := v.live(ctx, 250); err != nil {
		return nil, err
	}
	p := &t.Immunity.Plasma
	m, g := v.of(igm), v.of(igg)
	all := v.of(func(t immune.Titer) float64 { return t.IgM + t.IgG })
	peak, _ := m.highest()
	late := all.at(8 * 30.4)
	drawnM, drawnG := m.between(0, 90).thinned(12), g.between(0, 90).thinned(12)
	return map[string]finding{
		"first-igm":   {m.first(p.SeenM), drawnM},
		"igm-peak":    {peak, drawnM},
		"first-igg":   {g.first(p.SeenG), drawnG},
		"titer-ratio": {all.at(21) / late, all.relative(late).thinned(24)},
		"clone-share": value(immune.Stimulated(&t.Immunity.Shape, t.Microbes[v.microbe].Antigen, *o.Seed, 4e6)),
	}, nil
}

// tetanus measures how fast antibodies fall from the third to the ninth year after two
// doses.
func tetanus(ctx context.Context, o scenario.Options) (map[string]finding, error) {
	v, _, err := newVaccinated(o, "tetanus")
	if err != nil {
		return nil, err
	}
	const year, gap = 365, 30
	v.system.Vaccinate(v.microbe, 1, false)
	if err := v.live(ctx, gap); err != nil {
		return nil, err
	}
	v.system.Vaccinate(v.microbe, 1, false)
	if err := v.live(ctx, 9*year); err != nil {
		return nil, err
	}
	g := v.of(igg)
	fall := math.Log(g.at(gap+3*year) / g.at(gap+9*year))
	return map[string]finding{"tetanus-half-life": value(6 * math.Ln2 / fall)}, nil
}

// depletion measures in which month after four weekly doses of rituximab the B cells of the
// blood are half of what they were. Counts are means of a month: a slice sends few.
func depletion(ctx context.Context, o scenario.Options) (map[string]finding, error) {
	const month, months = 30, 12
	o.Size = "128x128x1"
	w, s, err := world("healthy", o)
	if err != nil {
		return nil, err
	}
	defer w.Close()
	events, err := prescribe(s.Table, []treatment{{start, "immune-drug", map[string]string{"agent": "rituximab", "every": "7d", "times": "4"}}})
	if err != nil {
		return nil, err
	}
	var hourly []float64
	if err := run(ctx, w, events, start+month*months, func() { hourly = append(hourly, w.Condition().B) }); err != nil {
		return nil, err
	}
	var c Curve
	base := days(hourly, 0, start)
	for n := range months {
		c.X = append(c.X, float64(n+1))
		c.Y = append(c.Y, days(hourly, start+n*month, start+(n+1)*month)/base)
	}
	back := c.between(2, math.Inf(1)).first(0.5)
	return map[string]finding{"b-cells-return": {back, c}}, nil
}
