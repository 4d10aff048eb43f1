package main

import (
	"fmt"
	"runtime"

	"marrow/sim"
	"marrow/sim/lineage"
	"marrow/sim/scenario"
)

type scenariosCmd struct {
	Schema bool `help:"Print the JSON Schema of scenario files, for editors."`
}

// Run lists the built-in scenarios.
func (x *scenariosCmd) Run(c console) error {
	if x.Schema {
		text, err := scenario.Schema()
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(c.out, "%s\n", text)
		return err
	}
	var t table
	all, err := scenario.Builtin()
	if err != nil {
		return err
	}
	for _, s := range all {
		t.add(s.Name, s.Title, s.Question)
	}
	_, err = fmt.Fprint(c.out, t.String())
	return err
}

type speciesCmd struct{}

// Run lists the built-in species.
func (x *speciesCmd) Run(c console) error {
	var t table
	for _, name := range lineage.Names() {
		s, err := lineage.Builtin(name)
		if err != nil {
			return err
		}
		t.add(name, s.Title, fmt.Sprintf("%d stages", len(s.Stages)))
	}
	_, err := fmt.Fprint(c.out, t.String())
	return err
}

type versionCmd struct{}

// Run prints the versions of program and model.
func (x *versionCmd) Run(c console) error {
	_, err := fmt.Fprintf(c.out, "marrow %s, model %d, %s %s/%s\n",
		version, sim.ModelVersion, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}
