package record

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// An FS is what this package needs of a file system. Names are paths as the
// operating system writes them. An error for a missing file satisfies
// errors.Is(err, fs.ErrNotExist).
type FS interface {
	// Create opens a new or emptied file for writing.
	Create(name string) (File, error)
	// Open opens a file for reading.
	Open(name string) (File, error)
	// Continue cuts a file to size bytes and opens it for writing there. A file
	// that is shorter is an error.
	Continue(name string, size int64) (File, error)
	// Size returns the length of a file in bytes.
	Size(name string) (int64, error)
	Rename(from, to string) error
	Remove(name string) error
	// Mkdir makes a directory and those above it, unless they are there.
	Mkdir(name string) error
	// SyncDir makes the names in a directory durable.
	SyncDir(name string) error
	// Lock takes a directory for this process until the closer is closed or the
	// process ends.
	Lock(dir string) (io.Closer, error)
}

// A File is an open file of an [FS].
type File interface {
	io.Reader
	io.Writer
	io.Closer
	// Sync makes what was written durable.
	Sync() error
}

// OS is the file system of the operating system.
type OS struct{}

// Create implements [FS].
func (OS) Create(name string) (File, error) { return os.Create(name) }

// Open implements [FS].
func (OS) Open(name string) (File, error) { return os.Open(name) }

// Continue implements [FS].
func (OS) Continue(name string, size int64) (File, error) {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	if err := cut(f, size); err != nil {
		return nil, closeAfter(f, err)
	}
	return f, nil
}

// cut shortens f to size bytes and goes to its end.
func cut(f *os.File, size int64) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if info.Size() < size {
		return fmt.Errorf("%s has %d bytes, want at least %d", f.Name(), info.Size(), size)
	}
	if err := f.Truncate(size); err != nil {
		return err
	}
	_, err = f.Seek(size, io.SeekStart)
	return err
}

// Size implements [FS].
func (OS) Size(name string) (int64, error) {
	info, err := os.Stat(name)
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

// Rename implements [FS].
func (OS) Rename(from, to string) error { return os.Rename(from, to) }

// Remove implements [FS].
func (OS) Remove(name string) error { return os.Remove(name) }

// Mkdir implements [FS].
func (OS) Mkdir(name string) error { return os.MkdirAll(name, 0o777) }

// SyncDir implements [FS].
func (OS) SyncDir(name string) error {
	d, err := os.Open(name)
	if err != nil {
		return err
	}
	return closeAfter(d, d.Sync())
}

// closeAfter closes c and returns the first error of the two.
func closeAfter(c io.Closer, err error) error {
	if cerr := c.Close(); err == nil {
		return cerr
	}
	return err
}

// maxText is the largest text file that is read whole [bytes].
const maxText = 1 << 20

// ReadText reads a file that a person wrote: a scenario or a species. A file of
// more than 1 MiB is refused before it is read further.
func ReadText(fsys FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(f, maxText+1))
	if err := closeAfter(f, err); err != nil {
		return nil, err
	}
	if len(data) > maxText {
		return nil, fmt.Errorf("%s: more than %d bytes, want a text file", name, maxText)
	}
	return data, nil
}

// WriteWhole puts a file in place in one step: readers see the old content or the
// new one, also after a power cut. On failure no partial file is left.
func WriteWhole(fsys FS, name string, write func(io.Writer) error) error {
	partial := name + ".partial"
	if err := writeSynced(fsys, partial, write); err != nil {
		_ = fsys.Remove(partial) // the first error says more
		return err
	}
	if err := fsys.Rename(partial, name); err != nil {
		_ = fsys.Remove(partial)
		return err
	}
	return fsys.SyncDir(filepath.Dir(name))
}

// writeSynced writes a file and makes its content durable.
func writeSynced(fsys FS, name string, write func(io.Writer) error) error {
	f, err := fsys.Create(name)
	if err != nil {
		return err
	}
	if err := write(f); err != nil {
		return closeAfter(f, err)
	}
	return closeAfter(f, f.Sync())
}
