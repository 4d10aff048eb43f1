package web

import (
	"encoding/json"

	"marrow/sim/scenario"
)

// Protocol names; a client offers both sub-protocols, so that one of another
// version can be told so in words.
const (
	protocol    = "marrow.v1"
	protocolAny = "marrow.any"
	protoNumber = 1
)

// Error codes of the protocol.
const (
	codeBadJSON     = "bad_json"
	codeUnknownOp   = "unknown_op"
	codeBadArg      = "bad_arg"
	codeNotDriver   = "not_driver"
	codeNotAllowed  = "not_allowed"
	codeNoWorld     = "no_such_world"
	codeRateLimited = "rate_limited"
	codeFaulted     = "faulted"
	codeBusy        = "busy"
	codeGone        = "tick_gone"
)

// Close codes of the protocol beside those of websockets.
const (
	closeVersion   = 4400
	closeToken     = 4401
	closeElsewhere = 4409
)

// An envelope is any JSON message of a client, before its kind is known.
type envelope struct {
	T    string          `json:"t"`
	ID   string          `json:"id"`
	rest json.RawMessage // the whole message
}

// A hello starts a conversation.
type hello struct {
	Proto  int      `json:"proto"`
	Caps   []string `json:"caps"`
	Name   string   `json:"name"`
	Resume *resume  `json:"resume"`
}

// A resume asks for a session that a lost connection left.
type resume struct {
	Client string `json:"client"`
	Key    string `json:"key"`
	Epoch  uint32 `json:"epoch"`
	Row    int64  `json:"row"`   // last row held, -1 = none
	Event  int    `json:"event"` // last event held, 0 = none
}

// A sub says what a client wants to see.
type sub struct {
	World int `json:"world"`
	View  struct {
		X   int `json:"x"`
		Y   int `json:"y"`
		W   int `json:"w"`
		H   int `json:"h"`
		Z   int `json:"z"` // first slice, that nearest to the eye
		D   int `json:"d"` // slices; 0 = 1
		Lod int `json:"lod"`
	} `json:"view"`
	MaxFps  float64 `json:"maxFps"`  // 0 = as many as there are
	MaxKbps float64 `json:"maxKbps"` // 0 = no limit
	Credits int     `json:"credits"` // frames in flight; 0 = 2
}

// A need asks again for what a client misses.
type need struct {
	World  int     `json:"world"`
	Lod    *int    `json:"lod"`   // of tiles; none = that of the sub
	Tiles  []int   `json:"tiles"` // tx, ty, z, tx, ...
	Rows   []int64 `json:"rows"`  // from, to
	Events *int    `json:"events"`
}

// A cmd is a command of the driver.
type cmd struct {
	ID    string                     `json:"id"`
	Op    string                     `json:"op"`
	World int                        `json:"world"`
	Args  map[string]json.RawMessage `json:"args"`
}

// A welcome answers a hello.
type welcome struct {
	T       string      `json:"t"`
	Proto   int         `json:"proto"`
	Caps    []string    `json:"caps"`
	Server  string      `json:"server"`
	UI      string      `json:"ui"` // build of the page, "" without one
	Client  string      `json:"client"`
	Key     string      `json:"key"`
	Resumed bool        `json:"resumed"`
	Role    string      `json:"role"` // driver, viewer
	Run     runInfo     `json:"run"`
	Worlds  []worldInfo `json:"worlds"`
	Choice  []Scenario  `json:"scenarios"` // that can be loaded
	Types   []cellType  `json:"types"`
	Series  []column    `json:"series"`
	Ops     []opInfo    `json:"ops"`
	Clock   clockInfo   `json:"clock"`
}

// A runInfo names the run for people.
type runInfo struct {
	Title   string  `json:"title"`
	ID      string  `json:"scenario"` // "" if it is not one of those that can be loaded
	Species string  `json:"species"`
	Tissue  string  `json:"tissue"`
	Seed    uint64  `json:"seed"`
	Patches []Patch `json:"patches,omitempty"`

	// RedPerSecond is how many red cells the whole healthy body makes; 0 unknown.
	RedPerSecond float64 `json:"redPerSecond,omitempty"`

	Question string     `json:"question,omitempty"`
	Tour     []stopInfo `json:"tour,omitempty"`
	Limits   []string   `json:"limits,omitempty"` // what the model leaves out of this story
}

// A stopInfo is a station of the guided tour.
type stopInfo struct {
	Tick uint64    `json:"tick"`
	Say  string    `json:"say"`
	Look *lookInfo `json:"look,omitempty"` // none: leave the view as it is
}

// A lookInfo is a place in sites and the pixels of a site; 0 pixels is as it is.
type lookInfo struct {
	X    float64 `json:"x"`
	Y    float64 `json:"y"`
	Z    int     `json:"z"`
	Zoom float64 `json:"zoom"`
}

// newRunInfo describes a run.
func newRunInfo(c *Run) runInfo {
	r := runInfo{
		Title: c.Title, ID: c.Scenario, Species: c.Table.Title, Tissue: c.Tissue.Spec.Name, Seed: c.Seed,
		Question: c.Question, Limits: c.Limits, Patches: c.Patches,
	}
	for _, p := range c.Table.Pools {
		if p.Name == "reticulocyte" {
			r.RedPerSecond = p.Inflow / (24 * 3600)
		}
	}
	for _, s := range c.Tour {
		r.Tour = append(r.Tour, stopInfo{scenario.Ticks(s.At), s.Say, (*lookInfo)(s.Look)})
	}
	return r
}

// A worldInfo is the measures of a world; what is static of it is at /tissue.
type worldInfo struct {
	World       int     `json:"world"`
	W           int     `json:"w"` // sites
	H           int     `json:"h"`
	D           int     `json:"d"`
	Um          float64 `json:"um"` // edge of a site
	TileMax     int     `json:"tileMax"`
	Lods        int     `json:"lods"`
	Epoch       uint32  `json:"epoch"`
	Tick        uint64  `json:"tick"`
	TickSeconds float64 `json:"tickSeconds"`
	AgeUnit     float64 `json:"ageUnit"` // of ages in CELLS [s]
}

// An opInfo is an intervention of the table with what the page needs for a form.
type opInfo struct {
	Op      string              `json:"op"` // event
	Name    string              `json:"name"`
	Group   string              `json:"group"`
	Help    string              `json:"help"`
	Args    []scenario.Argument `json:"args"`
	Doses   map[string]doseInfo `json:"doses,omitempty"` // of an argument that is a dose, by agent
	Sources []string            `json:"sources"`
}

// A doseInfo is what can be asked for of an agent.
type doseInfo struct {
	Unit  string  `json:"unit"`
	Usual float64 `json:"usual"` // [Unit]
	Most  float64 `json:"most"`  // [Unit]
}

type clockInfo struct {
	Paused bool    `json:"paused"`
	Speed  float64 `json:"speed"` // wanted simulated seconds per second; 0 = as fast as possible
}

// An okReply answers what has an id.
type okReply struct {
	T     string `json:"t"`
	ID    string `json:"id"`
	Tick  uint64 `json:"tick"`
	World int    `json:"world"`
	Data  any    `json:"data,omitempty"`
}

// A momentInfo is the data of an answer to a seek.
type momentInfo struct {
	Hash string `json:"hash"` // of the state, 16 hex digits
}

// An errReply answers what cannot be done.
type errReply struct {
	T     string   `json:"t"`
	ID    string   `json:"id,omitempty"`
	Code  string   `json:"code"`
	Msg   string   `json:"msg"`
	Field string   `json:"field,omitempty"`
	Min   *float64 `json:"min,omitempty"`
	Max   *float64 `json:"max,omitempty"`
}

// A statusInfo goes to all viewers, once a second and on change.
type statusInfo struct {
	T       string     `json:"t"`
	World   int        `json:"world"`
	Tick    uint64     `json:"tick"`
	Tps     float64    `json:"tps"`   // ticks per second, measured
	Speed   float64    `json:"speed"` // simulated seconds per second, measured
	Asked   float64    `json:"asked"` // the same, wanted; 0 = as fast as possible
	Paused  bool       `json:"paused"`
	Why     string     `json:"why"`
	Viewers int        `json:"viewers"`
	Now     []*float64 `json:"now"`               // the series' columns at this tick; null = none
	Counts  []int      `json:"counts"`            // cells in the patch, by stage
	Left    []uint64   `json:"left"`              // cells that left since the start, by exit
	Flow    []float64  `json:"flow"`              // blood that leaves by each exit, nL/s; null = not known
	Patches []float64  `json:"patches,omitempty"` // cells of the body that each of its patches stands for
	Ground  uint64     `json:"ground,omitempty"`  // another number when the tissue is another one
}

// A youInfo goes to one viewer, once a second.
type youInfo struct {
	T       string  `json:"t"`
	Fps     int     `json:"fps"`
	Kbps    float64 `json:"kbps"` // thousand bytes a second
	Dropped int     `json:"dropped"`
	Lag     uint64  `json:"lagTicks"` // ticks that the world is ahead of what was painted last
	Desync  int     `json:"desync"`   // tiles that had to be sent again so far
}

// An eventInfo is a mark of the journal.
type eventInfo struct {
	T     string `json:"t"`
	N     int    `json:"n"`
	World int    `json:"world"`
	Tick  uint64 `json:"tick"`
	Kind  string `json:"kind"` // posted, scenario
	Key   string `json:"key"`
	Args  string `json:"args"`
	By    string `json:"by,omitempty"` // name of who posted it
}

// An epochInfo tells that another line of history has taken the place of a world: tiles are
// dropped, rows after the tick and events with a number above the given one are cut.
type epochInfo struct {
	T     string `json:"t"`
	World int    `json:"world"`
	Epoch uint32 `json:"epoch"`
	Tick  uint64 `json:"tick"`
	Event int    `json:"event"`
	Why   string `json:"why"`           // load, reset, undo, redo, fork, seek
	By    string `json:"by,omitempty"`  // name of who wanted it
	Key   string `json:"key,omitempty"` // event that was undone or redone
}

// A worldsInfo lists the worlds that everybody may look at, when one has come or gone.
type worldsInfo struct {
	T      string      `json:"t"`
	Worlds []worldInfo `json:"worlds"`
}

// A progressInfo tells how far an answer is that takes long.
type progressInfo struct {
	T    string `json:"t"`
	ID   string `json:"id"`
	Done uint64 `json:"done"` // ticks, or percent
	Of   uint64 `json:"of"`
}

// A rolesInfo says who drives.
type rolesInfo struct {
	T      string      `json:"t"`
	Driver *driverInfo `json:"driver"`
	You    string      `json:"you"`             // driver, viewer
	May    bool        `json:"may"`             // you may drive
	Asked  bool        `json:"asked,omitempty"` // you asked the driver for his place, and wait
	Asks   *driverInfo `json:"asks,omitempty"`  // who asks you for it
}

type driverInfo struct {
	Name string `json:"name"`
}

type pong struct {
	T string  `json:"t"`
	C float64 `json:"c"` // the client's clock, as it came
	S float64 `json:"s"` // the server's, milliseconds
}

type fault struct {
	T    string `json:"t"`
	Tick uint64 `json:"tick"`
	Msg  string `json:"msg"`
}

type bye struct {
	T          string   `json:"t"`
	Why        string   `json:"why"` // version, token, full, shutdown, elsewhere, slow
	RetryAfter int      `json:"retryAfter,omitempty"`
	Speaks     []string `json:"speaks,omitempty"`
}

// encode makes JSON of a message of ours.
func encode(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic("web: " + err.Error()) // only for what JSON has no form for, such as NaN
	}
	return b
}
