package web

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"marrow/sim/live"
)

// sees reads and acknowledges until n frames have come, and returns the tick of the last.
func (w *watcher) sees(n int) (tick uint64, err error) {
	for n > 0 {
		kind, b, err := w.ws.ReadMessage()
		if err != nil {
			return tick, err
		}
		if kind != websocket.BinaryMessage || b[1]&flagLast == 0 {
			continue
		}
		n--
		tick = uint64(b[8]) | uint64(b[9])<<8 | uint64(b[10])<<16
		if err := w.ws.WriteMessage(websocket.BinaryMessage, []byte{typeAck, 0, 0, 0, b[4], b[5], b[6], b[7]}); err != nil {
			return tick, err
		}
	}
	return tick, nil
}

// One drives and two hundred look on: each of them sees picture after picture, and the driver
// is obeyed at once.
func TestAudience(t *testing.T) {
	const audience, frames = 200, 8
	s, runner := startServer(t, live.Options{Speed: 20}, nil)
	driver := join(t, s, testTokens.Control)
	driver.see(0)
	ticks, fails := make([]uint64, audience), make([]error, audience)
	var all sync.WaitGroup
	for i := range audience {
		w := sitDown(t, s, `{"t":"sub","world":0,"view":{"w":150,"h":130,"lod":0},"maxFps":30,"credits":2}`)
		all.Go(func() { ticks[i], fails[i] = w.sees(frames) })
	}
	driver.until("the audience", func() bool { return driver.status.Viewers == audience+1 })
	if e := driver.command("event", `{"name":"bleed","share":5}`); e.T != "ok" {
		t.Errorf("a command beside an audience: %+v", e)
	}
	all.Wait()
	now := runner.Peek().Frame.Tick
	for i := range audience {
		if fails[i] != nil || ticks[i] == 0 || ticks[i] > now {
			t.Fatalf("viewer %d: tick %d, %v", i, ticks[i], fails[i])
		}
	}
}

// stream sends n frames of a restless world to two viewers, of whom one skips most.
func stream(s *show, windows []*window, n int) {
	for i := range n {
		s.tick()
		s.publish(false, windows[0].view, windows[1].view)
		s.build(windows[0], i%2 == 0)
		if i%7 == 0 {
			s.build(windows[1], true)
		}
		s.hashes(windows[0])
	}
}

// heap is the memory that is in use [bytes], without what pools keep: they let go of it when
// the memory was cleaned twice.
func heap() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// restlessShow is a world that changes, with two viewers of different levels.
func restlessShow() (*show, []*window) {
	s := newShow(rand.New(rand.NewPCG(4, 2)), 300, 280, 1)
	near, _ := s.look(0, 0, 0, 300, 280, 1, 0, nil)
	far, _ := s.look(0, 0, 0, 300, 280, 1, 1, nil)
	return s, []*window{near, far}
}

// A stream that goes on for long takes no more memory than one that has just begun.
func TestStreamTakesConstantMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("the race detector takes memory of its own")
	}
	s, windows := restlessShow()
	stream(s, windows, 200)
	before := heap()
	stream(s, windows, 600)
	if grown := heap() - before; grown > 256<<10 {
		t.Errorf("%d bytes more after 600 frames", grown)
	}
	runtime.KeepAlive(s)
}

// The same at length: run it with -benchtime=20000x.
func BenchmarkStream(b *testing.B) {
	s, windows := restlessShow()
	stream(s, windows, 200)
	before := heap()
	stream(s, windows, b.N)
	b.ReportMetric(float64(heap()-before), "heap-B")
	runtime.KeepAlive(s)
}

// What each of many viewers of the same picture costs: the processor time of this process,
// which holds server and viewers alike, beyond that of the world alone.
func BenchmarkAudience(b *testing.B) {
	const span = 5 * time.Second
	for _, audience := range []int{100, 1000} {
		b.Run(fmt.Sprint(audience), func(b *testing.B) {
			s, _ := startServer(b, live.Options{Speed: 10}, nil)
			start, alone := time.Now(), cpu(b)
			<-time.After(span)
			idle := float64(cpu(b)-alone) / float64(time.Since(start))
			var frames atomic.Int64
			for b.Loop() {
				for range audience {
					w := sitDown(b, s, `{"t":"sub","world":0,"view":{"w":150,"h":130,"lod":0},"maxFps":30,"credits":2}`)
					b.Cleanup(func() { w.ws.Close() })
					go func() {
						for _, err := w.sees(1); err == nil; _, err = w.sees(1) {
							frames.Add(1)
						}
					}()
				}
				<-time.After(span / 5)
				start, used, n := time.Now(), cpu(b), frames.Load()
				<-time.After(span)
				past, sent := float64(time.Since(start)), float64(frames.Load()-n)
				more := float64(cpu(b)-used) - idle*past
				b.ReportMetric(100*more/past/float64(audience), "core-%/viewer")
				b.ReportMetric(more/sent/1000, "cpu-us/frame")
				b.ReportMetric(sent*float64(time.Second)/past/float64(audience), "frames/s/viewer")
				s.hub.mu.Lock()
				b.ReportMetric(float64(len(s.hub.viewers)), "viewers")
				s.hub.mu.Unlock()
			}
		})
	}
}
