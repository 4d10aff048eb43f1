package web

import (
	"encoding/json"
	"fmt"

	"marrow/assets"
	"marrow/sim"
	"marrow/sim/lineage"
	"marrow/sim/tissue"
)

// A cellType tells the page what a code is. Codes are never hard-coded there.
type cellType struct {
	Code    uint8  `json:"code"`
	ID      string `json:"id"`      // n_STAGE name, or tissue class
	Lineage string `json:"lineage"` // of the species table; tissue; empty
	Stage   int    `json:"stage"`   // position inside the lineage
	Rank    int    `json:"rank"`    // rarest wins: section 9 of the protocol
	Kmax    int    `json:"kmax"`    // largest level where it wins by presence
	Label   string `json:"label"`
	Color   string `json:"color"` // #rrggbb; empty = the page's own structures
	Form    string `json:"form"`  // id of the palette type, which also says what it looks like
	Blast   bool   `json:"blast,omitempty"`
	Bare    bool   `json:"bare,omitempty"` // has no nucleus
}

// Ranks of types in coarse texels.
const (
	rankEmpty = iota * 10
	rankFat
	rankBone
	rankWall
	rankCell
	rankProgenitor
	rankMegakaryocyte
	rankBlast
	rankStem
)

// A typeTable is every code that a frame may hold.
type typeTable struct {
	list   []cellType
	rank   [256]int
	kmax   [256]int
	isCell [256]bool
}

// classNames are the ids and labels of the tissue classes.
var classNames = [tissue.Classes]struct{ id, label string }{
	tissue.Bone:      {"bone", "Bone"},
	tissue.Fat:       {"fat", "Fat cell"},
	tissue.Sinusoid:  {"sinusoid", "Sinusoid"},
	tissue.Arteriole: {"arteriole", "Arteriole"},
	tissue.Capillary: {"capillary", "Trans-cortical capillary"},
	tissue.Vein:      {"vein", "Central vein"},
	tissue.Border:    {"border", "Edge of the patch"},
}

// newTypeTable makes the table for a species. Shares for kmax are those of the
// first frame.
func newTypeTable(t *lineage.Table, ts *tissue.Tissue, counts []int) (*typeTable, error) {
	colors, err := palette()
	if err != nil {
		return nil, err
	}
	sites := float64(len(ts.Class))
	children := 4
	if ts.Spec.Depth > 1 {
		children = 8
	}
	tt := &typeTable{}
	tt.add(cellType{Code: 0, ID: "empty", Label: "Empty site"}, 1, children)
	inLineage := map[string]int{}
	for i, s := range t.Stages {
		c := cellType{
			Code: uint8(i + 1), ID: s.Name, Label: s.Label, Lineage: s.Lineage, Stage: inLineage[s.Lineage],
			Rank: stageRank(t, i), Color: colors[s.Color], Form: s.Color, Blast: s.Blast, Bare: !s.Nucleated,
		}
		if c.Color == "" {
			return nil, fmt.Errorf("web: stage %s: no palette type is called %q", s.Name, s.Color)
		}
		inLineage[s.Lineage]++
		tt.add(c, float64(max(counts[i], 1))/sites, children)
	}
	for class := tissue.Bone; class < tissue.Classes; class++ {
		n := classNames[class]
		c := cellType{Code: sim.CodeTissue + uint8(class), ID: n.id, Label: n.label, Lineage: "tissue", Stage: int(class), Rank: classRank(class)}
		tt.add(c, max(ts.Stats.Share[class], 1/sites), children)
	}
	tt.rank[codeOutside] = -1
	return tt, nil
}

// add appends c, whose healthy share of the sites is share. A texel of the next level
// covers as many as children texels of this one.
func (t *typeTable) add(c cellType, share float64, children int) {
	c.Kmax = 99 // never lost, at any level
	if c.Rank != rankBlast {
		c.Kmax = presence(share, float64(children))
	}
	t.list = append(t.list, c)
	t.rank[c.Code], t.kmax[c.Code] = c.Rank, c.Kmax
	t.isCell[c.Code] = c.Code > 0 && c.Code < sim.CodeTissue
}

// presence is the largest level at which a type of that share would still cover at most
// 5 % of the texels if it won by presence.
func presence(share, children float64) (k int) {
	for share *= children; share <= 0.05 && k < 99; share *= children {
		k++
	}
	return k
}

func stageRank(t *lineage.Table, i int) int {
	s := t.Stages[i]
	switch {
	case t.Reservoir.Stage != 0 && t.Rows[t.Reservoir.Stage].Stage == i:
		return rankStem
	case s.Lineage == "clone":
		return rankBlast
	case s.Lineage == "mk":
		return rankMegakaryocyte
	case s.Lineage == "stem":
		return rankProgenitor
	}
	return rankCell
}

func classRank(c tissue.Class) int {
	switch c {
	case tissue.Bone, tissue.Border:
		return rankBone
	case tissue.Fat:
		return rankFat
	}
	return rankWall
}

// palette reads the colors of the palette types by id.
func palette() (map[string]string, error) {
	b, err := assets.FS.ReadFile("palette.json")
	if err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	var p struct {
		Types []struct{ ID, Hex string }
	}
	if err := json.Unmarshal(b, &p); err != nil {
		return nil, fmt.Errorf("web: palette.json: %w", err)
	}
	m := map[string]string{}
	for _, t := range p.Types {
		m[t.ID] = t.Hex
	}
	return m, nil
}
