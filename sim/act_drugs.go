package sim

import (
	"fmt"

	"marrow/sim/body"
)

// Give begins a course of an agent now, or c.Next ticks from now.
func (w *World) Give(c body.Course) error {
	c.Next += w.tick
	if err := w.body.Give(c); err != nil {
		return fmt.Errorf("give: %w", err)
	}
	return nil
}
