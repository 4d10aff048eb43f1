//go:build unix

package record

import (
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"
)

// Lock implements [FS]. The lock is on the directory itself, so it leaves no file
// behind, and the kernel drops it when the process ends in any way.
func (OS) Lock(dir string) (io.Closer, error) {
	d, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	err = syscall.Flock(int(d.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, closeAfter(d, fmt.Errorf("in-use: another marrow process works in %s", dir))
	}
	if err != nil {
		return nil, closeAfter(d, err)
	}
	return d, nil
}
