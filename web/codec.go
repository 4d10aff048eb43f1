package web

import (
	"encoding/binary"
	"fmt"
	"math"

	"marrow/sim/live"
)

// Binary messages of marrow.v1, all numbers little-endian. Each starts with a header
// of 16 bytes, so that every payload starts 8-byte aligned:
//
//	0 u8  type     1 u8 flags   2 u8 world (0 = the run)   3 u8 layer (0 = type code)
//	4 u32 seq      number of the published frame
//	8 u64 tick     < 2^53
//
// The twin of this file is ui/src/codec.ts; both are tested with testdata/golden.json.
const headerSize = 16

// Types of binary messages.
const (
	typeTileKey   = 0x01
	typeTileDelta = 0x02
	typeCells     = 0x04
	typeSeries    = 0x05
	typeEvents    = 0x06
	typeThumb     = 0x07
	typeKeyframes = 0x08
	typeHash      = 0x09
	typeClone     = 0x0a
	typeAck       = 0x81 // from the client; 8 bytes without a header
)

// Flags of the header.
const (
	flagKey     = 1 // this frame holds every tile of the view
	flagDeflate = 2 // bytes 16.. are raw deflate
	flagLast    = 4 // last message of this frame
)

// Encodings of a tile in TILE_KEY.
const (
	encRaw     = 0 // 4,096 bytes a plane
	encUniform = 1 // one byte a plane
)

// ackSize is the length of an ACK.
const ackSize = 8

// A header starts every binary message to the client.
type header struct {
	kind, flags, world, layer uint8
	seq                       uint32
	tick                      uint64
}

func (h header) append(b []byte) []byte {
	b = append(b, h.kind, h.flags, h.world, h.layer)
	b = binary.LittleEndian.AppendUint32(b, h.seq)
	return binary.LittleEndian.AppendUint64(b, h.tick)
}

// A tileID says which tile of the shown slice a record is about.
type tileID struct{ x, y, z uint16 }

func (t tileID) append(b []byte) []byte {
	b = binary.LittleEndian.AppendUint16(b, t.x)
	b = binary.LittleEndian.AppendUint16(b, t.y)
	return binary.LittleEndian.AppendUint16(b, t.z)
}

// A tileHead starts the body of the messages about tiles.
type tileHead struct {
	lod, planes uint8
	n           uint16 // records
	epoch       uint32
}

func (t tileHead) append(b []byte) []byte {
	b = append(b, t.lod, t.planes)
	b = binary.LittleEndian.AppendUint16(b, t.n)
	return binary.LittleEndian.AppendUint32(b, t.epoch)
}

// A keyRecord is a whole tile: body holds its planes, one after the other.
type keyRecord struct {
	tileID
	ver  uint32
	body []byte
	tile *tile
}

// append appends the record's head. A body of one byte a plane is uniform.
func (r keyRecord) append(b []byte, planes uint8) []byte {
	enc := byte(encRaw)
	if len(r.body) == int(planes) {
		enc = encUniform
	}
	b = append(r.tileID.append(b), enc, 0)
	b = binary.LittleEndian.AppendUint32(b, r.ver)
	return binary.LittleEndian.AppendUint32(b, uint32(len(r.body)))
}

// A deltaRecord is what changed in a tile from version base to ver.
type deltaRecord struct {
	tileID
	base, ver uint32
	pos       []uint16 // y*64+x inside the tile, ascending
	planes    [][]byte // new values, one slice a plane
}

// A hashRecord is the checksum of a tile: CRC-32C of its planes.
type hashRecord struct {
	tileID
	ver, crc uint32
}

// appendKey appends a TILE_KEY message.
func appendKey(b []byte, h header, t tileHead, records []keyRecord) []byte {
	h.kind, t.n = typeTileKey, uint16(len(records))
	b = t.append(h.append(b))
	for _, r := range records {
		b = r.append(b, t.planes)
	}
	for _, r := range records {
		b = pad4(append(b, r.body...))
	}
	return b
}

// appendDelta appends a TILE_DELTA message.
func appendDelta(b []byte, h header, t tileHead, records []deltaRecord) []byte {
	h.kind, t.n = typeTileDelta, uint16(len(records))
	b = t.append(h.append(b))
	for _, r := range records {
		b = r.tileID.append(b)
		b = binary.LittleEndian.AppendUint16(b, uint16(len(r.pos)))
		b = binary.LittleEndian.AppendUint32(b, r.base)
		b = binary.LittleEndian.AppendUint32(b, r.ver)
		for _, p := range r.pos {
			b = binary.LittleEndian.AppendUint16(b, p)
		}
		for _, plane := range r.planes {
			b = append(b, plane...)
		}
		b = pad4(b)
	}
	return b
}

// appendHash appends a HASH message.
func appendHash(b []byte, h header, t tileHead, records []hashRecord) []byte {
	h.kind, t.n = typeHash, uint16(len(records))
	b = t.append(h.append(b))
	for _, r := range records {
		b = append(r.tileID.append(b), 0, 0)
		b = binary.LittleEndian.AppendUint32(b, r.ver)
		b = binary.LittleEndian.AppendUint32(b, r.crc)
	}
	return b
}

// A seriesBlock is a run of rows of the series: columns of equal length.
type seriesBlock struct {
	epoch, row0, stepTicks uint32
	columns                [][]float32 // NaN = none
}

// appendSeries appends a SERIES message.
func appendSeries(b []byte, h header, s seriesBlock) []byte {
	h.kind = typeSeries
	b = h.append(b)
	b = binary.LittleEndian.AppendUint32(b, s.epoch)
	b = binary.LittleEndian.AppendUint32(b, s.row0)
	b = binary.LittleEndian.AppendUint32(b, s.stepTicks)
	rows := 0
	if len(s.columns) > 0 {
		rows = len(s.columns[0])
	}
	b = binary.LittleEndian.AppendUint16(b, uint16(rows))
	b = binary.LittleEndian.AppendUint16(b, uint16(len(s.columns)))
	for _, c := range s.columns {
		for _, v := range c {
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(v))
		}
	}
	return b
}

// A thumbBlock is the whole of a slice, small: planes of w x h texels of a level.
type thumbBlock struct {
	epoch  uint32
	w, h   uint16
	lod    uint8
	planes [][]byte // codes and shares
}

// thumbPlanes is the format of a thumb of codes and shares.
const thumbPlanes = 0

// appendThumb appends a THUMB message.
func appendThumb(b []byte, h header, t thumbBlock) []byte {
	h.kind = typeThumb
	b = binary.LittleEndian.AppendUint32(h.append(b), t.epoch)
	b = binary.LittleEndian.AppendUint16(b, t.w)
	b = binary.LittleEndian.AppendUint16(b, t.h)
	b = append(b, thumbPlanes, t.lod, 0, 0, 0, 0, 0, 0)
	for _, p := range t.planes {
		b = append(b, p...)
	}
	return b
}

// parseAck reads the one binary message that a client may send.
func parseAck(b []byte) (world uint8, seq uint32, err error) {
	if len(b) != ackSize || b[0] != typeAck {
		return 0, 0, fmt.Errorf("web: binary message of %d bytes, want an ACK of %d", len(b), ackSize)
	}
	return b[1], binary.LittleEndian.Uint32(b[4:]), nil
}

func pad4(b []byte) []byte {
	for len(b)%4 != 0 {
		b = append(b, 0)
	}
	return b
}

// appendKeyframes appends a KEYFRAMES message: the moments that can be gone back to at once.
func appendKeyframes(b []byte, h header, epoch uint32, keys []live.Keyframe) []byte {
	h.kind = typeKeyframes
	b = binary.LittleEndian.AppendUint32(h.append(b), epoch)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(keys)))
	for _, k := range keys {
		b = binary.LittleEndian.AppendUint64(b, k.Tick)
		b = binary.LittleEndian.AppendUint64(b, k.Hash)
	}
	return b
}
