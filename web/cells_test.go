package web

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"maps"
	"testing"

	"github.com/gorilla/websocket"

	"marrow/sim"
	"marrow/sim/live"
)

// question sends a message with an id and reads the answer into to, or returns its error.
func (c *client) question(id, fields string, to any) string {
	c.t.Helper()
	c.sendRaw(fmt.Sprintf(`{"id":%q,%s}`, id, fields))
	for {
		b := c.next(fields)
		var e envelope
		if err := json.Unmarshal(b, &e); err != nil {
			c.t.Fatal(err)
		}
		if e.ID != id {
			continue
		}
		if e.T == "err" {
			var no errReply
			if err := json.Unmarshal(b, &no); err != nil {
				c.t.Fatal(err)
			}
			return no.Code
		}
		if err := json.Unmarshal(b, to); err != nil {
			c.t.Fatal(err)
		}
		return ""
	}
}

// await reads until a message of the kind comes, and returns it.
func (c *client) await(kind string) []byte {
	c.t.Helper()
	for {
		b := c.next(kind)
		var e envelope
		if json.Unmarshal(b, &e) == nil && e.T == kind {
			return b
		}
	}
}

// someCell is a cell of a stage, by its frame's code.
func someCell(f *sim.Frame, wanted func(code uint8) bool) (x, y int) {
	for i, code := range f.Codes {
		if wanted(code) {
			return i % f.Width, i / f.Width
		}
	}
	return -1, -1
}

func anyCell(code uint8) bool { return code > 0 && code < sim.CodeTissue }

// A viewer without the right to drive may ask what is at a site: a cell has a number, by
// which it is found again, an explanation if asked for, and a family.
func TestInspectOverTheWire(t *testing.T) {
	s, runner := startServer(t, live.Options{Paused: true}, nil)
	c := join(t, s, testTokens.View)
	f := runner.Peek().Frame
	x, y := someCell(&f, anyCell)
	var at, again cellInfo
	if code := c.question("a", fmt.Sprintf(`"t":"inspect","world":0,"x":%d,"y":%d,"z":0,"why":true`, x, y), &at); code != "" {
		t.Fatal(code)
	}
	if at.Cell == 0 || at.Code != f.Codes[y*f.Width+x] || !at.Alive || at.Why == nil || len(at.Way) == 0 || at.T != "cell" {
		t.Errorf("the cell at %d,%d is %+v", x, y, at)
	}
	if code := c.question("b", fmt.Sprintf(`"t":"inspect","world":0,"cell":%d`, at.Cell), &again); code != "" {
		t.Fatal(code)
	}
	if again.X != x || again.Y != y || again.Cell != at.Cell || again.Why != nil {
		t.Errorf("cell %d is at %d,%d, found as %+v", at.Cell, x, y, again)
	}
	var family kinInfo
	if code := c.question("c", fmt.Sprintf(`"t":"kin","world":0,"cell":%d,"depth":3`, at.Cell), &family); code != "" {
		t.Fatal(code)
	}
	if len(family.Cells) != 1 || family.Cells[0].Cell != at.Cell {
		t.Errorf("the family is %+v", family)
	}
}

// What is no cell is told as what it is.
func TestInspectStructures(t *testing.T) {
	s, runner := startServer(t, live.Options{Paused: true}, nil)
	c := join(t, s, testTokens.View)
	f := runner.Peek().Frame
	seen := map[uint8]bool{}
	for _, want := range []uint8{0, sim.CodeTissue + 1, sim.CodeTissue + 2, sim.CodeTissue + 3} {
		x, y := someCell(&f, func(code uint8) bool { return code == want })
		var at cellInfo
		if code := c.question(fmt.Sprint(want), fmt.Sprintf(`"t":"inspect","x":%d,"y":%d,"z":0,"why":true`, x, y), &at); code != "" {
			t.Fatal(code)
		}
		if at.Cell != 0 || at.Code != want || at.Why != nil {
			t.Errorf("code %d at %d,%d is told as %+v", want, x, y, at)
		}
		seen[at.Code] = true
	}
	if len(seen) != 4 {
		t.Errorf("only %v were seen", seen)
	}
}

// Questions that make no sense get an error that says so, and end nothing.
func TestBadQuestions(t *testing.T) {
	s, _ := startServer(t, live.Options{Paused: true}, nil)
	c := join(t, s, testTokens.View)
	for i, q := range []struct{ fields, code string }{
		{`"t":"inspect","x":-1,"y":0,"z":0`, codeNoCell},
		{`"t":"inspect","cell":999999999`, codeNoCell},
		{`"t":"inspect","cell":"x"`, codeBadJSON},
		{`"t":"inspect","world":7,"x":1,"y":1`, codeNoWorld},
		{`"t":"kin","cell":0`, codeNoCell},
		{`"t":"follow","cell":123456789`, codeNoCell},
		{`"t":"find","q":""`, codeBadArg},
		{`"t":"find","q":"unicorn"`, codeBadArg},
		{`"t":"cells","view":{"x":0,"y":0,"w":900,"h":900,"z":0}`, codeBadArg},
	} {
		if got := c.question(fmt.Sprintf("q%d", i), q.fields, nil); got != q.code {
			t.Errorf("%s: got %q, want %q", q.fields, got, q.code)
		}
	}
	got := ""
	for i := 0; i < 12 && got != codeRateLimited; i++ {
		got = c.question(fmt.Sprintf("r%d", i), `"t":"inspect","cell":1`, &cellInfo{})
	}
	if got != codeRateLimited {
		t.Errorf("questions without end: got %q", got)
	}
}

// Cells are found by words, the best first.
func TestFind(t *testing.T) {
	s, runner := startServer(t, live.Options{Paused: true}, nil)
	c := join(t, s, testTokens.View)
	f := runner.Peek().Frame
	for i, q := range []string{"#1", "1", "oldest hsc", "nearest band", "Myelocyte", "neut"} {
		var found foundInfo
		code := c.question(fmt.Sprint(i), fmt.Sprintf(`"t":"find","q":%q,"near":{"x":75.2,"y":60,"z":0}`, q), &found)
		if q == "neut" {
			if code != codeBadArg && code != "" {
				t.Errorf("%s: %s", q, code)
			}
			continue
		}
		if code != "" || len(found.Cells) == 0 || found.Cells[0].Cell == 0 {
			t.Errorf("%s: %q %+v", q, code, found)
			continue
		}
		if h := found.Cells[0]; f.Codes[h.Y*f.Width+h.X] != h.Code {
			t.Errorf("%s: no such cell at %+v", q, h)
		}
	}
}

// A cell that is followed is told with every picture, until it ends: then it says how. That
// changes nothing in the world.
func TestFollowOverTheWire(t *testing.T) {
	s, runner := startServer(t, live.Options{Paused: true}, nil)
	c := join(t, s, testTokens.Control)
	c.see(0)
	var found foundInfo
	if code := c.question("f", `"t":"find","q":"reticulocyte"`, &found); code != "" {
		t.Fatal(code)
	}
	id := found.Cells[0].Cell
	if code := c.question("g", fmt.Sprintf(`"t":"follow","world":0,"cell":%d`, id), &okReply{}); code != "" {
		t.Fatal(code)
	}
	c.question("s", `"t":"cmd","op":"speed","args":{"perSecond":36000}`, &okReply{})
	c.question("p", `"t":"cmd","op":"play","args":{}`, &okReply{})
	var m trackInfo
	for n := 0; n == 0 || m.Alive; n++ {
		m = trackInfo{}
		if err := json.Unmarshal(c.await("track"), &m); err != nil {
			t.Fatal(err)
		}
		if m.Cell != id {
			t.Fatalf("%+v is told, want cell %d", m, id)
		}
	}
	if m.End == nil || m.End.Tick > uint32(m.Tick) || m.End.Kind == "" {
		t.Fatalf("the end is told as %+v", m)
	}
	if m.End.Kind == "left" && (len(m.Blood) == 0 || m.Blood[0].From != uint64(m.End.Tick) || m.End.Exit == 0) {
		t.Errorf("it left: %+v, %+v", m.End, m.Blood)
	}
	runner.Pause(true)
	c.question("h", `"t":"follow","world":0,"cell":null`, &okReply{})
}

// Cells that are seen from near are listed with their numbers, as they stand.
func TestCellsOverTheWire(t *testing.T) {
	s, runner := startServer(t, live.Options{Paused: true}, nil)
	c := join(t, s, testTokens.View)
	c.sendRaw(`{"t":"cells","world":0,"view":{"x":50,"y":40,"w":60,"h":50,"z":0}}`)
	var list []byte
	for list == nil {
		kind, b, err := c.ws.ReadMessage()
		if err != nil {
			t.Fatal(err)
		}
		if kind == websocket.BinaryMessage && b[0] == typeCells {
			list = b
		}
	}
	f, u16 := runner.Peek().Frame, binary.LittleEndian.Uint16
	ids, want := map[uint64]bool{}, 0
	b := list[headerSize:]
	tiles, b := int(u16(b)), b[8:]
	for range tiles {
		tx, ty, n := int(u16(b)), int(u16(b[2:])), int(u16(b[6:]))
		b = b[8:]
		for range n {
			pos := int(u16(b[6:]))
			x, y := tx*tileEdge+pos%tileEdge, ty*tileEdge+pos/tileEdge
			if x < 50 || y < 40 || x >= 110 || y >= 90 || !anyCell(f.Codes[y*f.Width+x]) {
				t.Fatalf("a cell is listed at %d,%d", x, y)
			}
			ids[uint64(binary.LittleEndian.Uint32(b))|uint64(u16(b[4:]))<<32] = true
			b = b[16:]
		}
	}
	for y := 40; y < 90; y++ {
		for x := 50; x < 110; x++ {
			if anyCell(f.Codes[y*f.Width+x]) {
				want++
			}
		}
	}
	if len(ids) != want || len(b) != 0 || ids[0] {
		t.Errorf("%d numbers, want %d; %d bytes left over", len(ids), want, len(b))
	}
}

// What cells in near view do is told tick by tick to who knows of it: sites and types are
// those of the picture of that tick.
func TestEventsOverTheWire(t *testing.T) {
	s, runner := startServer(t, live.Options{Paused: true}, nil)
	plain, c := join(t, s, testTokens.View), join(t, s, testTokens.Control, "events")
	for _, v := range []*client{plain, c} {
		v.see(0)
		v.sendRaw(`{"t":"cells","world":0,"view":{"x":70,"y":40,"w":60,"h":50,"z":0}}`)
		v.until("a list", func() bool { return v.lists == 1 })
	}
	for tick := uint64(1); tick <= 3; tick++ {
		c.command("step", `{}`)
		c.until("what they did", func() bool { return c.steps != nil })
		var codes []uint8
		if err := runner.Line().Ask(func(w *sim.World) { codes = w.Slice(0, nil) }); err != nil {
			t.Fatal(err)
		}
		if c.tick != tick || len(c.steps) < 10 {
			t.Fatalf("%d steps at tick %d, want many at %d", len(c.steps), c.tick, tick)
		}
		for _, step := range c.steps {
			at := step.To[1]*150 + step.To[0]
			if there := step.Act != sim.StepLeft && step.Act != sim.StepDied; there && codes[at] != stageCode(step.Stage) {
				t.Errorf("tick %d: %+v, but the site has code %d", tick, step, codes[at])
			}
		}
		c.steps = nil
	}
	plain.until("the third tick", func() bool { return plain.status.Tick == 3 })
	if plain.steps != nil {
		t.Error("steps were told to who does not know of them")
	}
}

// Where the cells of a clone are is told for a whole view, a bit a site, just as the world
// has it; and no longer once nobody wants it.
func TestCloneOverTheWire(t *testing.T) {
	s, runner := startServer(t, live.Options{Paused: true}, nil)
	c := join(t, s, testTokens.View)
	var want map[[2]int]bool
	var clone uint32
	if err := runner.Line().Ask(func(w *sim.World) {
		clone, want = w.Clones(1).Largest[0].Clone, map[[2]int]bool{}
		w.CloneSites(clone, 0, 0, 150, 130, 0, func(x, y int) { want[[2]int{x, y}] = true })
	}); err != nil {
		t.Fatal(err)
	}
	c.sendRaw(fmt.Sprintf(`{"t":"cells","world":0,"clone":%d,"view":{"x":0,"y":0,"w":150,"h":130,"z":0}}`, clone))
	var b []byte
	for b == nil {
		kind, m, err := c.ws.ReadMessage()
		if err != nil {
			t.Fatal(err)
		}
		if kind == websocket.BinaryMessage && m[0] == typeClone {
			b = m[headerSize:]
		}
	}
	u16 := binary.LittleEndian.Uint16
	tiles := int(u16(b))
	if got := binary.LittleEndian.Uint32(b[8:]); got != clone || len(b) != 12+tiles*(8+tileSites/8) {
		t.Fatalf("clone %d in %d bytes for %d tiles, want clone %d", got, len(b), tiles, clone)
	}
	got := map[[2]int]bool{}
	for b = b[12:]; len(b) > 0; b = b[8+tileSites/8:] {
		for i := range tileSites {
			if b[8+i/8]>>(i%8)&1 == 1 {
				got[[2]int{int(u16(b))*tileEdge + i%tileEdge, int(u16(b[2:]))*tileEdge + i/tileEdge}] = true
			}
		}
	}
	if len(want) == 0 || !maps.Equal(got, want) {
		t.Errorf("%d sites, want %d", len(got), len(want))
	}
	c.sendRaw(fmt.Sprintf(`{"t":"cells","world":0,"clone":%d,"view":null}`, clone))
	if e := c.request("big", `"t":"cells","world":0,"clone":1,"view":{"x":0,"y":0,"w":900,"h":900,"z":0}`); e.Code != codeBadArg {
		t.Errorf("a view of 810,000 sites: %+v", e)
	}
}
