package web

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"strconv"

	"marrow/sim/flow"
	"marrow/sim/tissue"
)

// Bounds of a plume.
const (
	plumeMoments  = 48    // that are shown
	plumePlaces   = 3000  // that are shown
	plumeSegments = 60000 // of a network of which it can be reckoned while somebody waits
	plumeBegin    = 1e-3  // first moment [s]
)

// A plumeInfo is how an infusion into the marrow spreads through the vessels of the patch
// and reaches the body.
type plumeInfo struct {
	Rate     float64       `json:"rate"`     // mL/min
	Duration float64       `json:"duration"` // s
	Tip      float64       `json:"tip"`      // pressure at the needle, mmHg
	Marrow   float64       `json:"marrow"`   // pressure of the marrow before, mmHg
	Mean     float64       `json:"mean"`     // mean time to the arteries, s
	Places   [][3]float32  `json:"places"`   // sites
	Moments  []plumeMoment `json:"moments"`
}

// A plumeMoment is a plume at one time.
type plumeMoment struct {
	T        float64 `json:"t"`        // s since the begin
	At       []byte  `json:"at"`       // concentration at each place, 255 = that in the needle
	Infused  float64 `json:"infused"`  // shares of the dose
	Held     float64 `json:"held"`     // in the marrow
	Underway float64 `json:"underway"` // in veins, heart and lungs
	Arrived  float64 `json:"arrived"`  // in the arteries
	Escaped  float64 `json:"escaped"`  // under the periosteum
}

// plume answers /plume?site=humerus&circulation=normal&rate=20&volume=20&x=40&y=40&z=0. All
// that is left out has a usual value. Vessels are those of health.
func (s *Server) plume(w http.ResponseWriter, r *http.Request) {
	_, run := s.hub.run()
	if n := run.Tissue.Network; n == nil || len(n.Segments) > plumeSegments {
		http.Error(w, "this patch has no vessels, or too many, to show how an infusion spreads", http.StatusNotFound)
		return
	}
	o, err := plumeOrder(run.Tissue, r.URL.Query())
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	s.plumes.Lock() // one at a time: it takes a processor for a while
	defer s.plumes.Unlock()
	x, err := flow.Infuse(run.Tissue, flow.Health(), o, flow.InfusionNumbers())
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	_ = json.NewEncoder(w).Encode(plumeOf(run.Tissue, x)) // an error means that the browser is gone
}

// plumeOrder reads what is asked for.
func plumeOrder(t *tissue.Tissue, q url.Values) (flow.Order, error) {
	o := flow.Order{
		Bone: "humerus", Circulation: "normal", Rate: 20, Volume: 20,
		At: [3]float64{float64(t.Spec.Width / 2), float64(t.Spec.Height / 2), float64(t.Spec.Depth / 2)},
	}
	for key, to := range map[string]*string{"site": &o.Bone, "circulation": &o.Circulation} {
		if q.Has(key) {
			*to = q.Get(key)
		}
	}
	for _, f := range []struct {
		key  string
		to   *float64
		most float64
	}{{"rate", &o.Rate, 300}, {"volume", &o.Volume, 3000}, {"x", &o.At[0], 65535}, {"y", &o.At[1], 65535}, {"z", &o.At[2], 65535}} {
		if !q.Has(f.key) {
			continue
		}
		v, err := strconv.ParseFloat(q.Get(f.key), 64)
		if err != nil || !(v >= 0 && v <= f.most) {
			return o, fmt.Errorf("%s: want a number from 0 to %g", f.key, f.most)
		}
		*f.to = v
	}
	if o.Bone == "" {
		return o, fmt.Errorf("site: want a bone")
	}
	return o, nil
}

// plumeOf reckons the moments of a plume, which follow each other in steps that grow: it
// fills the vessels in a part of a second, and the body in minutes.
func plumeOf(t *tissue.Tissue, x *flow.Infusion) plumeInfo {
	p := plumeInfo{Rate: x.Rate, Duration: x.Duration, Tip: x.Tip, Marrow: x.Marrow, Mean: x.Mean()}
	shown := sinusoidPlaces(t.Network)
	for _, i := range shown {
		at := &t.Network.Places[i]
		p.Places = append(p.Places, [3]float32{at.X, at.Y, at.Z})
	}
	growth := math.Pow((x.Duration+3*p.Mean)/plumeBegin, 1.0/(plumeMoments-1))
	time := plumeBegin
	for range plumeMoments {
		m, all := x.At(time), x.Plume(time)
		level := make([]byte, len(shown))
		for k, i := range shown {
			level[k] = byte(255*min(max(all[i], 0), 1) + 0.5)
		}
		p.Moments = append(p.Moments, plumeMoment{time, level, m.Infused, m.Held, m.Underway, m.Arrived, m.Escaped})
		time *= growth
	}
	return p
}

// sinusoidPlaces are places along sinusoids, as many as are shown.
func sinusoidPlaces(n *tissue.Network) []int32 {
	var all []int32
	for _, s := range n.Segments {
		if s.Kind == tissue.MarrowSinusoid {
			all = append(all, s.From)
		}
	}
	step := len(all)/plumePlaces + 1
	var some []int32
	for i := 0; i < len(all); i += step {
		some = append(some, all[i])
	}
	return some
}
