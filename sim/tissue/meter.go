package tissue

// A meter tells how far the making of a tissue is. A nil meter tells nobody.
type meter struct {
	tell      func(step string, done float64)
	step      string
	done, end float64 // shares of all the work: done by now, and when the step ends
	pass      float64 // share of all the work that one pass over the patch takes
	told      float64
}

func newMeter(tell func(step string, done float64)) *meter {
	if tell == nil {
		return nil
	}
	return &meter{tell: tell}
}

// tick is the share of the work that is worth telling.
const tick = 0.01

// begin starts a step that goes up to the share end of all the work and takes so many
// passes over the patch.
func (m *meter) begin(step string, end, passes float64) {
	if m == nil {
		return
	}
	m.step, m.done, m.end = step, m.end, end
	m.pass = float64(end-m.done) / passes
	m.say()
}

// add says that a share of a pass is done. Passes that were not foreseen count
// nothing.
func (m *meter) add(share float64) {
	if m == nil {
		return
	}
	m.done = min(m.done+float64(share*m.pass), m.end)
	if m.done >= m.told+tick {
		m.say()
	}
}

func (m *meter) say() {
	m.told = m.done
	m.tell(m.step, m.done)
}
