package web

import (
	"encoding/json"
	"net/http/httptest"
	"testing"

	"marrow/sim/live"
)

// Whoever asks how an infusion spreads gets its course: the dose is somewhere at every
// moment, and in the end in the arteries. Nonsense is refused in one line.
func TestPlumeIsServed(t *testing.T) {
	s, _ := startServer(t, live.Options{}, nil)
	ask := func(query string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		s.plume(w, httptest.NewRequest("GET", "/plume?"+query, nil))
		return w
	}
	var p plumeInfo
	if err := json.Unmarshal(ask("site=tibia&circulation=arrest&rate=30").Body.Bytes(), &p); err != nil {
		t.Fatal(err)
	}
	if len(p.Places) == 0 || len(p.Moments) != plumeMoments || p.Rate < 29.99 || p.Rate > 30.01 {
		t.Fatalf("%d places, %d moments, %v mL/min", len(p.Places), len(p.Moments), p.Rate)
	}
	bright := 0
	for _, m := range p.Moments {
		if sum := m.Held + m.Underway + m.Arrived + m.Escaped; len(m.At) != len(p.Places) || sum < m.Infused-1e-8 || sum > m.Infused+1e-8 {
			t.Errorf("%v s: %d levels, %v of %v", m.T, len(m.At), sum, m.Infused)
		}
		for _, level := range m.At {
			if level > 200 {
				bright++
			}
		}
	}
	if last := p.Moments[len(p.Moments)-1]; last.Arrived < 0.99 || bright == 0 {
		t.Errorf("%v has arrived, %d bright places", last.Arrived, bright)
	}
	for _, query := range []string{"site=nose", "circulation=x", "rate=NaN", "rate=-1", "rate=0", "volume=1e9", "x=many", "site="} {
		if w := ask(query); w.Code != 400 {
			t.Errorf("%s: status %d, %s", query, w.Code, w.Body)
		}
	}
}
