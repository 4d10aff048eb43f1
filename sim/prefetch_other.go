//go:build !amd64 && !arm64

package sim

import "unsafe"

func prefetchLines(unsafe.Pointer, int) {}

func prefetchEach(*streams, int) {}
