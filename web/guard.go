package web

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Tokens let people in: with Control one may drive, with View only look.
type Tokens struct{ Control, View string }

// A role is what a token allows.
type role int

const (
	nobody role = iota
	mayLook
	mayDrive
)

// A guard decides who may come in. Neither Origin nor Host can be trusted alone: a
// rebound DNS name makes both agree, so Host must be a name we know.
type guard struct {
	hosts      []string
	embedders  []string // origins whose pages may hold ours in a frame
	tokens     Tokens
	cookie     string
	publicView bool
}

// knows tells whether host, with or without a port, is a name of ours.
func (g guard) knows(host string) bool {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	host = strings.Trim(strings.TrimSuffix(strings.ToLower(host), "."), "[]")
	return slices.Contains([]string{"localhost", "127.0.0.1", "::1"}, host) || slices.Contains(g.hosts, host)
}

// sameOrigin tells whether a request comes from our own page, or from a program that has a
// token in its hand.
func (g guard) sameOrigin(r *http.Request) bool {
	origin := r.Header["Origin"]
	if len(origin) == 0 {
		return strings.HasPrefix(r.Header.Get("Authorization"), "Bearer ")
	}
	u, err := url.Parse(origin[0])
	if err != nil || len(origin) != 1 || u.Scheme != "http" && u.Scheme != "https" {
		return false
	}
	return strings.EqualFold(u.Host, r.Host) && g.knows(u.Host)
}

// mayLive tells whether a request to upgrade comes from one of those, or from a page that may
// hold ours in a frame.
func (g guard) mayLive(r *http.Request) bool {
	return g.sameOrigin(r) || slices.Contains(g.embedders, strings.ToLower(r.Header.Get("Origin"))) && g.knows(r.Host)
}

// policy is what browsers allow our page: nothing from elsewhere, and only known frames.
func (g guard) policy() string {
	frames := strings.Join(append([]string{"'self'"}, g.embedders...), " ")
	return "default-src 'self'; frame-ancestors " + frames + "; base-uri 'none'; form-action 'none'"
}

// origins checks a list of origins such as https://lab.example:8443, and writes them as
// browsers do.
func origins(list []string) ([]string, error) {
	var all []string
	for _, o := range list {
		u, err := url.Parse(strings.ToLower(strings.TrimSuffix(o, "/")))
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Scheme+"://"+u.Host != u.String() || !plainHost(u.Host) {
			return nil, fmt.Errorf("web: origin %q: want one such as https://lab.example", o)
		}
		all = append(all, u.String())
	}
	return all, nil
}

// plainHost tells whether a host is a name or an address, with or without a port, and nothing
// that means more in a header.
func plainHost(host string) bool {
	odd := func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && !strings.ContainsRune(".-:[]", r)
	}
	return host != "" && !strings.ContainsFunc(host, odd)
}

// role returns what the request's token allows.
func (g guard) role(r *http.Request) role {
	token, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if c, err := r.Cookie(g.cookie); token == "" && err == nil {
		token = c.Value
	}
	return g.roleOf(token)
}

func (g guard) roleOf(token string) role {
	switch {
	case same(token, g.tokens.Control):
		return mayDrive
	case same(token, g.tokens.View), g.publicView:
		return mayLook
	}
	return nobody
}

func same(a, b string) bool { return b != "" && subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// admit sets the cookie for the token in the address and sends the browser on to
// the same address without it, so that it stays out of histories and referrers.
func (g guard) admit(w http.ResponseWriter, r *http.Request) {
	token := r.URL.Query().Get("k")
	if g.roleOf(token) == nobody {
		http.Error(w, "this link is not, or no longer, valid: use the one that marrow serve printed", http.StatusForbidden)
		return
	}
	http.SetCookie(w, &http.Cookie{
		Name: g.cookie, Value: token, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode, MaxAge: 30 * 24 * 3600,
	})
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

// newToken returns 128 random bits as text.
func newToken() string {
	b := make([]byte, 16)
	_, _ = rand.Read(b) // never fails
	return base64.RawURLEncoding.EncodeToString(b)
}

// KeptTokens reads the tokens of this user from the file name, or makes them and
// writes them there, readable by the user alone. Tokens that are kept let an open
// page find a restarted server again.
func KeptTokens(name string) (Tokens, error) {
	if b, err := os.ReadFile(name); err == nil {
		if f := strings.Fields(string(b)); len(f) == 2 && len(f[0]) >= 22 && len(f[1]) >= 22 {
			return Tokens{f[0], f[1]}, nil
		}
	}
	t := Tokens{newToken(), newToken()}
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return t, fmt.Errorf("web: %w", err)
	}
	if err := os.WriteFile(name, []byte(t.Control+"\n"+t.View+"\n"), 0o600); err != nil {
		return t, fmt.Errorf("web: %w", err)
	}
	return t, nil
}
