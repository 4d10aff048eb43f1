// Package view is the picture of a marrow without a window: the scene and its
// camera, the palette, what is drawn at which zoom, the panels beside it, and a
// rasterizer that needs no graphics card. The window and the command line draw
// with it, so that what is exported equals what was seen.
//
// A [Scene] is one frame of the model with its tissue and table and the state of
// the view. [Render] paints the marrow, [Poster] the marrow with its legend, scale
// bar and blood count. Panels are lists of [Mark]s: laid out here once, painted here
// into a picture or by the window on the screen.
//
// # Units
//
// Sites are 10 um. A point in site units (x, y) lies in site (floor x, floor y);
// the center of that site is (x+0.5, y+0.5). The camera's center is in micrometers
// and its scale in pixels per site. Panels are in pixels at scale 1.
//
// Nothing here reaches the model's state, so floating point is free to differ in
// the last bit between machines.
package view
