package scenario

import (
	"bytes"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"marrow/assets"
)

// compiled is the schema in the hands of another library than the one that made it.
func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	text, err := Schema()
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("scenario.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("scenario.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// asJSON reads YAML as an editor does.
func asJSON(t *testing.T, text []byte) any {
	t.Helper()
	data, err := yaml.YAMLToJSON(text)
	if err != nil {
		t.Fatal(err)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// Every built-in scenario, and every scenario as it is written out, is valid by the
// schema.
func TestScenariosAreValid(t *testing.T) {
	s := compiled(t)
	texts := map[string][]byte{"full": []byte(full)}
	for _, name := range Names() {
		data, err := assets.FS.ReadFile("scenarios/" + name + ending)
		if err != nil {
			t.Fatal(err)
		}
		texts[name] = data
	}
	for name, text := range texts {
		if err := s.Validate(asJSON(t, text)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		read, err := Read(name, name+ending, text, Options{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(asJSON(t, read.Scenario.YAML())); err != nil {
			t.Errorf("%s, written out: %v", name, err)
		}
	}
}

// An editor marks the common mistakes.
func TestSchemaRefuses(t *testing.T) {
	s := compiled(t)
	for _, in := range []string{
		"seed: 1",
		"title: A\nsede: 1",
		"title: A\nseed: -1",
		"title: A\nuntil: 30",
		"title: A\npatch: {size: [64, 64]}",
		"title: A\npatch: {age: 130}",
		"title: A\nevents: [{at: 1d, do: blead, share: 5 %}]",
		"title: A\nevents: [{at: 1d, do: bleed}]",
		"title: A\nevents: [{at: 1d, do: bleed, share: 5 %, volume: 1 L}]",
		"title: A\nevents: [{at: 1d, do: bleed, sharp: 5 %}]",
		"title: A\ntour: [{at: 1d}]",
	} {
		if s.Validate(asJSON(t, []byte(in))) == nil {
			t.Errorf("accepted:\n%s", in)
		}
	}
}

// The schema knows the keys that the reader knows, and no others.
func TestSchemaHasTheKeysOfTheReader(t *testing.T) {
	var s struct {
		Properties map[string]struct{ Properties map[string]any }
	}
	text, err := Schema()
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(text, &s); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		got  []string
		of   reflect.Type
	}{
		{"file", slices.Sorted(maps.Keys(s.Properties)), reflect.TypeFor[file]()},
		{"patch", slices.Sorted(maps.Keys(s.Properties["patch"].Properties)), reflect.TypeFor[patch]()},
	} {
		var want []string
		for i := range tt.of.NumField() {
			key, _, _ := strings.Cut(tt.of.Field(i).Tag.Get("yaml"), ",")
			want = append(want, key)
		}
		slices.Sort(want)
		if d := cmp.Diff(want, tt.got); d != "" {
			t.Errorf("%s: keys differ (-reader +schema):\n%s", tt.name, d)
		}
	}
}
