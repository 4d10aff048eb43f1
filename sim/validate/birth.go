package validate

import (
	"context"
	"slices"

	"marrow/sim"
	"marrow/sim/lineage"
	"marrow/sim/scenario"
)

// birth is the gestational week of it.
const birth = 40

// A gestation is a body from its first blood to months after birth, day by day.
type gestation struct {
	weeks       []float64
	hb, rbc     []float64 // [g/dL], [1e12/L]
	yolkSac     []float64 // its CD34+ cells
	marrow      []float64 // its cells
	liverOut    []float64 // red cells of the body that left the liver, of the day
	marrowOut   []float64
	allOut      []float64
	liverShare  []float64 // CD34+ cells among its mononuclear cells
	bloodShare  []float64
	made        []float64         // fetal hemoglobin, of that which is made
	left        map[string]uint64 // red cells that had left the patch, at the last look
	erythrocyte int               // number of the lineage
	organs      map[string]*sim.Patch
}

// beforeBirth measures where blood is made from week 3 to months after birth.
func beforeBirth(ctx context.Context, o scenario.Options) (map[string]finding, error) {
	w, s, err := world("before-birth", o)
	if err != nil {
		return nil, err
	}
	defer w.Close()
	g := newGestation(w)
	days := int(scenario.Ticks(s.Scenario.Until) / sim.TicksPerDay)
	if err := run(ctx, w, nil, days, func() { g.look(w) }); err != nil {
		return nil, err
	}
	return g.findings(), nil
}

func newGestation(w *sim.World) *gestation {
	g := &gestation{left: map[string]uint64{}, organs: map[string]*sim.Patch{}}
	for _, p := range w.Patches() {
		g.organs[p.Name()] = p
	}
	g.erythrocyte = slices.Index(w.Table().Lineages, "erythrocyte")
	return g
}

// look notes a day.
func (g *gestation) look(w *sim.World) {
	if w.Ticks()%sim.TicksPerDay != 0 {
		return
	}
	count := w.Blood()
	g.weeks = append(g.weeks, w.Week())
	g.hb, g.rbc = append(g.hb, count.Hb), append(g.rbc, count.RBC)
	yolk, _ := mononuclear(w.Table(), g.organs["yolk_sac"])
	g.yolkSac = append(g.yolkSac, yolk)
	g.marrow = append(g.marrow, float64(g.organs["marrow"].Cells()))
	cd34, all := mononuclear(w.Table(), g.organs["liver"])
	g.liverShare = append(g.liverShare, cd34/max(all, 1))
	g.bloodShare = append(g.bloodShare, count.CD34/(count.CD34+1000*(count.Lymph+count.Mono)))
	g.made = append(g.made, w.Hemoglobins().Made)
	sum := 0.0
	for _, p := range w.Patches() {
		now := p.Egress()[g.erythrocyte]
		out := float64(now-g.left[p.Name()]) * p.Scale()
		g.left[p.Name()] = now
		sum += out
		switch p.Name() {
		case "liver":
			g.liverOut = append(g.liverOut, out)
		case "marrow":
			g.marrowOut = append(g.marrowOut, out)
		}
	}
	g.allOut = append(g.allOut, sum)
}

// mononuclear counts the CD34+ and all mononuclear cells of a patch: all with a nucleus but
// granulocytes and megakaryocytes, which the gradient that prepares them leaves behind.
func mononuclear(t *lineage.Table, p *sim.Patch) (cd34, all float64) {
	for i, n := range p.Counts() {
		s := &t.Stages[i]
		if s.CD34 {
			cd34 += float64(n)
		}
		if s.Nucleated && s.Lineage != "mk" && (s.Lineage != "neu" || s.Blast) {
			all += float64(n)
		}
	}
	return cd34, all
}

// mchc is the hemoglobin in a volume of red cells [g/dL], by which cell volume follows from
// what a cell holds.
const mchc = 32.0

// findings reads the targets off the days.
func (g *gestation) findings() map[string]finding {
	at := func(y []float64, week float64) float64 { return g.mean(y, week-0.5, week+0.5) }
	liver, marrow := g.weekly(g.liverOut), g.weekly(g.marrowOut)
	all := g.weekly(g.allOut)
	mch := 10 * at(g.hb, birth-0.5) / at(g.rbc, birth-0.5)
	return map[string]finding{
		"fetal-hb-17":      {at(g.hb, 17), Curve{g.weeks, g.hb}.thinned(7)},
		"fetal-hb-40":      {at(g.hb, birth-0.5), Curve{g.weeks, g.hb}.thinned(7)},
		"fetal-rbc-17":     {at(g.rbc, 17), Curve{g.weeks, g.rbc}.thinned(7)},
		"fetal-rbc-40":     {at(g.rbc, birth-0.5), Curve{g.weeks, g.rbc}.thinned(7)},
		"yolk-sac-ends":    {g.last(func(i int) bool { return g.yolkSac[i] > 0.05*slices.Max(g.yolkSac) }), Curve{g.weeks, g.yolkSac}.thinned(7)},
		"marrow-begins":    {g.first(func(i int) bool { return g.marrow[i] > 0.01*slices.Max(g.marrow) }), Curve{g.weeks, g.marrow}.thinned(7)},
		"marrow-leads":     {g.first(func(i int) bool { return g.weeks[i] > 12 && marrow[i] > liver[i] }), Curve{g.weeks, liver}.thinned(7)},
		"liver-ends":       {g.last(func(i int) bool { return liver[i] > 0.01*all[i] }) - birth, Curve{g.weeks, liver}.thinned(7)},
		"marrow-fullest":   value(g.fullest()),
		"fetal-liver-cd34": {g.mean(g.liverShare, 8, 17), Curve{g.weeks, g.liverShare}.thinned(7)},
		"fetal-blood-cd34": {g.mean(g.bloodShare, 8, 17), Curve{g.weeks, g.bloodShare}.thinned(7)},
		"hbf-before-30":    {g.mean(g.made, 8, 30), Curve{g.weeks, g.made}.thinned(7)},
		"hbf-after-birth":  {g.mean(g.made, birth+16, birth+20), Curve{g.weeks, g.made}.thinned(7)},
		"cord-hb":          value(at(g.hb, birth-0.5)),
		"cord-cell-volume": value(100 * mch / mchc),
	}
}

// mean is that of the days from one week to another.
func (g *gestation) mean(y []float64, from, to float64) float64 {
	var in []float64
	for i, week := range g.weeks {
		if week >= from && week < to {
			in = append(in, y[i])
		}
	}
	mean, _ := meanSD(in)
	return mean
}

// weekly smooths a course of days by sums of the week around each.
func (g *gestation) weekly(daily []float64) []float64 {
	out := make([]float64, len(daily))
	for i := range out {
		for j := max(0, i-3); j < min(len(daily), i+4); j++ {
			out[i] += daily[j]
		}
	}
	return out
}

// fullest is the middle of the weeks in which the marrow holds nearly as many cells as it
// ever does, by means of four weeks: near its top the curve is flat, and the top itself noise.
func (g *gestation) fullest() float64 {
	const window, nearly = 28, 0.95 // days, of the most
	var means Curve
	for i := window / 2; i+window/2 < len(g.marrow); i++ {
		mean, _ := meanSD(g.marrow[i-window/2 : i+window/2])
		means.X, means.Y = append(means.X, g.weeks[i]), append(means.Y, mean)
	}
	var top []float64
	for i, y := range means.Y {
		if y >= nearly*slices.Max(means.Y) {
			top = append(top, means.X[i])
		}
	}
	middle, _ := meanSD(top)
	return middle
}

// first is the week of the first day for which is holds, last that of the last one.
func (g *gestation) first(is func(day int) bool) float64 {
	for i := range g.weeks {
		if is(i) {
			return g.weeks[i]
		}
	}
	return 0
}

func (g *gestation) last(is func(day int) bool) float64 {
	for i := len(g.weeks) - 1; i >= 0; i-- {
		if is(i) {
			return g.weeks[i]
		}
	}
	return 0
}

// newborn measures the shares of two regions of a body that is made of them.
func newborn(_ context.Context, _ scenario.Options) (map[string]finding, error) {
	regions, err := scenario.Regions()
	if err != nil {
		return nil, err
	}
	out := map[string]finding{}
	for _, r := range regions {
		share, err := r.Share.In("")
		if err != nil {
			return nil, err
		}
		switch r.Name {
		case "newborn-skull", "newborn-legs":
			out[r.Name] = value(share)
		}
	}
	return out, nil
}
