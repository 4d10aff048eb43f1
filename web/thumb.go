package web

import (
	"bytes"
	"sync"
	"time"

	"marrow/sim/live"
)

// Largest thumb in pixels.
const (
	thumbWidth  = 256
	thumbHeight = 128
)

// thumbEvery is the least time between two thumbs of a slice; one that is costly, of a
// very large patch, is made less often, so that it takes at most a fiftieth of the time.
const thumbEvery = time.Second

// A thumb is the whole of a slice, small: the backdrop of every view.
type thumb struct {
	z      int
	seq    uint64 // of the sheet that it shows
	planes [][]byte
	due    time.Time
	plain  func() parcel
	small  func() parcel // deflated
}

// thumbDue tells whether slice z of the thumb's level should be made anew.
func (b *board) thumbDue(z int, now time.Time) bool {
	t := b.thumbs[z]
	return t == nil || !now.Before(t.due)
}

// drawThumbs makes the thumbs that are due and whose slices have changed.
func (b *board) drawThumbs(v *live.View, now time.Time) (made []*thumb) {
	for z := range b.due {
		s := b.add(b.last(), z)
		start := time.Now()
		b.bring(s, v)
		planes, seq := s.newest()
		old := b.thumbs[z]
		if planes == nil || old != nil && old.seq == seq {
			continue
		}
		delete(b.due, z)
		if len(planes) == 1 {
			planes = append(planes, b.types.shares(planes[0]))
		}
		t := &thumb{z: z, seq: seq, planes: planes, due: now.Add(max(thumbEvery, 50*time.Since(start)))}
		if old != nil && bytes.Equal(planes[0], old.planes[0]) && bytes.Equal(planes[1], old.planes[1]) {
			t.plain, t.small = old.plain, old.small
		} else {
			t.encode(b, s.level, v)
		}
		made = append(made, t)
	}
	return made
}

// encode prepares the messages of t.
func (t *thumb) encode(b *board, l *level, v *live.View) {
	h := header{world: b.world, seq: uint32(v.Seq), tick: v.Frame.Tick}
	plain := sync.OnceValue(func() []byte {
		return appendThumb(nil, h, thumbBlock{b.epoch, uint16(l.w), uint16(l.h), uint8(l.lod), t.planes})
	})
	t.plain = sync.OnceValue(func() parcel { return newParcel(plain()) })
	t.small = sync.OnceValue(func() parcel { return newParcel(deflated(plain())) })
}

// backdrop returns the newest thumb of the slice that w looks at, nil if there is none.
func (b *board) backdrop(w *window) *thumb {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return b.thumbs[b.thumbSlice(w.view)]
}

// thumbSlice is the slice of the thumb's level that v begins in.
func (b *board) thumbSlice(v view) int {
	return min(v.z0<<v.lod>>b.last(), b.levels[b.last()].d-1)
}
