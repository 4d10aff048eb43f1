package web

import (
	"fmt"
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
	shaft := tissue.Spec{Name: "femur-shaft", Width: 512, Height: 512, Depth: 128, Species: "mouse"}
	for _, bench := range []struct {
		name string
		spec tissue.Spec
		view string // sites and level
		rate int    // kB/s; 0 = no limit
	}{
		{"slice", tissue.Spec{Name: "iliac-crest", Width: 512, Height: 512, Depth: 1, Species: "human"}, `"w":512,"h":512,"lod":0`, 0},
		{"slice-coarse", tissue.Spec{Name: "iliac-crest", Width: 512, Height: 512, Depth: 1, Species: "human"}, `"w":512,"h":512,"lod":1`, 0},
		{"volume", shaft, `"z":64,"w":512,"h":512,"lod":0`, 280},
		{"volume-coarse", shaft, `"z":64,"w":512,"h":512,"lod":1`, 280},
		{"volume-close", shaft, `"x":200,"y":200,"z":64,"w":128,"h":64,"lod":0`, 280},
		{"volume-whole", shaft, `"z":0,"d":128,"w":512,"h":512,"lod":1`, 280},
	} {
		b.Run(bench.name, func(b *testing.B) {
			bench.spec.Seed = 1
			s, runner, _, _ := startIn(b, bench.spec, live.Options{Speed: 30}, nil)
			time.Sleep(span / 5)
			start, alone := time.Now(), cpu(b)
			time.Sleep(span)
			alone = cpu(b) - alone
			idle := float64(alone) / float64(time.Since(start))
			if cells := runner.Peek().Frame.Marrow.Cells; cells > 1e6 {
				b.ReportMetric(float64(cells)/1e6, "Mcells")
			}
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
				w.ws.Close()
			}
		})
	}
}
