package record

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
)

// A memFS is a file system in memory that counts its calls and can break at one of
// them. What was not synced is lost when the power fails.
type memFS struct {
	lock    sync.Mutex
	names   map[string]*memData // as programs see them
	durable map[string]*memData // as they are after a power cut
	locked  map[string]bool

	calls  int
	failAt int  // call that fails; 0 = none
	dead   bool // every call from failAt on fails, as after a kill
	err    error
}

// memData is the content of a file.
type memData struct{ now, synced []byte }

func newMemFS() *memFS {
	return &memFS{names: map[string]*memData{}, durable: map[string]*memData{}, locked: map[string]bool{}, err: syscall.ENOSPC}
}

// failNext has the next call fail.
func (m *memFS) failNext() {
	m.lock.Lock()
	defer m.lock.Unlock()
	m.failAt = m.calls + 1
}

// call counts a call and says whether it fails.
func (m *memFS) call() error {
	m.calls++
	if m.failAt > 0 && (m.calls == m.failAt || m.dead && m.calls > m.failAt) {
		return m.err
	}
	return nil
}

// restart is the file system as the next process finds it: after a kill with all
// that was written, after a power cut with what was synced.
func (m *memFS) restart(powerCut bool) *memFS {
	next := newMemFS()
	from := m.names
	if powerCut {
		from = m.durable
	}
	for name, d := range from {
		content := d.now
		if powerCut {
			content = d.synced
		}
		c := &memData{bytes.Clone(content), bytes.Clone(content)}
		next.names[name], next.durable[name] = c, c
	}
	return next
}

func (m *memFS) open(name string) (*memData, error) {
	if d := m.names[name]; d != nil {
		return d, nil
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

func (m *memFS) Create(name string) (File, error) {
	m.lock.Lock()
	defer m.lock.Unlock()
	if err := m.call(); err != nil {
		return nil, err
	}
	d := m.names[name]
	if d == nil {
		d = new(memData)
		m.names[name] = d
	}
	d.now = nil
	return &memFile{fs: m, data: d}, nil
}

func (m *memFS) Open(name string) (File, error) {
	m.lock.Lock()
	defer m.lock.Unlock()
	if err := m.call(); err != nil {
		return nil, err
	}
	d, err := m.open(name)
	return &memFile{fs: m, data: d}, err
}

func (m *memFS) Continue(name string, size int64) (File, error) {
	m.lock.Lock()
	defer m.lock.Unlock()
	if err := m.call(); err != nil {
		return nil, err
	}
	d, err := m.open(name)
	if err != nil {
		return nil, err
	}
	if int64(len(d.now)) < size {
		return nil, fmt.Errorf("%s has %d bytes, want at least %d", name, len(d.now), size)
	}
	d.now = d.now[:size:size]
	return &memFile{fs: m, data: d}, nil
}

func (m *memFS) Size(name string) (int64, error) {
	m.lock.Lock()
	defer m.lock.Unlock()
	if err := m.call(); err != nil {
		return 0, err
	}
	d, err := m.open(name)
	if err != nil {
		return 0, err
	}
	return int64(len(d.now)), nil
}

func (m *memFS) Rename(from, to string) error {
	m.lock.Lock()
	defer m.lock.Unlock()
	if err := m.call(); err != nil {
		return err
	}
	d, err := m.open(from)
	if err == nil {
		m.names[to] = d
		delete(m.names, from)
	}
	return err
}

func (m *memFS) Remove(name string) error {
	m.lock.Lock()
	defer m.lock.Unlock()
	if err := m.call(); err != nil {
		return err
	}
	delete(m.names, name)
	return nil
}

func (m *memFS) Mkdir(string) error {
	m.lock.Lock()
	defer m.lock.Unlock()
	return m.call()
}

func (m *memFS) SyncDir(dir string) error {
	m.lock.Lock()
	defer m.lock.Unlock()
	if err := m.call(); err != nil {
		return err
	}
	for name := range m.durable {
		if filepath.Dir(name) == dir {
			delete(m.durable, name)
		}
	}
	for name, d := range m.names {
		if filepath.Dir(name) == dir {
			m.durable[name] = d
		}
	}
	return nil
}

func (m *memFS) Lock(dir string) (io.Closer, error) {
	m.lock.Lock()
	defer m.lock.Unlock()
	if err := m.call(); err != nil {
		return nil, err
	}
	if m.locked[dir] {
		return nil, errors.New("in-use: " + dir)
	}
	m.locked[dir] = true
	return unlock(func() {
		m.lock.Lock()
		defer m.lock.Unlock()
		delete(m.locked, dir)
	}), nil
}

type unlock func()

func (u unlock) Close() error { u(); return nil }

// text returns the files of a directory but for those that may differ from run to
// run: what they hold of time and memory, and the notes of interruptions.
func (m *memFS) text(dir string) map[string]string {
	out := map[string]string{}
	for name, d := range m.names {
		short := strings.TrimPrefix(name, dir+"/")
		if short != SummaryFile && short != JournalFile && filepath.Dir(short) != CheckpointDir {
			out[short] = string(d.now)
		}
	}
	return out
}

// A memFile is an open file.
type memFile struct {
	fs   *memFS
	data *memData
	read int
}

func (f *memFile) Read(p []byte) (int, error) {
	f.fs.lock.Lock()
	defer f.fs.lock.Unlock()
	if err := f.fs.call(); err != nil {
		return 0, err
	}
	if f.read == len(f.data.now) {
		return 0, io.EOF
	}
	n := copy(p, f.data.now[f.read:])
	f.read += n
	return n, nil
}

// Write writes half of p when it fails, as a full disk does.
func (f *memFile) Write(p []byte) (int, error) {
	f.fs.lock.Lock()
	defer f.fs.lock.Unlock()
	if err := f.fs.call(); err != nil {
		f.data.now = append(f.data.now, p[:len(p)/2]...)
		return len(p) / 2, err
	}
	f.data.now = append(f.data.now, p...)
	return len(p), nil
}

func (f *memFile) Sync() error {
	f.fs.lock.Lock()
	defer f.fs.lock.Unlock()
	if err := f.fs.call(); err != nil {
		return err
	}
	f.data.synced = bytes.Clone(f.data.now)
	return nil
}

func (f *memFile) Close() error {
	f.fs.lock.Lock()
	defer f.fs.lock.Unlock()
	return f.fs.call()
}
