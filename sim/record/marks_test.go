package record

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"marrow/sim/scenario"
)

// labeled is a short story with a label and a donor's graft, in a patch of some hundred
// cells.
var labeled = strings.NewReplacer("16, 16, 1", "48, 48, 1", "  - {at: 80m, do: bleed, share: 10 %}", `  - {at: 30m, do: label, agent: edu, for: 20m}
  - {at: 60m, do: irradiate, dose: 9 Gy}
  - {at: 80m, do: graft, stage: gmp, cells: 20}
  - {at: 90m, do: transplant, source: cord, donor: donor, cd34: 20 e6/kg}`).Replace(human())

// marks.csv begins with the first mark, and has the donor cells that were grafted; a run
// without marks has no such file.
func TestMarks(t *testing.T) {
	m := newMemFS()
	begin(t, m, setup(t, human(), scenario.Options{}))
	if _, ok := m.text("out")[MarksFile]; ok {
		t.Error("a run without marks has a file of them")
	}
	m = newMemFS()
	s := setup(t, labeled, scenario.Options{})
	begin(t, m, s)
	rows := strings.Split(strings.TrimSpace(m.text("out")[MarksFile]), "\n")
	head := strings.Split(rows[0], ",")
	if d := cmp.Diff(head, MarksColumns(s.Table)); d != "" {
		t.Error(d)
	}
	value := func(row int, column string) string {
		for i, name := range head {
			if name == column {
				return strings.Split(rows[row], ",")[i]
			}
		}
		t.Fatalf("no column %s", column)
		return ""
	}
	last := len(rows) - 1
	if got := value(1, "tick"); got != "8" {
		t.Errorf("marks begin at tick %s, want 8", got)
	}
	labeled, before, after := value(last, "labeled_marrow"), value(1, "donor_n_gmp"), value(last, "donor_n_gmp")
	if n, err := strconv.Atoi(after); labeled == "0" || before != "0" || err != nil || n < 18 || n > 25 { // some divide
		t.Errorf("labeled %s; donors %s, after a graft of 20 cells %s", labeled, before, after)
	}
}

// A run with marks that is stopped and resumed writes what a run in one go writes.
func TestMarksAreResumed(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and nothing for the race detector to find")
	}
	whole := newMemFS()
	want := begin(t, whole, setup(t, labeled, scenario.Options{}))
	for _, stop := range []uint64{5, 7, 13, 17, 19, 30} {
		m := newMemFS()
		r, err := Start(m, "out", setup(t, labeled, scenario.Options{}), options())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := perform(stopAt(r, stop), r); !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		got, _, err := resume(m, scenario.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(whole.text("out"), m.text("out")); got != want || d != "" {
			t.Errorf("stopped at %d: got hash %s, want %s; files differ (-want +got):\n%s", stop, got, want, d)
		}
	}
}
