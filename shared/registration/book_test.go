package registration_test

import (
	"reflect"
	"slices"
	"time"

	"tribune/shared/event"
	"tribune/shared/registration"
)

// predict is the rules read a second time, as a person with paper would: it
// counts heads whenever it is asked.
func (h *history) predict(r registration.Registration, w registration.Wish) registration.Outcome {
	over := !h.now.Before(starts) && (w.By.IsZero() || w.Kind == registration.Offer)
	switch {
	case w.Kind == registration.Come:
		return h.predictCome(r, w)
	case w.Generation != r.Generation || r.Generation == 0:
		return registration.Stale
	case w.Kind == registration.Cancel || w.Kind == registration.Disown || w.Kind == registration.Remove:
		if r.State.Active() {
			return registration.Released
		}
		return registration.Unchanged
	case w.Kind == registration.Resend && r.Attendee.Address.IsZero():
		return registration.Gone
	case w.Kind == registration.Resend:
		return registration.Sent
	case w.Kind == registration.Offer && (r.State == registration.Confirmed || r.State.Held()):
		return registration.Unchanged
	case w.Kind == registration.Accept && r.State == registration.Confirmed, w.Kind == registration.Restore && r.State.Active():
		return registration.Unchanged
	case w.Kind == registration.Accept && r.State.Held():
		return registration.Accepted
	case w.Kind == registration.Accept, w.Kind == registration.Change && !r.State.Active(), w.Kind == registration.Offer && (r.State == registration.Refused || r.Attendee.Address.IsZero()), w.Kind == registration.Restore && (r.State == registration.Refused || r.Removed && w.By.IsZero() || r.Attendee.Address.IsZero()):
		return registration.Gone
	case over:
		return registration.TooLate
	case w.Kind == registration.Offer:
		if told := h.tell(r.Chosen(), false, 0); told != registration.Accepted {
			return told
		}
		return registration.Held
	case w.Kind == registration.Restore:
		return h.tell(r.Choice, w.Wait, 0)
	}
	return h.predictChange(r, w)
}

func (h *history) predictCome(r registration.Registration, w registration.Wish) registration.Outcome {
	switch {
	case r.State.Active():
		return registration.Unchanged
	case r.State == registration.Cancelled && w.FormMade.Before(r.Since.Truncate(time.Second)):
		return registration.Stale
	case w.Made.Before(opens) && w.By.IsZero():
		return registration.TooEarly
	case !w.Made.Before(closes) && w.By.IsZero():
		return registration.TooLate
	}
	return h.tell(w.Choice, w.Wait, 0)
}

func (h *history) predictChange(r registration.Registration, w registration.Wish) registration.Outcome {
	if r.Wants != nil && r.Wants.Equal(w.Choice) || r.State == registration.Confirmed && r.Choice.Equal(w.Choice) {
		return registration.Altered
	}
	told := h.tell(w.Choice, w.Wait, has(r))
	switch {
	case told == registration.Accepted:
		return registration.Altered
	case told == registration.Queued && r.State.Held():
		return registration.WorkshopFull
	}
	return told
}

// tell is whether there is a seat, by heads, of every place that somebody
// chose and does not hold.
func (h *history) tell(c event.Choice, waits bool, holds set) registration.Outcome {
	if slices.Contains(c.Workshops, "nowhere") {
		return registration.Unknown
	}
	var full set
	for i, p := range everywhere {
		if bit := set(1) << i; of(c)&^holds&bit != 0 && h.heads(p) >= h.desk.Seats[p].Capacity {
			full |= bit
		}
	}
	switch {
	case full == 0:
		return registration.Accepted
	case waits && h.now.Before(starts):
		return registration.Queued
	case full&setOf(event.Hall) != 0:
		return registration.Full
	}
	return registration.WorkshopFull
}

// judge holds one person's decision against what was to be expected.
func (h *history) judge(before registration.Registration, w registration.Wish, want registration.Outcome, d registration.Decision) {
	r := d.Registration
	if d.Outcome != want {
		h.Fatalf("%+v on %+v: %q, want %q", w, before, d.Outcome, want)
	}
	if w.Kind != registration.Come && (r.Last != registration.Told{Nonce: w.Nonce, Outcome: want}) {
		h.Fatalf("told %+v, on record stands %+v", want, r.Last)
	}
	if w.Kind == registration.Come && want != registration.Unchanged && (r.Nonce != w.Nonce || r.Outcome != want) {
		h.Fatalf("decided %s on %s, on record stands %s on %s", want, w.Nonce, r.Outcome, r.Nonce)
	}
	h.judgeState(before, w, want, r)
	h.judgeParticulars(before, w, want, r)
}

// ends are the states in which each outcome of each wish leaves somebody; where
// none is named she stays as she was.
func (h *history) ends(before registration.Registration, w registration.Wish, o registration.Outcome) []registration.State {
	switch {
	case o == registration.Queued && before.State == registration.Confirmed: // a ring may have closed at once
		return []registration.State{registration.Confirmed}
	case o == registration.Queued:
		return []registration.State{registration.Waiting}
	case o == registration.Released:
		return []registration.State{registration.Cancelled}
	case o == registration.Held:
		return []registration.State{registration.Offered}
	case o == registration.Accepted && w.Kind == registration.Come && h.event.ConfirmIn > 0 && w.By.IsZero():
		return []registration.State{registration.Unconfirmed}
	case o == registration.Accepted, o == registration.Altered && before.State == registration.Confirmed:
		return []registration.State{registration.Confirmed}
	case o == registration.Altered && before.State == registration.Waiting:
		return []registration.State{registration.Waiting, registration.Confirmed}
	case w.Kind == registration.Come && o.Refusal() && o != registration.Stale && before.Attendee.Address.IsZero(),
		w.Kind == registration.Come && o.Refusal() && before.State == registration.Refused:
		return []registration.State{registration.Refused}
	}
	return []registration.State{before.State}
}

func (h *history) judgeState(before registration.Registration, w registration.Wish, o registration.Outcome, r registration.Registration) {
	if want := h.ends(before, w, o); !slices.Contains(want, r.State) {
		h.Fatalf("%s of %s: %s becomes %s, want %s", o, w.Kind, before.State, r.State, want)
	}
	rise := 0
	if w.Kind == registration.Come && (o == registration.Accepted || o == registration.Queued) {
		rise = 1
	}
	if r.Generation != before.Generation+rise {
		h.Fatalf("generation %d after %d", r.Generation, before.Generation)
	}
	if wishes := w.Kind == registration.Come || w.Kind == registration.Change; wishes && (o == registration.Accepted || o == registration.Altered) {
		keepsTurn := before.Wants != nil && before.Wants.Equal(w.Choice)
		now := r.Choice
		if r.State != registration.Confirmed || keepsTurn && r.Wants != nil {
			now = *r.Wants
		}
		if !now.Equal(w.Choice) {
			h.Fatalf("%s, but not as she wished: %+v", o, r)
		}
	}
	if o.Refusal() && (!reflect.DeepEqual(r.Wants, before.Wants) || !r.Choice.Equal(before.Choice)) {
		h.Fatalf("%s, and yet changed:\n%+v\n%+v", o, before, r)
	}
}

// judgeParticulars: what she said of herself is taken with what she gets, and
// with nothing else; disowned, nothing is left of it.
func (h *history) judgeParticulars(before registration.Registration, w registration.Wish, o registration.Outcome, r registration.Registration) {
	want := before.Attendee
	switch {
	case w.Kind == registration.Disown && o != registration.Stale:
		want = registration.Attendee{}
	case w.Kind == registration.Come && o.Refusal() && (before.State == registration.Cancelled || before.State == registration.Lapsed) && !before.Attendee.Address.IsZero():
		// what is on record stays: anybody may have typed this
	case w.Kind == registration.Come && o != registration.Unchanged && o != registration.Stale,
		w.Kind == registration.Change && (o == registration.Altered || o == registration.Queued):
		want = w.Attendee
	}
	if r.Attendee != want {
		h.Fatalf("%s of %s: %+v, want %+v", o, w.Kind, r.Attendee, want)
	}
}
