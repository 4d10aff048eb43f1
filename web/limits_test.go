package web

import (
	"encoding/binary"
	"errors"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"marrow/sim/live"
	"marrow/sim/tissue"
)

// frame writes one frame as a client does, masked with zeros.
func frame(ws *websocket.Conn, first byte, payload []byte) error {
	b := []byte{first, 0x80 | byte(len(payload)), 0, 0, 0, 0}
	if len(payload) > 125 {
		b = binary.BigEndian.AppendUint16([]byte{first, 0x80 | 126}, uint16(len(payload)))
		b = append(b, 0, 0, 0, 0)
	}
	_, err := ws.NetConn().Write(append(b, payload...))
	return err
}

// Floods and oddities below the level of messages end the connection with the right code,
// and nobody else notices.
func TestFrameLimits(t *testing.T) {
	s, _ := startServer(t, live.Options{Paused: true}, nil)
	good := join(t, s, testTokens.Control)
	const more, text, ping, pong = 0x00, 0x01, 0x89, 0x8a
	ask := []byte(`{"t":"ping","c":1}`)
	for _, tt := range []struct {
		name string
		send func(*websocket.Conn) error
		want int
	}{
		{"fragments of a byte", func(ws *websocket.Conn) error {
			for i := range ask {
				if err := frame(ws, []byte{text, more}[min(i, 1)], ask[i:i+1]); err != nil {
					return err
				}
			}
			return nil
		}, websocket.ClosePolicyViolation},
		{"empty continuations", func(ws *websocket.Conn) error {
			_ = frame(ws, text, nil)
			for range 40 {
				_ = frame(ws, more, nil)
			}
			return nil
		}, websocket.ClosePolicyViolation},
		{"pings", func(ws *websocket.Conn) error {
			for range 12 {
				_ = frame(ws, ping, nil)
			}
			return nil
		}, websocket.ClosePolicyViolation},
		{"pongs", func(ws *websocket.Conn) error {
			for range 12 {
				_ = frame(ws, pong, nil)
			}
			return nil
		}, websocket.ClosePolicyViolation},
		{"not UTF-8", func(ws *websocket.Conn) error { return frame(ws, 0x81, []byte("{\"t\":\"\xff\"}")) }, websocket.CloseInvalidFramePayloadData},
		{"compressed though that was not agreed", func(ws *websocket.Conn) error { return frame(ws, 0xc1, ask) }, websocket.CloseProtocolError},
		{"not masked", func(ws *websocket.Conn) error {
			_, err := ws.NetConn().Write([]byte{0x81, 2, '{', '}'})
			return err
		}, websocket.CloseProtocolError},
		{"too long", func(ws *websocket.Conn) error { return frame(ws, 0x81, make([]byte, 4097)) }, websocket.CloseMessageTooBig},
		{"unexpected binary", func(ws *websocket.Conn) error { return frame(ws, 0x82, []byte("hello")) }, websocket.CloseUnsupportedData},
		{"ACK of what was not sent", func(ws *websocket.Conn) error {
			return frame(ws, 0x82, []byte{typeAck, 0, 0, 0, 9, 0, 0, 0})
		}, websocket.ClosePolicyViolation},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := join(t, s, testTokens.View)
			if err := tt.send(c.ws); err != nil {
				t.Fatal(err)
			}
			// A line that is reset with bytes unread loses the close frame: 0 and 1006.
			if got := closeCode(t, c.ws); got != tt.want && got != 0 && got != websocket.CloseAbnormalClosure {
				t.Errorf("closed with %d, want %d", got, tt.want)
			}
		})
	}
	if e := good.command("step", `{}`); e.T != "ok" {
		t.Errorf("the other viewer's command: %+v", e)
	}
}

// A message in a few fragments, with a ping between them, is a message.
func TestFragments(t *testing.T) {
	s, _ := startServer(t, live.Options{Paused: true}, nil)
	c := join(t, s, testTokens.Control)
	ask := []byte(`{"t":"cmd","id":"f","op":"step","args":{"n":2}}`)
	_ = frame(c.ws, 0x01, ask[:5])
	_ = frame(c.ws, 0x89, nil)
	_ = frame(c.ws, 0x00, ask[5:20])
	_ = frame(c.ws, 0x80, ask[20:])
	c.until("two ticks", func() bool { return c.status.Tick == 2 })
}

// What is asked for too often or too much is refused in words, and the connection goes
// on.
func TestRefusedInWords(t *testing.T) {
	s, _ := startServer(t, live.Options{Paused: true}, nil)
	c := join(t, s, testTokens.Control)
	for _, tt := range []struct{ name, text, code string }{
		{"tiles of a need", `{"t":"need","world":0,"tiles":[` + strings.Repeat("0,0,0,", 64) + `0,0,0]}`, codeBadArg},
		{"half a tile", `{"t":"need","world":0,"tiles":[1,2]}`, codeBadArg},
		{"depth", `{"t":"ping","c":` + strings.Repeat("[", 12) + strings.Repeat("]", 12) + `}`, codeBadJSON},
		{"string", `{"t":"` + strings.Repeat("x", 1001) + `"}`, codeBadJSON},
		{"id", `{"t":"ping","id":"` + strings.Repeat("x", 41) + `"}`, codeBadArg},
		{"key twice", `{"t":"ping","t":"ping"}`, codeBadJSON},
		{"unknown", `{"t":"what"}`, codeUnknownOp},
		{"no such world", `{"t":"sub","world":7,"view":{"w":1,"h":1}}`, codeNoWorld},
		{"view", `{"t":"sub","world":0,"view":{"w":0,"h":1}}`, codeBadArg},
		{"depth of a view", `{"t":"sub","world":0,"view":{"w":1,"h":1,"d":-4}}`, codeBadArg},
	} {
		if got := c.refused(tt.text); got != tt.code {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.code)
		}
	}
	c = join(t, s, testTokens.View)
	sub := `{"t":"sub","world":0,"view":{"w":1,"h":1}}`
	need := `{"t":"need","world":0,"rows":[9,9]}`
	for what, tt := range map[string]struct {
		text string
		most int
	}{"sub": {sub, 10}, "need": {need, 4}} {
		for range tt.most {
			c.sendRaw(tt.text)
		}
		if got := c.refused(tt.text); got != codeRateLimited {
			t.Errorf("one %s too many: got %q", what, got)
		}
	}
}

// refused sends text and returns the code of the error that comes back.
func (c *client) refused(text string) (code string) {
	c.t.Helper()
	c.sendRaw(text)
	for code == "" {
		kind, b, err := c.ws.ReadMessage()
		if err != nil {
			c.t.Fatalf("%.60s: %v", text, err)
		}
		var e errReply
		if kind == websocket.TextMessage && unmarshal(b, &e) == nil && e.T == "err" {
			code = e.Code
		}
	}
	return code
}

// Above the limit viewers are told so in words; at twice the limit not even that.
func TestFull(t *testing.T) {
	s, _ := startServer(t, live.Options{Paused: true}, func(c *Config) { c.Viewers = 2 })
	join(t, s, testTokens.Control)
	join(t, s, testTokens.View)
	waiting := dial(t, s, testTokens.View, protocol)
	late := dial(t, s, testTokens.View, protocol)
	d := websocket.Dialer{Subprotocols: []string{protocol}}
	_, res, err := d.Dial("ws://"+host(s)+"/live", http.Header{"Authorization": {"Bearer " + testTokens.View}})
	if err == nil || res.StatusCode != http.StatusServiceUnavailable || res.Header.Get("Retry-After") == "" {
		t.Errorf("the fifth of two: %v, %+v", err, res)
	}
	if err := late.WriteMessage(websocket.TextMessage, []byte(`{"t":"hello","proto":1}`)); err != nil {
		t.Fatal(err)
	}
	_, b, err := late.ReadMessage()
	if want := `{"t":"bye","why":"full","retryAfter":30}`; err != nil || string(b) != want {
		t.Errorf("got %s, %v, want %s", b, err, want)
	}
	waiting.Close()
}

// One address off loopback has no more than its share; those that left make room.
func TestOneAddress(t *testing.T) {
	var d door
	for range fromOneAddress {
		d.enter("192.0.2.1", 1000)
		d.enter("127.0.0.1", 1000)
	}
	d.enter("127.0.0.1", 1000)
	if d.crowded("192.0.2.1") || d.crowded("127.0.0.1") || d.crowded("192.0.2.2") {
		t.Error("a share is too small")
	}
	d.enter("192.0.2.1", 1000)
	if !d.crowded("192.0.2.1") {
		t.Error("65 conversations with one address")
	}
	d.leave("192.0.2.1")
	if d.crowded("192.0.2.1") || d.enter("192.0.2.3", 129) || !d.enter("192.0.2.3", 130) {
		t.Error("the count is wrong")
	}
}

// The kernel holds little for a viewer that does not read.
func TestSendBuffer(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	out, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	c, err := listener{l}.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	raw, err := c.(*conn).Conn.(*net.TCPConn).SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	size := 0
	_ = raw.Control(func(fd uintptr) { size, err = syscall.GetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_SNDBUF) })
	if err != nil || size > 2*sendBuffer { // Linux doubles what is asked for
		t.Errorf("%d bytes (%v), want at most %d", size, err, 2*sendBuffer)
	}
}

// A viewer that takes nothing is cut off after five seconds, without a rest in the
// kernel, while the others go on.
func TestEviction(t *testing.T) {
	spec := tissue.Spec{Name: "open", Width: 512, Height: 512, Depth: 1, Species: "human", Seed: 1}
	s, runner, _, _ := startIn(t, spec, live.Options{Speed: 30}, nil)
	stuck := join(t, s, testTokens.View)
	if err := stuck.ws.NetConn().(*net.TCPConn).SetReadBuffer(4096); err != nil {
		t.Fatal(err)
	}
	stuck.look(0, 0, 0, 512, 512, 1, 0) // 262 kB, of which it reads nothing
	good := join(t, s, testTokens.Control)
	good.look(0, 0, 0, 100, 100, 1, 0)
	start := time.Now()
	good.until("two viewers", func() bool { return good.status.Viewers == 2 })
	good.until("one viewer", func() bool { return good.status.Viewers == 1 })
	if past := time.Since(start); past > 9*time.Second {
		t.Errorf("evicted after %v", past)
	}
	if lag := runner.Peek().Frame.Tick - good.tick; lag > 60 {
		t.Errorf("the other viewer is %d ticks behind", lag)
	}
	line := stuck.ws.NetConn()
	if err := line.SetWriteDeadline(time.Now().Add(5 * time.Second)); err != nil {
		t.Fatal(err)
	}
	var err error
	for err == nil {
		_, err = line.Write([]byte(" "))
	}
	if !errors.Is(err, syscall.ECONNRESET) && !errors.Is(err, syscall.EPIPE) {
		t.Errorf("the line still stands: %v", err)
	}
}
