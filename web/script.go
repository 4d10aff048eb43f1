package web

import "net/http"

// script answers /run.yaml: the run so far as a scenario file, which ends in the same
// state wherever it is run.
func (s *Server) script(w http.ResponseWriter, _ *http.Request) {
	world, run := s.hub.run()
	if run.Script == nil {
		http.Error(w, "this run cannot be written down", http.StatusNotFound)
		return
	}
	until := world.line.Peek().Frame.Tick
	h := w.Header()
	h.Set("Content-Type", "application/yaml")
	h.Set("Content-Disposition", `attachment; filename="run.yaml"`)
	h.Set("Cache-Control", "no-store")
	// An error means that the browser is gone.
	_, _ = w.Write(run.Script(world.line.Events(0), until))
}
