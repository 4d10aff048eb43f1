// Package render is the desktop window on a marrow that lives in a runner of package
// live. It reads the newest picture, draws it, and posts what the viewer wants
// (pause, speed, step, slice); it never ticks the world, so a slow tick does not
// freeze the window.
//
// What the picture looks like is decided in render/view: this package uploads the
// cells as texels, paints them with a shader after a palette texture, and keeps the
// painted tissue in tiles. It is the only package that imports ebiten, which panics
// when it is imported without a display.
//
// # Units
//
// The camera works in pixels of the screen; panels are laid out in pixels at scale 1
// and drawn larger by the screen's scale factor.
package render
