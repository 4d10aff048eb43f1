package input

import (
	"fmt"
	"strings"
)

// Find returns the node at path, or nil. The empty path is the root.
func (d *Document) Find(path string) *Node {
	n, rest := d.nearest(path)
	if rest != "" {
		return nil
	}
	return n
}

// nearest follows path as far as there are nodes and returns the last one and the
// part of the path that is left.
func (d *Document) nearest(path string) (*Node, string) {
	n := d.root
	for path != "" {
		segment, rest, _ := strings.Cut(path, ".")
		c := n.child(segment)
		if c == nil {
			return n, path
		}
		n, path = c, rest
	}
	return n, ""
}

// Errorf returns an [Error] about the value at path. If the document has no such
// value the position is that of the part of the document that should have it.
func (d *Document) Errorf(path, format string, args ...any) error {
	n, rest := d.nearest(path)
	err := n.Errorf(format, args...).(*Error)
	if rest != "" {
		err.Path = path
	}
	return err
}

// Set puts value, read as YAML, at path, as if the file had said it. A key that its
// map does not have yet is added; whether the map may have it is for
// [Document.Decode] to say. An item that a list does not have is an error, and so is
// a way through a value that has no parts.
func (d *Document) Set(path, value string) error {
	origin := path + "=" + value
	bad := func(format string, args ...any) error {
		return &Error{Where: "--set " + clip(origin), Text: fmt.Sprintf(format, args...)}
	}
	if path == "" || strings.HasPrefix(path, ".") || strings.HasSuffix(path, ".") || strings.Contains(path, "..") {
		return bad("path %q is not one, want keys joined by dots, such as stages.band.stay", path)
	}
	n, rest := d.nearest(path)
	made := &Node{Kind: Null}
	if strings.TrimSpace(value) != "" {
		read, err := Parse("value", []byte(value))
		if err != nil {
			return bad("%v", err)
		}
		made = read.root
	}
	made.claim(d, origin)
	if rest == "" {
		n.replace(made)
		return nil
	}
	for rest != "" {
		segment, after, _ := strings.Cut(rest, ".")
		if n.Kind != Map {
			return bad("%s", n.lacks(segment))
		}
		c := &Node{Kind: Map, doc: d, override: origin, Key: segment}
		if after == "" {
			made.Key, c = segment, made
		}
		n.Items = append(n.Items, c)
		n, rest = c, after
	}
	d.root.setPaths("")
	return nil
}

// claim marks a value of an override as part of d.
func (n *Node) claim(d *Document, origin string) {
	n.doc, n.override = d, origin
	for _, c := range n.Items {
		c.claim(d, origin)
	}
}

// replace puts the content of made into n, which keeps its place in its parent.
func (n *Node) replace(made *Node) {
	key, path := n.Key, n.Path
	*n = *made
	n.Key = key
	n.setPaths(path)
}

// lacks says why n has no part called segment.
func (n *Node) lacks(segment string) string {
	where := n.Path
	if where == "" {
		where = "the file"
	}
	if n.Kind != List {
		return fmt.Sprintf("%s is %s and has no part %q", where, n.shown(), segment)
	}
	text := fmt.Sprintf("%s has no item %q", where, segment)
	if near := Nearest(segment, n.names()); near != "" {
		return text + fmt.Sprintf(", nearest is %q", near)
	}
	return text + fmt.Sprintf(" (it has %d)", len(n.Items))
}
