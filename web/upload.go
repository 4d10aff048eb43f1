package web

import (
	"errors"
	"io"
	"net/http"
	"time"
)

const (
	mostScenario = 1 << 20          // bytes of a scenario file
	postWait     = 10 * time.Second // for it to come
)

// post answers POST /scenario: it begins a run of the scenario file that is the body, for all
// viewers, or says what is wrong with the file.
func (s *Server) post(w http.ResponseWriter, r *http.Request) {
	switch {
	case !s.guard.sameOrigin(r):
		http.Error(w, "a scenario is taken from this server's page, or from a program with a token", http.StatusForbidden)
	case s.guard.role(r) != mayDrive:
		http.Error(w, "this link lets you look, not drive", http.StatusForbidden)
	case s.config.Post == nil:
		http.Error(w, "this server shows one run only", http.StatusConflict)
	default:
		s.begin(w, r)
	}
}

func (s *Server) begin(w http.ResponseWriter, r *http.Request) {
	// Without a deadline a body that never ends would hold a goroutine.
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(postWait))
	text, err := io.ReadAll(http.MaxBytesReader(w, r.Body, mostScenario))
	if large := (*http.MaxBytesError)(nil); errors.As(err, &large) {
		http.Error(w, "a scenario file has at most 1 MiB", http.StatusRequestEntityTooLarge)
		return
	}
	if err != nil {
		http.Error(w, "the scenario file did not come whole", http.StatusBadRequest)
		return
	}
	err = s.hub.begin(epochInfo{Why: "load"}, func() (Run, error) { return s.config.Post(text) })
	if err != nil {
		http.Error(w, err.Error(), http.StatusUnprocessableEntity)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}
