package registration_test

import (
	"slices"

	"tribune/shared/organisation"
	"tribune/shared/registration"
)

// traced wants every wish of which something came to stand in the history once,
// an organiser's in the journal too, and what nobody asked for in the history
// alone; of nothing, nothing.
func (h *history) traced(before registration.Registration, d registration.Decision) {
	w := before.Wish
	came := w != nil && !d.Outcome.Refusal() && d.Outcome != registration.Unchanged
	var lines []organisation.Audit
	if came && !w.By.IsZero() {
		lines = []organisation.Audit{{
			Organisation: ref.Organisation, At: h.now, By: w.By, Action: didOf[w.Kind], Event: string(ref.Event), Person: before.Person.String(), Rows: 1,
		}}
	}
	if !slices.EqualFunc(lines, d.Audit, func(a, b organisation.Audit) bool {
		return a.At.Equal(b.At) && a.By == b.By && a.Action == b.Action && a.Person == b.Person && a.Organisation == b.Organisation && a.Event == b.Event
	}) {
		h.Fatalf("%s of %+v: the journal says %+v, want %+v", d.Outcome, w, d.Audit, lines)
	}
	after := d.Registration.History
	if came && w.Kind == registration.Disown {
		if len(after) > 0 {
			h.Fatalf("of who erased herself there stands %+v", after)
		}
		return
	}
	var hers, others []registration.Step
	kept := min(len(before.History), 30)
	for i := range after {
		if i < kept && after[i] == before.History[i] {
			continue
		}
		if after[i].Itself() {
			others = append(others, after[i])
		} else {
			hers = append(hers, after[i])
		}
	}
	if len(after) >= 30 {
		return // the first are gone, and nothing lines up
	}
	if came != (len(hers) == 1) || came && (hers[0].By != w.By || !hers[0].At.Equal(h.now)) || !came && len(hers) > 0 {
		h.Fatalf("%s of %+v: of her own there stands %+v", d.Outcome, w, hers)
	}
	itself := before.State != d.Registration.State && w == nil
	if itself && len(others) == 0 {
		h.Fatalf("from %s to %s, and nothing says so: %+v", before.State, d.Registration.State, after)
	}
}

var didOf = map[registration.WishKind]organisation.Action{
	registration.Come: organisation.PersonAdded, registration.Change: organisation.PersonChanged, registration.Offer: organisation.PersonOffered,
	registration.Accept: organisation.PersonAccepted, registration.Cancel: organisation.PersonDeclined, registration.Remove: organisation.PersonCancelled,
	registration.Restore: organisation.PersonRestored, registration.Resend: organisation.PersonResent,
}
