package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"marrow/sim"
	"marrow/sim/lineage"
	"marrow/sim/live"
	"marrow/sim/scenario"
	"marrow/sim/tissue"
)

// A Run is a runner with what people want to know of it. Runner, Table and Tissue are
// needed.
type Run struct {
	Runner  *live.Runner
	Table   *lineage.Table
	Tissue  *tissue.Tissue
	Patches []Patch // of a body of several
	Title   string  // of the scenario, for people
	Seed    uint64  // of the run, for people

	Scenario string          // id of the scenario, if it is one of those that can be opened
	Question string          // of the scenario, for people
	Tour     []scenario.Stop // of the scenario
	Limits   []string        // of the scenario: what the model leaves out

	// Script, if not nil, writes the run until a tick as a scenario file.
	Script func(done []sim.Applied, until uint64) []byte
}

// A Scenario is one that can be opened.
type Scenario struct {
	ID       string `json:"id"`
	Title    string `json:"title"`
	Question string `json:"question,omitempty"`
}

// A Config says what to serve, where and to whom.
type Config struct {
	Addr string // host:port; port 0 picks one. "" is 127.0.0.1:8080
	Run

	Scenarios []Scenario // that Open can open
	// Open ends the run and begins another one, of a scenario by its id, or of that of the
	// run if id is empty. Without a seed it is the scenario's. On an error, or when ctx ends
	// before the other run is made, the run goes on. Progress is told the share of a part of
	// the work that is done. nil: there is only the one run.
	Open func(ctx context.Context, id string, seed *uint64, progress func(part string, done float64)) (Run, error)
	// Revive begins a run in the place of one that has failed, from the last moment that was
	// well. nil: what has failed stays as it is.
	Revive func() (Run, error)

	// Post does the same with the text of a scenario file. nil: none can be posted.
	Post func(text []byte) (Run, error)

	// Film, if not nil, goes on with the film of a built-in scenario for the gallery until
	// it is complete or ctx ends, and returns it as far as it is. One goroutine at a time
	// calls it.
	Film func(ctx context.Context, scenario string) (Film, error)

	Tokens     Tokens   // the zero Tokens are those kept for this user, see KeptTokens
	PublicView bool     // lets anybody look who reaches the address
	AllowHosts []string // names, beside those of loopback, under which we may be reached
	EmbedFrom  []string // origins whose pages may hold ours in a frame: https://lab.example
	Insecure   bool     // allows an address off loopback, without encryption

	Version string // of the program
	Viewers int    // at most; 0 = 1000
	Log     *slog.Logger
}

func (c Config) maxViewers() int {
	if c.Viewers > 0 {
		return c.Viewers
	}
	return 1000
}

// A Server serves the live view until its context ends.
type Server struct {
	config Config
	guard  guard
	hub    *hub
	page   *page
	link   string
	http   *http.Server
	done   chan struct{}
	err    error

	quit context.Context // ends when the server shuts down
	door door

	plumes sync.Mutex // held while one is reckoned
}

// Listen starts to serve, and returns when the address answers. The server ends,
// and tells its viewers so, when ctx ends.
func Listen(ctx context.Context, c Config) (*Server, error) {
	s, err := newServer(ctx, c)
	if err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp", s.config.Addr)
	if err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	s.welcomeAt(l.Addr().(*net.TCPAddr))
	go s.serve(ctx, listener{l})
	return s, nil
}

// Link is the address to open in a browser. It holds the control token: whoever has
// it may drive.
func (s *Server) Link() string { return s.link }

// Wait returns when the server has ended, with what ended it if that was not its
// context.
func (s *Server) Wait() error {
	<-s.done
	return s.err
}

func newServer(ctx context.Context, c Config) (*Server, error) {
	if c.Addr == "" {
		c.Addr = "127.0.0.1:8080"
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if err := checkAddr(c); err != nil {
		return nil, err
	}
	var err error
	if c.EmbedFrom, err = origins(c.EmbedFrom); err != nil {
		return nil, err
	}
	if c.Tokens == (Tokens{}) {
		c.Tokens = userTokens(c.Log)
	}
	p, err := newPage()
	if err != nil {
		return nil, err
	}
	h, err := newHub(c, p.build)
	if err != nil {
		return nil, err
	}
	return &Server{config: c, hub: h, page: p, quit: ctx, done: make(chan struct{})}, nil
}

// checkAddr refuses to be reached from elsewhere by mistake.
func checkAddr(c Config) error {
	host, _, err := net.SplitHostPort(c.Addr)
	if err != nil {
		return fmt.Errorf("web: address %q: want host:port, such as 127.0.0.1:8080", c.Addr)
	}
	ip := net.ParseIP(host)
	if host == "localhost" || ip != nil && ip.IsLoopback() || c.Insecure {
		return nil
	}
	return fmt.Errorf("web: address %q can be reached from other machines, without encryption: want a loopback address or leave to be insecure", c.Addr)
}

// userTokens returns the tokens kept for this user, or fresh ones where nothing can
// be kept.
func userTokens(log *slog.Logger) Tokens {
	dir, err := os.UserConfigDir()
	if err == nil {
		var t Tokens
		if t, err = KeptTokens(filepath.Join(dir, "marrow", "tokens")); err == nil {
			return t
		}
	}
	log.Warn("tokens are not kept: a page that is open now will not find a restarted server", "error", err)
	return Tokens{newToken(), newToken()}
}

// welcomeAt sets what depends on the port.
func (s *Server) welcomeAt(a *net.TCPAddr) {
	hosts := make([]string, 0, len(s.config.AllowHosts))
	for _, h := range s.config.AllowHosts {
		hosts = append(hosts, strings.TrimSuffix(strings.ToLower(h), "."))
	}
	s.guard = guard{hosts, s.config.EmbedFrom, s.config.Tokens, fmt.Sprintf("marrow-%d", a.Port), s.config.PublicView}
	host := a.IP.String()
	if a.IP.IsUnspecified() {
		host = "localhost"
	}
	s.link = fmt.Sprintf("http://%s/?k=%s", net.JoinHostPort(host, fmt.Sprint(a.Port)), s.config.Tokens.Control)
}

// serve runs until ctx ends.
func (s *Server) serve(ctx context.Context, l net.Listener) {
	defer close(s.done)
	s.http = &http.Server{
		Handler:           s.handler(),
		ReadHeaderTimeout: 5 * time.Second,
		IdleTimeout:       time.Minute,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          slog.NewLogLogger(s.config.Log.Handler(), slog.LevelDebug),
	}
	var hub sync.WaitGroup
	hub.Go(func() { s.hub.work(ctx) })
	hub.Go(func() {
		<-ctx.Done()
		_ = s.http.Close() // hijacked connections end by themselves
	})
	if err := s.http.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		s.err = fmt.Errorf("web: %w", err)
	}
	hub.Wait()
	s.door.close()
}

// handler returns the routes behind the check of the Host header.
func (s *Server) handler() http.Handler {
	m := http.NewServeMux()
	m.HandleFunc("GET /live", s.live)
	m.HandleFunc("GET /tissue", s.forViewers(s.tissue))
	m.HandleFunc("GET /plume", s.forViewers(s.plume))
	m.HandleFunc("GET /film", s.forViewers(newFilmShelf(s.config.Film).serve))
	m.HandleFunc("GET /run.yaml", s.forViewers(s.script))
	m.HandleFunc("POST /scenario", s.post)
	m.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	m.HandleFunc("GET /", s.root)
	policy := s.guard.policy()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.guard.knows(r.Host) {
			http.Error(w, "this server is not known under that name", http.StatusForbidden)
			return
		}
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		m.ServeHTTP(w, r)
	})
}

// forViewers lets only those through who may look.
func (s *Server) forViewers(f http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if s.guard.role(r) == nobody {
			http.Error(w, "use the link that marrow serve printed", http.StatusForbidden)
			return
		}
		f(w, r)
	}
}

// root serves the page, and lets in who brings a token.
func (s *Server) root(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/" && r.URL.Query().Has("k") {
		s.guard.admit(w, r)
		return
	}
	s.page.serve(w, r)
}
