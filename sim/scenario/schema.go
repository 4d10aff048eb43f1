package scenario

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/google/jsonschema-go/jsonschema"

	"marrow/sim/lineage"
	"marrow/sim/tissue"
)

// The forms of scalars, for editors. The reader itself says more when they are
// wrong.
const (
	durationPattern = `^[0-9]+(\.[0-9]+)? ?(s|m|min|h|d|w)$`
	amountPattern   = `^[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)? ?[^ ]*$`
)

// Schema returns the JSON Schema (draft 2020-12) of scenario files, for editors. It
// is made from the same limits and the same table of interventions as the reader.
func Schema() ([]byte, error) {
	s := object("A scenario of marrow: which body, which patch of its marrow, for how long, and what happens to it.",
		[]string{"title"},
		field{"title", text("What is simulated, in a few words.")},
		field{"name", text("Short name, for tables; the file's name without it.")},
		field{"question", text("What a viewer may look for.")},
		field{"species", withDefault(text("Built-in species ("+strings.Join(lineage.Names(), ", ")+") or a species file beside this file."), defaultSpecies)},
		field{"patch", patchSchema()},
		field{"patches", list("Several patches of one body, each of the size that patch has, coupled by the blood.", placeSchema())},
		field{"seed", withDefault(number("integer", "Picks one history; any whole number.", 0, -1), defaultSeed)},
		field{"until", withDefault(duration("Simulated time at which the run ends."), defaultUntil)},
		field{"population", number("integer", "Number of virtual patients to draw and run, 2 or more.", 2, maxPeople)},
		field{"diseases", list("Diseases that the body may fall ill with, by an event clone.", words("A disease.", lineage.Diseases()))},
		field{"set", overridesSchema()},
		field{"events", list("Interventions.", eventSchemas())},
		field{"tour", list("Stations of a guided tour.", tourSchema())},
		field{"limits", list("What the model leaves out of this story.", text("A sentence."))},
	)
	s.Schema = "https://json-schema.org/draft/2020-12/schema"
	s.Title = "marrow scenario"
	return json.MarshalIndent(s, "", "  ")
}

// A field is a property of an object, in file order.
type field struct {
	name   string
	schema *jsonschema.Schema
}

// object is a map that has these fields and no others.
func object(help string, required []string, fields ...field) *jsonschema.Schema {
	s := &jsonschema.Schema{
		Type: "object", Description: help, Required: required,
		Properties:           map[string]*jsonschema.Schema{},
		AdditionalProperties: &jsonschema.Schema{Not: &jsonschema.Schema{}},
	}
	for _, f := range fields {
		s.Properties[f.name] = f.schema
		s.PropertyOrder = append(s.PropertyOrder, f.name)
	}
	return s
}

func text(help string) *jsonschema.Schema {
	return &jsonschema.Schema{Type: "string", Description: help}
}

// words is one of several words.
func words(help string, options []string) *jsonschema.Schema {
	s := text(help)
	for _, o := range options {
		s.Enum = append(s.Enum, o)
	}
	return s
}

func duration(help string) *jsonschema.Schema {
	return &jsonschema.Schema{Type: "string", Description: help + " A time with its unit, a multiple of 5 minutes: 90m, 12h, 30d, 2w.", Pattern: durationPattern}
}

// number is a number from low to high; a high below low is no limit.
func number(kind, help string, low, high float64) *jsonschema.Schema {
	s := &jsonschema.Schema{Type: kind, Description: help, Minimum: &low}
	if high >= low {
		s.Maximum = &high
	}
	return s
}

func list(help string, item *jsonschema.Schema) *jsonschema.Schema {
	return &jsonschema.Schema{Type: "array", Description: help, Items: item}
}

// withDefault notes a default. Every value of ours can be written as JSON.
func withDefault(s *jsonschema.Schema, v any) *jsonschema.Schema {
	s.Default, _ = json.Marshal(v)
	return s
}

func patchSchema() *jsonschema.Schema {
	low, three := float64(1), 3
	size := &jsonschema.Schema{
		Type: "array", Description: fmt.Sprintf("Width, height and depth in sites of 10 um; depth 1 is a slice. Width and height are at least %d.", minWidth),
		Items: &jsonschema.Schema{Type: "integer", Minimum: &low}, MinItems: &three, MaxItems: &three,
	}
	return object("The piece of marrow that is simulated.", nil,
		field{"tissue", text("Kind of tissue: " + strings.Join(tissue.Names(), ", ") + ".")},
		field{"size", withDefault(size, [3]int{defaultWidth, defaultWidth, 1})},
		field{"age", number("number", "Age of the body in years; 0 is the adult of the species.", 0, maxAge)},
		field{"occupancy", number("number", "Share of the free sites with a cell at the start.", 0, maxFill)},
	)
}

func placeSchema() *jsonschema.Schema {
	share := &jsonschema.Schema{
		Types: []string{"string", "number"}, Pattern: amountPattern,
		Description: "Part of the body's marrow that it stands for: 25 %. One patch may leave it out and stand for the rest.",
	}
	return object("A patch of a body.", []string{"name"},
		field{"name", text("Short name: hip.")},
		field{"tissue", text("Kind of tissue; that of patch without it.")},
		field{"region", text("Part of the body whose share of the marrow it stands for, instead of share: pelvis.")},
		field{"share", share},
	)
}

func overridesSchema() *jsonschema.Schema {
	return &jsonschema.Schema{
		Type: "object", Description: "Values of the species file to replace, by their path: stages.band.stay: 2.5 d.",
		AdditionalProperties: &jsonschema.Schema{Types: []string{"string", "number", "boolean"}},
	}
}

func tourSchema() *jsonschema.Schema {
	return object("A station of the tour.", []string{"at", "say"},
		field{"at", duration("When.")},
		field{"say", text("Key of a text, or the text.")},
		field{"look", object("The place to show.", []string{"x", "y"},
			field{"x", number("number", "Site from the left.", 0, -1)},
			field{"y", number("number", "Site from the top.", 0, -1)},
			field{"z", number("integer", "Slice.", 0, -1)},
			field{"zoom", number("number", "Pixels a site.", 0, maxZoom)},
		)},
	)
}

// eventSchemas is one of the interventions of the table.
func eventSchemas() *jsonschema.Schema {
	s := new(jsonschema.Schema)
	for _, v := range Interventions() {
		s.OneOf = append(s.OneOf, v.schema())
	}
	return s
}

// schema is the form of one intervention in a file.
func (v Intervention) schema() *jsonschema.Schema {
	var name any = v.Name
	required := []string{"at", "do"}
	fields := []field{
		{"at", duration("When.")},
		{"do", &jsonschema.Schema{Const: &name, Description: v.Help}},
	}
	choices, order := map[string][]*jsonschema.Schema{}, []string(nil)
	for _, a := range v.Arguments {
		fields = append(fields, field{a.Name, a.schema()})
		switch {
		case a.Choice != "":
			if choices[a.Choice] == nil {
				order = append(order, a.Choice)
			}
			choices[a.Choice] = append(choices[a.Choice], &jsonschema.Schema{Required: []string{a.Name}})
		case a.Default == "" && !a.Optional:
			required = append(required, a.Name)
		}
	}
	s := object(v.Help, required, fields...)
	for _, c := range order {
		s.AllOf = append(s.AllOf, &jsonschema.Schema{OneOf: choices[c]})
	}
	return s
}

// schema is the form of one argument in a file.
func (a Argument) schema() *jsonschema.Schema {
	help := fmt.Sprintf("%s; %s.", a.Help, a.Range())
	s := &jsonschema.Schema{Types: []string{"string", "number"}, Description: help, Pattern: amountPattern}
	switch a.Kind {
	case Time:
		s = duration(help)
	case Word:
		s = words(help, a.Options)
	}
	if a.Default != "" {
		s = withDefault(s, a.Default)
	}
	return s
}
