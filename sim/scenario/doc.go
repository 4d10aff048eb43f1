// Package scenario reads scenario files: which body, which patch of its marrow, for
// how long, and what happens to it. It turns them into the configuration of a
// [sim.World] and dated events.
//
// A file is read strictly. Every mistake is told with file, line, column, the path
// of the field, the value, what is allowed and the nearest known name. Values that
// the file leaves out have defaults, and [Scenario.YAML] writes them all out, so
// that a run can be had again from its own directory.
//
// [Interventions] is the one table of things that can be done to a marrow. The
// reader of scenario files, their JSON Schema, the help and the menus of the
// viewers are made from it.
package scenario
