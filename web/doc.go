// Package web shows a running world in browsers: it serves the page of web/ui and
// streams the live view to it, in the protocol marrow.v1 over one websocket.
//
// The package never touches the world. It reads the views that a [live.Runner]
// publishes, and posts events to it. A viewer that is slow, hidden or gone costs
// nothing but its own picture: the hub only wakes writers, and a writer sends what
// is newest when its client has room.
//
// # Addresses
//
//	/           the page; /?k=TOKEN lets a browser in
//	/live       the websocket
//	/tissue?z=0 what of a slice does not change, as JSON
//	/scenario   takes a scenario file by POST, and begins a run of it
//	/plume      how an infusion into the marrow spreads through its vessels, as JSON
//	/healthz    "ok"
//
// # Pictures
//
// Each viewer asks for a slice or a volume at a level of detail. What all of them ask for
// together is the wish that the runner draws ([live.Wish]); the hub makes coarser levels of
// it, compares them with the former ones tile by tile ([board], [sheet]) and raises the
// versions of the tiles that changed. Each viewer's writer compares these versions with
// those it sent ([window]) and sends the difference, while at most a few pictures are on
// their way. What equal windows lack is made once ([shelf]), a tile is deflated once
// ([packed]).
package web
