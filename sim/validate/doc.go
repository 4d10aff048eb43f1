// Package validate holds the model against published numbers: it runs the model
// where a number can be measured, several times with other seeds, and compares.
//
// The targets are data, in assets/targets.csv. A target is missed when the mean over
// the seeds lies outside its tolerance by more than two standard errors of that mean,
// so that a noisy quantity is not called wrong by chance. How each quantity is
// measured is said where it is measured; one run feeds many targets.
package validate
