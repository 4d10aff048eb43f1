package view

import (
	"strings"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gomedium"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// raisedSize is the size of raised characters, of the others'.
const raisedSize = 0.72

// FontData returns the TrueType file of a weight.
func FontData(bold bool) []byte {
	if bold {
		return gomedium.TTF
	}
	return goregular.TTF
}

// typefaces are the parsed fonts, by weight: [regular, medium].
var typefaces = sync.OnceValue(func() [2]*sfnt.Font {
	var f [2]*sfnt.Font
	for i := range f {
		parsed, err := opentype.Parse(FontData(i == 1))
		if err != nil {
			panic("view: the built-in font is broken: " + err.Error())
		}
		f[i] = parsed
	}
	return f
})

func typeface(bold bool) *sfnt.Font {
	if bold {
		return typefaces()[1]
	}
	return typefaces()[0]
}

// A run is a piece of text on one line of height.
type run struct {
	text   string
	raised bool
}

// runs splits text at raised numbers: "10^12/L" is 10, raised 12, /L.
func runs(text string) []run {
	var out []run
	for text != "" {
		before, after, found := strings.Cut(text, "^")
		if before != "" {
			out = append(out, run{before, false})
		}
		if !found || after == "" {
			break
		}
		n := max(len(after)-len(strings.TrimLeft(after, "0123456789+-")), len(string([]rune(after)[0])))
		out = append(out, run{after[:n], true})
		text = after[n:]
	}
	return out
}

// Measure returns the width of text [pixels], raised characters included.
func Measure(text string, f Font) float32 {
	var w float32
	for _, r := range runs(text) {
		g := f
		if r.raised {
			g.Size *= raisedSize
		}
		w += measure(r.text, g)
	}
	return w
}

func measure(text string, f Font) float32 {
	var b sfnt.Buffer
	tf := typeface(f.Bold)
	var sum fixed.Int26_6
	for _, r := range text {
		g, err := tf.GlyphIndex(&b, r)
		if err != nil {
			continue
		}
		if a, err := tf.GlyphAdvance(&b, g, fixed.Int26_6(f.Size*64), font.HintingNone); err == nil {
			sum += a
		}
	}
	return float32(sum) / 64
}
