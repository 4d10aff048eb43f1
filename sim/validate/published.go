package validate

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"marrow/assets"
	"marrow/sim/input"
	"marrow/sim/lineage"
)

// A Point is a published measurement, in the units of the figures that show it. Lo
// and Hi are the ends of its spread, equal if none was published.
type Point struct {
	X, Y, Lo, Hi float64
	Source       string // key of assets/sources.csv
	Status       input.Status
}

// pointColumns are those of assets/published.csv. The targets of a point are names
// with spaces between them.
const pointColumns = "targets,x,y,lo,hi,source,status"

// Published returns the points of the file by name of the target.
func Published() (map[string][]Point, error) {
	sources, err := lineage.Sources()
	if err != nil {
		return nil, err
	}
	f, err := assets.FS.Open("published.csv")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readPoints("published.csv", f, sources)
}

// readPoints reads a table of points. Errors have file and line.
func readPoints(name string, from io.Reader, sources []string) (map[string][]Point, error) {
	rows, err := csv.NewReader(from).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(rows) == 0 || strings.Join(rows[0], ",") != pointColumns {
		return nil, fmt.Errorf("%s:1: want the columns %s", name, pointColumns)
	}
	all := map[string][]Point{}
	for i, row := range rows[1:] {
		p, err := readPoint(row, sources)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, i+2, err)
		}
		for _, target := range strings.Fields(row[0]) {
			all[target] = append(all[target], p)
		}
	}
	return all, nil
}

func readPoint(row []string, sources []string) (Point, error) {
	p := Point{Source: row[5], Status: input.Status(row[6])}
	for i, v := range []*float64{&p.X, &p.Y, &p.Lo, &p.Hi} {
		var err error
		if *v, err = strconv.ParseFloat(row[1+i], 64); err != nil {
			return p, fmt.Errorf("got %q, want a number", row[1+i])
		}
	}
	if !(p.Lo <= p.Y && p.Y <= p.Hi) {
		return p, fmt.Errorf("%g is not within %g to %g", p.Y, p.Lo, p.Hi)
	}
	if !slices.Contains(sources, p.Source) {
		return p, fmt.Errorf("no source has the key %q, nearest is %q", p.Source, input.Nearest(p.Source, sources))
	}
	if p.Status != input.Verified && p.Status != input.Recalled && p.Status != input.Chosen {
		return p, fmt.Errorf("got %q, want verified, recalled or chosen", p.Status)
	}
	return p, nil
}
