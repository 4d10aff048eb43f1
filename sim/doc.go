// Package sim is the marrow model: blood cells as agents on a lattice of sites.
//
// A [World] is the whole state of one run: a list of patches of tissue, coupled
// only by the blood. [World.Tick] advances it by [TickSeconds]. Nothing in this
// package draws, listens, opens a file or asks for the time. One seed and one
// configuration give one history, bit by bit, whatever the number of threads and
// the architecture.
//
// # Entities and scales
//
// A site is 10 um wide and holds at most one cell. A cell is a 32-bit state word
// (kind, phases left, clone) and the low byte of the tick at which its phase ends.
// The patch stands for a stated share of the body ([World.Scale]); blood counts are
// those of the whole body.
//
// # Process overview
//
// tick.go is the list of passes. Inside a patch the sites are worked through tile by
// tile: clock events (mature, divide, commit, shed, die), cells that leave through a
// sinusoid wall, then moves and swaps. Conflicts go to the first in that order.
//
// # Randomness
//
// Inside a tick every draw is a mix of (seed, tick, purpose, site): no state, the
// same in any order. Set-up draws come from a stream of their own per purpose.
package sim

// TickSeconds is the length of a tick [s].
const TickSeconds = 300

// TicksPerDay is the number of ticks in a day.
const TicksPerDay = 86400 / TickSeconds

// ModelVersion names the rules. It changes whenever the same input would give
// another history; checkpoints of another version are refused.
const ModelVersion = 3
