// Package input reads the files that people write: species, tissues, scenarios.
// It is strict (unknown or repeated keys, several documents, wrong types and units
// are errors), keeps the position of each value, so that a later check can still
// say file, line and column, and takes overrides by path.
//
// A file is YAML 1.2 without its rarely used parts: no anchors, aliases, merge
// keys, tags, directives or keys that are not plain names. What is left cannot
// grow while it is read. A [Document] is a tree of [Node]s; [Document.Decode]
// copies it into structs whose fields carry `yaml:"name"` or, if the file must have
// them, `yaml:"name,required"`.
//
// A path names a place in a document by its keys, joined by dots. An item of a list
// is addressed by its name, if it is a map with a key called name, or by its number
// from 0: stages.band.stay, events.2.dose.
package input
