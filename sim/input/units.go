package input

import (
	"fmt"
	"strings"
)

// A unit has a dimension and a size in the smallest unit of that dimension.
type unit struct {
	name, dimension string
	size            float64
}

// units are those that can be converted. Others match only themselves. All sizes
// are such that the ratio of two is exact, so that a value is rounded once.
var units = []unit{
	{"", "share", 100},
	{"%", "share", 1},
	{"y", "time", 31557600},
	{"w", "time", 604800},
	{"d", "time", 86400},
	{"h", "time", 3600},
	{"min", "time", 60},
	{"s", "time", 1},
	{"1/s", "rate", 86400},
	{"1/min", "rate", 1440},
	{"1/h", "rate", 24},
	{"1/d", "rate", 1},
	{"L", "volume", 1e15},
	{"mL", "volume", 1e12},
	{"uL", "volume", 1e9},
	{"fL", "volume", 1},
	{"kg", "mass", 1e9},
	{"g", "mass", 1e6},
	{"mg", "mass", 1e3},
	{"ug", "mass", 1},
	{"cells", "number", 1},
	{"platelets", "number", 1},
	{"cells/d", "flow", 1},
	{"platelets/d", "flow", 1},
	{"m", "length", 1e6},
	{"cm", "length", 1e4},
	{"mm", "length", 1e3},
	{"um", "length", 1},
	{"um2/s", "motility", 3600},
	{"um2/min", "motility", 60},
	{"um2/h", "motility", 1},
	{"g/dL", "mass concentration", 1e7},
	{"g/L", "mass concentration", 1e6},
	{"mg/L", "mass concentration", 1e3},
	{"ug/L", "mass concentration", 1},
	{"ng/mL", "mass concentration", 1},
	{"mmol/L", "molar concentration", 1e6},
	{"umol/L", "molar concentration", 1e3},
	{"nmol/L", "molar concentration", 1},
	{"IU/mL", "activity concentration", 1e6},
	{"mIU/mL", "activity concentration", 1e3},
	{"IU/L", "activity concentration", 1e3},
	{"g/mol", "molar mass", 1},
	{"IU", "activity", 1},
	{"g/m2", "dose by surface", 1e3},
	{"mg/m2", "dose by surface", 1},
	{"mg/kg", "dose by mass", 1e6},
	{"ug/kg", "dose by mass", 1e3},
	{"ng/kg", "dose by mass", 1},
	{"mg/kg/d", "daily dose by mass", 1e3},
	{"ug/kg/d", "daily dose by mass", 1},
	{"IU/kg", "activity by mass", 1},
	{"m2", "surface", 1},
	{"L/m2", "volume by surface", 1},
	{"L/kg", "volume by mass", 1e3},
	{"mL/kg", "volume by mass", 1},
	{"1/uL", "concentration", 1e6},
	{"1/mL", "concentration", 1e3},
	{"1/L", "concentration", 1},
	{"e12/L", "concentration", 1e12},
	{"e9/L", "concentration", 1e9},
}

// convert returns value [from] in the unit to.
func convert(value float64, from, to string) (float64, error) {
	if from == to {
		return value, nil
	}
	var f, t unit
	var allowed []string
	for _, u := range units {
		if u.name == from {
			f = u
		}
		if u.name == to {
			t = u
		}
	}
	for _, u := range units {
		if u.dimension == t.dimension && u.name != to {
			allowed = append(allowed, strings.TrimPrefix(shownUnit(u.name), "unit "))
		}
	}
	if t.size == 0 || f.dimension != t.dimension {
		also := ""
		if len(allowed) > 0 && t.size != 0 {
			also = " (or " + strings.Join(allowed, ", ") + ")"
		}
		return 0, fmt.Errorf("got %s, want %s%s", shownUnit(from), shownUnit(to), also)
	}
	if f.size >= t.size {
		return value * (f.size / t.size), nil
	}
	return value / (t.size / f.size), nil
}

func shownUnit(name string) string {
	if name == "" {
		return "no unit"
	}
	return "unit " + name
}
