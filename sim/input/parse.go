package input

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// Limits of a file. The largest file of ours is a tenth of maxSize. The parser calls
// itself for every level, so maxDepth keeps it off the end of its stack, and its
// time grows with the square of the number of tokens: about a second at maxTokens.
const (
	maxSize   = 1 << 20 // bytes
	maxTokens = 50000   // words and signs
	maxDepth  = 24      // levels of lists and maps
)

// A Document is one file, as a tree.
type Document struct {
	name    string
	root    *Node
	sources map[string]bool // nil: the sources of quantities are not checked
	keys    []string        // of sources, for the nearest one
}

// Parse reads the one document in data. Name is what messages call the file.
func Parse(name string, data []byte) (*Document, error) {
	d := &Document{name: name}
	tokens, err := d.tokens(data)
	if err != nil {
		return nil, err
	}
	file, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return nil, d.syntax(err)
	}
	body, err := d.body(file)
	if err != nil {
		return nil, err
	}
	if d.root, err = d.tree(body, 1); err != nil {
		return nil, err
	}
	d.root.setPaths("")
	return d, d.root.checkKeys()
}

// DecodeFile parses the file called name and decodes it into what to points to. Quantities
// must have one of the sources; nil lets them have any.
func DecodeFile(from fs.FS, name string, sources []string, to any) (*Document, error) {
	text, err := fs.ReadFile(from, name)
	if err != nil {
		return nil, err
	}
	d, err := Parse(name, text)
	if err != nil {
		return nil, err
	}
	if sources != nil {
		d.KnowSources(sources)
	}
	return d, d.Decode(to)
}

// KnowSources makes [Document.Decode] refuse quantities whose source is not among
// keys.
func (d *Document) KnowSources(keys []string) {
	d.keys = keys
	d.sources = map[string]bool{}
	for _, k := range keys {
		d.sources[k] = true
	}
}

// Root returns the whole document.
func (d *Document) Root() *Node { return d.root }

func (d *Document) at(line, col int, format string, args ...any) error {
	return &Error{Where: fmt.Sprintf("%s:%d:%d", d.name, line, col), Text: fmt.Sprintf(format, args...)}
}

// tokens splits data and refuses what could make the parser run long or deep.
func (d *Document) tokens(data []byte) (token.Tokens, error) {
	if len(data) > maxSize {
		return nil, d.at(1, 1, "file has %d bytes, want at most %d", len(data), maxSize)
	}
	if err := d.checkText(data); err != nil {
		return nil, err
	}
	tokens := lexer.Tokenize(string(data))
	if len(tokens) > maxTokens {
		return nil, d.at(tokens[maxTokens].Position.Line, 1, "file has more than %d words and signs", maxTokens)
	}
	flow, entries, line := 0, 0, 0
	for _, t := range tokens {
		if t.Position.Line != line {
			line, entries = t.Position.Line, 0
		}
		switch t.Type {
		case token.SequenceStartType, token.MappingStartType:
			flow++
		case token.SequenceEndType, token.MappingEndType:
			flow--
		case token.SequenceEntryType, token.MappingKeyType:
			entries++
		}
		if flow > maxDepth || entries > maxDepth {
			return nil, d.at(line, t.Position.Column, "nested deeper than %d levels", maxDepth)
		}
		if word := refused(t.Type); word != "" {
			return nil, d.at(line, t.Position.Column, "%s are not read here, got %q", word, clip(t.Value))
		}
	}
	return tokens, nil
}

// refused names the parts of YAML that files of ours do without.
func refused(t token.Type) string {
	switch t {
	case token.AnchorType, token.AliasType:
		return "anchors and aliases"
	case token.TagType:
		return "tags"
	case token.DirectiveType:
		return "directives"
	case token.MergeKeyType:
		return "merge keys"
	case token.MappingKeyType:
		return "keys that start with ?"
	}
	return ""
}

// checkText refuses bytes that are not text and tabs before a line's first word.
func (d *Document) checkText(data []byte) error {
	for i, line := range bytes.Split(data, []byte("\n")) {
		if !utf8.Valid(line) {
			return d.at(i+1, 1, "line is not valid UTF-8")
		}
		indent := line[:len(line)-len(bytes.TrimLeft(line, " \t"))]
		if t := bytes.IndexByte(indent, '\t'); t >= 0 && len(indent) < len(bytes.TrimRight(line, "\r")) {
			return d.at(i+1, t+1, "a tab indents this line, want spaces")
		}
		if c := bytes.IndexFunc(line, control); c >= 0 {
			return d.at(i+1, c+1, "control character %q", line[c])
		}
	}
	return nil
}

func control(r rune) bool {
	return r < ' ' && r != '\t' && r != '\r'
}

// syntax gives an error of the parser our form.
func (d *Document) syntax(err error) error {
	var e yaml.Error
	if !errors.As(err, &e) || e.GetToken() == nil {
		return d.at(1, 1, "%v", err)
	}
	p := e.GetToken().Position
	return d.at(p.Line, p.Column, "%s", e.GetMessage())
}

// body returns the content of the only document.
func (d *Document) body(file *ast.File) (ast.Node, error) {
	var bodies []ast.Node
	for _, doc := range file.Docs {
		if doc.Body == nil {
			continue
		}
		if len(bodies) == 1 {
			p := doc.Start.Position
			return nil, d.at(p.Line, p.Column, "a second document starts, want one document")
		}
		bodies = append(bodies, doc.Body)
	}
	if len(bodies) == 0 {
		return nil, d.at(1, 1, "file is empty")
	}
	return bodies[0], nil
}

// tree copies the parser's tree into ours.
func (d *Document) tree(from ast.Node, depth int) (*Node, error) {
	t := from.GetToken()
	if t == nil { // an empty flow map in a broken place
		return nil, d.at(1, 1, "not YAML: %s without a place", from.Type())
	}
	n := &Node{doc: d, line: t.Position.Line, col: t.Position.Column}
	if depth > maxDepth {
		return nil, n.Errorf("nested deeper than %d levels", maxDepth)
	}
	switch from := from.(type) {
	case *ast.MappingNode:
		return n, d.pairs(n, from.Values, depth)
	case *ast.MappingValueNode:
		return n, d.pairs(n, []*ast.MappingValueNode{from}, depth)
	case *ast.SequenceNode:
		n.Kind = List
		for _, v := range from.Values {
			c, err := d.tree(v, depth+1)
			if err != nil {
				return nil, err
			}
			n.Items = append(n.Items, c)
		}
		return n, nil
	case *ast.LiteralNode:
		n.Kind, n.Value = Text, from.Value.Value
		return n, nil
	case ast.ScalarNode:
		n.Kind, n.Value = scalar(from, t)
		return n, nil
	}
	return nil, n.Errorf("got a %s, want a value", strings.ToLower(from.Type().String()))
}

// pairs fills the map n.
func (d *Document) pairs(n *Node, values []*ast.MappingValueNode, depth int) error {
	n.Kind = Map
	for i, v := range values {
		key, err := d.tree(v.Key, depth+1)
		if err != nil {
			return err
		}
		if key.Kind == List || key.Kind == Map || key.Kind == Null {
			return key.Errorf("a key is %s, want a name", key.shown())
		}
		if i == 0 {
			n.line, n.col = key.line, key.col
		}
		if v.Value == nil {
			return key.Errorf("key %q has no value", clip(key.Value))
		}
		c, err := d.tree(v.Value, depth+1)
		if err != nil {
			return err
		}
		c.Key, c.keyLine, c.keyCo = key.Value, key.line, key.col
		n.Items = append(n.Items, c)
	}
	return nil
}

// number is a number of the YAML 1.2 core schema.
var number = regexp.MustCompile(`^([-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$`)

// scalar says what a scalar is by the YAML 1.2 core schema.
func scalar(from ast.ScalarNode, t *token.Token) (Kind, string) {
	if s, ok := from.(*ast.StringNode); ok {
		if t.Type == token.SingleQuoteType || t.Type == token.DoubleQuoteType {
			return Text, s.Value
		}
		return plain(s.Value), s.Value
	}
	if t.Type == token.ImplicitNullType {
		return Null, ""
	}
	return plain(t.Value), t.Value
}

func plain(text string) Kind {
	switch text {
	case "", "~", "null", "Null", "NULL":
		return Null
	case "true", "True", "TRUE", "false", "False", "FALSE":
		return Bool
	}
	if number.MatchString(text) {
		return Number
	}
	return Text
}

// checkKeys refuses a map that has a key twice.
func (n *Node) checkKeys() error {
	first := map[string]*Node{}
	for _, c := range n.Items {
		if n.Kind == Map {
			if before := first[c.Key]; before != nil {
				return c.keyErrorf("repeated key, first on line %d", before.keyLine)
			}
			first[c.Key] = c
		}
		if err := c.checkKeys(); err != nil {
			return err
		}
	}
	return nil
}
