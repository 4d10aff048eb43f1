package web

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"hash/crc32"
	"io"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"marrow/sim"
	"marrow/sim/live"
)

// A golden case is one message of marrow.v1 with its bytes; ui/test/codec.test.ts
// reads the same file.
type goldenCase struct {
	Name         string
	Flags, World uint8
	Seq          uint32
	Tick         uint64
	Lod, Planes  uint8
	Epoch        uint32
	Row0         uint32
	StepTicks    uint32
	Keys         []struct {
		Tile [3]uint16
		Ver  uint32
		Body []int
	}
	Deltas []struct {
		Tile      [3]uint16
		Base, Ver uint32
		Pos       []uint16
		Values    [][]int
	}
	Hashes []struct {
		Tile    [3]uint16
		Ver     uint32
		Uniform uint8
	}
	Columns [][]*float32

	Keyframes []struct {
		Tick uint64
		Hash string
	}
	Thumb *struct {
		W, H         uint16
		Codes, Share []int
	}
	Cells []struct {
		Cell       uint64
		X, Y, Z    int
		Clone, Age uint32
		Divisions  uint16
		Flags      uint8
	}
	Events []struct {
		Cell     uint64
		Kind     sim.StepAct
		Code     int
		From, To [2]int
	}
	Tile [3]uint16 // from which sites of events are counted
	Hex  string
}

func (g goldenCase) encode(t *testing.T) []byte {
	h := header{flags: g.Flags, world: g.World, seq: g.Seq, tick: g.Tick}
	head := tileHead{lod: g.Lod, planes: g.Planes, epoch: g.Epoch}
	switch {
	case g.Keys != nil:
		var r []keyRecord
		for _, k := range g.Keys {
			r = append(r, keyRecord{tileID: id(k.Tile), ver: k.Ver, body: octets(k.Body)})
		}
		return appendKey(nil, h, head, r)
	case g.Deltas != nil:
		var r []deltaRecord
		for _, d := range g.Deltas {
			rec := deltaRecord{tileID: id(d.Tile), base: d.Base, ver: d.Ver, pos: d.Pos}
			for _, v := range d.Values {
				rec.planes = append(rec.planes, octets(v))
			}
			r = append(r, rec)
		}
		return appendDelta(nil, h, head, r)
	case g.Hashes != nil:
		var r []hashRecord
		for _, k := range g.Hashes {
			crc := crc32.Checksum(bytes.Repeat([]byte{k.Uniform}, tileSites), crc32.MakeTable(crc32.Castagnoli))
			r = append(r, hashRecord{id(k.Tile), k.Ver, crc})
		}
		return appendHash(nil, h, head, r)
	case g.Keyframes != nil:
		var keys []live.Keyframe
		for _, k := range g.Keyframes {
			hash, err := strconv.ParseUint(k.Hash, 16, 64)
			if err != nil {
				t.Fatal(err)
			}
			keys = append(keys, live.Keyframe{Tick: k.Tick, Hash: hash})
		}
		return appendKeyframes(nil, h, g.Epoch, keys)
	case g.Cells != nil:
		var all []sim.Listed
		for _, c := range g.Cells {
			all = append(all, sim.Listed{ID: c.Cell, X: c.X, Y: c.Y, Clone: c.Clone, Age: c.Age, Divisions: c.Divisions, Flags: c.Flags})
		}
		return appendCells(nil, h, g.Epoch, uint16(g.Cells[0].Z), all)
	case g.Events != nil:
		var all []sim.Step
		for _, e := range g.Events {
			all = append(all, sim.Step{ID: e.Cell, Act: e.Kind, Stage: e.Code - 1, From: e.From, To: e.To})
		}
		return appendEvents(nil, h, g.Epoch, id(g.Tile), all)
	case g.Thumb != nil:
		planes := [][]byte{octets(g.Thumb.Codes), octets(g.Thumb.Share)}
		return appendThumb(nil, h, thumbBlock{g.Epoch, g.Thumb.W, g.Thumb.H, g.Lod, planes})
	case g.Columns != nil:
		s := seriesBlock{epoch: g.Epoch, row0: g.Row0, stepTicks: g.StepTicks}
		for _, c := range g.Columns {
			var col []float32
			for _, v := range c {
				if v == nil {
					col = append(col, float32(math.NaN()))
					continue
				}
				col = append(col, *v)
			}
			s.columns = append(s.columns, col)
		}
		return appendSeries(nil, h, s)
	}
	t.Fatalf("%s: an empty case", g.Name)
	return nil
}

func id(t [3]uint16) tileID { return tileID{t[0], t[1], t[2]} }

func octets(v []int) []byte {
	b := make([]byte, len(v))
	for i := range v {
		b[i] = byte(v[i])
	}
	return b
}

func goldens(t *testing.T) []goldenCase {
	t.Helper()
	b, err := os.ReadFile("testdata/golden.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []goldenCase
	if err := json.Unmarshal(b, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// The bytes of every message are those of the protocol, in Go and in the page.
func TestGolden(t *testing.T) {
	for _, g := range goldens(t) {
		t.Run(g.Name, func(t *testing.T) {
			want, err := hex.DecodeString(strings.ReplaceAll(g.Hex, " ", ""))
			if err != nil {
				t.Fatal(err)
			}
			if g.Name == "ack" {
				world, seq, err := parseAck(want)
				if err != nil || world != g.World || seq != g.Seq {
					t.Errorf("got world %d, seq %d, error %v", world, seq, err)
				}
				return
			}
			if diff := cmp.Diff(words(want), words(g.encode(t))); diff != "" {
				t.Errorf("bytes differ (-want +got):\n%s", diff)
			}
		})
	}
}

func words(b []byte) string {
	var s strings.Builder
	for i := 0; i < len(b); i += 4 {
		s.WriteString(hex.EncodeToString(b[i:min(i+4, len(b))]) + " ")
	}
	return s.String()
}

// The checksum of the protocol is CRC-32C.
func TestChecksum(t *testing.T) {
	ramp := make([]byte, 4096)
	for i := range ramp {
		ramp[i] = byte(i)
	}
	for _, tt := range []struct {
		in   []byte
		want uint32
	}{
		{[]byte("123456789"), 0xe3069283},
		{make([]byte, 4096), 0x98f94189},
		{ramp, 0x9c71fe32},
	} {
		if got := checksum(tt.in); got != tt.want {
			t.Errorf("%d bytes: got %08x, want %08x", len(tt.in), got, tt.want)
		}
	}
}

// A deflated message inflates to itself, keeps its header and says that it is.
func TestDeflate(t *testing.T) {
	plain := appendKey(nil, header{flags: flagKey, seq: 3}, tileHead{planes: 1}, []keyRecord{{ver: 1, body: make([]byte, tileSites)}})
	small := deflated(plain)
	if len(small) > len(plain)/10 || small[1] != flagKey|flagDeflate || binary.LittleEndian.Uint32(small[4:]) != 3 {
		t.Fatalf("%d bytes, header % x", len(small), small[:headerSize])
	}
	got, err := io.ReadAll(flate.NewReader(bytes.NewReader(small[headerSize:])))
	if err != nil || !bytes.Equal(got, plain[headerSize:]) {
		t.Errorf("%d bytes after inflating (%v), want %d", len(got), err, len(plain)-headerSize)
	}
}

// What is not an ACK is refused.
func TestParseAck(t *testing.T) {
	for _, bad := range [][]byte{nil, {0x81}, make([]byte, 8), {0x81, 0, 0, 0, 1, 0, 0, 0, 0}} {
		if _, _, err := parseAck(bad); err == nil {
			t.Errorf("% x was taken as an ACK", bad)
		}
	}
}
