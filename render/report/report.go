// Package report makes the page that shows how far the model meets published results:
// one file, without scripts and without anything from the network.
package report

import (
	"encoding/csv"
	"fmt"
	"html/template"
	"io"
	"strconv"
	"strings"

	"marrow/assets"
	"marrow/render/chart"
	"marrow/sim/validate"
)

// A page is what the template shows.
type page struct {
	Version      string
	Style        template.CSS
	Rows         []row
	Met          int
	Seeds        int
	Fitted       []Change
	LeftOut      []string
	Bibliography []source
}

// A row is one target, as text.
type row struct {
	validate.Row
	Name, Value, Range, Mean, Spread, Verdict, Set string
	Plot                                           template.HTML
}

// A source is what a key of assets/sources.csv stands for.
type source struct{ Key, Citation, Where string }

// Write writes the page about what was measured. version is that of the program.
func Write(to io.Writer, version string, rows []validate.Row) error {
	p, err := newPage(version, rows)
	if err != nil {
		return err
	}
	text, err := assets.FS.ReadFile("report.html")
	if err != nil {
		return err
	}
	t, err := template.New("report").Parse(string(text))
	if err != nil {
		return err
	}
	return t.Execute(to, p)
}

func newPage(version string, rows []validate.Row) (p page, err error) {
	p = page{Version: version, Style: chart.Style, LeftOut: leftOut()}
	if p.Fitted, err = Changes(assets.FS); err != nil {
		return p, err
	}
	for _, r := range rows {
		p.Rows = append(p.Rows, newRow(r))
		p.Seeds = max(p.Seeds, r.Seeds)
		if r.Pass {
			p.Met++
		}
	}
	p.Bibliography, err = bibliography(rows)
	return p, err
}

// newRow writes the numbers of a target.
func newRow(r validate.Row) row {
	out := row{
		Row: r, Name: strings.ReplaceAll(r.Name, "-", " "),
		Value: short(r.Target), Range: short(r.Lo) + " to " + short(r.Hi),
		Mean: short(r.Measured), Spread: short(r.Spread), Verdict: "missed", Set: "published",
		Plot: template.HTML(chart.SVG(1, plot(r))),
	}
	if r.Pass {
		out.Verdict = "met"
	}
	if r.Set == "req" {
		out.Set = "required"
	}
	return out
}

// short writes a number with three digits: 4.66 × 10⁸.
func short(v float64) string {
	digits, power, _ := strings.Cut(fmt.Sprintf("%.3g", v), "e")
	text := strings.Replace(digits, "-", "\u2212", 1)
	if n, err := strconv.Atoi(power); err == nil {
		text += " \u00d7 10" + chart.Raised(n)
	}
	return text
}

// bibliography lists the sources of the rows in the order of the file.
func bibliography(rows []validate.Row) ([]source, error) {
	f, err := assets.FS.Open("sources.csv")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, err
	}
	cited := map[string]bool{}
	for _, r := range rows {
		cited[r.Source] = true
		for _, p := range r.Figure.Points {
			cited[p.Source] = true
		}
	}
	var out []source
	for _, fields := range all[1:] {
		if cited[fields[0]] {
			out = append(out, source{Key: fields[0], Citation: fields[1], Where: fields[2]})
		}
	}
	return out, nil
}

// leftOut says what no number on the page can show.
func leftOut() []string {
	return []string{
		"No organ but marrow and blood: no fever, no shock, no lung; the spleen and the vessel walls are shares of a pool.",
		"Plasma volume stays as it is: concentrations and whole counts go together, also after a loss of blood.",
		"One patch stands for all marrow. It scatters as small samples do, and every part of the body's marrow does the same at the same time.",
		"Drugs act on marrow and blood cells only, with the kinetics of one mean adult; growth factors act through the signals of the species table.",
		"Long-term stem cells are a list of clones of the whole body; those in a patch are shown for many. Late failure of a graft is not shown.",
		"NK cells and memory T cells are counted, not regulated.",
		"Two published rows have no study. Responses to imatinib after a year (L46) need patients whose clones answer differently: the spread of the slopes is published, its cause is not. " +
			"Responses to antithymocyte globulin (L59) depend on how deep the attack went, which is not published either: here a patch recovers within a month, half a year or never as the attack is 0.8, 1 or 1.25 times the usual.",
		"A target is compared as a mean over seeds. Differences between people are those of virtual patients, not of seeds.",
	}
}
