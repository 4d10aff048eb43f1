package main

import (
	"context"
	"fmt"
	"io"

	"marrow/render/report"
	"marrow/sim/clonal"
	"marrow/sim/record"
)

type lifeCmd struct {
	People int    `help:"Number of virtual people." default:"300"`
	Until  int    `help:"Age to which they are followed [y]." default:"80"`
	Seed   uint64 `help:"Seed of the draws." default:"42"`
	Plot   string `help:"Write a drawing of the clones in one person's life, too." placeholder:"FILE.svg"`
	Person int    `help:"Which person that is, from 1; 0 is the one with the largest clone." default:"0"`
}

// Run follows the stem cells of many people over their lives, without any other cell.
func (x *lifeCmd) Run(ctx context.Context, c console) error {
	if err := x.check(); err != nil {
		return asUsage(fmt.Errorf("life: %w", err))
	}
	spec, err := clonal.Builtin()
	if err != nil {
		return err
	}
	step := c.steps("lives")
	lives, err := clonal.People(ctx, &spec, x.Seed, x.People, x.Until, func(n int) { step(n, x.People) })
	if err != nil {
		return err
	}
	if err := x.draw(&spec, lives); err != nil {
		return err
	}
	t := lifeTable(&spec, lives, x.Until)
	_, err = fmt.Fprint(c.out, t.String())
	return err
}

func (x *lifeCmd) check() error {
	switch {
	case x.People < 1 || x.People > 1e6:
		return fmt.Errorf("--people %d: want 1 to 1000000", x.People)
	case x.Until < 1 || x.Until > 120:
		return fmt.Errorf("--until %d: want 1 to 120", x.Until)
	case x.Person < 0 || x.Person > x.People:
		return fmt.Errorf("--person %d: want 1 to %d, or 0", x.Person, x.People)
	}
	return nil
}

// draw writes the drawing of a life, if it is wanted.
func (x *lifeCmd) draw(spec *clonal.Spec, lives []clonal.Life) error {
	if x.Plot == "" {
		return nil
	}
	life := lives[max(0, x.Person-1)]
	if x.Person == 0 {
		life = clonal.Largest(lives, x.Until)
	}
	return record.WriteWhole(record.OS{}, x.Plot, func(to io.Writer) error {
		_, err := io.WriteString(to, report.Clones(spec, &life, x.Until))
		return err
	})
}

// lifeTable has, by age, the share of people in whom clones of known genes are seen, in all
// and by gene.
func lifeTable(spec *clonal.Spec, lives []clonal.Life, until int) (t table) {
	head := []string{"age", fmt.Sprintf("any >= %g", spec.Panel), fmt.Sprintf("any >= %g", spec.Seen)}
	for _, d := range spec.Drivers {
		head = append(head, d.Title)
	}
	t.add(head...)
	named := func(d int) bool { return spec.Drivers[d].Named }
	for age := 20; age <= until; age += 10 {
		row := []string{fmt.Sprint(age)}
		for _, least := range []float64{spec.Panel, spec.Seen} {
			row = append(row, percent(clonal.Carriers(lives, age, least, named)))
		}
		for d := range spec.Drivers {
			row = append(row, percent(clonal.Carriers(lives, age, spec.Panel, func(k int) bool { return k == d })))
		}
		t.add(row...)
	}
	return t
}
