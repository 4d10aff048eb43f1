// Command scale draws the speed and the memory of the kernels against the number of
// cells, from a file that `marrow bench --record` has written:
//
//	go run ./benchmarks/scale RESULTS PICTURE.svg
package main

import (
	"fmt"
	"os"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "scale:", err)
		os.Exit(1)
	}
}

// run reads the results and writes the picture.
func run(args []string) error {
	if len(args) != 2 {
		return fmt.Errorf("got %d arguments, want RESULTS PICTURE", len(args))
	}
	text, err := os.Open(args[0])
	if err != nil {
		return err
	}
	defer text.Close()
	r, err := read(text)
	if err != nil {
		return fmt.Errorf("%s: %w", args[0], err)
	}
	out, err := os.Create(args[1])
	if err != nil {
		return err
	}
	err = r.draw(out, args[1])
	if cerr := out.Close(); err == nil {
		err = cerr
	}
	return err
}
