package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// Limits on JSON from clients.
const (
	maxDepth  = 8
	maxString = 1000 // characters
)

// unmarshal decodes b into v, strictly where encoding/json is lax: UTF-8 must be
// right, keys must not repeat, nothing may follow, and depth and strings are
// bounded. Unknown keys are ignored, as the protocol wants.
func unmarshal(b []byte, v any) error {
	if !utf8.Valid(b) {
		return errors.New("not UTF-8")
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	if err := checkValue(d, 0); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something follows the message")
	}
	return json.Unmarshal(b, v)
}

// checkValue reads one value of d.
func checkValue(d *json.Decoder, depth int) error {
	if depth > maxDepth {
		return fmt.Errorf("deeper than %d levels", maxDepth)
	}
	t, err := d.Token()
	if err != nil {
		return err
	}
	switch t := t.(type) {
	case string:
		return checkString(t)
	case json.Delim:
		if t == '{' {
			return checkObject(d, depth)
		}
		return checkArray(d, depth)
	}
	return nil
}

func checkString(s string) error {
	if n := utf8.RuneCountInString(s); n > maxString {
		return fmt.Errorf("a text of %d characters, want at most %d", n, maxString)
	}
	return nil
}

func checkObject(d *json.Decoder, depth int) error {
	seen := map[string]bool{}
	for d.More() {
		t, err := d.Token()
		if err != nil {
			return err
		}
		key := t.(string) // the decoder lets nothing else be a key
		if seen[key] {
			return fmt.Errorf("key %q is there twice", key)
		}
		seen[key] = true
		if err := errors.Join(checkString(key), checkValue(d, depth+1)); err != nil {
			return err
		}
	}
	_, err := d.Token()
	return err
}

func checkArray(d *json.Decoder, depth int) error {
	for d.More() {
		if err := checkValue(d, depth+1); err != nil {
			return err
		}
	}
	_, err := d.Token()
	return err
}
