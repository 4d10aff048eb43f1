// Package assets holds the data that the programs carry inside themselves:
// species, agents, tissues, scenarios, how people differ, the palette, reference
// ranges, published results, the list of sources, texts in several languages, shaders,
// and the form of the report. It contains no code beside this file.
package assets

import "embed"

// FS is the tree of embedded files, rooted at this folder.
//
//go:embed *.json *.csv *.html *.yaml agents diseases i18n species tissues scenarios shaders
var FS embed.FS
