package lineage

import (
	"encoding/json"
	"fmt"
	"strings"

	"marrow/assets"
	"marrow/sim/input"
)

// Names returns the built-in species, in alphabetical order.
func Names() []string {
	entries, err := assets.FS.ReadDir("species")
	if err != nil {
		panic("lineage: the embedded species are gone: " + err.Error())
	}
	var names []string
	for _, e := range entries {
		if name, ok := strings.CutSuffix(e.Name(), ".yaml"); ok {
			names = append(names, name)
		}
	}
	return names
}

// Builtin reads the species of that name that the program carries inside. The error
// for an unknown name says which is nearest.
func Builtin(name string, set ...Override) (*Table, error) { return BuiltinIll(name, nil, set...) }

// BuiltinIll is [Builtin] for a body that may fall ill with the named diseases.
func BuiltinIll(name string, diseases []string, set ...Override) (*Table, error) {
	data, err := assets.FS.ReadFile("species/" + name + ".yaml")
	if err != nil {
		return nil, fmt.Errorf("lineage: no species is called %q%s", name, others(name, Names()))
	}
	sources, err := Sources()
	if err != nil {
		return nil, err
	}
	return Read(name+".yaml", data, sources, diseases, set...)
}

// Sources returns the keys of assets/sources.csv, which every species file may use.
func Sources() ([]string, error) {
	table, err := assets.FS.ReadFile("sources.csv")
	if err != nil {
		return nil, fmt.Errorf("lineage: %w", err)
	}
	return input.Sources(table)
}

// colors returns the ids of the palette.
func colors() ([]string, error) {
	data, err := assets.FS.ReadFile("palette.json")
	if err != nil {
		return nil, fmt.Errorf("lineage: %w", err)
	}
	var palette struct {
		Types []struct{ ID string }
	}
	if err := json.Unmarshal(data, &palette); err != nil || len(palette.Types) == 0 {
		return nil, fmt.Errorf("lineage: palette.json has no types: %v", err)
	}
	var ids []string
	for _, t := range palette.Types {
		ids = append(ids, t.ID)
	}
	return ids, nil
}
