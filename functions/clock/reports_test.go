package clock_test

import (
	"testing"
	"time"

	"tribune/shared/fault"
	"tribune/shared/registration"
	"tribune/shared/report"
)

// What an event came to is there when its registrations are not any more: it is
// written down before, and as it stood last.
func TestAnEventsTotalsOutliveItsRegistrations(t *testing.T) {
	t.Parallel()
	e := anEvent("jour", "Europe/Paris", local("Europe/Paris", time.March, 1, 9))
	h := newHouse(t, e)
	h.come(t, e, 3)
	h.at(t, e.Ends().Add(report.Written-time.Second))
	if _, err := h.Report(t.Context(), e.Ref); !fault.Is(err, fault.NotFound) {
		t.Errorf("too early: %v", err)
	}
	h.at(t, e.Ends().Add(report.Written))
	first := must(h.Report(t.Context(), e.Ref))
	if first.Seated != 1 {
		t.Errorf("it says %+v", first)
	}
	h.at(t, e.Ends().Add(report.Written+time.Hour)) // it is of this week
	if again := must(h.Report(t.Context(), e.Ref)); !again.At.Equal(first.At) {
		t.Errorf("written again at %v", again.At)
	}
	h.at(t, e.Ends().Add(registration.Keep-time.Hour))
	last := must(h.Report(t.Context(), e.Ref))
	h.at(t, e.Ends().Add(registration.Keep+24*time.Hour))
	if kept := must(h.Report(t.Context(), e.Ref)); kept.Seated != 1 || !kept.At.Equal(last.At) || last.At.Equal(first.At) {
		t.Errorf("at last it says %+v", kept)
	}
}
