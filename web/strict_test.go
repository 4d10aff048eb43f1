package web

import (
	"strings"
	"testing"

	"marrow/sim/live"
)

// JSON of clients is read strictly where encoding/json is lax.
func TestUnmarshal(t *testing.T) {
	deep := strings.Repeat("[", 10) + strings.Repeat("]", 10)
	for _, tt := range []struct{ name, in, want string }{
		{"good", `{"t":"sub","view":{"x":1},"new":[1,{"a":null}]}`, ""},
		{"twice", `{"t":"sub","t":"cmd"}`, `key "t" is there twice`},
		{"twice inside", `{"t":"sub","view":{"x":1,"x":2}}`, `key "x" is there twice`},
		{"something after", `{"t":"sub"} {}`, "something follows the message"},
		{"not UTF-8", "{\"t\":\"\xff\"}", "not UTF-8"},
		{"deep", `{"t":` + deep + `}`, "deeper than 8 levels"},
		{"long", `{"t":"` + strings.Repeat("ü", 1001) + `"}`, "a text of 1001 characters, want at most 1000"},
		{"cut", `{"t":`, "EOF"},
		{"empty", ``, "EOF"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var e envelope
			err := unmarshal([]byte(tt.in), &e)
			if got := message(err); got != tt.want {
				t.Errorf("got error %q, want %q", got, tt.want)
			}
		})
	}
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// No message of a client breaks the server: it is answered or ignored.
func FuzzText(f *testing.F) {
	for _, s := range []string{
		`{"t":"sub","view":{"x":-9,"y":0,"w":10,"h":10,"lod":1},"credits":9}`,
		`{"t":"need","tiles":[0,0,0,9,9,9],"rows":[-5,3],"events":0}`,
		`{"t":"cmd","id":"1","op":"event","args":{"name":"bleed","share":"5 %"}}`,
		`{"t":"cmd","id":"2","op":"step","args":{"n":1e99}}`,
		`{"t":"cmd","id":"4","op":"undo"}`, `{"t":"cmd","id":"5","op":"fork","args":{"at":0,"op":"event","args":{"name":"bleed","share":5}}}`,
		`{"t":"cmd","id":"6","op":"load","args":{"scenario":"x","seed":-1}}`, `{"t":"cmd","id":"7","op":"drop","world":1}`,
		`{"t":"seek","id":"8","tick":0}`, `{"t":"seek","id":"9","tick":-1,"coarse":1}`, `{"t":"live","id":"10"}`,
		`{"t":"drive","id":"3","take":false}`, `{"t":"drive","id":"11","ask":true}`, `{"t":"drive","id":"12","give":true}`,
		`{"t":"name","name":"Anna"}`, `{"t":"cmd","id":"13","op":"turn","args":{"at":0}}`, `{"t":"cmd","id":"14","op":"revive"}`,
		`{"t":"seek","id":"15","world":1,"tick":0}`, `{"t":"cells","clone":3,"view":{"x":0,"y":0,"w":9,"h":9,"z":0}}`, `{"t":"ping","c":1}`, `[]`, `{"t":null}`,
	} {
		f.Add([]byte(s))
	}
	s, _, stop := startStoppable(f, live.Options{}, nil)
	stop() // an event is then refused at once
	f.Fuzz(func(t *testing.T, b []byte) {
		v := &viewer{hub: s.hub, role: mayDrive, wake: make(chan struct{}, 1), replies: make(chan []byte, 64), gone: make(chan struct{})}
		v.escort = newEscort(v)
		s.hub.enter(v, hello{})
		defer v.endPast()
		if err := newReader(v).text(b); err != nil {
			t.Errorf("%q ended the connection: %v", b, err)
		}
	})
}
