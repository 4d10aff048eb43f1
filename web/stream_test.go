package web

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"go.uber.org/goleak"

	"marrow/sim/live"
	"marrow/sim/tissue"
)

var volume = tissue.Spec{Name: "femur-shaft", Width: 300, Height: 130, Depth: 20, Species: "mouse", Seed: 1}

// slice puts the tiles of one slice of the lattice together.
func (c *client) slice(z, width, height int) []byte {
	flat := client{t: c.t, planes: map[tileID][]byte{}}
	for id, body := range c.planes {
		if int(id.z) == z {
			flat.planes[id] = body
		}
	}
	return flat.picture(width, height)
}

// Each viewer has the slice that he asked for, or all of them; what one looks at is
// nothing to the others.
func TestSlicesAndVolumes(t *testing.T) {
	s, runner, _, _ := startIn(t, volume, live.Options{Speed: 50}, nil)
	a, b, all, coarse := join(t, s, testTokens.Control, "deflate"), join(t, s, testTokens.View), join(t, s, testTokens.View, "deflate"), join(t, s, testTokens.View)
	a.look(0, 0, 3, 300, 130, 1, 0)
	b.look(0, 0, 11, 300, 130, 1, 0)
	all.look(0, 0, 0, 300, 130, 20, 0)
	coarse.look(0, 0, 12, 300, 130, 1, 1)
	a.until("frames", func() bool { return a.deltas > 3 })
	runner.Pause(true)
	for _, c := range []*client{a, b, all, coarse} {
		c.until("the pause", func() bool { return c.status.Paused })
	}
	tick := runner.Peek().Frame.Tick
	for _, c := range []*client{a, b, all} {
		c.until("the last frame", func() bool { return c.tick == tick && (c != all || len(c.planes) == 20*15) && c.current(runner, tick) })
	}
	coarse.until("a coarse slice", func() bool { return len(coarse.planes) > 0 })
	for id := range coarse.planes {
		if id.z != 6 {
			t.Errorf("a tile of coarse slice %d, want 6: that of lattice slices 12 and 13", id.z)
		}
	}
	a.look(0, 0, 19, 300, 130, 1, 0)
	a.until("another slice while paused", func() bool { return len(a.planes) == 2*15 })
	for _, v := range []struct {
		c *client
		z int
	}{{a, 19}, {b, 11}, {all, 0}, {all, 11}, {all, 19}} {
		if !bytes.Equal(v.c.slice(v.z, 300, 130), runner.Peek().Slices[v.z].Codes) {
			t.Errorf("slice %d differs from the world's", v.z)
		}
	}
	if a.thumbs == 0 || a.lost+b.lost+all.lost > 0 {
		t.Errorf("%d thumbs, %d deltas lost", a.thumbs, a.lost+b.lost+all.lost)
	}
}

// current tells whether the slices that c holds are those of the newest tick.
func (c *client) current(runner *live.Runner, tick uint64) bool {
	for id := range c.planes {
		s, ok := runner.Peek().Slices[int(id.z)]
		if !ok || s.Tick != tick || !bytes.Equal(c.slice(int(id.z), 300, 130), s.Codes) {
			return false
		}
	}
	return true
}

// Faults at the client heal: a flipped byte by its checksum, a delta that was lost by its
// version. Both are counted.
func TestFaultsHeal(t *testing.T) {
	large := tissue.Spec{Name: "open", Width: 512, Height: 512, Depth: 1, Species: "human", Seed: 1} // a refresh takes 32 s
	s, _, _, _ := startIn(t, large, live.Options{Speed: 5}, nil)                                     // few changes a frame, or keys would heal all
	c := join(t, s, testTokens.Control)
	c.faulty = true
	c.look(0, 0, 0, 512, 512, 1, 0)
	c.until("a picture", func() bool { return len(c.planes) == 64 && c.deltas > 2 })
	flipped, stale := tileID{6, 6, 0}, tileID{5, 6, 0} // refreshed after 27 s
	for i := range c.planes[flipped] {
		c.planes[flipped][i] ^= 77
	}
	c.vers[stale] -= 3
	lost := c.lost
	c.until("what is wrong to be noticed", func() bool { return len(c.wrong) > 0 && c.lost > lost })
	for _, id := range c.wrong {
		if id != flipped {
			t.Errorf("tile %v is wrong", id)
		}
	}
	c.wrong = nil
	c.sendRaw(`{"t":"need","world":0,"lod":0,"tiles":[6,6,0,5,6,0]}`)
	keys := c.keys
	c.until("keys", func() bool { return c.keys > keys })
	before := c.hashes
	lost = c.lost
	c.until("the next checksums", func() bool { return c.hashes >= before+5 })
	if len(c.wrong) > 0 || c.lost > lost+2 { // frames that were on their way
		t.Errorf("still wrong: %v, %d deltas lost", c.wrong, c.lost-lost)
	}
	c.until("the count", func() bool { return c.you.Desync == 2 })
}

// A tab that does not paint gets two frames and no more, no lists of cells, costs nothing
// after a while, and is up to date again when it paints.
func TestHiddenTab(t *testing.T) {
	s, runner := startServer(t, live.Options{Speed: 100}, nil)
	c := join(t, s, testTokens.Control)
	c.manual = true
	c.see(0)
	c.until("two frames", func() bool { return len(c.unacked) == 2 })
	start := runner.Peek().Frame.Tick
	c.sendRaw(`{"t":"cells","world":0,"view":{"x":50,"y":40,"w":60,"h":50,"z":0}}`)
	c.until("a while", func() bool { return c.status.Tick > start+100 })
	if len(c.unacked) != 2 || c.lists > 0 {
		t.Errorf("%d frames, %d lists", len(c.unacked), c.lists)
	}
	w := &watch{acked: time.Now().Add(-hiddenAfter - time.Second)}
	if !w.hidden(time.Now()) {
		t.Error("it does not count as hidden")
	}
	c.manual = false
	c.ack()
	c.until("the present", func() bool { return c.tick > start+100 && c.lists > 0 })
}

// The world is the same whoever looks at it: nobody, one, or many who are stuck, hidden,
// restless and rude. When they are gone nothing of them stays.
func TestOneHash(t *testing.T) {
	_, idle, alone, stop := startIn(t, volume, live.Options{Paused: true}, nil)
	stop()
	<-idle.Done()
	const ticks = 90
	for _, viewers := range []int{1, 12} {
		s, runner, w, stop := startIn(t, volume, live.Options{Until: ticks}, nil)
		status(t, host(s), "/healthz", host(s), "", "", "") // all that the server starts is started
		base := goleak.IgnoreCurrent()
		for i := range viewers {
			c := join(t, s, testTokens.View, "deflate")
			c.manual = i%3 == 0
			restless(c, uint64(i))
		}
		last := join(t, s, testTokens.View)
		last.until("the end", func() bool { return last.status.Why == "until" })
		last.ws.Close()
		goleak.VerifyNone(t, base)
		stop()
		<-runner.Done()
		for alone.Ticks() < ticks {
			alone.Tick()
		}
		if w.Hash() != alone.Hash() {
			t.Errorf("with %d viewers the state hash is %x, want %x", viewers, w.Hash(), alone.Hash())
		}
	}
}

// restless looks here and there, reads a little, and leaves without a word.
func restless(c *client, seed uint64) {
	r := rand.New(rand.NewPCG(seed, 9))
	for range 6 {
		lod := r.IntN(2)
		c.look(r.IntN(200)-40, r.IntN(200)-40, r.IntN(24)-2, 1+r.IntN(200), 1+r.IntN(200), 1+r.IntN(20)*r.IntN(2), lod)
		for range r.IntN(4) {
			kind, b, err := c.ws.ReadMessage()
			if err != nil {
				c.t.Fatal(err)
			}
			if kind == websocket.BinaryMessage {
				c.binary(b)
			}
		}
	}
	c.ws.Close()
}

// Every inbound message is answered or ignored with a code of the list, whatever it says.
func TestOddMessages(t *testing.T) {
	s, _, stop := startStoppable(t, live.Options{}, nil)
	stop()
	codes := map[string]bool{"": true}
	for _, c := range []string{"bad_json", "too_big", "unknown_op", "bad_arg", "not_driver", "no_such_cell", "no_such_world", "tick_gone", "rate_limited", "busy", "not_allowed", "version", "origin", "full", "faulted", "internal"} {
		codes[c] = true
	}
	r := rand.New(rand.NewPCG(3, 3))
	numbers := []string{"0", "-1", "1e99", "1.5", "9007199254740993", "null", `"x"`, "[]", "{}", "true", "65536", "-0"}
	n := func() string { return numbers[r.IntN(len(numbers))] }
	for range 3000 {
		b := fmt.Sprintf([]string{
			`{"t":"sub","world":%s,"view":{"x":%s,"y":%s,"w":%s,"h":%s,"z":%s,"d":%s,"lod":%s},"maxFps":%s}`,
			`{"t":"need","world":%s,"lod":%s,"tiles":[%s,%s,%s],"rows":[%s,%s],"events":%s,"x":%s}`,
			`{"t":"cmd","id":%s,"op":"step","world":%s,"args":{"n":%s,"a":%s,"b":%s,"c":%s,"d":%s,"e":%s,"f":%s}}`,
			`{"t":"hello","proto":%s,"caps":%s,"resume":{"client":%s,"key":%s,"epoch":%s,"row":%s,"event":%s},"a":%s,"b":%s}`,
		}[r.IntN(4)], n(), n(), n(), n(), n(), n(), n(), n(), n())
		v := &viewer{hub: s.hub, role: mayDrive, wake: make(chan struct{}, 1), replies: make(chan []byte, 64), gone: make(chan struct{})}
		s.hub.enter(v, hello{})
		if err := newReader(v).text([]byte(b)); err != nil {
			t.Errorf("%s ended the connection: %v", b, err)
		}
		for len(v.replies) > 0 {
			var e errReply
			if err := unmarshal(<-v.replies, &e); err != nil || !codes[e.Code] {
				t.Errorf("%s: got %+v (%v)", b, e, err)
			}
		}
	}
}

// A client on a thin line gets no more bytes than it asked for, however fast the world
// runs, and still a picture of it.
func TestThinLine(t *testing.T) {
	spec := tissue.Spec{Name: "open", Width: 512, Height: 512, Depth: 1, Species: "human", Seed: 1}
	s, _, _, _ := startIn(t, spec, live.Options{}, nil)
	w := sitDown(t, s, `{"t":"sub","world":0,"view":{"w":512,"h":512,"lod":0},"maxFps":30,"maxKbps":300,"credits":2}`)
	w.watch(t, time.Second) // the first picture
	start := time.Now()
	w.watch(t, 5*time.Second)
	past := time.Since(start).Seconds()
	// What is not a picture is not held back: status, series, thumbs. And a picture may
	// begin just before the end.
	if got := float64(w.bytes) / 1000; got > 300*past+200 || w.frames < 2 {
		t.Errorf("%.0f kB and %d frames in %.1f s", got, w.frames, past)
	}
}

// No bytes in an ACK, and none in the heads of frames, break the server.
func FuzzBinary(f *testing.F) {
	for _, b := range [][]byte{{}, {typeAck}, {typeAck, 0, 0, 0, 7, 0, 0, 0}, {typeAck, 255, 1, 1, 255, 255, 255, 255}, {0x81, 0xff, 0, 0, 0, 0, 0, 0, 0, 1}, {0x01, 0x80, 0, 0, 0, 0, 0x80}} {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		_, _, _ = parseAck(b)
		if err := newGauge().take(b); err != nil {
			if _, ok := err.(refusal); !ok {
				t.Errorf("% x: %v", b, err)
			}
		}
	})
}
