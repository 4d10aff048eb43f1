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
	fitted  = regexp.MustCompile(`^\s*(?:- )?([a-z_]+): "?([^,"]+),\s*([a-z]+),[^#]*# was ([^:]+): (.+)$`)
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

// changesOf reads one file. The path of a number is the section, the item of its list
// and, for effects, which have no names, what they do to which stages.
func changesOf(file, text string) []Change {
	var all []Change
	var path []string
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		if m := section.FindStringSubmatch(line); m != nil {
			path = []string{m[1]}
		} else if m := item.FindStringSubmatch(line); m != nil && len(path) > 0 {
			path = []string{path[0], m[1]}
		} else if m := detail.FindStringSubmatch(line); m != nil {
			path = append(path, strings.Trim(m[1], "[]"))
		}
		if m := fitted.FindStringSubmatch(line); m != nil {
			all = append(all, Change{
				File: file, Path: fmt.Sprintf("%s: %s", strings.Join(path, " "), m[1]),
				New: m[2], Status: m[3], Old: m[4], Why: m[5],
			})
		}
	}
	return all
}
