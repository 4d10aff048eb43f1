package web

import (
	"encoding/json"
	"errors"
)

// A Patch is one of the patches of a body of several, for people.
type Patch struct {
	Name   string  `json:"name"`
	Tissue string  `json:"tissue"`
	Region string  `json:"region,omitempty"` // of the body's marrow; "" it is an organ, or no one region
	Share  float64 `json:"share"`            // of the body's marrow; of an organ its size, times that
	Shown  bool    `json:"shown"`
}

// show has another patch of the body shown, to all.
func (r *reader) show(c cmd) (okReply, *errReply) {
	h := r.hub
	h.turning.Lock()
	defer h.turning.Unlock()
	var name string
	if err := json.Unmarshal(c.Args["patch"], &name); err != nil {
		return okReply{}, &errReply{Code: codeBadArg, Msg: "patch: want the name of one", Field: "patch"}
	}
	world, run := h.run()
	tissue, err := world.line.Show(name)
	if err == nil && tissue == nil {
		err = errors.New("the run has ended")
	}
	if err != nil {
		return okReply{}, &errReply{Code: codeBadArg, Msg: err.Error(), Field: "patch"}
	}
	_ = run.Runner.Drop() // a fork shows the patch before; without one nothing is dropped
	run.Tissue, run.Patches = tissue, shown(run.Patches, name)
	if err := h.change(run, epochInfo{Why: "load", By: r.session.name}); err != nil {
		return okReply{}, &errReply{Code: codeBadArg, Msg: err.Error(), Field: "patch"}
	}
	return okReply{Tick: r.now()}, nil
}

// shown marks the patch that is shown.
func shown(patches []Patch, name string) (out []Patch) {
	for _, p := range patches {
		p.Shown = p.Name == name
		out = append(out, p)
	}
	return out
}
