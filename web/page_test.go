package web

import (
	"compress/gzip"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"marrow/sim/tissue"
)

func get(p *page, path string, header http.Header) *httptest.ResponseRecorder {
	r := httptest.NewRequest("GET", path, nil)
	r.Header = header
	w := httptest.NewRecorder()
	p.serve(w, r)
	return w
}

// A program that was built without the page says how to build it.
func TestNoPage(t *testing.T) {
	p := &page{note: "Run \"make build\"."}
	w := get(p, "/", nil)
	if w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), "make build") {
		t.Errorf("got %d %q", w.Code, w.Body)
	}
	if note, err := built.ReadFile("ui/dist.txt"); err != nil || !strings.Contains(string(note), "make build") {
		t.Errorf("the note is %q, %v", note, err)
	}
}

// Files are served once: a browser that has them is told so.
func TestPageFiles(t *testing.T) {
	p := &page{build: "b", files: map[string]file{"/": newFile("index.html", []byte(strings.Repeat("<p>marrow</p>", 100)))}}
	w := get(p, "/", http.Header{"Accept-Encoding": {"gzip"}})
	if w.Header().Get("Content-Type") != "text/html; charset=utf-8" || w.Header().Get("Content-Encoding") != "gzip" || w.Body.Len() > 200 {
		t.Errorf("got %v and %d bytes", w.Header(), w.Body.Len())
	}
	if w := get(p, "/", http.Header{"If-None-Match": {w.Header().Get("ETag")}}); w.Code != http.StatusNotModified || w.Body.Len() > 0 {
		t.Errorf("again: got %d and %d bytes", w.Code, w.Body.Len())
	}
	if w := get(p, "/nothing", nil); w.Code != http.StatusNotFound {
		t.Errorf("a file that is not there: got %d", w.Code)
	}
}

// The slice that a browser draws is the tissue's.
func TestTissue(t *testing.T) {
	ts := &tissue.Tissue{
		Spec:  tissue.Spec{Width: 2, Height: 2, Depth: 2},
		Class: []tissue.Class{tissue.Free, tissue.Bone, tissue.Fat, tissue.Sinusoid, tissue.Arteriole, tissue.Capillary, tissue.Vein, tissue.Border},
		Adipocytes: []tissue.Adipocyte{
			{X: 1, Y: 1, Z: 0, R: 0.5},
			{X: 1, Y: 1, Z: 3, R: 2.5},
		},
		Exits: []tissue.Exit{{X: 1, Y: 0, Z: 1, Kind: "central vein"}},
	}
	s := &Server{hub: &hub{config: Config{Run: Run{Tissue: ts}}, worlds: []*world{nil}}, guard: guard{publicView: true}}
	w := httptest.NewRecorder()
	s.tissue(w, httptest.NewRequest("GET", "/tissue?z=1", nil))
	z, err := gzip.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	var got slice
	if err := json.NewDecoder(z).Decode(&got); err != nil {
		t.Fatal(err)
	}
	if got.Classes != "acvx" || len(got.Fat) != 1 || got.Fat[0] != [3]float32{1, 1, 1.5} || len(got.Exits) != 1 {
		t.Errorf("got %+v", got)
	}
}

// Tokens are made once for a user, and kept where only he can read them.
func TestKeptTokens(t *testing.T) {
	name := filepath.Join(t.TempDir(), "sub", "tokens")
	a, err := KeptTokens(name)
	if err != nil {
		t.Fatal(err)
	}
	b, err := KeptTokens(name)
	if err != nil || a != b || len(a.Control) < 22 || a.Control == a.View {
		t.Errorf("got %v, then %v, %v", a, b, err)
	}
}

// An address that others can reach needs a word from the user.
func TestAddresses(t *testing.T) {
	for _, tt := range []struct {
		addr     string
		insecure bool
		ok       bool
	}{
		{"127.0.0.1:0", false, true},
		{"[::1]:8080", false, true},
		{"localhost:1", false, true},
		{"0.0.0.0:8080", false, false},
		{":8080", false, false},
		{"192.0.2.1:80", false, false},
		{"8080", true, false},
		{"0.0.0.0:8080", true, true},
	} {
		if err := checkAddr(Config{Addr: tt.addr, Insecure: tt.insecure}); (err == nil) != tt.ok {
			t.Errorf("%s, insecure %v: got error %v", tt.addr, tt.insecure, err)
		}
	}
}
