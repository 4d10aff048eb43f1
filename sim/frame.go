package sim

import (
	"marrow/sim/blood"
	"marrow/sim/body"
	"marrow/sim/tissue"
)

// CodeTissue is the code in a [Frame] of tissue class 0; the class is added to it.
// Codes 1 to CodeTissue-1 are stage numbers plus one, 0 is a free site without a cell.
const CodeTissue = 224

// A Frame is a picture of one slice of a patch and the numbers beside it. A frame
// is never changed once it has been handed on, so viewers may share it.
type Frame struct {
	Tick          uint64
	Day           float64
	Width, Height int
	Depth, Z      int       // slices of the patch, and the one shown
	Codes         []uint8   // one per site of the slice
	Counts        []int     // cells in the whole patch, one per stage of the table
	Left          []uint64  // cells that left the patch since the start, one per exit
	Flow          []float64 // blood that leaves by each exit [nL/s]; nil without vessels
	Blood         blood.Count
	Marrow        Marrow
	Condition     body.Condition
	Body          []float64      // cells of the body that each of its patches stands for; nil of one
	Tissue        *tissue.Tissue // of this moment, never changed: fat and bone that change make another one
	Ground        uint64         // how often the tissue has changed; 0 as it was made
}

// Marrow is what a pathologist reads off a patch.
type Marrow struct {
	Cells       int     // living cells
	Cellularity float64 // cells / (cells + fat sites)
	ME          float64 // granulocytic cells per nucleated erythroid cell
	Blasts      float64 // blasts, as a share of nucleated cells
}
