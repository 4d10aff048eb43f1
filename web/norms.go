package web

import (
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"

	"marrow/assets"
)

// A norm is a range of reference_ranges.csv: of healthy people of an age and a sex, or
// of a grade of toxicity.
type norm struct {
	Sex      string   `json:"sex"`            // M, F, any
	Age      string   `json:"age"`            // adult, any, 5-18y, 3-12mo, 6mo-5y
	Low      float64  `json:"low"`            // 0 = no lower end
	High     *float64 `json:"high,omitempty"` // none = open upwards
	Source   string   `json:"source"`         // citation
	Standing string   `json:"standing"`       // published, listed (by somebody else), recalled
}

// norms reads reference_ranges.csv, by quantity.
func norms() (map[string][]norm, error) {
	sources, err := table("sources.csv")
	if err != nil {
		return nil, err
	}
	citations := map[string]norm{}
	for _, s := range sources {
		citations[s[0]] = norm{Source: strings.TrimSpace(s[1]), Standing: standing(s[1] + s[2])}
	}
	rows, err := table("reference_ranges.csv")
	if err != nil {
		return nil, err
	}
	all := map[string][]norm{}
	for _, r := range rows {
		n := citations[r[6]]
		n.Sex, n.Age = r[2], r[3]
		n.Low, _ = strconv.ParseFloat(r[4], 64) // empty = no lower end
		if high, err := strconv.ParseFloat(r[5], 64); err == nil {
			n.High = &high
		}
		all[r[0]] = append(all[r[0]], n)
	}
	return all, nil
}

// standing says how a citation was come by.
func standing(citation string) string {
	switch {
	case strings.Contains(citation, "recalled"):
		return "recalled"
	case strings.Contains(citation, "as listed by"):
		return "listed"
	}
	return "published"
}

// table reads a CSV file of the assets, without its head.
func table(name string) ([][]string, error) {
	f, err := assets.FS.Open(name)
	if err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("web: %s: %w", name, err)
	}
	return rows[1:], nil
}

// ofMan returns the range of an adult man, nil if there is none with two ends.
func ofMan(all []norm) *[2]float64 {
	for _, n := range all {
		if n.Sex != "F" && (n.Age == "adult" || n.Age == "any") && n.High != nil {
			return &[2]float64{n.Low, *n.High}
		}
	}
	return nil
}

// grades returns the grades of toxicity of a quantity, the mildest first.
func grades(all map[string][]norm, quantity string) (out []grade) {
	for g := 1; g <= 4; g++ {
		for _, n := range all[fmt.Sprintf("ctcae5_grade%d_%s", g, quantity)] {
			out = append(out, grade{g, *n.High, n.Source})
		}
	}
	return out
}

// A grade of toxicity: values below a limit are of it or worse.
type grade struct {
	Grade  int     `json:"grade"`
	Below  float64 `json:"below"`
	Source string  `json:"source"`
}
