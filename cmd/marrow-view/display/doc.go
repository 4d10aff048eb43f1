// Package display ends the program in good order when there is no display.
//
// The window's library panics while it is imported without one, before main begins,
// so that main cannot answer for it. Packages are set up in the order of their paths
// once what they import is ready. This package imports nothing but os, and the
// window's library much that comes later in that order, so this one is first.
// TestNoDisplay of cmd/marrow-view holds that order.
package display

import "os"

// exitNoDisplay is the exit code of a program that cannot show anything.
const exitNoDisplay = 3

// Refuse says that there is no display, and what works without one, and ends the
// program.
func Refuse() {
	os.Stderr.WriteString("marrow: there is no display to open a window on; `marrow serve` shows the marrow in a browser instead\n")
	os.Exit(exitNoDisplay)
}
