package web

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"marrow/sim/input"
	"marrow/sim/live"
	"marrow/sim/scenario"
)

// A viewer sees, at each level of detail, just what the world is.
func TestPictureEqualsWorld(t *testing.T) {
	s, runner := startServer(t, live.Options{Speed: 200}, nil)
	c := join(t, s, testTokens.Control)
	c.see(0)
	c.until("many frames", func() bool { return c.deltas >= 20 })
	runner.Pause(true)
	c.until("the pause", func() bool { return c.status.Paused })
	c.until("the last frame", func() bool { return uint64(c.seq) == runner.Peek().Seq || c.tick == runner.Peek().Frame.Tick })
	f := runner.Peek().Frame
	if !bytes.Equal(c.picture(f.Width, f.Height), runner.Peek().Slices[0].Codes) {
		t.Error("the client's picture differs from the world's")
	}
	if c.lost > 0 {
		t.Errorf("%d deltas did not fit what the client held", c.lost)
	}
}

// Deflated keys make the same picture.
func TestDeflatedPicture(t *testing.T) {
	s, runner := startServer(t, live.Options{Paused: true}, nil)
	c := join(t, s, testTokens.Control, "deflate")
	c.see(0)
	c.until("the picture", func() bool { return len(c.planes) == 9 })
	f := runner.Peek().Frame
	if !bytes.Equal(c.picture(f.Width, f.Height), runner.Peek().Slices[0].Codes) {
		t.Error("the client's picture differs from the world's")
	}
}

// The welcome tells all that a client needs to draw and to command.
func TestWelcome(t *testing.T) {
	s, _ := startServer(t, live.Options{Paused: true}, nil)
	w := join(t, s, testTokens.Control).welcome
	if w.Role != "driver" || w.Resumed || len(w.Worlds) != 1 || w.Worlds[0].W != 150 || w.Worlds[0].Lods != 1 {
		t.Errorf("role %q, resumed %v, worlds %+v", w.Role, w.Resumed, w.Worlds)
	}
	if len(w.Types) < 20 || w.Types[0].ID != "empty" || w.Types[1].Color == "" {
		t.Errorf("types %+v", w.Types)
	}
	if len(w.Series) < 25 || w.Series[0].ID != "hb_g_dl" || w.Series[0].Range == nil || w.Series[0].Range[0] != 13.4 {
		t.Errorf("series %+v", w.Series)
	}
	if len(w.Ops) == 0 || w.Ops[0].Name != "bleed" || w.Ops[0].Args[0].Max != 60 {
		t.Errorf("ops %+v", w.Ops)
	}
}

// The welcome tells the story of the scenario: its question, its tour in ticks, and what the
// model leaves out.
func TestWelcomeTellsTheStory(t *testing.T) {
	s, _ := startServer(t, live.Options{Paused: true}, func(c *Config) {
		c.Question, c.Limits = "Why?", []string{"No fever."}
		c.Tour = []scenario.Stop{{At: input.Day, Say: "Look."}, {At: 2 * input.Day, Say: "There.", Look: &scenario.Look{X: 3, Zoom: 8}}}
	})
	r := join(t, s, testTokens.View).welcome.Run
	if r.Question != "Why?" || len(r.Limits) != 1 || len(r.Tour) != 2 {
		t.Fatalf("got %+v", r)
	}
	if r.Tour[0].Tick != 288 || r.Tour[0].Look != nil || r.Tour[1].Say != "There." || r.Tour[1].Look.Zoom != 8 {
		t.Errorf("got tour %+v", r.Tour)
	}
}

// The clock obeys the driver.
func TestClockCommands(t *testing.T) {
	s, runner := startServer(t, live.Options{Paused: true}, nil)
	c := join(t, s, testTokens.Control)
	if e := c.command("step", `{"n":5}`); e.Code != "" {
		t.Fatalf("%+v", e)
	}
	c.until("five ticks", func() bool { return c.status.Tick == 5 && c.status.Why == "step" })
	c.command("speed", `{"perSecond":3600}`)
	c.command("play", `{}`)
	c.until("it runs", func() bool { return !c.status.Paused && c.status.Asked == 3600 })
	c.command("speed", `{"perSecond":"max"}`)
	c.until("it runs free", func() bool { return c.status.Asked == 0 && c.status.Tick > 20 })
	c.command("pause", `{}`)
	c.until("it stops", func() bool { return c.status.Paused && c.status.Why == "user" })
	if v := runner.Peek(); !v.Paused {
		t.Error("the runner is not paused")
	}
}

// A bleed takes effect at a tick boundary, is answered with its tick, marked, and
// lowers the hemoglobin, also while paused.
func TestBleed(t *testing.T) {
	s, _ := startServer(t, live.Options{Paused: true}, nil)
	c := join(t, s, testTokens.Control)
	c.until("the status", func() bool { return len(c.status.Now) > 0 })
	before := *c.status.Now[0]
	if before < 13 || before > 16 {
		t.Errorf("hemoglobin is %v g/dL at first, want 13 to 16", before)
	}
	if e := c.command("event", `{"name":"bleed","share":25}`); e.Code != "" {
		t.Fatalf("%+v", e)
	}
	c.until("the mark", func() bool { return len(c.events) == 1 })
	c.until("the new count", func() bool { return *c.status.Now[0] < before })
	if got := *c.status.Now[0] / before; got < 0.74 || got > 0.76 {
		t.Errorf("hemoglobin fell to %v of what it was, want 0.75", got)
	}
	if e := c.events[0]; e.Key != "bleed" || e.Args != "share=25%" || e.Kind != "posted" {
		t.Errorf("the mark is %+v", e)
	}
}

// What cannot be done is refused with the field and its range.
func TestRefusals(t *testing.T) {
	s, _ := startServer(t, live.Options{Paused: true}, nil)
	c := join(t, s, testTokens.Control)
	for _, tt := range []struct{ op, args, code, field string }{
		{"event", `{"name":"bleed","share":"90 %"}`, codeBadArg, "share"},
		{"event", `{"name":"bleed","share":-1}`, codeBadArg, "share"},
		{"event", `{"name":"bleed","shard":1}`, codeBadArg, "shard"},
		{"event", `{"name":"bleed","share":[1]}`, codeBadArg, "share"},
		{"event", `{"name":"blead"}`, codeBadArg, "name"},
		{"speed", `{}`, codeBadArg, "perSecond"},
		{"speed", `{"perSecond":"fast"}`, codeBadArg, "perSecond"},
		{"step", `{"n":0}`, codeBadArg, "n"},
		{"slice", `{"z":1}`, codeUnknownOp, "op"},
		{"undo", `{}`, codeBadArg, ""},
		{"redo", `{}`, codeBadArg, ""},
		{"fork", `{"at":1e9}`, codeBadArg, "at"},
		{"turn", `{}`, codeBadArg, "at"},
		{"turn", `{"at":0}`, codeBadArg, ""},
		{"revive", `{}`, codeNotAllowed, ""},
		{"fork", `{"without":1}`, codeBadArg, ""},
		{"fork", `{"op":"event","args":[]}`, codeBadArg, "args"},
		{"fork", `{"op":"event","args":{"name":"bleed","share":99}}`, codeBadArg, "share"},
		{"load", `{"scenario":"bleed"}`, codeNotAllowed, ""},
	} {
		if e := c.command(tt.op, tt.args); e.Code != tt.code || e.Field != tt.field || e.Msg == "" {
			t.Errorf("%s %s: got %+v, want %s of %s", tt.op, tt.args, e, tt.code, tt.field)
		}
	}
}

// A command that is sent again is answered again and not done again.
func TestCommandsOnce(t *testing.T) {
	s, runner := startServer(t, live.Options{Paused: true}, nil)
	c := join(t, s, testTokens.Control)
	const bleed = `"t":"cmd","op":"event","args":{"name":"bleed","share":10}`
	c.request("same", bleed)
	if e := c.request("same", bleed); e.T != "ok" {
		t.Errorf("the second answer is %+v", e)
	}
	if n := len(runner.Line().Events(0)); n != 1 {
		t.Errorf("done %d times", n)
	}
}

// One drives, the others look; the place can be taken over by who has the token for
// it, and is free when the driver leaves.
func TestRoles(t *testing.T) {
	s, _ := startServer(t, live.Options{Paused: true}, nil)
	a, b, guest := join(t, s, testTokens.Control), join(t, s, testTokens.Control), join(t, s, testTokens.View)
	for _, c := range []*client{b, guest} {
		if e := c.command("play", `{}`); e.Code != codeNotDriver {
			t.Errorf("a viewer's command: %+v", e)
		}
	}
	if e := guest.request("d", `"t":"drive","take":true`); e.Code != codeNotAllowed {
		t.Errorf("a guest takes over: %+v", e)
	}
	if e := b.request("d", `"t":"drive","take":true`); e.T != "ok" {
		t.Errorf("taking over: %+v", e)
	}
	a.until("the news", func() bool { return a.roles.You == "viewer" })
	if e := a.command("play", `{}`); e.Code != codeNotDriver {
		t.Errorf("the former driver's command: %+v", e)
	}
	goodbye := websocket.FormatCloseMessage(websocket.CloseGoingAway, "")
	if err := b.ws.WriteControl(websocket.CloseMessage, goodbye, time.Now().Add(time.Second)); err != nil {
		t.Fatal(err)
	}
	guest.until("nobody drives", func() bool { return guest.roles.T != "" && guest.roles.Driver == nil })
	if e := a.command("play", `{}`); e.T != "ok" {
		t.Errorf("taking the free place: %+v", e)
	}
}

// Who looks on can ask the driver for his place; the driver hears who asks, and gives it or
// keeps it. A guest is told that his link does not let him drive.
func TestAskToDrive(t *testing.T) {
	s, _ := startServer(t, live.Options{Paused: true}, nil)
	a, b, guest := join(t, s, testTokens.Control), join(t, s, testTokens.Control), join(t, s, testTokens.View)
	b.sendRaw(`{"t":"name","name":"Berta"}`)
	if e := guest.request("g", `"t":"drive","ask":true`); e.Code != codeNotAllowed {
		t.Errorf("a guest asks: %+v", e)
	}
	if e := a.request("n", `"t":"drive","give":true`); e.Code != codeBadArg {
		t.Errorf("giving to nobody: %+v", e)
	}
	if e := b.request("1", `"t":"drive","ask":true`); e.T != "ok" {
		t.Errorf("asking: %+v", e)
	}
	a.until("the question", func() bool { return a.roles.Asks != nil && a.roles.Asks.Name == "Berta" })
	b.until("the wait", func() bool { return b.roles.Asked && b.roles.May })
	a.request("2", `"t":"drive","give":false`)
	b.until("the refusal", func() bool { return !b.roles.Asked && b.roles.You == "viewer" })
	b.request("3", `"t":"drive","ask":true`)
	a.until("the question again", func() bool { return a.roles.Asks != nil })
	a.request("4", `"t":"drive","give":true`)
	b.until("the place", func() bool { return b.roles.You == "driver" })
	guest.until("the news", func() bool {
		return guest.roles.Driver != nil && guest.roles.Driver.Name == "Berta" && !guest.roles.May
	})
}

// A name that is given later than the hello is at all that is done from then on; one that is
// too long is refused.
func TestNameIsToldLater(t *testing.T) {
	s, _ := startServer(t, live.Options{Paused: true}, nil)
	c := join(t, s, testTokens.Control)
	if e := c.request("n", `"t":"name","name":"`+strings.Repeat("n", maxName+1)+`"`); e.Code != codeBadArg {
		t.Errorf("a long name: %+v", e)
	}
	c.sendRaw(`{"t":"name","name":"Anna"}`)
	c.command("event", `{"name":"bleed","share":5}`)
	c.until("the mark", func() bool { return len(c.events) == 1 })
	if got := c.events[0].By; got != "Anna" {
		t.Errorf("done by %q, want Anna", got)
	}
	c.until("the role", func() bool { return c.roles.Driver != nil && c.roles.Driver.Name == "Anna" })
}

// A client that comes back with its key goes on where it was: no row or mark twice,
// none missing, and the driver's place is still his.
func TestResume(t *testing.T) {
	s, runner := startServer(t, live.Options{Speed: 500}, nil)
	c := join(t, s, testTokens.Control)
	c.command("event", `{"name":"bleed","share":5}`)
	c.until("some rows", func() bool { return c.rows >= 3 && len(c.events) == 1 })
	c.ws.Close()
	r := &resume{Client: c.welcome.Client, Key: c.welcome.Key, Epoch: 1, Row: int64(c.rows) - 1, Event: 1}
	back := &client{t: t, ws: dial(t, s, testTokens.Control, protocol), planes: map[tileID][]byte{}, vers: map[tileID]uint32{}, rows: c.rows}
	back.sendRaw(`{"t":"hello","proto":1,"caps":[],"resume":` + string(encode(r)) + `}`)
	back.until("more rows", func() bool { return back.rows > c.rows+2 })
	if !back.welcome.Resumed || back.welcome.Role != "driver" || len(back.events) != 0 {
		t.Errorf("resumed %v as %s with %d marks", back.welcome.Resumed, back.welcome.Role, len(back.events))
	}
	runner.Pause(true)
	stranger := *r
	stranger.Key = "guessed"
	other := greet(t, dial(t, s, testTokens.Control, protocol), hello{Proto: 1, Resume: &stranger})
	if other.welcome.Resumed || other.welcome.Client == c.welcome.Client {
		t.Error("a wrong key was taken")
	}
}

// At most as many frames as credits are on their way; an acknowledged one makes room.
func TestCredits(t *testing.T) {
	s, runner := startServer(t, live.Options{Speed: 100}, nil)
	c := join(t, s, testTokens.Control)
	c.manual = true
	c.see(0)
	c.until("two frames", func() bool { return len(c.unacked) == 2 })
	start := runner.Peek().Seq
	c.until("statuses", func() bool { return c.status.Tick > 200 })
	if len(c.unacked) != 2 {
		t.Errorf("%d frames came without an ACK, want 2", len(c.unacked))
	}
	// The status asks for one a second.
	if made := runner.Peek().Seq - start; made > 10 {
		t.Errorf("%d frames were made that nobody could take", made)
	}
	c.ack()
	c.until("a third frame", func() bool { return len(c.unacked) >= 1 })
}

// A viewer that never reads costs the world and the other viewers nothing.
func TestStuckViewer(t *testing.T) {
	s, runner := startServer(t, live.Options{Speed: 200}, nil)
	for range 5 {
		stuck := join(t, s, testTokens.View)
		stuck.manual = true
		stuck.see(0)
	}
	good := join(t, s, testTokens.Control)
	good.see(0)
	start, tick := time.Now(), runner.Peek().Frame.Tick
	good.until("many frames", func() bool { return good.deltas > 40 })
	past := time.Since(start).Seconds()
	if rate := float64(good.tick-tick) / past; rate < 100 {
		t.Errorf("%.0f ticks/s beside stuck viewers, want about 200", rate)
	}
}

// Deltas chain, and checksums agree, over many frames of a world that runs free.
func TestFreeRun(t *testing.T) {
	s, _ := startServer(t, live.Options{}, nil)
	c := join(t, s, testTokens.Control)
	c.see(0)
	c.until("checksums", func() bool { return c.hashes >= 9 })
	if c.lost > 0 {
		t.Errorf("%d deltas did not fit", c.lost)
	}
}

// What is wrong with a conversation is told by a close code.
func TestCloseCodes(t *testing.T) {
	s, _ := startServer(t, live.Options{Paused: true}, nil)
	for _, tt := range []struct {
		name string
		ws   *websocket.Conn
		kind int
		send string
		want int
	}{
		{"another version", dial(t, s, testTokens.Control, protocolAny), 0, "", closeVersion},
		{"no token", dial(t, s, "wrong", protocol), 0, "", closeToken},
		{"no hello", dial(t, s, testTokens.Control, protocol), websocket.TextMessage, `{"t":"sub"}`, websocket.CloseProtocolError},
		{"old hello", dial(t, s, testTokens.Control, protocol), websocket.TextMessage, `{"t":"hello","proto":2}`, closeVersion},
		{"too long", dial(t, s, testTokens.Control, protocol), websocket.TextMessage, strings.Repeat(" ", 5000), websocket.CloseMessageTooBig},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if tt.send != "" {
				if err := tt.ws.WriteMessage(tt.kind, []byte(tt.send)); err != nil {
					t.Fatal(err)
				}
			}
			if got := closeCode(t, tt.ws); got != tt.want {
				t.Errorf("closed with %d, want %d", got, tt.want)
			}
		})
	}
}

// Who sends too much is sent away; the others go on.
func TestFloods(t *testing.T) {
	s, _ := startServer(t, live.Options{Paused: true}, nil)
	good := join(t, s, testTokens.Control)
	for _, tt := range []struct {
		name  string
		flood func(*websocket.Conn) error
	}{
		{"messages", func(ws *websocket.Conn) error {
			return ws.WriteMessage(websocket.TextMessage, []byte(`{"t":"ping","c":1}`))
		}},
		{"pings", func(ws *websocket.Conn) error {
			return ws.WriteControl(websocket.PingMessage, nil, time.Now().Add(time.Second))
		}},
		{"bytes", func(ws *websocket.Conn) error { return ws.WriteMessage(websocket.TextMessage, make([]byte, 4000)) }},
		{"ACKs", func(ws *websocket.Conn) error {
			return ws.WriteMessage(websocket.BinaryMessage, []byte{typeAck, 0, 0, 0, 9, 0, 0, 0})
		}},
		{"binary", func(ws *websocket.Conn) error { return ws.WriteMessage(websocket.BinaryMessage, []byte("hello")) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := join(t, s, testTokens.View)
			ended := make(chan int)
			go func() { ended <- closeCode(t, c.ws) }()
			for tt.flood(c.ws) == nil {
			}
			code := <-ended
			// What still lies unread at our end makes the kernel reset the line, and
			// that may overtake the close frame: 0 and 1006.
			if !slices.Contains([]int{0, websocket.CloseAbnormalClosure, websocket.ClosePolicyViolation, websocket.CloseUnsupportedData}, code) {
				t.Errorf("closed with %d", code)
			}
		})
	}
	if e := good.command("step", `{}`); e.T != "ok" {
		t.Errorf("the other viewer's command: %+v", e)
	}
}

// Host, Origin and token are checked on every route, in every combination.
func TestGuard(t *testing.T) {
	s, _ := startServer(t, live.Options{Paused: true}, func(c *Config) { c.AllowHosts = []string{"Lab.example"} })
	at := host(s)
	_, port, _ := strings.Cut(at, ":")
	cookie := fmt.Sprintf("marrow-%s=", port)
	hosts := map[string]bool{
		at: true, "localhost:" + port: true, "LOCALHOST.:" + port: true, "lab.example:" + port: true, "lab.example.": true,
		"evil.example": false, "evil.example:" + port: false, "127.0.0.1.evil.example:" + port: false,
	}
	tokens := map[string]role{"": nobody, cookie + "wrong": nobody, cookie + testTokens.View: mayLook, cookie + testTokens.Control: mayDrive}
	for name, known := range hosts {
		origins := map[string]bool{
			"http://" + name: true, "https://" + name: true, "": false, "null": false, "file://": false,
			"http://evil.example": false, "http://127.0.0.1:1": false, "ftp://" + name: false,
		}
		for token, r := range tokens {
			for _, route := range []struct {
				path string
				want int
			}{
				{"/healthz", 200},
				{"/go.mod", 404},
				{"/?k=wrong", 403},
				{"/?k=" + testTokens.View, 303},
				{"/tissue", map[bool]int{true: 403, false: 200}[r == nobody]},
				{"/tissue?z=1", map[bool]int{true: 403, false: 400}[r == nobody]},
			} {
				if !known {
					route.want = 403
				}
				if got := status(t, at, route.path, name, "", token, ""); got != route.want {
					t.Errorf("%s of %q with %q: got %d, want %d", route.path, name, token, got, route.want)
				}
			}
			for origin, own := range origins {
				want := 403 // a wrong token is told in words, after the upgrade
				if known && own {
					want = 101
				}
				if got := status(t, at, "/live", name, origin, token, "Upgrade"); got != want {
					t.Errorf("socket of %q from %q with %q: got %d, want %d", name, origin, token, got, want)
				}
			}
		}
	}
}

// status sends one request as it is written and returns the status of the answer.
func status(t *testing.T, at, path, hostName, origin, cookie, upgrade string) int {
	t.Helper()
	r, err := http.NewRequest("GET", "http://"+at+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Host = hostName
	for k, v := range map[string]string{"Origin": origin, "Cookie": cookie, "Upgrade": "websocket", "Connection": upgrade} {
		if v != "" && (k != "Upgrade" || upgrade != "") {
			r.Header.Set(k, v)
		}
	}
	if upgrade != "" {
		r.Header.Set("Sec-WebSocket-Version", "13")
		r.Header.Set("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
	}
	tr := &http.Transport{DisableKeepAlives: true}
	defer tr.CloseIdleConnections()
	res, err := tr.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	return res.StatusCode
}

// When the server stops it says so, and no goroutine stays.
func TestShutdown(t *testing.T) {
	s, _, stop := startStoppable(t, live.Options{Speed: 50}, nil)
	c := join(t, s, testTokens.Control)
	c.see(0)
	c.until("a frame", func() bool { return c.seq > 0 })
	stop()
	if got := closeCode(t, c.ws); got != websocket.CloseGoingAway {
		t.Errorf("closed with %d, want %d", got, websocket.CloseGoingAway)
	}
	if err := s.Wait(); err != nil {
		t.Error(err)
	}
}
