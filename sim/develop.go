package sim

import (
	"marrow/sim/blood"
)

// develop lets a body that is not grown grow, once an hour. All of it follows from the
// week, so that there is no state beside the tick.
func (w *World) develop() {
	if w.tick%ticksPerDemand != 0 || !w.table.Development.Grows() {
		return
	}
	before := w.blood.Size()
	w.setAge(w.tick)
	if size := w.blood.Size(); size < before { // what is cut off with the placenta
		w.blood.Shed(1 - size/before)
	}
}

// Week is the gestational age [weeks], birth at 40; 0 for a body that is grown.
func (w *World) Week() float64 { return w.weekAt(w.tick) }

func (w *World) weekAt(tick uint64) float64 {
	d := &w.table.Development
	if !d.Grows() {
		return 0
	}
	return d.Start + float64(tick-tick%ticksPerDemand)/(7*TicksPerDay)
}

// setAge sets what depends on the week of a tick alone: the size of the body, the saturation of its
// blood, and how much of the niches of each organ is open.
func (w *World) setAge(tick uint64) {
	d := &w.table.Development
	if !d.Grows() {
		return
	}
	week := w.weekAt(tick)
	size := d.Volume.At(week) / w.table.Body.Blood
	w.blood.Grow(size)
	w.body.Breathe(d.Saturation.At(week))
	for _, p := range w.patches {
		p.scale = float64(p.reference * size)
		if p.organ != nil && p.organ.Opens != nil {
			p.open = p.organ.Opens.At(week)
		}
	}
}

// beginLife fills the blood of a body that is not grown, with the hemoglobin that is made
// where its niches are open.
func (w *World) beginLife() {
	if !w.table.Development.Grows() {
		return
	}
	w.setAge(0)
	for _, p := range w.patches {
		if p.organ != nil && p.organ.Embryonic && p.open > 0 {
			w.blood.Begin(blood.Embryonic, 1)
			return
		}
	}
	w.blood.Begin(blood.Fetal, fetalShare(w))
}

// markHemoglobin tells the blood what hemoglobin the red cells that arrive in this tick
// have, and how much: both belong to the age of the erythroblast and stay with the cell.
func (w *World) markHemoglobin() {
	d := &w.table.Development
	if !d.Grows() {
		return
	}
	week := w.Week()
	w.blood.Blanch(w.arrivals, max(0, 1-d.Content.At(week)*1e-12/w.blood.Heme()))
	clear(w.embryonic)
	for _, p := range w.patches {
		if p.organ != nil && p.organ.Embryonic {
			p.arrive(w.embryonic)
		}
	}
	w.blood.MarkRed(blood.Embryonic, w.embryonic, 1)
	for i := range w.embryonic {
		w.embryonic[i] = max(0, w.arrivals[i]-w.embryonic[i])
	}
	w.blood.MarkRed(blood.Fetal, w.embryonic, fetalShare(w))
}

// fetalShare is the share of fetal hemoglobin in what is made at this age.
func fetalShare(w *World) float64 {
	s := &w.table.Development.Fetal
	x := blood.Exp((w.Week() - s.Middle) / s.Steep)
	return s.Least + (s.Most-s.Least)/(1+x)
}

// BloodVolume is that of the blood now [L].
func (w *World) BloodVolume() float64 { return w.blood.Volume() }

// Hemoglobins are the shares of kinds of hemoglobin.
type Hemoglobins struct {
	Embryonic, Fetal float64 // of that in the blood
	Made             float64 // fetal, of that which is made at this moment
}

// Hemoglobins are those of this moment; zero for a body that is grown.
func (w *World) Hemoglobins() Hemoglobins {
	if !w.table.Development.Grows() {
		return Hemoglobins{}
	}
	return Hemoglobins{w.blood.RedShare(blood.Embryonic), w.blood.RedShare(blood.Fetal), fetalShare(w)}
}
