package lineage

import (
	"fmt"
	"maps"
	"slices"
)

// acts are the words for an Act, in its order.
func acts() []string {
	return []string{
		"commit", "survive", "amplify", "speed", "release", "early", "yield", "kill", "retain", "ripen", "circulate", "lose",
	}
}

// String is the word for an act.
func (a Act) String() string { return acts()[a] }

// readEffects reads what the cytokines do.
func (r *reader) readEffects() { r.effects(r.file.Effects) }

// effects adds the effects of a file, each of one of the table's signals.
func (r *reader) effects(files []effectFile) {
	for i := range files {
		f := &files[i]
		path := fmt.Sprintf("effects.%d", i)
		e := Effect{Signal: -1, Act: Act(r.oneOf(path+".act", f.Act, acts()...))}
		if f.Signal == "" {
			r.bad(path, "signal is missing")
		} else {
			e.Signal = r.known(path+".signal", "signal", f.Signal, r.signals)
		}
		r.refuse(path+".per", f.Per, "only agents add to a signal")
		r.reach(path, f, &e)
		r.strength(path, f, &e, "")
		r.table.Effects = append(r.table.Effects, e)
	}
}

// reach reads what an effect acts on: pools of the blood, classes of stages, or stages.
func (r *reader) reach(path string, f *effectFile, e *Effect) {
	switch e.Act {
	case Ripen, Circulate, Lose:
		r.reachPools(path, f, e)
		return
	case Kill:
		if len(f.Stages) == 0 {
			r.reachClasses(path, f, e)
			return
		}
	}
	for n, name := range f.Stages {
		at := fmt.Sprintf("%s.stages.%d", path, n)
		if s := r.known(at, "stage", name, r.stages); s >= 0 {
			rows := r.table.targets(e.Act, s)
			if len(rows) == 0 {
				r.bad(at, "%s %s", r.table.Stages[s].Name, unchanged(e.Act))
			}
			e.Rows = append(e.Rows, rows...)
		}
	}
	if len(f.Stages) == 0 {
		r.bad(path+".stages", "got no stage, want at least one")
	}
	r.refuseReach(path, f, e.Act)
	if e.Act == Early {
		r.letGo(path, f, e)
	} else if f.Pool != "" {
		r.bad(path+".pool", "has no meaning for act: %s", f.Act)
	}
}

// letGo adds to each stage that an effect releases before its time the row of those that
// look for an exit. In health it is empty.
func (r *reader) letGo(path string, f *effectFile, e *Effect) {
	pool := -1
	if f.Pool != "" {
		pool = r.known(path+".pool", "pool of the blood", f.Pool, r.pools)
	}
	for _, k := range e.Rows {
		from := &r.table.Rows[k]
		if from.LetGo != 0 {
			continue
		}
		row := r.looking(path, *from)
		row.Pool, row.Next = pool, nil
		row.Exit = r.table.Rows[slices.Max(r.table.Stages[from.Stage].Rows)].Exit
		row.Flow, row.Count, row.LetGo = 0, 0, 0
		from.LetGo = Kind(len(r.table.Rows))
		r.table.Rows = append(r.table.Rows, row)
		s := &r.table.Stages[row.Stage]
		s.Rows = append(s.Rows, from.LetGo)
	}
}

// refuseReach refuses the ways to say what is acted on that the act does not have.
func (r *reader) refuseReach(path string, f *effectFile, act Act) {
	pools := act == Ripen || act == Circulate || act == Lose
	if len(f.Pools) > 0 && !pools {
		r.bad(path+".pools", "has no meaning for act: %s", f.Act)
	}
	if len(f.Stages) > 0 && (pools || act == Kill && len(f.Classes) > 0) {
		r.bad(path+".stages", "has no meaning for act: %s", f.Act)
	}
	if len(f.Classes) > 0 && act != Kill {
		r.bad(path+".classes", "has no meaning for act: %s", f.Act)
	}
}

func (r *reader) reachPools(path string, f *effectFile, e *Effect) {
	for n, name := range f.Pools {
		at := fmt.Sprintf("%s.pools.%d", path, n)
		p := r.known(at, "pool of the blood", name, r.pools)
		if p >= 0 && e.Act == Ripen && r.table.Pools[p].Form != Chain {
			r.bad(at, "%s does not ripen, want a pool with form: chain", name)
		}
		e.Pools = append(e.Pools, p)
	}
	if len(f.Pools) == 0 {
		r.bad(path+".pools", "got no pool, want at least one")
	}
	r.refuseReach(path, f, e.Act)
}

// reachClasses finds the rows of the classes that an effect weighs.
func (r *reader) reachClasses(path string, f *effectFile, e *Effect) {
	words := classes()
	for _, name := range slices.Sorted(maps.Keys(f.Classes)) {
		if name == words[Spared] || !slices.Contains(words, name) {
			r.bad(path+".classes", "no class is called %q%s", name, others(name, words[1:]))
		}
	}
	var weight [Classes]float64
	for c, name := range words {
		weight[c] = r.numberOr(path+".classes."+name, f.Classes[name], "", anyShare, 0)
	}
	for k := 1; k < len(r.table.Rows); k++ {
		if w := weight[r.table.Rows[k].Class] * r.feels(Kind(k)); w > 0 {
			e.Rows, e.Weights = append(e.Rows, Kind(k)), append(e.Weights, w)
		}
	}
	if len(f.Classes) == 0 {
		r.bad(path+".classes", "got no class, want at least one")
	}
	r.refuseReach(path, f, e.Act)
}

// feels is how strongly a row feels the agent that is read, times what its class does.
func (r *reader) feels(k Kind) float64 {
	if x, said := r.felt[feeling{r.giving, k}]; said {
		return x
	}
	return 1
}

// targets returns the rows of a stage that an act can change.
func (t *Table) targets(act Act, stage int) (found []Kind) {
	for _, k := range t.Stages[stage].Rows {
		row := &t.Rows[k]
		clock := row.Stay > 0 && row.End != Leave && row.End != Reside
		ok := false
		switch act {
		case Commit:
			ok = len(found) == 0 && t.chosen(k)
		case Survive:
			ok = row.Survival < 1
		case Amplify:
			ok = len(found) == 0 && row.End == Divide
		case Speed:
			ok = clock
		case Release:
			ok = row.End == Leave || row.Leak > 0
		case Early:
			ok = clock && row.End == Mature
		case Yield:
			ok = row.End == Shed
		case Kill:
			ok = true
		case Retain:
			ok = row.End == Renew && row.Pool >= 0 || row.Leak > 0
		}
		if ok {
			found = append(found, k)
		}
	}
	return found
}

// chosen reports whether a row is one of several ways on from another.
func (t *Table) chosen(k Kind) bool {
	return slices.ContainsFunc(t.Rows, func(row Row) bool {
		return len(row.Next) > 1 && slices.ContainsFunc(row.Next, func(b Branch) bool { return b.To == k })
	})
}

// unchanged says why an act finds nothing to change in a stage.
func unchanged(act Act) string {
	switch act {
	case Commit:
		return "is the only way on from the stage before, so nothing commits to it"
	case Survive:
		return "loses no cells, so its survival cannot change"
	case Amplify:
		return "does not divide, so it cannot be amplified"
	case Speed:
		return "has no clock, so its speed cannot change"
	case Release:
		return "does not leave, so its release cannot change"
	case Early:
		return "does not mature into another stage, so nothing can leave early"
	case Yield:
		return "sheds nothing, so its yield cannot change"
	}
	return "does not leak into the blood, so nothing holds it"
}
