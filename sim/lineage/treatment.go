package lineage

import "marrow/sim/input"

// A Treatment is what radiation, labels, needles and transplants must know of a
// species. It is zero for a species that says nothing about them.
type Treatment struct {
	// D0 is the dose [Gy] that leaves 1/e of the cells of each class alive; 0 = not hit.
	D0 [Classes]float64
	// SPhase is the share of a cell cycle in which DNA is made, and a label taken up.
	SPhase float64
	// Lag is the mean time from the infusion of a graft to its seats [d]; CordLag that of cord blood.
	Lag, CordLag float64
	// Stem is the number of long-term stem cells per CD34+ cell of a graft.
	Stem float64
	// Clearance is the dose of the body's own CD34+ cells that is lost without a trace
	// [cells/kg]; Rejection that of a donor's, in a host with all its lymphocytes.
	Clearance, Rejection float64
	// VacantSpeed is by how much faster stem cells cycle when nearly all their seats are
	// vacant, added to 1.
	VacantSpeed float64
	// Return is the mean time in which resident lymphocytes come back to a marrow that
	// lost them [d].
	Return float64
	// Aspirate is the number of nucleated cells in a liter of aspirated marrow [cells/L],
	// AspirateBlood the share of that volume that is blood.
	Aspirate, AspirateBlood float64
	// PlateletLoss is the efficiency with which apheresis takes platelets, times that for CD34+ cells.
	PlateletLoss float64
}

type treatmentFile struct {
	D0            d0File         `yaml:"d0,required"`
	SPhase        input.Quantity `yaml:"s_phase,required"`
	Lag           input.Quantity `yaml:"graft_lag,required"`
	CordLag       input.Quantity `yaml:"cord_lag,required"`
	Stem          input.Quantity `yaml:"stem_per_cd34,required"`
	Clearance     input.Quantity `yaml:"clearance,required"`
	Rejection     input.Quantity `yaml:"rejection,required"`
	VacantSpeed   input.Quantity `yaml:"vacant_speed,required"`
	Return        input.Quantity `yaml:"lymphocyte_return,required"`
	Aspirate      input.Quantity `yaml:"aspirate,required"`
	AspirateBlood input.Quantity `yaml:"aspirate_blood,required"`
	PlateletLoss  input.Quantity `yaml:"platelet_loss,required"`
}

// A d0File has the dose that leaves 1/e alive, by class.
type d0File struct {
	Stem           input.Quantity `yaml:"stem,required"`
	Progenitor     input.Quantity `yaml:"progenitor,required"`
	Dividing       input.Quantity `yaml:"dividing,required"`
	Megakaryocytic input.Quantity `yaml:"megakaryocytic,required"`
	Lymphocyte     input.Quantity `yaml:"lymphocyte,required"`
}

// readTreatment reads the numbers of treatments.
func (r *reader) readTreatment() {
	f, t := r.file.Treatment, &r.table.Treatment
	if f == nil {
		return
	}
	for class, q := range [Classes]input.Quantity{
		Stem: f.D0.Stem, Progenitor: f.D0.Progenitor, Dividing: f.D0.Dividing,
		Megakaryocytic: f.D0.Megakaryocytic, Lymphocyte: f.D0.Lymphocyte,
	} {
		if Class(class) == Spared {
			continue
		}
		t.D0[class] = r.number("treatment.d0."+classes()[class], q, "Gy", positive)
	}
	number := r.numbers("treatment.")
	t.SPhase = number("s_phase", f.SPhase, "", share)
	t.Lag, t.CordLag = number("graft_lag", f.Lag, "d", positive), number("cord_lag", f.CordLag, "d", positive)
	t.Stem = number("stem_per_cd34", f.Stem, "", anyShare)
	t.Clearance = number("clearance", f.Clearance, "cells/kg", notNegative)
	t.Rejection = number("rejection", f.Rejection, "cells/kg", notNegative)
	t.VacantSpeed = number("vacant_speed", f.VacantSpeed, "", notNegative)
	t.Return = number("lymphocyte_return", f.Return, "d", positive)
	t.Aspirate = number("aspirate", f.Aspirate, "cells/L", positive)
	t.AspirateBlood = number("aspirate_blood", f.AspirateBlood, "", anyShare)
	t.PlateletLoss = number("platelet_loss", f.PlateletLoss, "", anyShare)
}
