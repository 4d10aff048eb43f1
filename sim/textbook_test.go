package sim

import (
	"math"

	"marrow/sim/lineage"
)

// textbookTable is the human body of the mean-field reference: the renewing CD34+
// pool, the erythroid, neutrophil and megakaryocytic lineages, and all other output
// as one lineage, without any stage that the reference does not have. Waiting for an
// exit is part of the stay of reticulocytes, as there.
func textbookTable() *lineage.Table {
	b := &tableBuilder{t: &lineage.Table{
		Species: "textbook", Body: lineage.Body{Blood: 5, Hb: 14.5},
		Rows: make([]lineage.Row, 1), Lineages: []string{"erythrocyte", "neutrophil", "platelet"},
	}}
	const red, neutrophils, platelets = 2.55e13 / 119, 0.87e9 * 70, 1.75e11
	jE, jG, jM := red/16/math.Pow(1.5, 4), neutrophils/32, platelets/4000
	jO := 0.6*8e9 - jE - jG - jM
	b.pools(red, neutrophils, platelets)

	p := b.stage("cd34", "stem", 2.5, 1, lineage.Row{Stay: 1 / 0.6, End: lineage.Renew, Count: 8e9, PoolMax: 0.8, RateMax: 1 / 0.6, Squeeze: true, Rank: 1})
	first := map[string]lineage.Kind{}
	flow := jE
	first["E"] = b.next()
	for range 4 {
		b.stage("cfu_e", "ery", 2, 0.75, lineage.Row{Stay: 0.6, End: lineage.Divide, Count: flow * 0.6})
		flow *= 1.5
	}
	for _, s := range []struct {
		name string
		stay float64
	}{{"pro", 1}, {"baso", 0.75}, {"baso", 0.75}, {"poly", 1}} {
		b.stage(s.name, "ery", 0.3, 1, lineage.Row{Stay: s.stay, End: lineage.Divide, Count: flow * s.stay})
		flow *= 2
	}
	b.stage("ortho", "ery", 0.3, 1, lineage.Row{Stay: 0.8, End: lineage.Mature, Count: red * 0.8})
	maturing := b.stage("retic", "ery", 0.2, 1, lineage.Row{Stay: 1.63, End: lineage.Mature, Count: red * 1.63, Flow: red})
	b.t.Rows[maturing].SearchOf = maturing + 1
	b.t.Stages[b.t.Rows[maturing].Stage].Nucleated = false
	b.leave("retic", "ery", 2, lineage.Row{AtWall: 144, Flow: red, Pool: 0, Exit: 0, Rank: 2})
	first["G"] = b.next()
	flow = jG
	for _, s := range []struct {
		name string
		stay float64
	}{{"gmp", 1}, {"gmp", 1}, {"mb", 1}, {"pm", 1.9}, {"mc1", 1.5}} {
		b.stage(s.name, "neu", 0.3, 1, lineage.Row{Stay: s.stay, End: lineage.Divide, Count: flow * s.stay})
		flow *= 2
	}
	for _, s := range []struct {
		name string
		stay float64
	}{{"mc2", 1.05}, {"meta", 1.5}, {"band", 2}} {
		b.stage(s.name, "neu", 0.3, 1, lineage.Row{Stay: s.stay, End: lineage.Mature, Count: neutrophils * s.stay})
	}
	b.leave("seg", "neu", 1.7, lineage.Row{Stay: 1.4, Flow: neutrophils, Count: neutrophils * 1.4, Pool: 2, Exit: 1, Rank: 2})
	first["M"] = b.next()
	b.stage("mkp", "mk", 2, 1, lineage.Row{Stay: 4, End: lineage.Divide, Count: jM * 4})
	b.stage("mk", "mk", 0.1, 1, lineage.Row{Stay: 5, End: lineage.Mature, Count: 2 * jM * 5})
	b.stage("shed", "mk", 0, 1, lineage.Row{Stay: 0.5, End: lineage.Shed, Count: jM, Packets: 2000, Pool: 4, Exit: 2, Anchored: true})
	first["O"] = b.next()
	flow = jO
	for range 6 {
		b.stage("other", "lym", 0.3, 1, lineage.Row{Stay: 1.5, End: lineage.Divide, Count: flow * 1.5})
		flow *= 2
	}
	b.stage("other", "lym", 0.3, 1, lineage.Row{Stay: 14, End: lineage.Die, Count: flow * 14})
	b.t.Rows[b.next()-1].Next = nil
	b.t.Rows[p].Next = []lineage.Branch{
		{To: first["E"], Weight: jE / 4.8e9},
		{To: first["G"], Weight: jG / 4.8e9},
		{To: first["M"], Weight: jM / 4.8e9},
		{To: first["O"], Weight: jO / 4.8e9},
	}
	band := first["G"] + 7
	b.t.Rows[band].LetGo = b.next()
	b.leave("early_band", "neu", 2, lineage.Row{AtWall: 144, Pool: 3, Exit: 1, Rank: 2})
	b.effects(first, maturing)
	return b.t
}

type tableBuilder struct{ t *lineage.Table }

func (b *tableBuilder) next() lineage.Kind { return lineage.Kind(len(b.t.Rows)) }

// stage adds a row that goes on to the next one.
func (b *tableBuilder) stage(name, branch string, motility, survival float64, r lineage.Row) lineage.Kind {
	t := b.t
	if n := len(t.Stages); n == 0 || t.Stages[n-1].Name != name {
		t.Stages = append(t.Stages, lineage.Stage{Name: name, Lineage: branch, Nucleated: true})
	}
	k := b.next()
	r.Stage, r.Lineage, r.Motility, r.Survival, r.Phases = len(t.Stages)-1, branch, motility, survival, 6
	if r.End != lineage.Shed && r.End != lineage.Leave {
		r.Pool, r.Exit = -1, -1
	}
	if r.End != lineage.Leave && r.End != lineage.Shed {
		r.Next = []lineage.Branch{{To: k + 1, Weight: 1}}
	}
	t.Stages[r.Stage].Rows = append(t.Stages[r.Stage].Rows, k)
	t.Rows = append(t.Rows, r)
	return k
}

func (b *tableBuilder) leave(name, branch string, motility float64, r lineage.Row) {
	r.End = lineage.Leave
	b.stage(name, branch, motility, 1, r)
}

func (b *tableBuilder) pools(red, neutrophils, platelets float64) {
	neutrophilLife := 3.7e9 * 5 / 0.585 / neutrophils
	b.t.Pools = []lineage.Pool{
		{Name: "reticulocyte", Form: lineage.Chain, Life: 1, Circulating: 1, Next: 1, Column: "retic", Inflow: red, Level: red, Slowed: true},
		{Name: "erythrocyte", Form: lineage.Ring, Life: 118, Circulating: 1, Column: "rbc", Inflow: red, Level: red * 118},
		{Name: "neutrophil", Form: lineage.Decay, Life: neutrophilLife, Circulating: 0.585, Column: "anc", Inflow: neutrophils, Level: neutrophils * neutrophilLife},
		{Name: "band", Form: lineage.Decay, Life: neutrophilLife, Circulating: 0.585, Column: "band"},
		{Name: "platelet", Form: lineage.Ring, Life: 9, Circulating: 250e9 * 5 / (platelets * 9), Column: "plt", Inflow: platelets, Level: platelets * 9},
	}
}

func (b *tableBuilder) effects(first map[string]lineage.Kind, maturing lineage.Kind) {
	e, g, m := first["E"], first["G"], first["M"]
	b.t.Signals = []lineage.Signal{
		{Name: "epo", Of: "hb", Form: lineage.Exponential, Slope: 0.55, Max: 200},
		{Name: "gcsf", Of: "anc", Form: lineage.Clearance, Base: 0.592, Uptake: 5.64, Max: 1e9},
		{Name: "tpo", Of: "plt", Form: lineage.Inverse, Max: 4},
	}
	add := func(signal int, act lineage.Act, power, cap float64, rows ...lineage.Kind) {
		b.t.Effects = append(b.t.Effects, lineage.Effect{Signal: signal, Act: act, Power: power, BelowPower: power, Cap: cap, Rows: rows})
	}
	inf := math.Inf(1)
	add(0, lineage.Commit, 0.1, inf, e)
	add(0, lineage.Survive, 0.35, inf, e, e+1, e+2, e+3)
	add(0, lineage.Speed, 0.25, 2.5, maturing)
	add(1, lineage.Commit, 0.25, 2, g)
	add(1, lineage.Amplify, 0.444*0.3, math.Pow(4.8, 0.3), g)
	add(1, lineage.Amplify, 0.444*0.7, math.Pow(4.8, 0.7), g+4)
	add(1, lineage.Speed, 0.234, 2.3, g+2, g+3, g+4, g+5, g+6, g+7)
	add(1, lineage.Release, 0.6, 8, g+8)
	b.t.Effects[len(b.t.Effects)-1].BelowPower = 1
	b.t.Effects = append(b.t.Effects, lineage.Effect{Signal: 1, Act: lineage.Early, Form: lineage.Emax, Steep: 1, Rows: []lineage.Kind{g + 7}, Most: 2, From: 3, Half: 30})
	add(2, lineage.Commit, 0.5, inf, m)
	add(2, lineage.Speed, 0.25, 1.5, m+1)
	add(2, lineage.Yield, 0.5, 2, m+2)
}
