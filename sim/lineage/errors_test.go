package lineage_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"marrow/sim/lineage"
)

var update = flag.Bool("update", false, "rewrite the messages in testdata/broken")

func sources(t testing.TB) []string {
	t.Helper()
	keys, err := lineage.Sources()
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

// Each file in testdata/broken has one mistake and is refused with the message in its
// first line: place, path, what is there, what is wanted.
func TestBrokenSpecies(t *testing.T) {
	files, err := filepath.Glob("testdata/broken/*.yaml")
	if err != nil || len(files) < 12 {
		t.Fatalf("got %d broken species, %v, want at least 12", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml"), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			first, rest, _ := strings.Cut(string(data), "\n")
			_, err = lineage.Read(filepath.Base(file), data, sources(t), nil)
			if err == nil {
				t.Fatalf("got no error\nwant      %s", first)
			}
			got := "# error: " + err.Error()
			if *update {
				if err := os.WriteFile(file, []byte(got+"\n"+rest), 0o666); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got != first {
				t.Errorf("got  %s\nwant %s", got, first)
			}
		})
	}
}
