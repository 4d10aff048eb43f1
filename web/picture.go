package web

import (
	"sync"

	"github.com/gorilla/websocket"
)

// A picture is a frame on its way to viewers.
type picture struct {
	seq      uint32
	tick     uint64
	messages []parcel
	bytes    int
	whole    bool // the window is up to date with it
	slices   int  // of the window that were looked at
	turn     int  // of the board, if it holds tiles that were refreshed
	raw      [][]byte
}

// A parcel is bytes that any number of viewers can be sent.
type parcel struct {
	*websocket.PreparedMessage
	bytes []byte
}

// newParcel prepares b, which must not change any more.
func newParcel(b []byte) parcel {
	m, err := websocket.NewPreparedMessage(websocket.BinaryMessage, b)
	if err != nil {
		panic("web: " + err.Error()) // only for a type of message that does not exist
	}
	return parcel{m, b}
}

// add appends a message to the picture.
func (p *picture) add(b []byte) { p.raw = append(p.raw, b) }

// close marks the last message and makes all ready.
func (p *picture) close() {
	for i, b := range p.raw {
		if i == len(p.raw)-1 {
			b[1] |= flagLast
		}
		p.messages = append(p.messages, newParcel(b))
		p.bytes += len(b)
	}
	p.raw = nil
}

// A shelf keeps the pictures that were made since the last change, by what they are made
// from, for other viewers in the same place.
type shelf struct {
	mu       sync.Mutex
	pictures map[shelfKey]picture
}

// A shelfKey is all that decides what a window lacks.
type shelfKey struct {
	view
	at      uint32 // as in window
	z, turn int
	deflate bool
}

func (s *shelf) take(k shelfKey) (picture, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, ok := s.pictures[k]
	return p, ok
}

func (s *shelf) put(k shelfKey, p picture) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.pictures == nil {
		s.pictures = map[shelfKey]picture{}
	}
	s.pictures[k] = p
}

func (s *shelf) clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.pictures)
}
