package web

import (
	"context"
	"net/http"
	"sync"
)

// A filmShelf keeps the strips of pictures of the scenarios, each made when
// somebody first wants to see it, one at a time.
type filmShelf struct {
	shoot  func(ctx context.Context, scenario string) ([]byte, error)
	known  func(scenario string) bool
	mu     sync.Mutex
	strips map[string][]byte
}

// strip returns the strip of a scenario, a JPEG.
func (f *filmShelf) strip(ctx context.Context, scenario string) ([]byte, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if b, ok := f.strips[scenario]; ok {
		return b, nil
	}
	b, err := f.shoot(ctx, scenario)
	if err == nil {
		f.strips[scenario] = b
	}
	return b, err
}

// serve answers /film?scenario=NAME.
func (f *filmShelf) serve(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Query().Get("scenario")
	if f.shoot == nil || !f.known(name) {
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
