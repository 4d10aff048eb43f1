package web

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"sync"
)

// Raw deflate is a row of blocks. Each tile is deflated once, into blocks of its own that
// end at a byte and refer to nothing before them; a message is then put together from what
// was deflated for any viewer.

// packed is a tile's body, deflated.
type packed struct {
	ver    uint32
	blocks []byte
}

// squeezers are deflaters that wait for work; each is half a megabyte.
var squeezers = sync.Pool{New: func() any {
	w, err := flate.NewWriter(nil, flate.BestSpeed)
	if err != nil {
		panic("web: " + err.Error()) // only for a level that does not exist
	}
	return w
}}

// lastBlock ends a stream: an empty block that says it is the last.
var lastBlock = []byte{1, 0, 0, 0xff, 0xff}

// squeeze deflates b into blocks without an end.
func squeeze(b []byte) []byte {
	var out bytes.Buffer
	w := squeezers.Get().(*flate.Writer)
	defer squeezers.Put(w)
	w.Reset(&out)
	// A bytes.Buffer takes everything.
	_, _ = w.Write(b)
	_ = w.Flush()
	return out.Bytes()
}

// appendStored appends b as blocks that are not deflated.
func appendStored(out, b []byte) []byte {
	for len(b) > 0 {
		n := min(len(b), 0xffff)
		out = append(out, 0)
		out = binary.LittleEndian.AppendUint16(out, uint16(n))
		out = binary.LittleEndian.AppendUint16(out, ^uint16(n))
		out, b = append(out, b[:n]...), b[n:]
	}
	return out
}

// appendPacked appends a deflated TILE_KEY message.
func appendPacked(out []byte, h header, t tileHead, records []keyRecord) []byte {
	h.flags |= flagDeflate
	h.kind, t.n = typeTileKey, uint16(len(records))
	out = h.append(out)
	head := t.append(nil)
	for _, r := range records {
		head = r.append(head, t.planes)
	}
	out = appendStored(out, head)
	for _, r := range records {
		if len(r.body) < tileSites {
			out = appendStored(out, pad4(bytes.Clone(r.body)))
		} else {
			out = append(out, r.blocks()...)
		}
	}
	return append(out, lastBlock...)
}

// blocks returns the deflated body of a tile that is not uniform.
func (r keyRecord) blocks() []byte {
	if p := r.tile.packed.Load(); p != nil && p.ver == r.ver {
		return p.blocks
	}
	p := &packed{r.ver, squeeze(r.body)}
	r.tile.packed.Store(p)
	return p.blocks
}

// deflated returns message with everything after the header deflated, and the flag that
// says so.
func deflated(message []byte) []byte {
	out := bytes.Clone(message[:headerSize])
	out[1] |= flagDeflate
	return append(append(out, squeeze(message[headerSize:])...), lastBlock...)
}
