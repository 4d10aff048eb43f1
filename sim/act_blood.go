package sim

import "marrow/sim/body"

// Bleed takes a share of all circulating cells, in [0, 1), at once or evenly over ticks.
func (w *World) Bleed(share float64, ticks uint64) error {
	return w.felt(share, w.body.Bleed(share, ticks))
}

// TransfuseRed gives units of red cells.
func (w *World) TransfuseRed(units float64) error {
	return w.felt(units, w.body.TransfuseRed(units))
}

// TransfusePlatelets gives units of platelets.
func (w *World) TransfusePlatelets(units float64) error {
	return w.felt(units, w.body.TransfusePlatelets(units))
}

// SetIron sets the iron store [mg].
func (w *World) SetIron(store float64) error { return w.felt(1, w.body.SetIron(store)) }

// GiveIron gives iron [mg] into a vein or by mouth.
func (w *World) GiveIron(dose float64, mouth bool) error {
	return w.felt(dose, w.body.GiveIron(dose, mouth))
}

// Climb brings the body to a height [m].
func (w *World) Climb(height float64) error { return w.felt(1, w.body.Climb(height)) }

// Infect lets germs into the body.
func (w *World) Infect(g body.Germ) error { return w.body.Infect(g) }

// GiveEndotoxin injects a dose of endotoxin [ng/kg].
func (w *World) GiveEndotoxin(dose float64) error { return w.body.GiveEndotoxin(dose) }

// felt lets the patches feel at once what was done to the blood, if it was done and was
// more than nothing.
func (w *World) felt(amount float64, err error) error {
	if err == nil && amount > 0 {
		w.sense()
	}
	return err
}

// AttackPlatelets sets how strongly antibodies drive platelets out of the blood, and keep
// megakaryocytes from shedding them, from now on; 1 in the usual patient.
func (w *World) AttackPlatelets(strength, megakaryocytes float64) error {
	if err := w.body.Attack("coated_platelets", strength); err != nil {
		return err
	}
	return w.body.Attack("coated_megakaryocytes", megakaryocytes)
}

// AttackStemCells sets how strongly T cells attack stem and progenitor cells from now on;
// 1 in the usual patient. Where a tissue is known to, it turns to fat what they empty.
func (w *World) AttackStemCells(strength float64) error {
	if err := w.body.Attack("stem_attack", strength); err != nil || strength == 0 {
		return err
	}
	_ = w.remodel() // fat stays as it is in tissues of which nobody knows how it comes and goes
	return nil
}

// RemoveSpleen takes a share of the spleen out, for good.
func (w *World) RemoveSpleen(share float64) error { return w.felt(share, w.body.RemoveSpleen(share)) }
