package report

import (
	"fmt"
	"io/fs"
	"regexp"
	"strings"
)

// A Change is a number of the data files that was fitted: a comment behind it says
// what it was before, and why it was changed.
//
//	cap: 2.5, chosen, mean_field # was 2: the answer to a low count starts upstream
type Change struct{ File, Path, Old, New, Status, Why string }

// The forms of the lines that matter here.
var (
	fitted  = regexp.MustCompile(`^\s*(?:- )?([a-z_]+): "?([^,"]+),\s*([a-z]+),[^#]*# (?:of [a-z_]+: )?was ([^:]+?)(?:: (.+))?$`)
	comment = regexp.MustCompile(`^  # (.+)$`)
	item    = regexp.MustCompile(`^  - (?:name|signal): ([A-Za-z0-9_-]+)`)
	section = regexp.MustCompile(`^([a-z_]+):`)
	detail  = regexp.MustCompile(`^    (?:act|stages|pools|signal): (.+?)(?: #.*)?$`)
)

// Changes lists the fitted numbers of the species and agents among the files.
func Changes(files fs.FS) ([]Change, error) {
	var all []Change
	for _, pattern := range []string{"species/*.yaml", "agents/*.yaml"} {
		names, err := fs.Glob(files, pattern)
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			text, err := fs.ReadFile(files, name)
			if err != nil {
				return nil, err
			}
			all = append(all, changesOf(name, string(text))...)
		}
	}
	return all, nil
}

// changesOf reads one file.
func changesOf(file, text string) []Change {
	var all []Change
	var p place
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		p.enter(line)
		m := fitted.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		if m[5] != "" {
			p.why = m[5]
		}
		all = append(all, Change{
			File: file, Path: fmt.Sprintf("%s: %s", strings.Join(p.path, " "), m[1]),
			New: m[2], Status: m[3], Old: m[4], Why: p.why,
		})
	}
	return all
}

// A place is where in a file a line stands: the section, the item of its list and, for
// effects, which have no names, what they do to which stages. The reason for a change is
// the one given last for the item, or the comment over it.
type place struct {
	path       []string
	above, why string
}

// enter reads the next line.
func (p *place) enter(line string) {
	if m := comment.FindStringSubmatch(line); m != nil {
		p.above = strings.TrimSpace(p.above + " " + m[1])
		return
	}
	if m := section.FindStringSubmatch(line); m != nil {
		p.path = []string{m[1]}
	} else if m := item.FindStringSubmatch(line); m != nil && len(p.path) > 0 {
		p.path, p.why = []string{p.path[0], m[1]}, p.above
	} else if m := detail.FindStringSubmatch(line); m != nil {
		p.path = append(p.path, strings.Trim(m[1], "[]"))
	}
	p.above = ""
}
