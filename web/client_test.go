package web

import (
	"bytes"
	"compress/flate"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"go.uber.org/goleak"

	"marrow/sim"
	"marrow/sim/lineage"
	"marrow/sim/live"
	"marrow/sim/tissue"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var testTokens = Tokens{Control: "control-token-of-these-tests", View: "view-token-of-these-tests"}

// startServer serves a small piece of human marrow until the test ends.
func startServer(t testing.TB, o live.Options, change func(*Config)) (*Server, *live.Runner) {
	t.Helper()
	s, runner, _ := startStoppable(t, o, change)
	return s, runner
}

// startStoppable is startServer with a way to stop before the test ends.
func startStoppable(t testing.TB, o live.Options, change func(*Config)) (*Server, *live.Runner, context.CancelFunc) {
	t.Helper()
	spec := tissue.Spec{Name: "iliac-crest", Width: 150, Height: 130, Depth: 1, Species: "human", Seed: 1}
	s, runner, _, stop := startIn(t, spec, o, change)
	return s, runner, stop
}

// A larder keeps what many tests serve and nobody changes.
type larder struct {
	tables  map[string]*lineage.Table
	tissues map[tissue.Spec]*tissue.Tissue
}

var shared = larder{map[string]*lineage.Table{}, map[tissue.Spec]*tissue.Tissue{}}

// of is the tissue of a spec, and its species.
func (l *larder) of(t testing.TB, spec tissue.Spec) (table *lineage.Table, place *tissue.Tissue) {
	t.Helper()
	var err error
	if table = l.tables[spec.Species]; table == nil {
		if table, err = lineage.Builtin(spec.Species); err != nil {
			t.Fatal(err)
		}
		l.tables[spec.Species] = table
	}
	if place = l.tissues[spec]; place == nil {
		if place, err = tissue.Generate(spec, nil); err != nil {
			t.Fatal(err)
		}
		l.tissues[spec] = place
	}
	return table, place
}

// startIn serves tissue of any kind.
func startIn(t testing.TB, spec tissue.Spec, o live.Options, change func(*Config)) (*Server, *live.Runner, *sim.World, context.CancelFunc) {
	t.Helper()
	table, ts := shared.of(t, spec)
	w, err := sim.New(sim.Config{Table: table, Tissue: ts, Seed: 1, Threads: 1, Witness: true})
	if err != nil {
		t.Fatal(err)
	}
	runner := live.New(w, o)
	c := Config{
		Addr: "127.0.0.1:0", Tokens: testTokens,
		Run: Run{Runner: runner, Table: table, Tissue: ts, Title: "Test marrow", Seed: 1},
	}
	if change != nil {
		change(&c)
	}
	ctx, cancel := context.WithCancel(context.Background())
	s, err := Listen(ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	go runner.Run(ctx)
	t.Cleanup(func() {
		cancel()
		if err := s.Wait(); err != nil {
			t.Errorf("the server ended with %v", err)
		}
		<-runner.Done()
		runner.World().Close()
	})
	return s, runner, w, cancel
}

// host is the address of s, host:port.
func host(s *Server) string {
	h, _, _ := strings.Cut(strings.TrimPrefix(s.Link(), "http://"), "/")
	return h
}

// dial opens the websocket with a token.
func dial(t testing.TB, s *Server, token string, protocols ...string) *websocket.Conn {
	t.Helper()
	d := websocket.Dialer{Subprotocols: protocols}
	ws, _, err := d.Dial("ws://"+host(s)+"/live", http.Header{"Authorization": {"Bearer " + token}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ws.Close() })
	if err := ws.SetReadDeadline(time.Now().Add(2 * time.Minute)); err != nil {
		t.Fatal(err)
	}
	return ws
}

// A client is a viewer written in Go: it holds tiles, rows and messages as the page
// does.
type client struct {
	t       *testing.T
	ws      *websocket.Conn
	welcome welcome
	status  statusInfo
	roles   rolesInfo
	you     youInfo
	events  []eventInfo
	clones  []clonesInfo
	rows    int
	planes  map[tileID][]byte
	vers    map[tileID]uint32
	keys    int // TILE_KEY messages
	deltas  int // TILE_DELTA messages
	hashes  int // tiles whose checksum was compared
	thumbs  int // THUMB messages
	lists   int // CELLS messages
	steps   []sim.Step
	bytes   int      // of binary messages
	wrong   []tileID // tiles whose checksum differed, if faults are planted
	faulty  bool
	lost    int // deltas whose base was not held
	asked   int // commands sent
	manual  bool
	unacked []uint32
	seq     uint32
	tick    uint64
}

// join connects, greets and awaits the welcome.
func join(t *testing.T, s *Server, token string, caps ...string) *client {
	t.Helper()
	return greet(t, dial(t, s, token, protocol, protocolAny), hello{Proto: 1, Caps: caps})
}

func greet(t *testing.T, ws *websocket.Conn, h hello) *client {
	t.Helper()
	c := &client{t: t, ws: ws, planes: map[tileID][]byte{}, vers: map[tileID]uint32{}}
	b, _ := json.Marshal(h)
	c.sendRaw(`{"t":"hello",` + string(b[1:]))
	c.until("a welcome", func() bool { return c.welcome.T != "" })
	return c
}

func (c *client) sendRaw(text string) {
	c.t.Helper()
	if err := c.ws.WriteMessage(websocket.TextMessage, []byte(text)); err != nil {
		c.t.Fatal(err)
	}
}

// see subscribes to the whole patch.
func (c *client) see(lod int) {
	c.sendRaw(fmt.Sprintf(`{"t":"sub","world":0,"view":{"x":0,"y":0,"w":150,"h":130,"lod":%d},"layers":[0]}`, lod))
}

// look subscribes to a part of a volume.
func (c *client) look(x, y, z, w, h, d, lod int) {
	c.sendRaw(fmt.Sprintf(`{"t":"sub","world":0,"view":{"x":%d,"y":%d,"z":%d,"w":%d,"h":%d,"d":%d,"lod":%d},"layers":[0]}`, x, y, z, w, h, d, lod))
}

// until reads messages until done.
func (c *client) until(what string, done func() bool) {
	c.t.Helper()
	for !done() {
		kind, b, err := c.ws.ReadMessage()
		if err != nil {
			c.t.Fatalf("waiting for %s: %v", what, err)
		}
		if kind == websocket.TextMessage {
			c.text(b)
		} else {
			c.binary(b)
		}
	}
}

// command sends a command and returns its answer.
func (c *client) command(op, args string) errReply {
	c.t.Helper()
	c.asked++
	return c.request(fmt.Sprintf("c%d", c.asked), fmt.Sprintf(`"t":"cmd","op":%q,"world":0,"args":%s`, op, args))
}

// request sends a message with an id and returns the answer, an ok without a code.
func (c *client) request(id, fields string) errReply {
	c.t.Helper()
	c.sendRaw(fmt.Sprintf(`{"id":%q,%s}`, id, fields))
	for {
		b := c.next(fields)
		var e errReply
		if err := json.Unmarshal(b, &e); err != nil {
			c.t.Fatal(err)
		}
		if e.ID == id {
			return e
		}
		c.text(b)
	}
}

// next reads on to a text message; what is binary before it is taken in.
func (c *client) next(what string) []byte {
	c.t.Helper()
	for {
		kind, b, err := c.ws.ReadMessage()
		if err != nil {
			c.t.Fatalf("waiting for the answer to %s: %v", what, err)
		}
		if kind == websocket.TextMessage {
			return b
		}
		c.binary(b)
	}
}

func (c *client) text(b []byte) {
	var e envelope
	if err := json.Unmarshal(b, &e); err != nil {
		c.t.Fatalf("%s: %v", b, err)
	}
	var into any
	switch e.T {
	case "welcome":
		into = &c.welcome
	case "status":
		c.status = statusInfo{}
		into = &c.status
	case "roles":
		c.roles = rolesInfo{}
		into = &c.roles
	case "you":
		into = &c.you
	case "event":
		c.events = append(c.events, eventInfo{})
		into = &c.events[len(c.events)-1]
	case "clones":
		c.clones = append(c.clones, clonesInfo{})
		into = &c.clones[len(c.clones)-1]
	case "err":
		c.t.Errorf("unexpected %s", b)
		return
	default:
		return
	}
	if err := json.Unmarshal(b, into); err != nil {
		c.t.Fatalf("%s: %v", b, err)
	}
}

func (c *client) binary(b []byte) {
	c.bytes += len(b)
	if b[1]&flagDeflate != 0 {
		body, err := io.ReadAll(flate.NewReader(bytes.NewReader(b[headerSize:])))
		if err != nil {
			c.t.Fatal(err)
		}
		b = append(b[:headerSize:headerSize], body...)
	}
	c.seq, c.tick = binary.LittleEndian.Uint32(b[4:]), binary.LittleEndian.Uint64(b[8:])
	body := b[headerSize:]
	switch b[0] {
	case typeTileKey:
		c.keys++
		c.takeKeys(body)
	case typeTileDelta:
		c.deltas++
		c.takeDeltas(body)
	case typeHash:
		c.compare(body)
	case typeThumb:
		c.thumbs++
	case typeCells:
		c.lists++
	case typeEvents:
		c.steps = readSteps(body)
	case typeSeries:
		row0, n := binary.LittleEndian.Uint32(body[4:]), binary.LittleEndian.Uint16(body[12:])
		if int(row0) != c.rows {
			c.t.Errorf("rows from %d came, want from %d", row0, c.rows)
		}
		c.rows += int(n)
	}
	if b[1]&flagLast != 0 {
		c.unacked = append(c.unacked, c.seq)
		if !c.manual {
			c.ack()
		}
	}
}

// ack acknowledges what came.
func (c *client) ack() {
	for _, seq := range c.unacked {
		b := binary.LittleEndian.AppendUint32([]byte{typeAck, 0, 0, 0}, seq)
		if err := c.ws.WriteMessage(websocket.BinaryMessage, b); err != nil {
			c.t.Fatal(err)
		}
	}
	c.unacked = nil
}

func readSteps(b []byte) (all []sim.Step) {
	u16 := binary.LittleEndian.Uint16
	x, y := int(u16(b[6:]))*tileEdge, int(u16(b[8:]))*tileEdge
	for b = b[16:]; len(b) > 0; b = b[16:] {
		all = append(all, sim.Step{
			ID: uint64(binary.LittleEndian.Uint32(b)) | uint64(u16(b[4:]))<<32, Act: sim.StepAct(b[6]), Stage: int(b[7]) - 1,
			From: [2]int{x + int(u16(b[8:])), y + int(u16(b[10:]))}, To: [2]int{x + int(u16(b[12:])), y + int(u16(b[14:]))},
		})
	}
	return all
}

func readID(b []byte) tileID {
	u := binary.LittleEndian.Uint16
	return tileID{u(b), u(b[2:]), u(b[4:])}
}

func (c *client) takeKeys(b []byte) {
	planes, n := int(b[1]), int(binary.LittleEndian.Uint16(b[2:]))
	heads, bodies := b[8:8+16*n], b[8+16*n:]
	for ; len(heads) > 0; heads = heads[16:] {
		id, size := readID(heads), int(binary.LittleEndian.Uint32(heads[12:]))
		body := bytes.Clone(bodies[:size])
		if heads[6] == encUniform {
			var long []byte
			for _, v := range body {
				long = append(long, bytes.Repeat([]byte{v}, tileSites)...)
			}
			body = long
		}
		if len(body) != planes*tileSites {
			c.t.Fatalf("tile %v has %d bytes", id, len(body))
		}
		c.planes[id], c.vers[id] = body, binary.LittleEndian.Uint32(heads[8:])
		bodies = bodies[(size+3)&^3:]
	}
}

func (c *client) takeDeltas(b []byte) {
	planes, n := int(b[1]), int(binary.LittleEndian.Uint16(b[2:]))
	b = b[8:]
	for range n {
		id, m := readID(b), int(binary.LittleEndian.Uint16(b[6:]))
		base, ver := binary.LittleEndian.Uint32(b[8:]), binary.LittleEndian.Uint32(b[12:])
		b = b[16:]
		if c.vers[id] != base {
			c.lost++
		}
		for i := range m {
			for p := range planes {
				c.planes[id][p*tileSites+int(binary.LittleEndian.Uint16(b[2*i:]))] = b[2*m+p*m+i]
			}
		}
		c.vers[id] = ver
		b = b[(2*m+planes*m+3)&^3:]
	}
}

func (c *client) compare(b []byte) {
	for b = b[8:]; len(b) > 0; b = b[16:] {
		id := readID(b)
		if c.vers[id] != binary.LittleEndian.Uint32(b[8:]) {
			continue
		}
		c.hashes++
		got, want := checksum(c.planes[id]), binary.LittleEndian.Uint32(b[12:])
		if got != want && c.faulty {
			c.wrong = append(c.wrong, id)
			continue
		}
		if got != want {
			c.t.Errorf("tile %v has checksum %08x, want %08x", id, got, want)
		}
	}
}

// picture puts the tiles of the lattice together.
func (c *client) picture(width, height int) []byte {
	out := make([]byte, width*height)
	for id, body := range c.planes {
		for i, v := range body {
			x, y := int(id.x)*tileEdge+i%tileEdge, int(id.y)*tileEdge+i/tileEdge
			switch {
			case x < width && y < height:
				out[y*width+x] = v
			case v != codeOutside:
				c.t.Errorf("tile %v has code %d outside the world", id, v)
			}
		}
	}
	return out
}

// closeCode reads until the server closes, and returns how.
func closeCode(t *testing.T, ws *websocket.Conn) int {
	t.Helper()
	for {
		if _, _, err := ws.ReadMessage(); err != nil {
			if e, ok := err.(*websocket.CloseError); ok {
				return e.Code
			}
			return 0
		}
	}
}
