package scenario

import (
	"fmt"
	"testing"
)

// A patch that does not fit into memory is refused before anything is made, with the
// estimate, what there is, and the largest patch of its proportions that fits; one that
// fits is not.
func TestTooLargeForTheMachine(t *testing.T) {
	for _, tt := range []struct {
		size   string
		memory int64
		want   string // "" = it fits
	}{
		{"64x64x16", 0, ""},
		{"64x64x16", 100e6, ""},
		{"1024x960x768", 2e9, "patch.size: 1024x960x768 sites, up to 5.3e+08 cells, need about 6.1 GB of memory, 2 GB are available: " +
			"the largest of these proportions that fits is 698x655x524"},
		{"4096x4096", 50e6, "patch.size: 4096x4096x1 sites, up to 1e+07 cells, need about 0.37 GB of memory, 0.05 GB are available: " +
			"the largest of these proportions that fits is 1440x1440x1"},
		{"1024x1024x1000", 1000, "patch.size: 1024x1024x1000 sites, up to 7.3e+08 cells, need about 8.4 GB of memory, 1e-06 GB are available: " +
			"no patch of these proportions fits"},
	} {
		s, err := Load("healthy", Options{Size: tt.size, Memory: tt.memory}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err = s.Config(); tt.want == "" && err != nil || tt.want != "" && fmt.Sprint(err) != tt.want {
			t.Errorf("%s in %d bytes: got %v\nwant %s", tt.size, tt.memory, err, tt.want)
		}
	}
}
