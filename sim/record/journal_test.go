package record

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// records of a short journal.
func records() []Record {
	return []Record{
		{0, RecordRun, `{"series":12}`},
		{16, RecordEvent, "bleed share=10%"},
		{36, RecordCheckpoint, "0123456789abcdef"},
		{36, RecordEnd, "0123456789abcdef"},
	}
}

// written is a journal file with these records.
func written(t *testing.T, all []Record) []byte {
	t.Helper()
	m := newMemFS()
	w, err := newJournal(m, "j")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range all {
		if err := w.append(r); err != nil {
			t.Fatal(err)
		}
	}
	return m.names["j"].now
}

// What was written is read, and a journal can be gone on with behind its last
// record.
func TestJournalReadsBack(t *testing.T) {
	m := newMemFS()
	m.names["j"] = &memData{now: written(t, records()[:2])}
	j, err := ReadJournal(m, "j")
	if err != nil {
		t.Fatal(err)
	}
	w, err := continueJournal(m, "j", j)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range records()[2:] {
		if err := w.append(r); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := string(m.names["j"].now), string(written(t, records())); got != want {
		t.Errorf("got journal\n%s\nwant\n%s", got, want)
	}
	j, err = ReadJournal(m, "j")
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(records(), j.Records); d != "" || j.Torn || j.End() != w.at {
		t.Errorf("records differ (-want +got):\n%s", d)
	}
}

// A journal that is cut is either an earlier moment of itself or refused; a mark below
// the cut then is not found in it.
func TestCutJournal(t *testing.T) {
	whole := written(t, records())
	full, err := ParseJournal(whole)
	if err != nil {
		t.Fatal(err)
	}
	for n := range whole {
		j, err := ParseJournal(whole[:n])
		if err != nil {
			t.Errorf("cut to %d: %v", n, err)
			continue
		}
		if d := cmp.Diff(full.Records[:len(j.Records)], j.Records); d != "" && len(j.Records) > 0 {
			t.Errorf("cut to %d: other records:\n%s", n, d)
		}
		if j.Holds(full.End()) {
			t.Errorf("cut to %d: holds the end of the whole journal", n)
		}
	}
	if !full.Holds(full.End()) || !full.Holds(start()) {
		t.Error("a journal does not hold its own marks")
	}
}

// A journal that is changed in any bit is refused with the offset of the record, or
// ends before the change if that hit a line's end.
func TestChangedJournal(t *testing.T) {
	whole := written(t, records())
	for n := range whole {
		for bit := range 8 {
			damaged := append([]byte(nil), whole...)
			damaged[n] ^= 1 << bit
			j, err := ParseJournal(damaged)
			if err == nil && len(j.Records) >= len(records()) {
				t.Errorf("bit %d of byte %d flipped: accepted", bit, n)
			}
			if err != nil && !strings.HasPrefix(err.Error(), "offset ") {
				t.Errorf("bit %d of byte %d flipped: got %v, want an offset", bit, n, err)
			}
		}
	}
}

// Nothing that a journal file may hold makes the reader panic, and what it accepts
// has whole records.
func FuzzParseJournal(f *testing.F) {
	f.Add([]byte(journalHead))
	f.Add([]byte(journalHead + "0 run {} 0123456789abcdef\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if j, err := ParseJournal(data); err == nil && len(j.Records) != len(j.Marks) {
			t.Errorf("got %d records and %d marks", len(j.Records), len(j.Marks))
		}
	})
}
