package scenario

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// YAML writes the scenario as a file that [Read] takes, with every default written
// out. Running it gives the same history.
func (s *Scenario) YAML() []byte {
	var b strings.Builder
	line := func(key, value string) { fmt.Fprintf(&b, "%s: %s\n", key, value) }
	line("title", quoted(s.Title))
	line("name", quoted(s.Name))
	if s.Question != "" {
		line("question", quoted(s.Question))
	}
	line("species", quoted(s.Species))
	p := s.Patch
	fmt.Fprintf(&b, "patch:\n  tissue: %s\n  size: [%d, %d, %d]\n  age: %s\n  occupancy: %s\n",
		quoted(p.Tissue), p.Size[0], p.Size[1], p.Size[2], decimal(p.Age), decimal(p.Occupancy))
	writeList(&b, "patches", s.Patches)
	line("seed", strconv.FormatUint(s.Seed, 10))
	line("until", s.Until.String())
	if s.Population > 0 {
		line("population", strconv.Itoa(s.Population))
	}
	if len(s.Diseases) > 0 {
		line("diseases", "["+strings.Join(s.Diseases, ", ")+"]")
	}
	if len(s.Set) > 0 {
		b.WriteString("set:\n")
	}
	for _, o := range s.Set {
		fmt.Fprintf(&b, "  %s: %s\n", o.Path, quoted(o.Value))
	}
	writeList(&b, "events", s.Events)
	writeList(&b, "tour", s.Tour)
	writeLimits(&b, s.Limits)
	return []byte(b.String())
}

// writeList writes a list in flow style, one item a line.
func writeList[T interface{ flow() string }](b *strings.Builder, key string, items []T) {
	if len(items) > 0 {
		fmt.Fprintf(b, "%s:\n", key)
	}
	for _, i := range items {
		fmt.Fprintf(b, "  - {%s}\n", i.flow())
	}
}

// writeLimits writes the limits, one a line.
func writeLimits(b *strings.Builder, limits []string) {
	if len(limits) > 0 {
		b.WriteString("limits:\n")
	}
	for _, s := range limits {
		fmt.Fprintf(b, "  - %s\n", quoted(s))
	}
}

func (p Place) flow() string {
	text := fmt.Sprintf("name: %s, share: %s", quoted(p.Name), decimal(p.Share))
	if p.Region != "" { // which says the share
		text = fmt.Sprintf("name: %s, region: %s", quoted(p.Name), quoted(p.Region))
	}
	if p.Tissue != "" {
		text += ", tissue: " + quoted(p.Tissue)
	}
	return text
}

func (e Event) flow() string {
	text := fmt.Sprintf("at: %s, do: %s", e.At, e.Do)
	for _, a := range e.Arguments {
		text += fmt.Sprintf(", %s: %s", a.Name, quoted(a.Value))
	}
	return text
}

func (s Stop) flow() string {
	text := fmt.Sprintf("at: %s, say: %s", s.At, quoted(s.Say))
	if s.Look == nil {
		return text
	}
	return text + fmt.Sprintf(", look: {x: %s, y: %s, z: %d, zoom: %s}",
		decimal(s.Look.X), decimal(s.Look.Y), s.Look.Z, decimal(s.Look.Zoom))
}

// decimal writes a number so that reading it gives the same bits.
func decimal(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// word is text that YAML reads as text without quotes.
var word = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9 _/-]*[A-Za-z0-9]$`)

// reserved are words that YAML does not read as text.
var reserved = regexp.MustCompile(`^(?i:true|false|null|yes|no|on|off)$`)

// quoted writes text, in quotes where YAML could take it for something else. The
// escapes of Go strings are those of YAML.
func quoted(s string) string {
	if word.MatchString(s) && !reserved.MatchString(s) {
		return s
	}
	return strconv.Quote(s)
}
