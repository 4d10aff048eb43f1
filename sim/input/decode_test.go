package input_test

import (
	"testing"

	"marrow/sim/input"

	"github.com/google/go-cmp/cmp"
)

// A plant stands for the structs that readers decode into.
type plant struct {
	Name   string                    `yaml:"name,required"`
	Height input.Quantity            `yaml:"height"`
	Age    input.Duration            `yaml:"age"`
	Dose   input.Amount              `yaml:"dose"`
	Leaves int                       `yaml:"leaves"`
	Seeds  uint8                     `yaml:"seeds"`
	Share  float64                   `yaml:"share"`
	Green  bool                      `yaml:"green"`
	Size   [2]int                    `yaml:"size"`
	Kin    []plant                   `yaml:"kin"`
	Notes  map[string]string         `yaml:"notes"`
	Rates  map[string]input.Quantity `yaml:"rates"`
	Raw    *input.Node               `yaml:"raw"`
	Ptr    *int                      `yaml:"ptr"`
}

func read(t *testing.T, in string) *input.Document {
	t.Helper()
	d, err := input.Parse("x.yaml", []byte(in))
	if err != nil {
		t.Fatal(err)
	}
	d.KnowSources([]string{"theml2004", "skarberg1974"})
	return d
}

const oak = `
name: oak
height: 12 m, recalled, theml2004
age: 2w
dose: 100 mg/m2
leaves: 70
seeds: 255
share: 1e-3
green: true
size: [3, 4]
notes: {a: b}
rates:
  sap: 0.5 1/h, chosen, skarberg1974
raw: [1, x]
ptr: -7
kin:
  - name: elm
    leaves: 3
  - name: "ash"
`

// Every kind of value arrives as it is written.
func TestDecode(t *testing.T) {
	var got plant
	if err := read(t, oak).Decode(&got); err != nil {
		t.Fatal(err)
	}
	seven := -7
	want := plant{
		Name: "oak", Height: input.Quantity{Value: 12, Unit: "m", Status: input.Recalled, Source: "theml2004"},
		Age: 14 * input.Day, Dose: input.Amount{Value: 100, Unit: "mg/m2"}, Leaves: 70, Seeds: 255, Share: 0.001, Green: true,
		Size: [2]int{3, 4}, Notes: map[string]string{"a": "b"}, Ptr: &seven,
		Rates: map[string]input.Quantity{"sap": {Value: 0.5, Unit: "1/h", Status: input.Chosen, Source: "skarberg1974"}},
		Kin:   []plant{{Name: "elm", Leaves: 3}, {Name: "ash"}},
	}
	raw := got.Raw
	got.Raw = nil
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	var word string
	if raw == nil || raw.Kind != input.List || raw.Items[1].Decode(&word) != nil || word != "x" {
		t.Errorf("raw is %+v, want a list that ends in x", raw)
	}
}

// A value that does not fit is refused with its place, its path, what it is and what
// is wanted.
func TestDecodeErrors(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"unknown key", "name: a\nleafs: 1\n", `x.yaml:2:1: leafs: unknown key "leafs", nearest is "leaves"`},
		{"unknown key far from all", "name: a\nxyzzyx: 1\n", `x.yaml:2:1: xyzzyx: unknown key "xyzzyx" (there are name, height, age, dose, leaves, seeds, share, green, size, kin, notes, rates, raw, ptr)`},
		{"unknown key in a list", "name: a\nkin:\n  - name: b\n    leavs: 3\n", `x.yaml:4:5: kin.b.leavs: unknown key "leavs", nearest is "leaves"`},
		{"missing", "name: a\nkin:\n  - leaves: 3\n", "x.yaml:3:5: kin.0: name is missing"},
		{"missing at the top", "leaves: 3\n", "x.yaml:1:1: name is missing"},
		{"number for text", "name: 7\n", "x.yaml:1:7: name: got the number 7, want text"},
		{"text for number", "name: a\nleaves: many\n", `x.yaml:2:9: leaves: got the text "many", want a whole number`},
		{"quoted number", "name: a\nleaves: \"7\"\n", `x.yaml:2:9: leaves: got the text "7", want a whole number`},
		{"fraction for whole", "name: a\nleaves: 1.5\n", "x.yaml:2:9: leaves: got the number 1.5, want a whole number"},
		{"hexadecimal", "name: a\nleaves: 0x10\n", "x.yaml:2:9: leaves: got the number 0x10, want a whole number"},
		{"too large", "name: a\nseeds: 256\n", "x.yaml:2:8: seeds: got the number 256, want a whole number of at least 0"},
		{"negative", "name: a\nseeds: -1\n", "x.yaml:2:8: seeds: got the number -1, want a whole number of at least 0"},
		{"not a number", "name: a\nshare: .nan\n", `x.yaml:2:8: share: got ".nan", want a finite number`},
		{"infinity", "name: a\nshare: .inf\n", `x.yaml:2:8: share: got ".inf", want a finite number`},
		{"overflow", "name: a\nshare: 1e999\n", `x.yaml:2:8: share: got "1e999", which is too large`},
		{"yes is text", "name: a\ngreen: yes\n", `x.yaml:2:8: green: got the text "yes", want true or false`},
		{"nothing", "name: a\nleaves:\n", "x.yaml:2:1: leaves: got nothing, want a whole number"},
		{"null quantity", "name: a\nheight: ~\n", `x.yaml:2:1: height: got nothing, want a quantity such as "1.9 d, verified, theml2004"`},
		{"map for text", "name: {a: b}\n", "x.yaml:1:1: name: got a map, want text"},
		{"text for list", "name: a\nkin: b\n", `x.yaml:2:6: kin: got the text "b", want a list`},
		{"list for map", "name: a\nnotes: [b]\n", "x.yaml:2:1: notes: got a list, want a map"},
		{"length", "name: a\nsize: [1, 2, 3]\n", "x.yaml:2:1: size: got 3 items, want 2"},
		{"list at the top", "- a\n", "x.yaml:1:1: got a list, want a map"},
		{"list for duration", "name: a\nage: [2d]\n", "x.yaml:2:1: age: got a list, want a duration"},
		{"duration", "name: a\nage: 12\n", `x.yaml:2:6: age: got "12", want a time with its unit, such as 90m, 12h, 30d or 2w`},
		{"quantity without source", "name: a\nheight: 12 m\n", `x.yaml:2:9: height: got "12 m", want a quantity such as "1.9 d, verified, theml2004"`},
		{"status", "name: a\nheight: 12 m, guessed, theml2004\n", `x.yaml:2:9: height: status is "guessed", want verified, recalled or chosen`},
		{"source", "name: a\nheight: 12 m, chosen, theml2005\n", `x.yaml:2:9: height: no source is called "theml2005", nearest is "theml2004"`},
		{"quantity without number", "name: a\nheight: tall, chosen, theml2004\n", `x.yaml:2:9: height: got "tall", want a finite number`},
		{"quantity of NaN", "name: a\nheight: NaN m, chosen, theml2004\n", `x.yaml:2:9: height: got "NaN", want a finite number`},
		{"three words", "name: a\nheight: 1 2 m, chosen, theml2004\n", `x.yaml:2:9: height: got "1 2 m", want a number and its unit, such as 1.9 d`},
		{"quantity in a map", "name: a\nrates:\n  sap: 3\n", `x.yaml:3:8: rates.sap: got "3", want a quantity such as "1.9 d, verified, theml2004"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var v plant
			err := read(t, tt.in).Decode(&v)
			if err == nil || err.Error() != tt.want {
				t.Errorf("got error %v\nwant      %s", err, tt.want)
			}
		})
	}
}

// An override acts as if the file had said it, at any depth, there or not.
func TestSet(t *testing.T) {
	d := read(t, oak)
	for path, value := range map[string]string{
		"leaves": "71", "kin.elm.leaves": "4", "kin.1.age": "3d", "size.1": "9", "notes.new": "c", "height": "13 m",
		"rates.sap": "2 1/h, verified, theml2004", "raw": "[]", "kin.ash.notes.deep": "e",
	} {
		if err := d.Set(path, value); err != nil {
			t.Errorf("Set(%q, %q): %v", path, value, err)
		}
	}
	var got plant
	if err := d.Decode(&got); err != nil {
		t.Fatal(err)
	}
	if got.Leaves != 71 || got.Kin[0].Leaves != 4 || got.Kin[1].Age != 3*input.Day || got.Size != [2]int{3, 9} ||
		got.Notes["new"] != "c" || got.Kin[1].Notes["deep"] != "e" || len(got.Raw.Items) != 0 {
		t.Errorf("got %+v", got)
	}
	if want := (input.Quantity{Value: 13, Unit: "m", Status: input.Chosen, Source: "override"}); got.Height != want {
		t.Errorf("height is %+v, want %+v", got.Height, want)
	}
	if got.Rates["sap"].Value != 2 {
		t.Errorf("rates.sap is %+v, want 2", got.Rates["sap"])
	}
}

// A wrong override is named as the user wrote it, with the nearest known name.
func TestSetErrors(t *testing.T) {
	for _, tt := range []struct{ path, value, want string }{
		{"kin.eln.leaves", "3", `--set kin.eln.leaves=3: kin has no item "eln", nearest is "elm"`},
		{"kin.7.leaves", "3", `--set kin.7.leaves=3: kin has no item "7" (it has 2)`},
		{"name.x", "3", `--set name.x=3: name is the text "oak" and has no part "x"`},
		{"", "3", `--set =3: path "" is not one, want keys joined by dots, such as stages.band.stay`},
		{"kin..x", "3", `--set kin..x=3: path "kin..x" is not one, want keys joined by dots, such as stages.band.stay`},
		{"leaves", "[1", `--set leaves=[1: value:1:1: sequence end token ']' not found`},
		{"leavs", "3", `--set leavs=3: unknown key "leavs", nearest is "leaves"`},
		{"leaves", "x", `--set leaves=x: got the text "x", want a whole number`},
		{"leaves", "", `--set leaves=: got nothing, want a whole number`},
		{"kin.elm.leavs", "3", `--set kin.elm.leavs=3: unknown key "leavs", nearest is "leaves"`},
		{"kin.elm", "{name: elm, leaves: x}", `--set kin.elm={name: elm, leaves: x}: kin.elm.leaves: got the text "x", want a whole number`},
		{"kin.elm", "{leaves: 1}", `--set kin.elm={leaves: 1}: name is missing`},
		{"height", "13 m, chosen", `--set height=13 m, chosen: got "13 m, chosen", want a quantity such as "1.9 d, verified, theml2004"`},
	} {
		d := read(t, oak)
		err := d.Set(tt.path, tt.value)
		if err == nil {
			err = d.Decode(&plant{})
		}
		if err == nil || err.Error() != tt.want {
			t.Errorf("got error %v\nwant      %s", err, tt.want)
		}
	}
}

// A later check can still say where the value stands, or where it is missing.
func TestErrorf(t *testing.T) {
	d := read(t, oak)
	if err := d.Set("kin.ash.leaves", "5"); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"kin.elm.leaves": "x.yaml:18:13: kin.elm.leaves: bad 1",
		"kin.elm":        "x.yaml:17:5: kin.elm: bad 1",
		"kin.elm.age":    "x.yaml:17:5: kin.elm.age: bad 1",
		"rates":          "x.yaml:12:1: rates: bad 1",
		"moss.x":         "x.yaml:2:1: moss.x: bad 1",
		"":               "x.yaml:2:1: bad 1",
		"kin.ash.leaves": "--set kin.ash.leaves=5: bad 1",
	} {
		if got := d.Errorf(path, "bad %d", 1).Error(); got != want {
			t.Errorf("got %s\nwant %s", got, want)
		}
	}
}
