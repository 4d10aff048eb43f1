package web

import (
	"encoding/binary"

	"github.com/gorilla/websocket"
	"golang.org/x/time/rate"
)

const (
	maxFragments  = 16 // frames of one message
	controlFrames = 10 // pings, pongs and closes a second
)

// A gauge looks at the heads of the frames that a client sends. The library joins the
// fragments of a message and answers pings by itself; millions of empty ones would keep
// it busy without an end that it noticed.
type gauge struct {
	head    [14]byte
	have    int    // bytes of the head
	payload uint64 // bytes left to skip
	parts   int    // frames of the message under way
	control *rate.Limiter
}

func newGauge() *gauge { return &gauge{control: rate.NewLimiter(controlFrames, controlFrames)} }

// take goes over what was read. Its error is a refusal.
func (g *gauge) take(b []byte) error {
	for len(b) > 0 {
		if g.payload > 0 {
			n := min(g.payload, uint64(len(b)))
			g.payload, b = g.payload-n, b[n:]
			continue
		}
		g.head[g.have] = b[0]
		g.have++
		b = b[1:]
		if g.have < g.headSize() {
			continue
		}
		if err := g.frame(); err != nil {
			return err
		}
		g.have = 0
	}
	return nil
}

// headSize is the length of a head of which at least a byte is known.
func (g *gauge) headSize() int {
	if g.have < 2 {
		return 2
	}
	size := 2
	switch g.head[1] & 0x7f {
	case 126:
		size += 2
	case 127:
		size += 8
	}
	if g.head[1]&0x80 != 0 {
		size += 4 // the mask
	}
	return size
}

// frame judges a whole head.
func (g *gauge) frame() error {
	g.payload = uint64(g.head[1] & 0x7f)
	switch g.payload {
	case 126:
		g.payload = uint64(binary.BigEndian.Uint16(g.head[2:]))
	case 127:
		g.payload = binary.BigEndian.Uint64(g.head[2:])
	}
	final, opcode := g.head[0]&0x80 != 0, g.head[0]&0x0f
	if opcode >= websocket.CloseMessage {
		if !g.control.Allow() {
			return refusal{websocket.ClosePolicyViolation, "too many pings"}
		}
		return nil
	}
	if g.parts++; g.parts > maxFragments {
		return refusal{websocket.ClosePolicyViolation, "a message in too many fragments"}
	}
	if final {
		g.parts = 0
	}
	return nil
}
