package input

import (
	"fmt"
	"strconv"
	"strings"
)

// A Kind is the form of a [Node].
type Kind uint8

// The forms of a node. A scalar that is written in quotes is always Text.
const (
	Null Kind = iota
	Text
	Number
	Bool
	List
	Map
)

// A Node is one value of a document, with its place in the file.
type Node struct {
	Kind  Kind
	Value string  // of a scalar, as written, without quotes
	Key   string  // under which its parent map holds it, else ""
	Path  string  // from the root of the document, "" for the root
	Items []*Node // of a list or a map, in file order; those of a map have keys

	doc            *Document
	line, col      int    // of the value; 0 if it was made by an override
	keyLine, keyCo int    // of the key, if there is one
	override       string // "path=value" if the node came from Set
}

// Field returns the value of a key of a map, or nil.
func (n *Node) Field(key string) *Node {
	if n.Kind != Map {
		return nil
	}
	for _, c := range n.Items {
		if c.Key == key {
			return c
		}
	}
	return nil
}

// Keys returns the keys of a map in file order.
func (n *Node) Keys() []string {
	keys := make([]string, 0, len(n.Items))
	for _, c := range n.Items {
		keys = append(keys, c.Key)
	}
	return keys
}

// child returns the part of n that one segment of a path addresses, or nil.
func (n *Node) child(segment string) *Node {
	if n.Kind == Map {
		return n.Field(segment)
	}
	if n.Kind != List {
		return nil
	}
	for _, c := range n.Items {
		if c.name() == segment {
			return c
		}
	}
	if i, err := strconv.Atoi(segment); err == nil && i >= 0 && i < len(n.Items) {
		return n.Items[i]
	}
	return nil
}

// name returns what a list item is called: the text under its key name.
func (n *Node) name() string {
	if f := n.Field("name"); f != nil && f.Kind == Text {
		return f.Value
	}
	return ""
}

// names returns the segments that address the parts of n.
func (n *Node) names() []string {
	if n.Kind == Map {
		return n.Keys()
	}
	var names []string
	for i, c := range n.Items {
		if name := c.name(); name != "" {
			names = append(names, name)
			continue
		}
		names = append(names, strconv.Itoa(i))
	}
	return names
}

// setPaths writes the paths of n and of everything below it.
func (n *Node) setPaths(path string) {
	n.Path = path
	names := n.names()
	for i, c := range n.Items {
		c.setPaths(join(path, names[i]))
	}
}

func join(path, segment string) string {
	if path == "" {
		return segment
	}
	return path + "." + segment
}

// shown describes what a node is, for messages.
func (n *Node) shown() string {
	switch n.Kind {
	case Null:
		return "nothing"
	case Text:
		return fmt.Sprintf("the text %q", clip(n.Value))
	case Number:
		return "the number " + clip(n.Value)
	case Bool:
		return n.Value
	case List:
		return "a list"
	}
	return "a map"
}

// clip keeps a message on one line and short.
func clip(s string) string {
	if r := []rune(s); len(r) > 40 {
		s = string(r[:40]) + "..."
	}
	return strings.ReplaceAll(s, "\n", " ")
}

// An Error is a mistake in a file or in an override. Programs that read files for
// people look for it with errors.As to tell bad input from failure.
type Error struct {
	Where string // human.yaml:12:9, or --set path=value
	Path  string // of the value, "" if the mistake has none
	Text  string
}

// Error returns "where: path: text".
func (e *Error) Error() string {
	if e.Path == "" {
		return e.Where + ": " + e.Text
	}
	return e.Where + ": " + e.Path + ": " + e.Text
}

// Errorf returns an [Error] at the position of the value, or of the key of a list
// or a map.
func (n *Node) Errorf(format string, args ...any) error {
	if (n.Kind == Map || n.Kind == List || n.Kind == Null) && n.keyLine > 0 {
		return n.keyErrorf(format, args...)
	}
	return n.errorAt(n.line, n.col, format, args...)
}

// keyErrorf returns an Error at the position of the node's key.
func (n *Node) keyErrorf(format string, args ...any) error {
	return n.errorAt(n.keyLine, n.keyCo, format, args...)
}

func (n *Node) errorAt(line, col int, format string, args ...any) error {
	e := &Error{Path: n.Path, Text: fmt.Sprintf(format, args...)}
	if n.override == "" {
		e.Where = fmt.Sprintf("%s:%d:%d", n.doc.name, line, col)
		return e
	}
	e.Where = "--set " + clip(n.override)
	if path, _, _ := strings.Cut(n.override, "="); path == n.Path {
		e.Path = "" // it has just been said
	}
	return e
}
