package lineage

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"marrow/assets"
	"marrow/sim/input"
)

// diseaseFolder holds the disease files, and begins the path of an override of one:
// diseases.aml.stages.leukemic_blast.stay. The numbers that all clones share are one more
// file, whose name begins the path of its overrides.
const (
	diseaseFolder = "diseases"
	sharedFile    = "infiltration"
)

// A diseaseFile is what a disease file may say. The comments in assets/diseases/aml.yaml
// explain the keys in place.
type diseaseFile struct {
	Disease   string                    `yaml:"disease,required"`
	Title     string                    `yaml:"title,required"`
	Begins    map[string]input.Quantity `yaml:"begins,required"`
	From      string                    `yaml:"from"`
	Hides     input.Quantity            `yaml:"hides"`
	Variant   string                    `yaml:"variant"`
	Variants  *variantsFile             `yaml:"variants"`
	Stages    []cloneStageFile          `yaml:"stages,required"`
	Blood     *cloneBloodFile           `yaml:"blood"`
	Effects   []effectFile              `yaml:"effects"`
	LeavesOut string                    `yaml:"leaves_out,required"`
}

// A variantsFile lists the share of the cells of one stage that survives it, by the name
// of a variant of the clone: what is lost sets how fast a clone grows.
type variantsFile struct {
	Stage    string                    `yaml:"stage,required"`
	Survival map[string]input.Quantity `yaml:"survival,required"`
}

type cloneStageFile struct {
	Name        string                    `yaml:"name,required"`
	Label       string                    `yaml:"label,required"`
	Color       string                    `yaml:"color,required"`
	Nucleated   *bool                     `yaml:"nucleated"`
	Blast       bool                      `yaml:"blast"`
	End         string                    `yaml:"end,required"`
	Stay        input.Quantity            `yaml:"stay,required"`
	Phases      *int                      `yaml:"phases"`
	Generations *int                      `yaml:"generations"`
	Paired      bool                      `yaml:"paired"`
	Survival    input.Quantity            `yaml:"survival"`
	SPhase      input.Quantity            `yaml:"s_phase"`
	Next        map[string]input.Quantity `yaml:"next"`
	Class       string                    `yaml:"class"`
	Drugs       map[string]input.Quantity `yaml:"drugs"`
	Retention   input.Quantity            `yaml:"retention"`
	RoomNeed    *int                      `yaml:"room_need"`
	NicheNeed   input.Quantity            `yaml:"niche_need"`
	Niches      string                    `yaml:"niches"`
	Renewal     input.Quantity            `yaml:"renewal"`
	Full        input.Quantity            `yaml:"full"`
	CD34        bool                      `yaml:"cd34"`
	Fiber       bool                      `yaml:"fiber"`
	Lays        string                    `yaml:"lays"`
	Fibers      input.Quantity            `yaml:"fibers"`
	Anchored    bool                      `yaml:"anchored"`
	Killed      input.Quantity            `yaml:"killed"`
	Erodes      input.Quantity            `yaml:"erodes"`
	PlasmaNiche bool                      `yaml:"plasma_niche"`
	Crowds      *bool                     `yaml:"crowds"`
	Motility    input.Quantity            `yaml:"motility"`
	Rank        int                       `yaml:"rank"`
	Squeeze     bool                      `yaml:"squeeze"`
}

// A cloneBloodFile is the cells of the clone in blood.
type cloneBloodFile struct {
	Column      string         `yaml:"column"`
	Life        input.Quantity `yaml:"life,required"`
	Circulating input.Quantity `yaml:"circulating,required"`
}

// A sharedClonesFile is what a file of the numbers that all clones share may say.
type sharedClonesFile struct {
	NicheDamage input.Quantity `yaml:"niche_damage,required"`
	Effects     []effectFile   `yaml:"effects,required"`
}

// Diseases returns the names of the built-in diseases, in alphabetical order.
func Diseases() (names []string) {
	entries, err := assets.FS.ReadDir(diseaseFolder)
	if err != nil {
		panic("lineage: the embedded diseases are gone: " + err.Error())
	}
	for _, e := range entries {
		if name, ok := strings.CutSuffix(e.Name(), ".yaml"); ok && name != sharedFile {
			names = append(names, name)
		}
	}
	return names
}

// readDiseases appends the clones of the named diseases to the table, in that order, and
// what all of them do to healthy cells.
func (r *reader) readDiseases(names, sources []string, set []Override) {
	if len(names) == 0 || r.err != nil {
		return
	}
	r.err = r.readShared(sources, set)
	for _, name := range names {
		if r.err == nil && !slices.Contains(Diseases(), name) {
			r.err = fmt.Errorf("lineage: no disease is called %q%s", name, others(name, Diseases()))
		}
		if r.err == nil {
			r.err = r.readDisease(name, sources, set)
		}
	}
}

// embedded decodes a file of the folder of diseases, with the overrides whose paths begin
// with prefix, and hands a reader of it to use.
func (r *reader) embedded(name, prefix string, sources []string, set []Override, to any, use func(r *reader)) error {
	data, err := assets.FS.ReadFile(diseaseFolder + "/" + name + ".yaml")
	if err != nil {
		return err
	}
	doc, err := input.Parse(name+".yaml", data)
	if err != nil {
		return err
	}
	for _, o := range set {
		if path, ok := strings.CutPrefix(o.Path, prefix); ok {
			if err := doc.Set(path, o.Value); err != nil {
				return under(prefix, err)
			}
		}
	}
	doc.KnowSources(sources)
	if err := doc.Decode(to); err != nil {
		return under(prefix, err)
	}
	of := *r // the table and its names, with mistakes told of this file
	of.doc = doc
	use(&of)
	return under(prefix, of.err)
}

// readShared reads what all clones do to healthy cells.
func (r *reader) readShared(sources []string, set []Override) error {
	var f sharedClonesFile
	return r.embedded(sharedFile, sharedFile+".", sources, set, &f, func(of *reader) {
		of.table.Infiltration = Infiltration{NicheDamage: of.number("niche_damage", f.NicheDamage, "", notNegative)}
		of.signals[sharedFile] = len(of.table.Signals)
		of.table.Signals = append(of.table.Signals, Signal{Name: sharedFile, Form: Outside})
		of.effects(f.Effects)
	})
}

func (r *reader) readDisease(name string, sources []string, set []Override) error {
	var f diseaseFile
	return r.embedded(name, diseaseFolder+"."+name+".", sources, set, &f, func(of *reader) { of.disease(name, &f) })
}

// disease adds the clone of a file to the table.
func (r *reader) disease(name string, f *diseaseFile) {
	if f.Disease != name {
		r.bad("disease", "got %q, want the name of the file, %s", f.Disease, name)
	}
	d := Disease{
		Name: name, Title: f.Title, Variant: f.Variant, LeavesOut: f.LeavesOut,
		Hides: r.numberOr("hides", f.Hides, "", positive, math.MaxFloat64),
	}
	if s, known := r.stages[f.From]; known {
		d.From = r.table.Stages[s].Rows
	}
	pool := r.cloneBlood(name, f.Blood)
	exit := len(r.table.Lineages)
	r.table.Lineages = append(r.table.Lineages, name)
	for i := range f.Stages {
		d.Stages = append(d.Stages, len(r.table.Stages))
		r.cloneStage(&f.Stages[i], len(r.table.Diseases)+1, pool, exit)
	}
	for i := range f.Stages {
		r.cloneWays(&f.Stages[i], d.Stages[i])
	}
	d.Begins = r.shares("begins", f.Begins)
	r.variant(f)
	r.table.Diseases = append(r.table.Diseases, d)
	r.effects(f.Effects)
}

// cloneBlood adds the part of the blood that the clone's cells enter; -1 if they enter none.
func (r *reader) cloneBlood(name string, f *cloneBloodFile) int {
	if f == nil {
		return -1
	}
	column := "clone"
	if f.Column != "" {
		column = columns()[r.oneOf("blood.column", f.Column, columns()...)]
	}
	r.pools[name] = len(r.table.Pools)
	r.table.Pools = append(r.table.Pools, Pool{
		Name: name, Form: Decay, Next: -1, Column: column, Clone: true,
		Life:        r.number("blood.life", f.Life, "d", positive),
		Circulating: r.number("blood.circulating", f.Circulating, "", anyShare),
	})
	return r.pools[name]
}

// cloneStage adds a stage with its rows, without the ways on from it.
func (r *reader) cloneStage(f *cloneStageFile, disease, pool, exit int) {
	path := "stages." + f.Name
	i := len(r.table.Stages)
	if _, known := r.stages[f.Name]; known || !identifier.MatchString(f.Name) {
		r.bad(path+".name", "got %q, want lower-case letters, digits and _, and no stage of that name before", f.Name)
	}
	r.stages[f.Name] = i
	r.oneOf(path+".color", f.Color, r.colors...)
	r.table.Stages = append(r.table.Stages, Stage{
		Name: f.Name, Label: f.Label, Lineage: cloneLineage, Color: f.Color,
		Nucleated: f.Nucleated == nil || *f.Nucleated, Blast: f.Blast, CD34: f.CD34, Fiber: f.Fiber,
	})
	row := r.cloneRow(path, f, disease)
	if row.Leak > 0 || row.End == Leave {
		row.Pool, row.Exit = pool, exit
	}
	if n := count(f.Generations); n < 1 || len(r.table.Rows)+n > MaxRows+1 {
		r.bad(path+".generations", "got %d, want 1 or more, and with those of the species at most %d rows", n, MaxRows)
		return
	}
	for range count(f.Generations) {
		r.resist(path, f, Kind(len(r.table.Rows)))
		r.add(i, row)
	}
}

// cloneEnds are the words for what a cell of a clone does when it has stayed its time.
func cloneEnds() ([]string, []End) {
	return []string{"mature", "divide", "die", "leave", "renew"}, []End{Mature, Divide, Die, Leave, Renew}
}

// cloneRow is what the rows of a stage of a clone share.
func (r *reader) cloneRow(path string, f *cloneStageFile, disease int) Row {
	words, ends := cloneEnds()
	row := Row{
		Stage: len(r.table.Stages) - 1, Lineage: cloneLineage, End: ends[r.oneOf(path+".end", f.End, words...)],
		Stay:     r.number(path+".stay", f.Stay, "d", positive),
		Survival: r.numberOr(path+".survival", f.Survival, "", anyShare, 1),
		Motility: r.numberOr(path+".motility", f.Motility, "um2/min", notNegative, r.ordinary()),
		Rank:     f.Rank, Squeeze: f.Squeeze, Anchored: f.Anchored, Pool: -1, Exit: -1,
	}
	row.Phases = r.phases(path, f.Phases, row.Stay)
	row.Cycling = row.End == Divide || row.End == Renew
	row.Class = r.class(path, f.Class, row.Cycling)
	row.Malignant = r.malignant(path, f, &row)
	row.Disease = disease
	r.renews(path, f, &row)
	return row
}

// renews reads how a row renews itself: in the niches of a healthy row, by a chance that
// falls as these fill.
func (r *reader) renews(path string, f *cloneStageFile, row *Row) {
	if row.End != Renew {
		if f.Niches != "" || f.Renewal.Given() || f.Full.Given() {
			r.bad(path, "niches, renewal and full have a meaning for a stage with end: renew only")
		}
		return
	}
	row.RateMax = 1
	row.PoolMax = r.number(path+".renewal", f.Renewal, "", share)
	row.Full = r.number(path+".full", f.Full, "", positive)
	if s := r.known(path+".niches", "stage", f.Niches, r.stages); s >= 0 {
		row.Niches = r.table.Stages[s].Rows[0]
		if of := &r.table.Rows[row.Niches]; of.End != Renew || of.Disease > 0 {
			r.bad(path+".niches", "%s does not renew itself in niches", f.Niches)
		}
	}
	if kept := 0.5 / row.Survival; row.PoolMax <= kept {
		r.bad(path+".renewal", "got %v, want more than %.3g, with which their number is kept", row.PoolMax, kept)
	}
}

// cloneLineage is the lineage of the stages of all clones.
const cloneLineage = "clone"

func (r *reader) malignant(path string, f *cloneStageFile, row *Row) Malignant {
	m := Malignant{
		Paired: f.Paired, NicheNeed: r.numberOr(path+".niche_need", f.NicheNeed, "", anyShare, 0), Crowds: f.Crowds == nil || *f.Crowds,
		Killed:      r.numberOr(path+".killed", f.Killed, "1/d", notNegative, 0),
		PlasmaNiche: f.PlasmaNiche, Erodes: r.numberOr(path+".erodes", f.Erodes, "1/d", notNegative, 0),
	}
	if f.Retention.Given() {
		m.Leak = 1 / r.number(path+".retention", f.Retention, "d", positive)
	}
	if f.RoomNeed != nil {
		m.Reach = *f.RoomNeed + 1
		if m.Reach < 1 || m.Reach > 100 {
			r.bad(path+".room_need", "got %d, want 0 to 99 cells", *f.RoomNeed)
		}
	}
	if f.SPhase.Given() {
		m.SPhase = r.number(path+".s_phase", f.SPhase, "d", positive) / row.Stay
		if m.SPhase >= 1 {
			r.bad(path+".s_phase", "takes the whole stay")
		}
	}
	if row.End != Divide && (f.RoomNeed != nil || f.NicheNeed.Given() || f.SPhase.Given()) {
		r.bad(path, "room_need, niche_need and s_phase have a meaning for a stage with end: divide only")
	}
	return m
}

// A feeling is that of a row for an agent.
type feeling struct {
	agent string
	row   Kind
}

// resist notes how strongly a row feels drugs, times what its class does.
func (r *reader) resist(path string, f *cloneStageFile, k Kind) {
	all := Agents("")
	for _, name := range slices.Sorted(maps.Keys(f.Drugs)) {
		at := path + ".drugs." + name
		if !slices.Contains(all, name) {
			r.unknown(path+".drugs", "agent", name, all)
		}
		r.felt[feeling{name, k}] = r.number(at, f.Drugs[name], "", notNegative)
	}
}

// cloneWays reads where the cells of a stage go on to, with what share of them. A way may
// lead back to the same stage, or into one of the species.
func (r *reader) cloneWays(f *cloneStageFile, stage int) {
	path := "stages." + f.Name + ".next"
	rows := r.table.Stages[stage].Rows
	if len(rows) == 0 {
		return // there was no room for it
	}
	row := &r.table.Rows[rows[len(rows)-1]]
	r.lays(f, rows)
	if row.End == Die || row.End == Leave {
		if len(f.Next) > 0 {
			r.bad(path, "has no meaning for a stage with end: %s", f.End)
		}
		return
	}
	row.Next = r.shares(path, f.Next)
}

// lays reads what fibers the cells of a stage lay. They are spread over its rows.
func (r *reader) lays(f *cloneStageFile, rows []Kind) {
	path := "stages." + f.Name
	if f.Lays == "" {
		if f.Fibers.Given() {
			r.bad(path+".fibers", "has no meaning without lays")
		}
		return
	}
	s := r.known(path+".lays", "stage", f.Lays, r.stages)
	n := r.number(path+".fibers", f.Fibers, "", positive)
	if s < 0 || len(r.table.Stages[s].Rows) == 0 {
		return
	}
	if !r.table.Stages[s].Fiber {
		r.bad(path+".lays", "%s is no fiber", f.Lays)
	}
	for _, k := range rows {
		r.table.Rows[k].Lays, r.table.Rows[k].Fibers = r.table.Stages[s].Rows[0], n/float64(len(rows))
	}
}

// shares reads stages with shares that add up to 1, in the order of their rows.
func (r *reader) shares(path string, of map[string]input.Quantity) (ways []Branch) {
	sum := 0.0
	for _, name := range slices.Sorted(maps.Keys(of)) {
		i := r.known(path, "stage", name, r.stages)
		if i < 0 {
			return nil
		}
		w := r.number(path+"."+name, of[name], "", share)
		if len(r.table.Stages[i].Rows) == 0 {
			return nil
		}
		ways = append(ways, Branch{To: r.table.Stages[i].Rows[0], Weight: w})
		sum += w
	}
	if math.Abs(sum-1) > 1e-9 {
		r.bad(path, "the shares add up to %v, want 1", sum)
	}
	slices.SortFunc(ways, func(a, b Branch) int { return int(a.To) - int(b.To) })
	return ways
}

// variant puts the survival of the chosen variant in its place.
func (r *reader) variant(f *diseaseFile) {
	v := f.Variants
	if v == nil {
		if f.Variant != "" {
			r.bad("variant", "there are no variants")
		}
		return
	}
	names := slices.Sorted(maps.Keys(v.Survival))
	survival := map[string]float64{}
	for _, name := range names {
		survival[name] = r.number("variants.survival."+name, v.Survival[name], "", share)
	}
	if !slices.Contains(names, f.Variant) {
		r.unknown("variant", "variant", f.Variant, names)
		return
	}
	if i := r.known("variants.stage", "stage", v.Stage, r.stages); i >= 0 {
		r.table.Rows[r.table.Stages[i].Rows[0]].Survival = survival[f.Variant]
	}
}
