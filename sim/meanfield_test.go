package sim

import (
	"math"
	"testing"
)

// meanField is the well-mixed oracle: the same rules as the lattice for the textbook
// body, as ordinary differential equations with Erlang stages, Euler steps in days.
// It has code of its own on purpose and shares nothing with the model.
type meanField struct {
	p                          float64
	ery, gra                   []*erlang
	ortho, marrowRet, bloodRet *erlang
	mc2, meta, band            *erlang
	mkp, mk                    *erlang
	red, platelets             *ageRing
	seg, neutrophils, clear    float64
	jE, jG, jM, jO, red0, plt0 float64
}

type erlang struct {
	stay float64
	x    [6]float64
}

func newErlang(stay, flux float64) *erlang {
	e := &erlang{stay: stay}
	for i := range e.x {
		e.x[i] = flux * stay / 6
	}
	return e
}

func (e *erlang) step(dt, in, speed float64) float64 {
	rate := 6 / e.stay * speed
	for i := range e.x {
		out := rate * e.x[i]
		e.x[i] += dt * (in - out)
		in = out
	}
	return in
}

func (e *erlang) size() (s float64) {
	for _, x := range e.x {
		s += x
	}
	return s
}

type ageRing struct {
	width, age float64
	x          []float64
}

func newAgeRing(life, flux float64, n int) *ageRing {
	r := &ageRing{width: life / float64(n), x: make([]float64, n)}
	for i := range r.x {
		r.x[i] = flux * r.width
	}
	return r
}

func (r *ageRing) step(dt, in float64) {
	r.x[0] += in * dt
	for r.age += dt; r.age >= r.width; r.age -= r.width {
		copy(r.x[1:], r.x[:len(r.x)-1])
		r.x[0] = 0
	}
}

func (r *ageRing) size() (s float64) {
	for _, x := range r.x {
		s += x
	}
	return s
}

func newMeanField() *meanField {
	const red, neutrophils, platelets = 2.55e13 / 119, 0.87e9 * 70, 1.75e11
	m := &meanField{p: 8e9}
	m.jE, m.jG, m.jM = red/16/math.Pow(1.5, 4), neutrophils/32, platelets/4000
	m.jO = 0.6*8e9 - m.jE - m.jG - m.jM
	flux := m.jE
	for range 4 {
		m.ery = append(m.ery, newErlang(0.6, flux))
		flux *= 1.5
	}
	for _, stay := range []float64{1, 0.75, 0.75, 1} {
		m.ery = append(m.ery, newErlang(stay, flux))
		flux *= 2
	}
	m.ortho, m.marrowRet, m.bloodRet = newErlang(0.8, red), newErlang(1.63, red), newErlang(1, red)
	m.red = newAgeRing(118, red, 240)
	flux = m.jG
	for _, stay := range []float64{1, 1, 1, 1.9, 1.5} {
		m.gra = append(m.gra, newErlang(stay, flux))
		flux *= 2
	}
	m.mc2, m.meta, m.band = newErlang(1.05, neutrophils), newErlang(1.5, neutrophils), newErlang(2, neutrophils)
	m.seg, m.neutrophils = neutrophils*1.4, 3.7e9*5/0.585
	m.clear = neutrophils / m.neutrophils
	m.mkp, m.mk = newErlang(4, m.jM), newErlang(5, 2*m.jM)
	m.platelets = newAgeRing(9, platelets, 90)
	m.red0, m.plt0 = m.red.size()+m.bloodRet.size(), m.platelets.size()
	return m
}

func (m *meanField) hb() float64    { return 14.5 * (m.red.size() + m.bloodRet.size()) / m.red0 }
func (m *meanField) anc() float64   { return m.neutrophils * 0.585 / 5e9 }
func (m *meanField) plt() float64   { return 250 * m.platelets.size() / m.plt0 }
func (m *meanField) retic() float64 { return m.bloodRet.size() / 5e9 }

func (m *meanField) step(dt float64) {
	epo := min(200, math.Exp(0.55*(14.5-m.hb())))
	survive := 3 * math.Pow(epo, 0.35) / (1 + 3*math.Pow(epo, 0.35))
	g := (0.592 + 5.64*3.7) / (0.592 + 5.64*max(m.anc(), 1e-6))
	amplify, speed := min(4.8, math.Pow(g, 0.444)), min(2.3, math.Pow(g, 0.234))
	tpo := min(4, 250/max(m.plt(), 1))

	occupied := m.p / 8e9
	stay := 0.8 / (1 + 0.6*occupied)
	rate := 0.6 + 0.4*max(0, 1-occupied)
	committed := 2 * (1 - stay) * rate * m.p
	m.p += dt * (2*stay - 1) * rate * m.p
	w := []float64{m.jE * math.Pow(epo, 0.1), m.jG * min(2, math.Pow(g, 0.25)), m.jM * math.Sqrt(tpo), m.jO}
	part := committed / (w[0] + w[1] + w[2] + w[3])

	x := w[0] * part
	for i, e := range m.ery {
		x = 2 * e.step(dt, x, 1)
		if i < 4 {
			x *= survive
		}
	}
	x = m.ortho.step(dt, x, 1)
	early := min(2.5, math.Pow(epo, 0.25))
	x = m.marrowRet.step(dt, x, early)
	m.red.step(dt, m.bloodRet.step(dt, x, 1/min(2.5, 1+(1-1/early)*1.63)))

	x = w[1] * part * math.Pow(amplify, 0.3)
	for i, e := range m.gra {
		s := speed
		if i < 2 {
			s = 1
		}
		x = 2 * e.step(dt, x, s)
	}
	x = m.mc2.step(dt, x*math.Pow(amplify, 0.7), speed)
	x = m.band.step(dt, m.meta.step(dt, x, speed), speed)
	release := m.seg / 1.4 * min(8, math.Pow(g, 0.6))
	if g < 1 {
		release = m.seg / 1.4 * g
	}
	m.seg += dt * (x - release)
	m.neutrophils += dt * (release - m.clear*m.neutrophils)

	x = m.mk.step(dt, 2*m.mkp.step(dt, w[2]*part, 1), min(1.5, math.Pow(tpo, 0.25)))
	m.platelets.step(dt, x*2000*min(2, math.Sqrt(tpo)))
}

// bleed takes a share of red cells and platelets.
func (m *meanField) bleed(share float64) {
	for _, bins := range [][]float64{m.red.x, m.bloodRet.x[:], m.platelets.x} {
		for i := range bins {
			bins[i] *= 1 - share
		}
	}
}

// The oracle itself gives the published figures of the mean-field reference: after a
// loss of 8.8 % reticulocytes peak at 1.52 times normal on day 10, and hemoglobin has
// made up 80 % on day 33 and 97 % on day 45.
func TestMeanFieldReference(t *testing.T) {
	m := newMeanField()
	m.bleed(0.088)
	low := m.hb()
	var peak, peakDay, day80, day97 float64
	for day := 0.0; day < 60; day += 0.01 {
		m.step(0.01)
		if r := m.retic() / 42.857; r > peak {
			peak, peakDay = r, day
		}
		made := (m.hb() - low) / (14.5 - low)
		if made > 0.80 && day80 == 0 {
			day80 = day
		}
		if made > 0.97 && day97 == 0 {
			day97 = day
		}
	}
	for _, c := range []struct {
		what            string
		got, want, near float64
	}{
		{"reticulocyte peak", peak, 1.52, 0.01},
		{"day of the peak", peakDay, 10.1, 0.3},
		{"day of 80 %", day80, 33, 0.5},
		{"day of 97 %", day97, 45, 0.5},
	} {
		if math.Abs(c.got-c.want) > c.near {
			t.Errorf("%s: got %.2f, want %.2f +- %.2f", c.what, c.got, c.want, c.near)
		}
	}
}

// In a box without obstacles the lattice follows the well-mixed rules through a loss
// of blood, within the noise of its 60,000 cells.
func TestLatticeAgreesWithMeanField(t *testing.T) {
	study(t)
	w := newTestWorld(t, Config{Table: textbookTable(), Tissue: poresTissue(64, 48, 32, 6), Seed: 7})
	m := newMeanField()
	if err := w.Bleed(0.088, 0); err != nil {
		t.Fatal(err)
	}
	m.bleed(0.088)
	var got, want struct{ hb, anc, retic, plt float64 }
	const days, from = 36, 6
	for day := range days {
		for range TicksPerDay {
			w.Tick()
			m.step(1.0 / TicksPerDay)
		}
		if day >= from {
			b := w.Blood()
			got.hb, want.hb = got.hb+b.Hb/(days-from), want.hb+m.hb()/(days-from)
			got.anc, want.anc = got.anc+b.ANC/(days-from), want.anc+m.anc()/(days-from)
			got.retic, want.retic = got.retic+b.Retic/(days-from), want.retic+m.retic()/(days-from)
			got.plt, want.plt = got.plt+b.Plt/(days-from), want.plt+m.plt()/(days-from)
		}
	}
	// Noise of a 30-day mean at 6e4 cells, from the daily spread on a prototype lattice
	// and its correlation over a burst of a week: Hb 0.3, ANC 1.5, reticulocytes 3,
	// platelets 8 %; the limits are 2.5 times that.
	for _, c := range []struct {
		what            string
		got, want, near float64
	}{
		{"hemoglobin", got.hb, want.hb, 0.008},
		{"ANC", got.anc, want.anc, 0.04},
		{"reticulocytes", got.retic, want.retic, 0.075},
		{"platelets", got.plt, want.plt, 0.20},
	} {
		if math.Abs(c.got/c.want-1) > c.near {
			t.Errorf("%s: mean of the lattice %.2f, of the oracle %.2f, want within %.1f %%", c.what, c.got, c.want, 100*c.near)
		} else {
			t.Logf("%s: lattice %.2f, oracle %.2f", c.what, c.got, c.want)
		}
	}
}
