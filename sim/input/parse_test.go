package input_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"marrow/sim/input"
)

// A file that cannot be read as one plain document is refused with the place and
// the reason.
func TestParseErrors(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"empty", "", "x.yaml:1:1: file is empty"},
		{"only a comment", "# nothing\n", "x.yaml:1:1: file is empty"},
		{"repeated key", "a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\n", "x.yaml:5:3: b.c: repeated key, first on line 3"},
		{"repeated key in flow", "a: {b: 1, b: 2}\n", "x.yaml:1:11: a.b: repeated key, first on line 1"},
		{"repeated key, other quotes", "a: 1\n\"a\": 2\n", "x.yaml:2:1: a: repeated key, first on line 1"},
		{"two documents", "a: 1\n---\nb: 2\n", "x.yaml:2:1: a second document starts, want one document"},
		{"tab", "a:\n\tb: 1\n", "x.yaml:2:1: a tab indents this line, want spaces"},
		{"tab after spaces", "a:\n  \tb: 1\n", "x.yaml:2:3: a tab indents this line, want spaces"},
		{"alias bomb", "a: &a [x, x]\nb: &b [*a, *a]\n", `x.yaml:1:4: anchors and aliases are not read here, got "&"`},
		{"merge key", "a: {b: 1}\n<<: {c: 1}\n", `x.yaml:2:1: merge keys are not read here, got "<<"`},
		{"tag", "a: !!int 3\n", `x.yaml:1:4: tags are not read here, got "!!int"`},
		{"directive", "%YAML 1.1\n---\na: 1\n", `x.yaml:1:1: directives are not read here, got "%"`},
		{"complex key", "? [a, b]\n: c\n", `x.yaml:1:1: keys that start with ? are not read here, got "?"`},
		{"binary", "a: 1\nb: \xff\n", "x.yaml:2:1: line is not valid UTF-8"},
		{"NUL", "a: \x00\n", `x.yaml:1:4: control character '\x00'`},
		{"many values", strings.Repeat("- a\n", 30000), "x.yaml:25001:1: file has more than 50000 words and signs"},
		{"deep flow", strings.Repeat("[", 1000), "x.yaml:1:25: nested deeper than 24 levels"},
		{"deep entries", strings.Repeat("- ", 1000), "x.yaml:1:49: nested deeper than 24 levels"},
		{"huge", strings.Repeat("#", 1<<20+1), "x.yaml:1:1: file has 1048577 bytes, want at most 1048576"},
		{"unclosed", "a: [1, 2\n", "x.yaml:1:4: sequence end token ']' not found"},
		{"text after a map", "a: 1\nb\n", "x.yaml:2:1: non-map value is specified"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := input.Parse("x.yaml", []byte(tt.in))
			if err == nil || err.Error() != tt.want {
				t.Errorf("got error %v\nwant      %s", err, tt.want)
			}
		})
	}
}

// Line ends of another system, a leading --- and comments do not change what is read.
func TestParseForms(t *testing.T) {
	for _, in := range []string{
		"a: 1\nb: two\n", "---\na: 1\nb: two\n...\n", "a: 1\r\nb: two\r\n", "# c\na: 1 # d\n\nb: 'two'\n", "{a: 1, b: \"two\"}",
	} {
		var v struct {
			A int    `yaml:"a"`
			B string `yaml:"b"`
		}
		d, err := input.Parse("x.yaml", []byte(in))
		if err != nil {
			t.Errorf("%q: %v", in, err)
			continue
		}
		if err := d.Decode(&v); err != nil || v.A != 1 || v.B != "two" {
			t.Errorf("%q: got %+v, %v, want {1 two}", in, v, err)
		}
	}
}

// A large hostile file is refused or read in seconds.
func TestParseIsQuick(t *testing.T) {
	const size = 1 << 18
	for _, unit := range []string{"[", "{", "- ", "a: 1\n", "- a\n", "a: {b: c}\n", "x ", "\"", "'", "#", "|\n ", "a:\n a:\n", "? ", "\\", "- - - -\n", ",", "[],", ":"} {
		data := []byte(strings.Repeat(unit, size/len(unit)))
		start := time.Now()
		_, err := input.Parse("x.yaml", data)
		if took := time.Since(start); took > 20*time.Second {
			t.Errorf("%q repeated: took %v, %v", unit, took, err)
		}
	}
	// The most pairs that pass the limits.
	var b strings.Builder
	for i := range 16000 {
		fmt.Fprintf(&b, "a%d: 1\n", i)
	}
	if _, err := input.Parse("x.yaml", []byte(b.String())); err != nil {
		t.Error(err)
	}
}

// No bytes make the reader panic, and what is read can be walked and set.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"a: 1\n", "- {a: b}\n- c\n", "a: |\n  text\nb: >-\n  more\n", "a: [1, .nan, ~]\n", "\"a\\u0041\": 'b'\n", "a: b: c", "[a, {b: c}]"} {
		f.Add(s, "a.b")
	}
	f.Fuzz(func(t *testing.T, data, path string) {
		if len(data) > 4096 {
			return
		}
		d, err := input.Parse("x.yaml", []byte(data))
		if err != nil {
			if !strings.HasPrefix(err.Error(), "x.yaml:") {
				t.Errorf("error without a place: %v", err)
			}
			return
		}
		var v struct {
			A *input.Node `yaml:"a"`
		}
		_ = d.Decode(&v)
		if d.Set(path, "1") == nil && d.Find(path) == nil {
			t.Errorf("%q was set and is not found", path)
		}
	})
}
