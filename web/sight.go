package web

import (
	"math"

	"marrow/sim"
	"marrow/sim/lineage"
	"marrow/sim/tissue"
)

// A cellInfo is what is at a site or what became of a cell. Times are in ticks, distances in
// micrometers; what there is none of is left out, or null.
type cellInfo struct {
	T         string        `json:"t"`
	ID        string        `json:"id"`
	World     int           `json:"world"`
	Tick      uint64        `json:"tick"`
	Cell      uint64        `json:"cell"` // 0 where no cell is
	Code      uint8         `json:"code"` // of the cell, else of the site
	X         int           `json:"x"`
	Y         int           `json:"y"`
	Z         int           `json:"z"`
	Alive     bool          `json:"alive"`
	Born      uint32        `json:"born"`
	Since     uint32        `json:"since"` // when it took its present stage
	Did       string        `json:"did"`   // what it did then
	Age       uint64        `json:"age"`
	Divisions uint16        `json:"divisions"`
	Clone     uint32        `json:"clone"`
	Marks     []string      `json:"marks,omitempty"`
	Mother    uint64        `json:"mother"`
	Sisters   int           `json:"sisters"` // living ones, and the mother
	Way       []wayInfo     `json:"way,omitempty"`
	Place     placeInfo     `json:"niche"`
	Signals   []signalInfo  `json:"signals,omitempty"`
	End       *endInfo      `json:"end,omitempty"`
	Blood     []sojournInfo `json:"blood,omitempty"`
	Vessel    *vesselInfo   `json:"vessel,omitempty"`
	Fat       float64       `json:"fat,omitempty"` // diameter
	Why       *whyInfo      `json:"why,omitempty"`
}

// A wayInfo is a stage that a cell or an ancestor of it was in; Cell is 0 where only the
// table of the species says so.
type wayInfo struct {
	Code uint8  `json:"code"`
	Cell uint64 `json:"cell"`
	Tick uint32 `json:"tick"`
}

type placeInfo struct {
	Kind       string   `json:"kind"`  // perisinusoidal, endosteal, arteriolar or empty
	Holds      bool     `json:"holds"` // a stem-cell niche in use
	Sinusoid   *float64 `json:"sinusoid"`
	Bone       *float64 `json:"bone"`
	Fat        *float64 `json:"fat"`
	Macrophage *float64 `json:"macrophage"`
	Crowding   float64  `json:"crowding"`
	Room       int      `json:"room"`
}

type signalInfo struct {
	Signal string  `json:"signal"`
	Level  float64 `json:"level"`
	Act    string  `json:"act"`
	Effect float64 `json:"effect"`
}

type endInfo struct {
	Kind string `json:"kind"`
	Tick uint32 `json:"tick"`
	Exit int    `json:"exit,omitempty"`
}

type sojournInfo struct {
	Pool   string `json:"pool"`
	Column string `json:"column"`
	From   uint64 `json:"from"`
	To     uint64 `json:"to"` // 0 = not known
}

type vesselInfo struct {
	Exit  int    `json:"exit"` // 0 = not known
	Kind  string `json:"kind"`
	Left  uint64 `json:"left"`
	Today uint64 `json:"today"`
}

// A whyInfo is the rule that a cell lives by, with its inputs and the chances of the next
// tick; last is what it did last.
type whyInfo struct {
	Rule    string             `json:"rule"`
	Inputs  whyInputs          `json:"inputs"`
	Chances map[string]float64 `json:"chances"`
	Last    lastInfo           `json:"last"`
}

type whyInputs struct {
	Ticks     int        `json:"ticks"`
	Phases    int        `json:"phases"`
	Of        int        `json:"of"`
	Remaining float64    `json:"remaining"`
	Waits     bool       `json:"waits"`
	Survive   float64    `json:"survive"`
	Repeat    float64    `json:"repeat"`
	Half      float64    `json:"half"`
	Stay      float64    `json:"stay"`
	Fill      float64    `json:"fill"`
	Give      float64    `json:"give"`
	AtWall    bool       `json:"atWall"`
	LookIn    int        `json:"lookIn"`
	Leave     float64    `json:"leave"`
	Next      []nextInfo `json:"next"`
}

type nextInfo struct {
	Code   uint8   `json:"code"`
	Chance float64 `json:"chance"`
}

type lastInfo struct {
	Did  string `json:"did"`
	Tick uint32 `json:"tick"`
}

// stageCode is the code of a stage in pictures.
func stageCode(stage int) uint8 { return uint8(stage + 1) }

// classCode is the code of a site without a cell.
func classCode(c tissue.Class) uint8 {
	if c == tissue.Free {
		return 0
	}
	return sim.CodeTissue + uint8(c)
}

// newCellInfo tells s in the terms of the wire. why is asked for.
func newCellInfo(s *sim.Sight, t *lineage.Table, why bool) cellInfo {
	c := cellInfo{
		T: "cell", Tick: s.Tick, X: s.X, Y: s.Y, Z: s.Z, Code: classCode(s.Place.Class),
		Place: newPlaceInfo(&s.Place), Fat: s.Fat, Vessel: (*vesselInfo)(s.Vessel),
	}
	if s.Cell != nil {
		c.tell(s, t, why)
	}
	return c
}

// tell adds what is known of the cell.
func (c *cellInfo) tell(s *sim.Sight, t *lineage.Table, why bool) {
	x := s.Cell
	c.Cell, c.Code, c.Alive = x.ID, stageCode(t.Rows[x.Kind].Stage), x.Fate == sim.Living
	c.Born, c.Since, c.Did, c.Divisions = x.Born, x.Since, x.Did.String(), x.Divisions
	c.Clone, c.Mother, c.Sisters, c.Age = x.Clone, x.Mother, x.Relatives, s.Tick-uint64(x.Born)
	if x.Donor {
		c.Marks = append(c.Marks, "donor")
	}
	if x.Labeled {
		c.Marks = append(c.Marks, "labeled")
	}
	for _, w := range x.Way {
		c.Way = append(c.Way, wayInfo{stageCode(w.Stage), w.ID, w.Tick})
	}
	for _, f := range x.Felt {
		c.Signals = append(c.Signals, signalInfo{f.Signal, finite(f.Level), f.Act.String(), finite(f.Effect)})
	}
	for _, b := range x.Blood {
		c.Blood = append(c.Blood, sojournInfo(b))
	}
	if !c.Alive {
		c.Age = uint64(x.Ended - x.Born)
		c.End = &endInfo{x.Fate.String(), x.Ended, int(x.Exit)}
	}
	if why && x.Why != nil {
		c.Why = newWhyInfo(x)
	}
}

func newPlaceInfo(p *sim.Place) placeInfo {
	kinds := [...]string{
		tissue.NoNiche: "", tissue.Perisinusoidal: "perisinusoidal", tissue.Endosteal: "endosteal", tissue.Arteriolar: "arteriolar",
	}
	return placeInfo{
		Kind: kinds[p.Niche], Holds: p.Holds, Sinusoid: orNull(p.Sinusoid), Bone: orNull(p.Bone), Fat: orNull(p.Fat),
		Macrophage: orNull(p.Macrophage), Crowding: p.Crowding, Room: p.Room,
	}
}

func newWhyInfo(x *sim.Sighted) *whyInfo {
	y := x.Why
	rules := [...]string{
		lineage.Reside: "reside", lineage.Mature: "mature", lineage.Divide: "divide", lineage.Renew: "renew",
		lineage.Asymmetric: "asymmetric", lineage.Leave: "leave", lineage.Shed: "shed", lineage.Die: "die",
	}
	w := &whyInfo{
		Rule: rules[y.Rule],
		Inputs: whyInputs{
			Ticks: y.Ticks, Phases: y.Phases, Of: y.Of, Remaining: y.Remaining, Waits: y.Waits, Survive: y.Survive,
			Repeat: y.Repeat, Half: y.Half, Stay: y.Stay, Fill: y.Fill, Give: y.Give, AtWall: y.AtWall, LookIn: y.LookIn,
			Leave: y.Leave, Next: []nextInfo{},
		},
		Chances: map[string]float64{
			"die": y.Chances.Die, "divide": y.Divide, "mature": y.Mature, "leave": y.Chances.Leave, "move": y.Move, "replace": y.Replace,
		},
		Last: lastInfo{x.Did.String(), x.Since},
	}
	for _, n := range y.Next {
		w.Inputs.Next = append(w.Inputs.Next, nextInfo{stageCode(n.Stage), n.Chance})
	}
	return w
}

// orNull is nil for what is no number.
func orNull(x float64) *float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return nil
	}
	return &x
}

// finite is x, or the largest number of its sign.
func finite(x float64) float64 { return max(-math.MaxFloat32, min(x, math.MaxFloat32)) }
