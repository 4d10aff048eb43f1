// Package flow is the blood that runs through the vessels of a tissue: pressures, flows,
// transit times, and what an infusion into the marrow does with them.
//
// A [tissue.Network] is a graph of resistances. Each segment conducts by the law of
// Poiseuille with an apparent viscosity by its diameter; inlets have the pressure of
// arteries, outlets that of veins; at every other place as much arrives as leaves. The
// pressures follow from the geometry alone, so they are solved once for a state of the
// vessels and not in a tick.
//
// Units are um, nL, s and mmHg: a segment's conductance is in nL/s/mmHg. All arithmetic
// gives the same bits on every architecture.
package flow
