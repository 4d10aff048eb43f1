// Package validate holds the model against published numbers: it runs the model
// where a number can be measured, several times with other seeds, and compares.
//
// The targets are data, in assets/targets.csv. A published target is missed when the
// mean over the seeds lies outside its tolerance; one that was chosen as a requirement
// when it does so by more than two standard errors of that mean. How each quantity is
// measured is said where it is measured; one run feeds many targets.
package validate
