package web

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"marrow/sim/live"
)

// posted sends a scenario file, and returns the status and what was said.
func posted(t *testing.T, s *Server, header map[string]string, body string) (int, string) {
	t.Helper()
	r, err := http.NewRequest("POST", "http://"+host(s)+"/scenario", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for k, v := range header {
		r.Header.Set(k, v)
	}
	r.Close = true
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	said, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, strings.TrimSpace(string(said))
}

// A scenario file that is posted becomes the run that everybody sees. It is taken from who may
// drive only, and what is wrong with it is said.
func TestPostScenario(t *testing.T) {
	s, former := startServer(t, live.Options{Paused: true}, func(c *Config) {
		c.Post = func(text []byte) (Run, error) {
			if string(text) != "title: mine" {
				return Run{}, errors.New("posted.yaml:1:1: no scenario")
			}
			return another(t)
		}
	})
	own := "http://" + host(s)
	drive, look := "Bearer "+testTokens.Control, "Bearer "+testTokens.View
	guest := travel(t, s, testTokens.View)
	for _, tt := range []struct {
		name   string
		header map[string]string
		body   string
		want   int
		said   string
	}{
		{"no token", nil, "title: mine", http.StatusForbidden, ""},
		{"no token from the page", map[string]string{"Origin": own}, "title: mine", http.StatusForbidden, "look"},
		{"who may look", map[string]string{"Authorization": look}, "title: mine", http.StatusForbidden, "look"},
		{"another page", map[string]string{"Authorization": drive, "Origin": "http://evil.example"}, "title: mine", http.StatusForbidden, "page"},
		{"no scenario", map[string]string{"Authorization": drive}, "nonsense", http.StatusUnprocessableEntity, "posted.yaml:1:1: no scenario"},
		{"too long", map[string]string{"Authorization": drive}, strings.Repeat("#", mostScenario+1), http.StatusRequestEntityTooLarge, "1 MiB"},
		{"mine", map[string]string{"Authorization": drive, "Origin": own}, "title: mine", http.StatusNoContent, ""},
	} {
		if got, said := posted(t, s, tt.header, tt.body); got != tt.want || !strings.Contains(said, tt.said) {
			t.Errorf("%s: got %d %q, want %d %q", tt.name, got, said, tt.want, tt.said)
		}
	}
	guest.until("the other run", func() bool { return guest.welcomes == 1 && guest.welcome.Run.Title == "Another one" })
	former.Pause(true)
}

// A server that writes its run down shows that one only.
func TestPostWhereOneRunIsShown(t *testing.T) {
	s, _ := startServer(t, live.Options{Paused: true}, nil)
	if got, said := posted(t, s, map[string]string{"Authorization": "Bearer " + testTokens.Control}, "x"); got != http.StatusConflict {
		t.Errorf("got %d %q", got, said)
	}
}

// Only pages of this server, and those that were named, may hold the view in a frame and open
// its stream.
func TestEmbedding(t *testing.T) {
	const lab = "https://lab.example"
	plain, _ := startServer(t, live.Options{Paused: true}, nil)
	named, _ := startServer(t, live.Options{Paused: true}, func(c *Config) { c.EmbedFrom = []string{"HTTPS://Lab.example/"} })
	for s, frames := range map[*Server]string{plain: "frame-ancestors 'self';", named: "frame-ancestors 'self' " + lab + ";"} {
		res, err := http.Get("http://" + host(s) + "/healthz")
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if got := res.Header.Get("Content-Security-Policy"); !strings.Contains(got, frames) {
			t.Errorf("the policy is %q, want %q in it", got, frames)
		}
	}
	for _, tt := range []struct {
		s            *Server
		host, origin string
		want         int
	}{
		{named, host(named), lab, 101},
		{named, host(named), "https://lab.example.evil.example", 403},
		{named, host(named), "http://lab.example", 403},
		{named, "lab.example", lab, 403}, // a name that was bent to our address
		{plain, host(plain), lab, 403},
	} {
		if got := status(t, host(tt.s), "/live", tt.host, tt.origin, "", "Upgrade"); got != tt.want {
			t.Errorf("host %s, origin %s: got %d, want %d", tt.host, tt.origin, got, tt.want)
		}
	}
}

// What is no origin is refused: it would mean something else in a header.
func TestOrigins(t *testing.T) {
	for _, bad := range []string{"", "lab.example", "ftp://lab.example", "https://", "https://lab.example/view", "https://a@lab.example", "https://*.lab.example", "https://lab.example;script-src *", "https://x'y"} {
		if got, err := origins([]string{bad}); err == nil {
			t.Errorf("%q was taken as %q", bad, got)
		}
	}
	if got, err := origins([]string{"http://[::1]:8080", "https://lab.example:8443/"}); err != nil || len(got) != 2 {
		t.Errorf("got %q, %v", got, err)
	}
}
