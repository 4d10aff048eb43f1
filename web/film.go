package web

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"marrow/sim/scenario"
)

// filmTurn is how long one film is worked on before the next has its turn.
const filmTurn = time.Second

// A Film is that of a scenario, as far as it is made.
type Film struct {
	Strip    []byte // frames side by side, a JPEG
	Frames   int
	Complete bool
}

// newFilmShelf returns a shelf without films yet; shoot goes on with one until its context
// ends, nil if nobody can.
func newFilmShelf(shoot func(context.Context, string) (Film, error)) *filmShelf {
	return &filmShelf{shoot: shoot, camera: make(chan struct{}, 1), films: map[string]Film{}}
}

// A filmShelf keeps the films of the scenarios as far as they are made. Who wants more of
// one waits for the camera, in the order of asking, and has it for one turn: a long film
// lets the short ones pass, and who went away is left out.
type filmShelf struct {
	shoot  func(ctx context.Context, name string) (Film, error)
	camera chan struct{} // full while somebody has it
	mu     sync.Mutex
	films  map[string]Film
}

// more returns the film of a scenario with more frames than held, if there can be more.
func (f *filmShelf) more(ctx context.Context, name string, held int) (Film, error) {
	if film := f.film(name); film.Complete || film.Frames > held {
		return film, nil
	}
	select {
	case f.camera <- struct{}{}:
		defer func() { <-f.camera }()
	case <-ctx.Done():
		return Film{}, ctx.Err()
	}
	if film := f.film(name); film.Complete || film.Frames > held {
		return film, nil // somebody else asked for it as well
	}
	turn, end := context.WithTimeout(ctx, filmTurn)
	defer end()
	film, err := f.shoot(turn, name)
	if err == nil {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.films[name] = film
	}
	return film, err
}

func (f *filmShelf) film(name string) Film {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.films[name]
}

// serve answers /film?scenario=NAME&frames=N to who holds N frames of it. No content: there
// are no more yet.
func (f *filmShelf) serve(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Query().Get("scenario")
	held, _ := strconv.Atoi(r.URL.Query().Get("frames")) // without a number: none
	if f.shoot == nil || !slices.Contains(scenario.Names(), name) {
		http.Error(w, "there is no such scenario", http.StatusNotFound)
		return
	}
	film, err := f.more(r.Context(), name, held)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	if !film.Complete && film.Frames <= held {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	w.Header().Set("Content-Type", "image/jpeg")
	w.Header().Set("Cache-Control", "private, max-age=3600")
	w.Header().Set("Marrow-Complete", strconv.FormatBool(film.Complete))
	// An error means that the browser is gone.
	_, _ = w.Write(film.Strip)
}
