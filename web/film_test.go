package web

import (
	"context"
	"errors"
	"testing"
)

// A film that is complete is there at once while a long one is being made, and who does not
// want to wait any longer for the camera is not kept.
func TestNobodyWaitsBehindALongFilm(t *testing.T) {
	began, cut := make(chan struct{}), make(chan struct{})
	shelf := newFilmShelf(func(_ context.Context, name string) (Film, error) {
		if name == "long" {
			close(began)
			<-cut
			return Film{Frames: 1}, nil
		}
		return Film{Frames: 12, Complete: true}, nil
	})
	if f, err := shelf.more(t.Context(), "short", 0); err != nil || !f.Complete {
		t.Fatalf("%+v, %v", f, err)
	}
	long := make(chan Film)
	go func() {
		f, _ := shelf.more(t.Context(), "long", 0)
		long <- f
	}()
	<-began
	if f, err := shelf.more(t.Context(), "short", 12); err != nil || f.Frames != 12 {
		t.Errorf("a complete film: %+v, %v", f, err)
	}
	gone, leave := context.WithCancel(t.Context())
	leave()
	if _, err := shelf.more(gone, "other", 0); !errors.Is(err, context.Canceled) {
		t.Errorf("who has gone away: %v", err)
	}
	close(cut)
	if f := <-long; f.Frames != 1 {
		t.Errorf("the long one: %+v", f)
	}
}
