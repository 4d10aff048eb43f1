package render

import (
	"image"
	"math"
	"sync"

	"github.com/hajimehoshi/ebiten/v2"

	"marrow/render/view"
)

const (
	tileEdge  = 256          // pixels of tissue on a side of a tile
	tileSlot  = tileEdge + 2 // with a rim, so that scaled tiles have no seams
	pageEdge  = 2048
	perRow    = pageEdge / tileSlot
	perPage   = perRow * perRow
	mostPages = 5
	mostLoads = 6 // tiles uploaded per picture
)

// A tileKey names a tile: which tissue, how large, which part.
type tileKey struct {
	skin string
	z    int
	step int // scale is tileBase^step pixels per site
	x, y int
}

// tileBase is the ratio of neighboring scales of tiles.
const tileBase = math.Sqrt2

func (k tileKey) scale() float64 { return math.Pow(tileBase, float64(k.step)) }

// stepFor returns the step whose tiles are drawn at a scale: hardly ever magnified.
func stepFor(scale float64) int {
	return int(math.Ceil(math.Log(scale*0.9)/math.Log(tileBase) - 1e-9))
}

// A tile is a painted piece of tissue in its slot of a page.
type tile struct {
	slot int
	used int // number of the last picture that drew it
}

// tiles keep painted tissue. A worker paints; the game uploads and draws.
type tiles struct {
	pages   []*ebiten.Image
	ready   map[tileKey]*tile
	free    []int
	picture int
	missing []job // of the picture that is being drawn

	queue queue
	done  chan painted
}

type job struct {
	key   tileKey
	scene view.Scene // a copy: its tissue, slice and skin are read
}

type painted struct {
	key     tileKey
	picture *image.RGBA
}

func newTiles() *tiles {
	t := &tiles{ready: map[tileKey]*tile{}, done: make(chan painted, 4)}
	t.queue.wake = sync.NewCond(&t.queue.lock)
	t.queue.begun = map[tileKey]bool{}
	go t.work()
	return t
}

// close ends the worker.
func (t *tiles) close() {
	t.queue.replace(nil, true)
	for {
		select {
		case <-t.done: // a painter that waits to hand over
		default:
			return
		}
	}
}

// work paints tiles until the window closes.
func (t *tiles) work() {
	for {
		j, ok := t.queue.next()
		if !ok {
			return
		}
		k, s := j.key, j.key.scale()
		x, y := (float64(k.x*tileEdge)-1)/s, (float64(k.y*tileEdge)-1)/s
		t.done <- painted{k, j.scene.Backdrop(x, y, s, tileSlot, tileSlot)}
	}
}

// A queue is what the worker has to do: what the last picture missed, and nothing
// that only earlier ones did.
type queue struct {
	lock   sync.Mutex
	wake   *sync.Cond
	todo   []job
	begun  map[tileKey]bool // being painted, or painted and not yet uploaded
	closed bool
}

func (q *queue) replace(todo []job, closed bool) {
	q.lock.Lock()
	defer q.lock.Unlock()
	q.todo, q.closed = todo, q.closed || closed
	q.wake.Signal()
}

// next waits for a job that nobody has begun; false means that there will be none.
func (q *queue) next() (job, bool) {
	q.lock.Lock()
	defer q.lock.Unlock()
	for {
		for !q.closed && len(q.todo) == 0 {
			q.wake.Wait()
		}
		if q.closed {
			return job{}, false
		}
		j := q.todo[0]
		q.todo = q.todo[1:]
		if !q.begun[j.key] {
			q.begun[j.key] = true
			return j, true
		}
	}
}

func (q *queue) finish(k tileKey) {
	q.lock.Lock()
	defer q.lock.Unlock()
	delete(q.begun, k)
}

// load uploads tiles that are done, and tells whether there were any.
func (t *tiles) load() bool {
	loaded := false
	for range mostLoads {
		select {
		case p := <-t.done:
			t.put(p)
			t.queue.finish(p.key)
			loaded = true
		default:
			return loaded
		}
	}
	return loaded
}

// put uploads a tile into a free slot, or that of the tile unused for longest.
func (t *tiles) put(p painted) {
	if len(t.free) == 0 && len(t.pages) < mostPages {
		t.addPage()
	}
	if len(t.free) == 0 {
		t.evict()
	}
	slot := t.free[len(t.free)-1]
	t.free = t.free[:len(t.free)-1]
	t.image(slot).WritePixels(p.picture.Pix)
	t.ready[p.key] = &tile{slot: slot, used: t.picture}
}

func (t *tiles) addPage() {
	page := ebiten.NewImageWithOptions(image.Rect(0, 0, pageEdge, pageEdge), &ebiten.NewImageOptions{Unmanaged: true})
	t.pages = append(t.pages, page)
	for i := perPage - 1; i >= 0; i-- {
		t.free = append(t.free, (len(t.pages)-1)*perPage+i)
	}
}

func (t *tiles) evict() {
	var oldest tileKey
	best := math.MaxInt
	for k, x := range t.ready {
		if x.used < best || x.used == best && less(k, oldest) {
			oldest, best = k, x.used
		}
	}
	t.free = append(t.free, t.ready[oldest].slot)
	delete(t.ready, oldest)
}

func less(a, b tileKey) bool { return a.y < b.y || a.y == b.y && a.x < b.x }

// image returns the part of a page that is a slot.
func (t *tiles) image(slot int) *ebiten.Image {
	x, y := slot%perPage%perRow*tileSlot, slot%perPage/perRow*tileSlot
	return t.pages[slot/perPage].SubImage(image.Rect(x, y, x+tileSlot, y+tileSlot)).(*ebiten.Image)
}

// draw draws the tissue that a camera sees on the stage, from the tiles at hand, and
// asks for those that are missing. It tells whether none is.
func (t *tiles) draw(dst *ebiten.Image, stage image.Rectangle, s *view.Scene, target float64) bool {
	t.picture++
	want := stepFor(target)
	for step := want - 6; step <= want+3; step++ {
		if step != want && !t.complete(stage, s, target) {
			t.eachVisible(stage, s, step, func(k tileKey, x0, y0, scale float64) {
				if x := t.ready[k]; x != nil {
					t.drawTile(dst, x, x0, y0, scale)
				}
			})
		}
	}
	t.missing = nil
	t.eachVisible(stage, s, want, func(k tileKey, x0, y0, scale float64) {
		if x := t.ready[k]; x != nil {
			t.drawTile(dst, x, x0, y0, scale)
			return
		}
		t.missing = append(t.missing, job{k, *s})
	})
	t.queue.replace(t.missing, false)
	return len(t.missing) == 0
}

// complete tells whether no tile is missing.
func (t *tiles) complete(stage image.Rectangle, s *view.Scene, target float64) bool {
	all := true
	t.eachVisible(stage, s, stepFor(target), func(k tileKey, _, _, _ float64) { all = all && t.ready[k] != nil })
	return all
}

func (t *tiles) drawTile(dst *ebiten.Image, x *tile, x0, y0, scale float64) {
	x.used = t.picture
	slot := t.image(x.slot)
	b := slot.Bounds()
	inner := slot.SubImage(image.Rect(b.Min.X+1, b.Min.Y+1, b.Max.X-1, b.Max.Y-1)).(*ebiten.Image)
	var o ebiten.DrawImageOptions
	o.GeoM.Scale(scale, scale)
	o.GeoM.Translate(x0, y0)
	o.Filter = ebiten.FilterLinear
	dst.DrawImage(inner, &o)
}

// eachVisible calls use with each tile of a step on the stage: its corner on the
// screen and its magnification.
func (t *tiles) eachVisible(stage image.Rectangle, s *view.Scene, step int, use func(k tileKey, x0, y0, scale float64)) {
	k := tileKey{skin: s.Skin().ID, z: s.Frame.Z, step: step}
	scale := k.scale()
	ratio := s.Camera.Scale / scale
	w, h := stage.Dx(), stage.Dy()
	x0, y0 := s.Camera.Site(0, 0, w, h)
	x1, y1 := s.Camera.Site(float64(w), float64(h), w, h)
	x0, y0 = max(x0, -2), max(y0, -2)
	x1, y1 = min(x1, float64(s.Frame.Width)+2), min(y1, float64(s.Frame.Height)+2)
	at := func(v float64) int { return int(math.Floor(v * scale / tileEdge)) }
	for k.y = at(y0); k.y <= at(y1); k.y++ {
		for k.x = at(x0); k.x <= at(x1); k.x++ {
			px, py := s.Camera.Pixel(float64(k.x*tileEdge)/scale, float64(k.y*tileEdge)/scale, w, h)
			use(k, px+float64(stage.Min.X), py+float64(stage.Min.Y), ratio)
		}
	}
}
