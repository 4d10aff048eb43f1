package web

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"syscall"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"marrow/sim/live"
	"marrow/sim/tissue"
)

// A watcher reads what it is sent and acknowledges each frame, at next to no cost.
type watcher struct {
	ws     *websocket.Conn
	bytes  int
	frames int
}

// sitDown connects a watcher and subscribes.
func sitDown(t testing.TB, s *Server, sub string) *watcher {
	t.Helper()
	ws := dial(t, s, testTokens.View, protocol)
	if err := ws.SetReadDeadline(time.Time{}); err != nil {
		t.Fatal(err)
	}
	for _, m := range []string{`{"t":"hello","proto":1,"caps":["deflate"]}`, sub} {
		if err := ws.WriteMessage(websocket.TextMessage, []byte(m)); err != nil {
			t.Fatal(err)
		}
	}
	return &watcher{ws: ws}
}

// watch reads for a while.
func (w *watcher) watch(t testing.TB, d time.Duration) {
	t.Helper()
	w.bytes, w.frames = 0, 0
	for end := time.Now().Add(d); time.Now().Before(end); {
		kind, b, err := w.ws.ReadMessage()
		if err != nil {
			t.Fatal(err)
		}
		w.bytes += len(b)
		if kind != websocket.BinaryMessage || b[1]&flagLast == 0 {
			continue
		}
		w.frames++
		ack := []byte{typeAck, 0, 0, 0, b[4], b[5], b[6], b[7]}
		if err := w.ws.WriteMessage(websocket.BinaryMessage, ack); err != nil {
			t.Fatal(err)
		}
	}
}

// What it costs to let one viewer look: the processor time beyond that of the world alone,
// as a share of a core, and the bytes a second. The slices make a tick a frame, the volume
// of 20 million cells as many as it can.
func BenchmarkViewer(b *testing.B) {
	const span = 10 * time.Second
	shaft := tissue.Spec{Name: "femur-shaft", Width: 512, Height: 512, Depth: 168, Species: "mouse"}
	for _, bench := range []struct {
		name string
		spec tissue.Spec
		view string // sites and level
		rate int    // kB/s; 0 = no limit
	}{
		{"slice", tissue.Spec{Name: "iliac-crest", Width: 512, Height: 512, Depth: 1, Species: "human"}, `"w":512,"h":512,"lod":0`, 0},
		{"slice-coarse", tissue.Spec{Name: "iliac-crest", Width: 512, Height: 512, Depth: 1, Species: "human"}, `"w":512,"h":512,"lod":1`, 0},
		{"volume", shaft, `"z":84,"w":512,"h":512,"lod":0`, 280},
		{"volume-coarse", shaft, `"z":84,"w":512,"h":512,"lod":1`, 280},
		{"volume-close", shaft, `"x":200,"y":200,"z":84,"w":128,"h":64,"lod":0`, 280},
		{"volume-whole", shaft, `"z":0,"d":168,"w":512,"h":512,"lod":2`, 280},
	} {
		b.Run(bench.name, func(b *testing.B) {
			bench.spec.Seed = 1
			s, runner, _, _ := startIn(b, bench.spec, live.Options{Speed: 30}, nil)
			<-time.After(span / 5)
			start, alone := time.Now(), cpu(b)
			<-time.After(span)
			alone = cpu(b) - alone
			idle := float64(alone) / float64(time.Since(start))
			b.ResetTimer()
			for b.Loop() {
				w := sitDown(b, s, fmt.Sprintf(`{"t":"sub","world":0,"view":{%s},"maxFps":30,"maxKbps":%d,"credits":2}`, bench.view, bench.rate))
				w.watch(b, span/5) // the first picture
				start, ticks, used := time.Now(), runner.Peek().Frame.Tick, cpu(b)
				w.watch(b, span)
				past := time.Since(start).Seconds()
				b.ReportMetric(100*((cpu(b)-used).Seconds()/past-idle), "core-%")
				b.ReportMetric(float64(w.bytes)/1000/past, "kB/s")
				b.ReportMetric(float64(w.frames)/past, "frames/s")
				b.ReportMetric(float64(runner.Peek().Frame.Tick-ticks)/past, "ticks/s")
				b.ReportMetric(100*idle, "world-%")
				b.ReportMetric(float64(runner.Peek().Frame.Marrow.Cells)/1e6, "Mcells")
				w.ws.Close()
			}
		})
	}
}

// A frame of the usual patch and pace costs the hub and one viewer little.
func BenchmarkFrame(b *testing.B) {
	for _, lod := range []int{0, 1} {
		b.Run(fmt.Sprintf("lod=%d", lod), func(b *testing.B) {
			s := newShow(rand.New(rand.NewPCG(1, 1)), 512, 512, 1)
			for i := range s.slices[0] {
				s.slices[0][i] = byte(s.r.IntN(4))
			}
			next := bytes.Clone(s.slices[0])
			for range len(next) / 20 {
				next[s.r.IntN(len(next))] = byte(s.r.IntN(4))
			}
			both := [][]byte{s.slices[0], next}
			w, _ := s.look(0, 0, 0, 512, 512, 1, lod, nil)
			sent := 0
			b.ReportAllocs()
			before := cpu(b)
			for b.Loop() {
				s.slices[0], s.changed[0] = both[s.seq%2], true
				s.publish(false, w.view)
				sent += s.build(w, false).bytes
			}
			b.ReportMetric(float64(sent)/float64(b.N), "B/frame")
			b.ReportMetric(float64((cpu(b)-before).Microseconds())/float64(b.N), "cpu-us/frame")
		})
	}
}

// cpu is the time that this process has used processors for so far.
func cpu(t testing.TB) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
