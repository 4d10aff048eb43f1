package sim

import "marrow/sim/body"

// GiveAll begins several courses, or none if one of them makes no sense.
func (w *World) GiveAll(courses []body.Course) error {
	before := w.body.Words(nil)
	for _, c := range courses {
		if err := w.Give(c); err != nil {
			w.body.SetWords(before)
			return err
		}
	}
	return nil
}
