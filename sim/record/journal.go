package record

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"strings"
	"sync"
)

// journalHead is the first line of a journal. The number is the format's version.
const journalHead = "marrow journal 1\n"

// A RecordKind says what a line of the journal tells.
type RecordKind string

// The kinds of records.
const (
	RecordRun        RecordKind = "run"        // the run began; text is its plan
	RecordEvent      RecordKind = "event"      // an intervention took effect; text is its name and arguments
	RecordPosted     RecordKind = "posted"     // one of a viewer did; text is his name, quoted, before these
	RecordTurn       RecordKind = "turn"       // time was turned back to this tick; text is how many events stay
	RecordCheckpoint RecordKind = "checkpoint" // a checkpoint is in place; text is its hash
	RecordResume     RecordKind = "resume"     // the run went on from this tick; what was later is done over
	RecordEnd        RecordKind = "end"        // the run reached its end; text is its hash
)

// A Record is a line of the journal.
type Record struct {
	Tick uint64
	Kind RecordKind
	Text string
}

// line is the record as it stands in the file, without the chain value.
func (r Record) line() string { return fmt.Sprintf("%d %s %s", r.Tick, r.Kind, r.Text) }

// A Mark is a place in the journal: how long it is there, and the chain value of
// its last record. Every record is hashed together with the chain value before it,
// so a mark fixes all that was written up to it.
type Mark struct {
	Bytes int64  `json:"bytes"`
	Chain string `json:"chain"`
}

// next returns the chain value after a record line.
func (m Mark) next(line string) string {
	sum := sha256.Sum256([]byte(m.Chain + " " + line))
	return hex.EncodeToString(sum[:8])
}

// start is the mark behind the head line.
func start() Mark {
	m := Mark{Bytes: int64(len(journalHead))}
	m.Chain = m.next(strings.TrimSpace(journalHead))
	return m
}

// A Journal is a journal as it was read.
type Journal struct {
	Records []Record
	Marks   []Mark // Marks[i] is the mark behind Records[i]
	Torn    bool   // the last line was cut short and is left out
}

// End is the mark behind the last whole record.
func (j *Journal) End() Mark {
	if len(j.Marks) == 0 {
		return start()
	}
	return j.Marks[len(j.Marks)-1]
}

// Holds reports whether m is a place in this journal.
func (j *Journal) Holds(m Mark) bool {
	if m == start() {
		return true
	}
	for _, have := range j.Marks {
		if have == m {
			return true
		}
	}
	return false
}

// Last returns the last record of a kind.
func (j *Journal) Last(kind RecordKind) (Record, bool) {
	for i := len(j.Records) - 1; i >= 0; i-- {
		if j.Records[i].Kind == kind {
			return j.Records[i], true
		}
	}
	return Record{}, false
}

// ParseJournal reads a journal. A last line without its end is what a process
// leaves that is killed in the middle of a write: it was never acknowledged, and
// is left out. Everything else that does not fit is an error with its offset.
func ParseJournal(data []byte) (*Journal, error) {
	rest, ok := bytes.CutPrefix(data, []byte(journalHead))
	if !ok {
		if bytes.HasPrefix([]byte(journalHead), data) {
			return &Journal{Torn: true}, nil
		}
		return nil, fmt.Errorf("offset 0: not a journal of this program, want %q", journalHead)
	}
	j, m := new(Journal), start()
	for len(rest) > 0 {
		line, more, whole := bytes.Cut(rest, []byte("\n"))
		if !whole {
			j.Torn = true
			break
		}
		r, chain, err := parseRecord(string(line))
		if err != nil {
			return nil, fmt.Errorf("offset %d: %w", m.Bytes, err)
		}
		if want := m.next(r.line()); chain != want {
			return nil, fmt.Errorf("offset %d: record carries %s, want %s", m.Bytes, chain, want)
		}
		m = Mark{Bytes: m.Bytes + int64(len(line)) + 1, Chain: chain}
		j.Records, j.Marks = append(j.Records, r), append(j.Marks, m)
		rest = more
	}
	return j, nil
}

// parseRecord splits a line into its record and its chain value.
func parseRecord(line string) (Record, string, error) {
	last := strings.LastIndexByte(line, ' ')
	fields := strings.SplitN(line[:max(last, 0)], " ", 3)
	if len(fields) != 3 {
		return Record{}, "", errors.New("want tick, kind, text and check value")
	}
	tick, err := strconv.ParseUint(fields[0], 10, 64)
	if err != nil || fields[0] != strconv.FormatUint(tick, 10) {
		return Record{}, "", fmt.Errorf("tick is %q, want a whole number", fields[0])
	}
	return Record{Tick: tick, Kind: RecordKind(fields[1]), Text: fields[2]}, line[last+1:], nil
}

// ReadJournal reads the journal file name. A file that is not there is an empty
// journal.
func ReadJournal(fsys FS, name string) (*Journal, error) {
	f, err := fsys.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return &Journal{}, nil
	}
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(f)
	if err := closeAfter(f, err); err != nil {
		return nil, err
	}
	j, err := ParseJournal(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return j, nil
}

// A journalWriter appends records, for the run and for the keeper of its checkpoints.
type journalWriter struct {
	f    File
	lock sync.Mutex
	at   Mark
	err  error // of the first append that failed
}

// mark is the place behind the last record.
func (w *journalWriter) mark() Mark {
	w.lock.Lock()
	defer w.lock.Unlock()
	return w.at
}

// newJournal makes an empty journal.
func newJournal(fsys FS, name string) (*journalWriter, error) {
	f, err := fsys.Create(name)
	if err != nil {
		return nil, err
	}
	if _, err := io.WriteString(f, journalHead); err != nil {
		return nil, closeAfter(f, err)
	}
	return &journalWriter{f: f, at: start()}, nil
}

// continueJournal opens a journal behind its last whole record.
func continueJournal(fsys FS, name string, j *Journal) (*journalWriter, error) {
	if len(j.Records) == 0 {
		return newJournal(fsys, name)
	}
	f, err := fsys.Continue(name, j.End().Bytes)
	if err != nil {
		return nil, err
	}
	return &journalWriter{f: f, at: j.End()}, nil
}

// append writes a record and makes it durable before it returns. After a failure nothing
// more is written: half a line may be in the file, which may only be the last one.
func (w *journalWriter) append(r Record) error {
	w.lock.Lock()
	defer w.lock.Unlock()
	if w.err == nil {
		w.err = w.write(r)
	}
	return w.err
}

func (w *journalWriter) write(r Record) error {
	line := r.line()
	chain := w.at.next(line)
	n, err := fmt.Fprintf(w.f, "%s %s\n", line, chain)
	if err != nil {
		return err
	}
	w.at = Mark{Bytes: w.at.Bytes + int64(n), Chain: chain}
	return w.f.Sync()
}
