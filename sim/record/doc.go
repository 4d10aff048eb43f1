// Package record keeps runs: series and event tables, checkpoints, the journal and
// summaries. It is the only place of the program that handles files, and it
// reaches them through [FS], so that a test can break every single call.
//
// # A run directory
//
// [Start] makes one and refuses a directory that holds a run already; [Resume]
// goes on with one. Outputs only grow. A checkpoint stores how many bytes of each
// output belong to it, so a resumed run cuts the outputs back to that length and
// writes the same bytes again: nobody can tell that it was ever interrupted.
//
// # Promises
//
// A checkpoint that is damaged in any byte is refused with the place of the
// damage, never half read. A named run whose checkpoints are all unreadable is an
// error, never a fresh start. A write that fails stops the run with an error that
// begins with "storage:", and the last good checkpoint stays.
package record
