package web

import (
	"compress/gzip"
	"encoding/json"
	"math"
	"net/http"
	"strconv"

	"marrow/sim/tissue"
)

// classLetters are the classes in the text of a slice, in the order of the classes:
// free, bone, fat, sinusoid, arteriole, capillary, vein, border.
const classLetters = ".bfsacvx"

// A slice is what of a slice of the tissue does not change.
type slice struct {
	W       int     `json:"w"` // sites
	H       int     `json:"h"`
	D       int     `json:"d"`
	Z       int     `json:"z"`
	Um      float64 `json:"um"`      // edge of a site
	Classes string  `json:"classes"` // a letter of classLetters per site, row by row
	// Fat is the circles that the slice cuts from fat cells: x, y of the center and
	// radius, in sites.
	Fat   [][3]float32 `json:"fat"`
	Exits []exit       `json:"exits"`
}

// An exit is a place where blood and cells leave the patch.
type exit struct {
	N    int    `json:"n"`
	X    int    `json:"x"`
	Y    int    `json:"y"`
	Z    int    `json:"z"`
	Kind string `json:"kind"`
}

// tissue answers /tissue?z=0.
func (s *Server) tissue(w http.ResponseWriter, r *http.Request) {
	world, run := s.hub.run()
	t := run.Tissue
	if world != nil { // it may have changed since the run began
		t = world.line.Peek().Frame.Tissue
	}
	z := 0
	if q := r.URL.Query().Get("z"); q != "" {
		n, err := strconv.Atoi(q)
		if err != nil || n < 0 || n >= t.Spec.Depth {
			http.Error(w, "z: want a slice from 0 to "+strconv.Itoa(t.Spec.Depth-1), http.StatusBadRequest)
			return
		}
		z = n
	}
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Content-Encoding", "gzip")
	h.Set("Cache-Control", "no-store") // another run may be here tomorrow
	g := gzip.NewWriter(w)
	// An error means that the browser is gone.
	_ = json.NewEncoder(g).Encode(sliceOf(t, z))
	_ = g.Close()
}

func sliceOf(t *tissue.Tissue, z int) slice {
	s := slice{
		W: t.Spec.Width, H: t.Spec.Height, D: t.Spec.Depth, Z: z, Um: tissue.SiteSize,
		Fat: [][3]float32{}, Exits: []exit{},
	}
	area := s.W * s.H
	letters := make([]byte, area)
	for i, c := range t.Class[z*area : (z+1)*area] {
		letters[i] = classLetters[c]
	}
	s.Classes = string(letters)
	for _, a := range t.Adipocytes {
		if c, ok := cut(a, z); ok {
			s.Fat = append(s.Fat, c)
		}
	}
	for i, e := range t.Exits {
		s.Exits = append(s.Exits, exit{i + 1, e.X, e.Y, e.Z, e.Kind})
	}
	return s
}

// cut returns the circle that slice z cuts from a fat cell. In a patch of one slice
// the circles are given as cut.
func cut(a tissue.Adipocyte, z int) ([3]float32, bool) {
	d := float32(z) - a.Z
	if d*d >= a.R*a.R {
		return [3]float32{}, false
	}
	return [3]float32{a.X, a.Y, float32(math.Sqrt(float64(a.R*a.R - d*d)))}, true
}
