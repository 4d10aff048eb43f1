package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"path/filepath"
	"strconv"

	"marrow/render/chart"
	"marrow/sim/flow"
	"marrow/sim/record"
	"marrow/sim/scenario"
	"marrow/sim/tissue"
)

type infuseCmd struct {
	Scenario string `arg:"" optional:"" default:"healthy" help:"Built-in scenario or file, of whose patch the vessels are."`
	scenario.Options
	Site        string  `default:"humerus" help:"Bone: sternum, humerus or tibia." placeholder:"NAME"`
	Circulation string  `default:"normal" help:"How the blood goes round: normal, shock or arrest." placeholder:"NAME"`
	Volume      float64 `default:"20" help:"Volume in mL." placeholder:"ML"`
	Rate        float64 `default:"0" help:"Rate of a pump in mL/min; 0 is by pressure." placeholder:"ML/MIN"`
	Pressure    float64 `default:"300" help:"Pressure at the needle in mmHg." placeholder:"MMHG"`
	Out         string  `help:"Directory for arrivals.csv and arrivals.svg." placeholder:"DIR"`
}

// The files of an infusion.
const (
	arrivalsFile    = "arrivals.csv"
	arrivalsDrawing = "arrivals.svg"
)

// Run prints how an infusion goes, beside the same into a vein.
func (x *infuseCmd) Run(c console) error {
	s, err := load(x.Scenario, x.Options)
	if err != nil {
		return err
	}
	cfg, err := s.Config()
	if err != nil {
		return asUsage(err)
	}
	bone, vein, err := x.reckon(cfg.Tissue)
	if err != nil {
		return asUsage(fmt.Errorf("infuse: %w", err))
	}
	courses := [2]course{courseOf(bone), courseOf(vein)}
	if err := x.write(courses, cfg.Tissue); err != nil {
		return err
	}
	_, err = fmt.Fprint(c.out, infusionReport(bone, vein, courses))
	return err
}

// reckon returns the infusion, and one into a vein at the same rate.
func (x *infuseCmd) reckon(t *tissue.Tissue) (bone, vein *flow.Infusion, err error) {
	if !(x.Volume > 0 && x.Volume <= 3000 && x.Rate >= 0 && x.Rate <= 300 && x.Pressure > 0 && x.Pressure <= 600) {
		return nil, nil, fmt.Errorf("volume %g mL, rate %g mL/min, pressure %g mmHg: want up to 3000, 300 and 600", x.Volume, x.Rate, x.Pressure)
	}
	o := flow.Order{
		Bone: x.Site, Circulation: x.Circulation, Volume: x.Volume, Rate: x.Rate, Pressure: x.Pressure,
		At: [3]float64{float64(t.Spec.Width / 2), float64(t.Spec.Height / 2), float64(t.Spec.Depth / 2)},
	}
	if o.Rate > 0 {
		o.Pressure = 0
	}
	n := flow.InfusionNumbers()
	if bone, err = flow.Infuse(t, flow.Health(), o, n); err != nil {
		return nil, nil, err
	}
	o.Bone, o.Pressure, o.Rate = "", 0, bone.Rate
	vein, err = flow.Infuse(t, flow.Health(), o, n)
	return bone, vein, err
}

// A course is an infusion at moments that show all of it.
type course []flow.Moment

func courseOf(x *flow.Infusion) (c course) {
	const moments = 60
	end := x.Duration + 3*x.Mean()
	for i := 1; i <= moments; i++ {
		c = append(c, x.At(end*float64(i)/moments))
	}
	return c
}

// infusionReport is what a terminal gets.
func infusionReport(bone, vein *flow.Infusion, courses [2]course) string {
	var t table
	t.add("", "bone", "vein", "unit")
	row := func(name, unit string, f func(x *flow.Infusion) float64) {
		t.add(name, short(f(bone)), short(f(vein)), unit)
	}
	row("flow", "mL/min", func(x *flow.Infusion) float64 { return x.Rate })
	row("lasts", "s", func(x *flow.Infusion) float64 { return x.Duration })
	t.add("pressure at the needle", short(bone.Tip), "", "mmHg")
	t.add("pressure of the marrow before", short(bone.Marrow), "", "mmHg")
	t.add("escapes under the periosteum", percent(bone.Escaping), "", "")
	row("mean time to the arteries", "s", (*flow.Infusion).Mean)
	row("arterial peak after", "s", func(x *flow.Infusion) float64 { time, _ := x.Peak(); return time })
	t.add()
	t.add("time [s]", "infused", "in the marrow", "on the way", "escaped", "in the arteries", "from the vein")
	for i := 4; i < len(courses[0]); i += 5 {
		m := courses[0][i]
		t.add(short(m.Time), percent(m.Infused), percent(m.Held), percent(m.Underway), percent(m.Escaped), percent(m.Arrived), percent(vein.At(m.Time).Arrived))
	}
	return t.String()
}

// write writes table and drawing, if they are wanted.
func (x *infuseCmd) write(courses [2]course, t *tissue.Tissue) error {
	if x.Out == "" {
		return nil
	}
	if err := (record.OS{}).Mkdir(x.Out); err != nil {
		return err
	}
	table := func(to io.Writer) error { return writeArrivals(to, courses[0], t) }
	drawing := func(to io.Writer) error {
		_, err := io.WriteString(to, drawArrivals(courses))
		return err
	}
	if err := record.WriteWhole(record.OS{}, filepath.Join(x.Out, arrivalsFile), table); err != nil {
		return err
	}
	return record.WriteWhole(record.OS{}, filepath.Join(x.Out, arrivalsDrawing), drawing)
}

// writeArrivals writes a row per moment: shares of the dose, and of it per second at each
// exit of the patch.
func writeArrivals(to io.Writer, c course, t *tissue.Tissue) error {
	w := csv.NewWriter(to)
	head := []string{"time_s", "infused", "held", "underway", "escaped", "arrived", "vein_per_s", "artery_per_s"}
	for i := range t.Exits {
		head = append(head, fmt.Sprintf("exit_%d_per_s", i+1))
	}
	rows := [][]string{head}
	for _, m := range c {
		var row []string
		for _, v := range append([]float64{m.Time, m.Infused, m.Held, m.Underway, m.Escaped, m.Arrived, m.Bone, m.Artery}, m.Exits...) {
			row = append(row, strconv.FormatFloat(v, 'g', 6, 64))
		}
		rows = append(rows, row)
	}
	return w.WriteAll(rows)
}

// drawArrivals draws the arrival in the arteries by both ways.
func drawArrivals(courses [2]course) string {
	names := [2]string{"from the bone", "from a vein"}
	roles := [2]chart.Role{chart.Model, chart.Published}
	rate := chart.Chart{Title: "Arrival in the arteries", X: chart.Axis{Label: "seconds"}, Y: chart.Axis{Label: "dose [% per second]"}}
	sum := chart.Chart{Title: "Arrived", X: chart.Axis{Label: "seconds"}, Y: chart.Axis{Label: "dose [%]"}}
	for i, c := range courses {
		var x, now, all []float64
		for _, m := range c {
			x, now, all = append(x, m.Time), append(now, 100*m.Artery), append(all, 100*m.Arrived)
		}
		rate.Lines = append(rate.Lines, chart.Line{Role: roles[i], Name: names[i], X: x, Y: now})
		sum.Lines = append(sum.Lines, chart.Line{Role: roles[i], Name: names[i], X: x, Y: all})
	}
	return chart.File(2, rate, sum)
}
