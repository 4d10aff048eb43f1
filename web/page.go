package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
)

// built is the page as `make build` left it in ui/dist. That folder is not there
// before the first build; the note beside it, dist.txt, always is, so that the
// pattern has something to match.
//
//go:embed ui/dist*
var built embed.FS

// A page is the files of the page, ready to be sent.
type page struct {
	build string // digest of all files, "" without a page
	files map[string]file
	note  string // what is served without a page
}

// A file is one file of the page.
type file struct {
	kind, etag  string
	body, small []byte // plain and gzipped
}

// newPage prepares what was built.
func newPage() (*page, error) {
	note, err := built.ReadFile("ui/dist.txt")
	if err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	p := &page{files: map[string]file{}, note: string(note)}
	all := sha256.New()
	err = fs.WalkDir(built, "ui/dist", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return nil // no ui/dist: nothing was built
		}
		body, err := built.ReadFile(name)
		if err != nil {
			return err
		}
		all.Write(body)
		p.files[strings.TrimPrefix(name, "ui/dist")] = newFile(name, body)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	index, ok := p.files["/index.html"]
	if !ok {
		return p, nil
	}
	// The page learns its own build, to notice a server that has a newer one.
	p.build = hex.EncodeToString(all.Sum(nil)[:8])
	p.files["/"] = newFile("index.html", bytes.ReplaceAll(index.body, []byte("BUILD"), []byte(p.build)))
	return p, nil
}

func newFile(name string, body []byte) file {
	sum := sha256.Sum256(body)
	var small bytes.Buffer
	w := gzip.NewWriter(&small)
	// A bytes.Buffer takes everything.
	_, _ = w.Write(body)
	_ = w.Close()
	return file{
		kind: mime.TypeByExtension(path.Ext(name)),
		etag: `"` + hex.EncodeToString(sum[:8]) + `"`,
		body: body, small: small.Bytes(),
	}
}

// serve answers a request for a file of the page.
func (p *page) serve(w http.ResponseWriter, r *http.Request) {
	if p.build == "" && r.URL.Path == "/" {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.WriteHeader(http.StatusServiceUnavailable)
		fmt.Fprint(w, p.note)
		return
	}
	f, ok := p.files[r.URL.Path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("ETag", f.etag)
	h.Set("Cache-Control", "no-cache") // ask each time; the tag spares the body
	h.Add("Vary", "Accept-Encoding")
	if r.Header.Get("If-None-Match") == f.etag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	body := f.body
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") && len(f.small) < len(f.body) {
		h.Set("Content-Encoding", "gzip")
		body = f.small
	}
	// An error means that the browser is gone.
	_, _ = w.Write(body)
}
