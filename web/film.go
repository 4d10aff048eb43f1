package web

import (
	"context"
	"net/http"
	"slices"
	"sync"

	"marrow/sim/scenario"
)

// newFilmShelf returns a shelf without strips yet; shoot makes one, nil if nobody can.
func newFilmShelf(shoot func(context.Context, string) ([]byte, error)) *filmShelf {
	return &filmShelf{shoot: shoot, strips: map[string][]byte{}}
}

// A filmShelf keeps the strips of pictures of the scenarios, each made when
// somebody first wants to see it, one at a time.
type filmShelf struct {
	shoot  func(ctx context.Context, name string) ([]byte, error)
	mu     sync.Mutex
	strips map[string][]byte
}

// strip returns the strip of a scenario, a JPEG.
func (f *filmShelf) strip(ctx context.Context, name string) ([]byte, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if b, ok := f.strips[name]; ok {
		return b, nil
	}
	b, err := f.shoot(ctx, name)
	if err == nil {
		f.strips[name] = b
	}
	return b, err
}

// serve answers /film?scenario=NAME.
func (f *filmShelf) serve(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Query().Get("scenario")
	if f.shoot == nil || !slices.Contains(scenario.Names(), name) {
		http.Error(w, "there is no such scenario", http.StatusNotFound)
		return
	}
	b, err := f.strip(r.Context(), name)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "image/jpeg")
	w.Header().Set("Cache-Control", "private, max-age=3600")
	// An error means that the browser is gone.
	_, _ = w.Write(b)
}
