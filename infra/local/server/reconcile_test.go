package server_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"tribune/functions/clock"
	"tribune/shared/event"
	"tribune/shared/registration"
)

// A desk that differs from its registrations is set right by the next recount,
// and somebody is told.
func TestClockSetsADeskRight(t *testing.T) {
	t.Parallel()
	h := newDeafHouse(t)
	ctx, table := context.Background(), h.Parts.Table
	h.occupy(t, workshops[0], 3)
	if err := h.Tick(ctx); errors.Is(err, clock.ErrDiffered) {
		t.Fatal("a right desk:", err)
	}
	right, err := table.Desk(ctx, h.event.Ref)
	if err != nil {
		t.Fatal(err)
	}
	wrong := right
	wrong.Seats = map[event.Place]registration.Seats{}
	for p, s := range right.Seats {
		s.Taken++
		wrong.Seats[p] = s
	}
	wrong.Version++
	if err := table.Commit(ctx, wrong, nil); err != nil {
		t.Fatal(err)
	}
	h.Clock.Advance(time.Hour)
	if err := h.Tick(ctx); !errors.Is(err, clock.ErrDiffered) {
		t.Errorf("a wrong desk: %v", err)
	}
	if d, err := table.Desk(ctx, h.event.Ref); err != nil || !d.Agrees(right) {
		t.Errorf("the desk after: %+v, %v", d, err)
	}
	var told bool
	for _, e := range h.log.entries(t) {
		told = told || strings.Contains(e.Msg, "desk differed")
	}
	if !told {
		t.Error("nobody is told")
	}
	h.Clock.Advance(time.Hour)
	if err := h.Tick(ctx); errors.Is(err, clock.ErrDiffered) {
		t.Error("told again:", err)
	}
}
