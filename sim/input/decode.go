package input

import (
	"encoding"
	"math"
	"reflect"
	"strconv"
	"strings"
)

// Decode copies the document into the struct that v points to. See [Node.Decode].
func (d *Document) Decode(v any) error { return d.root.Decode(v) }

// Decode copies the node into what v points to: a struct (fields tagged
// `yaml:"name"`), slice, array of the same length, map with string keys, string,
// bool, integer, finite float64, [Quantity], [Amount], anything else with
// UnmarshalText, *[Node] (kept as it is, to be decoded later), or a pointer to one of
// these. A key without a field, a missing required key and a value of another
// type are errors with the position in the file.
func (n *Node) Decode(v any) error {
	p := reflect.ValueOf(v)
	if p.Kind() != reflect.Pointer || p.IsNil() {
		panic("input: Decode wants a pointer, got " + p.Kind().String())
	}
	return n.into(p.Elem())
}

// into decodes n into v.
func (n *Node) into(v reflect.Value) error {
	if v.Type() == reflect.TypeFor[*Node]() {
		v.Set(reflect.ValueOf(n))
		return nil
	}
	if n.Kind == Null {
		return n.Errorf("got nothing, want %s", wanted(v.Type()))
	}
	if q, ok := v.Addr().Interface().(*Quantity); ok {
		return n.quantity(q)
	}
	if u, ok := v.Addr().Interface().(encoding.TextUnmarshaler); ok {
		return n.text(u)
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		return n.into(v.Elem())
	case reflect.Struct:
		return n.record(v)
	case reflect.Slice, reflect.Array:
		return n.list(v)
	case reflect.Map:
		return n.dict(v)
	}
	return n.scalar(v)
}

// wanted names what a Go type is to people.
func wanted(t reflect.Type) string {
	switch {
	case t == reflect.TypeFor[Quantity]():
		return quantityForm
	case reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()):
		return "a " + strings.ToLower(t.Name())
	}
	switch t.Kind() {
	case reflect.Pointer:
		return wanted(t.Elem())
	case reflect.Struct, reflect.Map:
		return "a map"
	case reflect.Slice, reflect.Array:
		return "a list"
	case reflect.String:
		return "text"
	case reflect.Bool:
		return "true or false"
	case reflect.Float32, reflect.Float64:
		return "a number"
	}
	return "a whole number"
}

func (n *Node) mismatch(v reflect.Value) error {
	return n.Errorf("got %s, want %s", n.shown(), wanted(v.Type()))
}

func (n *Node) text(u encoding.TextUnmarshaler) error {
	if n.Kind == List || n.Kind == Map {
		return n.mismatch(reflect.ValueOf(u).Elem())
	}
	if err := u.UnmarshalText([]byte(n.Value)); err != nil {
		return n.Errorf("%v", err)
	}
	return nil
}

func (n *Node) quantity(q *Quantity) error {
	if n.Kind == List || n.Kind == Map {
		return n.mismatch(reflect.ValueOf(q).Elem())
	}
	text := n.Value
	if n.override != "" && !strings.Contains(text, ",") {
		text += ", " + string(Chosen) + ", " + override
	}
	made, err := ParseQuantity(text)
	if err != nil {
		return n.Errorf("%v", err)
	}
	if d := n.doc; d.sources != nil && !d.sources[made.Source] && !(n.override != "" && made.Source == override) {
		return n.Errorf("no source is called %q%s", made.Source, hint(made.Source, d.keys))
	}
	*q = made
	return nil
}

// hint returns the end of a message about an unknown name.
func hint(name string, known []string) string {
	if near := Nearest(name, known); near != "" {
		return ", nearest is " + strconv.Quote(near)
	}
	return ""
}

// record decodes a map into a struct.
func (n *Node) record(v reflect.Value) error {
	if n.Kind != Map {
		return n.mismatch(v)
	}
	fields, names, required := tags(v)
	for _, c := range n.Items {
		f, ok := fields[c.Key]
		if !ok {
			near := hint(c.Key, names)
			if near == "" {
				near = " (there are " + strings.Join(names, ", ") + ")"
			}
			return c.keyErrorf("unknown key %q%s", c.Key, near)
		}
		if err := c.into(f); err != nil {
			return err
		}
	}
	for _, name := range required {
		if n.Field(name) == nil {
			return n.Errorf("%s is missing", name)
		}
	}
	return nil
}

// tags returns the fields of a struct by their names in files.
func tags(v reflect.Value) (fields map[string]reflect.Value, names, required []string) {
	fields = map[string]reflect.Value{}
	for i := range v.NumField() {
		name, option, _ := strings.Cut(v.Type().Field(i).Tag.Get("yaml"), ",")
		if name == "" {
			continue
		}
		fields[name] = v.Field(i)
		names = append(names, name)
		if option == "required" {
			required = append(required, name)
		}
	}
	return fields, names, required
}

func (n *Node) list(v reflect.Value) error {
	if n.Kind != List {
		return n.mismatch(v)
	}
	if v.Kind() == reflect.Slice {
		v.Set(reflect.MakeSlice(v.Type(), len(n.Items), len(n.Items)))
	}
	if len(n.Items) != v.Len() {
		return n.Errorf("got %d items, want %d", len(n.Items), v.Len())
	}
	for i, c := range n.Items {
		if err := c.into(v.Index(i)); err != nil {
			return err
		}
	}
	return nil
}

func (n *Node) dict(v reflect.Value) error {
	if n.Kind != Map {
		return n.mismatch(v)
	}
	v.Set(reflect.MakeMap(v.Type()))
	for _, c := range n.Items {
		e := reflect.New(v.Type().Elem()).Elem()
		if err := c.into(e); err != nil {
			return err
		}
		v.SetMapIndex(reflect.ValueOf(c.Key).Convert(v.Type().Key()), e)
	}
	return nil
}

func (n *Node) scalar(v reflect.Value) error {
	switch {
	case v.Kind() == reflect.String && n.Kind == Text:
		v.SetString(n.Value)
	case v.Kind() == reflect.Bool && n.Kind == Bool:
		v.SetBool(strings.EqualFold(n.Value, "true"))
	case v.CanFloat() && n.Kind == Number:
		return n.float(v)
	case v.CanInt() && n.Kind == Number:
		i, err := strconv.ParseInt(n.Value, 10, 64)
		if err != nil || v.OverflowInt(i) {
			return n.mismatch(v)
		}
		v.SetInt(i)
	case v.CanUint() && n.Kind == Number:
		u, err := strconv.ParseUint(n.Value, 10, 64)
		if err != nil || v.OverflowUint(u) {
			return n.Errorf("got %s, want a whole number of at least 0", n.shown())
		}
		v.SetUint(u)
	default:
		return n.mismatch(v)
	}
	return nil
}

func (n *Node) float(v reflect.Value) error {
	f, err := parseFloat(n.Value)
	if err != nil {
		return n.Errorf("%v", err)
	}
	if math.Abs(f) > math.MaxFloat32 && v.Kind() == reflect.Float32 {
		return n.mismatch(v)
	}
	v.SetFloat(f)
	return nil
}
