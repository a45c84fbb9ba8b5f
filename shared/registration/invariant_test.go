package registration_test

import (
	"cmp"
	"reflect"
	"slices"
	"time"

	"tribune/shared/event"
	"tribune/shared/outbox"
	"tribune/shared/registration"
)

// judge holds one turn against the book and against what Decide promises, and
// puts the records away as the store would.
func (h *history) judge(slips []registration.Registration, after registration.Desk, decisions []registration.Decision) {
	queue := slices.DeleteFunc(slices.Clone(slips), func(r registration.Registration) bool { return r.Wish == nil })
	slices.SortStableFunc(queue, func(a, b registration.Registration) int {
		return cmp.Or(a.Wish.Made.Compare(b.Wish.Made), cmp.Compare(a.Person[0], b.Person[0]))
	})
	if after.Version != h.desk.Version+1 || !after.Lease.IsZero() || after.Event != ref {
		h.Fatalf("the desk after: version %d after %d, lease %v", after.Version, h.desk.Version, after.Lease)
	}
	if len(decisions) != len(queue) {
		h.Fatalf("%d decisions on %d slips", len(decisions), len(queue))
	}
	for i, d := range decisions {
		before := queue[i]
		if d.Registration.Person != before.Person {
			h.Fatalf("slip %d of %v was decided out of turn", i, before.Person)
		}
		if want := h.book.decide(before, h.now); d.Outcome != want {
			h.Fatalf("person %d, %+v: %q, want %q", before.Person[0], *before.Wish, d.Outcome, want)
		}
		h.record(before, d)
		h.mail(before, d)
		r := d.Registration
		r.Version++
		h.records[r.Person[0]] = r
	}
	h.inTurn(queue, decisions)
	h.again(queue, after, decisions)
}

// record checks what stands of a registration after its wish was decided.
func (h *history) record(before registration.Registration, d registration.Decision) {
	r, w := d.Registration, before.Wish
	rise := 0
	if d.Outcome == registration.Accepted {
		rise = 1
		if !slices.Equal(r.Workshops, w.Workshops) || r.Attendee != w.Attendee || !r.Expires.Equal(w.Expires) {
			h.Fatalf("accepted, but not as she wished: %+v", r)
		}
	}
	if r.Wish != nil || r.Generation != before.Generation+rise {
		h.Fatalf("wish %v, generation %d after %d", r.Wish, r.Generation, before.Generation)
	}
	if r.State != registration.Confirmed && r.Workshops != nil {
		h.Fatalf("%s and holds %v", r.State, r.Workshops)
	}
	if w.Kind == registration.Disown && d.Outcome != registration.Stale && (r.Attendee != registration.Attendee{}) {
		h.Fatalf("disowned, and still known: %+v", r.Attendee)
	}
	if w.Kind == registration.Come && d.Outcome != registration.Unchanged && (r.Nonce != w.Nonce || r.Outcome != d.Outcome) {
		h.Fatalf("decided %s on %s, on record stands %s on %s", d.Outcome, w.Nonce, r.Outcome, r.Nonce)
	}
	if w.Kind == registration.Come && d.Outcome != registration.Accepted && before.State != "" && before.State != registration.Refused {
		before.Wish, before.Nonce, before.Outcome = nil, r.Nonce, r.Outcome
		if d.Outcome != registration.Unchanged && d.Outcome != registration.Stale {
			before.Attendee = w.Attendee // whom a late answer is written to
		}
		if !reflect.DeepEqual(r, before) {
			h.Fatalf("%s, and yet changed:\n%+v\n%+v", d.Outcome, before, r)
		}
	}
}

// mail checks what a decision promises.
func (h *history) mail(before registration.Registration, d registration.Decision) {
	var want []outbox.Kind
	late := h.now.Sub(before.Wish.Made) > registration.Patience
	switch {
	case d.Outcome == registration.Accepted:
		want = []outbox.Kind{outbox.Confirmed}
	case d.Outcome == registration.Released && before.Wish.Kind == registration.Cancel:
		want = []outbox.Kind{outbox.Cancelled}
	case late && slices.Contains([]registration.Outcome{registration.Full, registration.WorkshopFull, registration.TooLate}, d.Outcome):
		want = []outbox.Kind{outbox.Refused}
	}
	var kinds []outbox.Kind
	for _, e := range d.Promises {
		kinds = append(kinds, e.Kind)
		if h.promised[e.ID] {
			h.Fatalf("%s promised twice", e.Kind)
		}
		h.promised[e.ID] = true
		if e.Ref != d.Registration.Ref() || !e.Due.Equal(h.now) || e.State != outbox.Pending || e.Lang != before.Wish.Attendee.Lang && e.Kind == outbox.Confirmed {
			h.Fatalf("entry %+v of %+v", e, d.Registration)
		}
	}
	if !slices.Equal(kinds, want) {
		h.Fatalf("%s of %s promises %v, want %v", d.Outcome, before.Wish.Kind, kinds, want)
	}
}

// inTurn checks that nobody got what somebody before her was refused, unless a
// seat was given back in between.
func (h *history) inTurn(queue []registration.Registration, decisions []registration.Decision) {
	refused := map[string]bool{}
	for i, d := range decisions {
		w := queue[i].Wish
		wanted := ""
		for _, id := range w.Workshops {
			wanted += string(id) + " "
		}
		switch d.Outcome {
		case registration.Released:
			clear(refused)
		case registration.Full, registration.WorkshopFull:
			refused[wanted] = true
		case registration.Accepted:
			if refused[wanted] {
				h.Fatalf("%q was given to a later comer", wanted)
			}
		}
	}
}

// again hands in every cancellation a second time, a moment later.
func (h *history) again(queue []registration.Registration, after registration.Desk, decisions []registration.Decision) {
	for i, d := range decisions {
		if d.Outcome != registration.Released {
			continue
		}
		r := d.Registration
		r.Wish = queue[i].Wish
		twice, repeated := registration.Decide(after, []registration.Registration{r}, h.now.Add(time.Second))
		if len(repeated) != 1 || repeated[0].Outcome != registration.Unchanged || repeated[0].Promises != nil {
			h.Fatalf("cancelled twice: %+v", repeated)
		}
		r.Wish = nil
		if !reflect.DeepEqual(repeated[0].Registration, r) || twice.Overall != after.Overall || !reflect.DeepEqual(twice.Workshops, after.Workshops) {
			h.Fatal("the second cancellation changed something")
		}
	}
}

// recount counts the seats of those who are confirmed and compares with the desk.
func (h *history) recount() {
	overall := 0
	workshops := map[event.WorkshopID]int{}
	for _, r := range h.records {
		if r.State == registration.Confirmed {
			overall++
			for _, id := range r.Workshops {
				workshops[id]++
			}
		}
	}
	if d := h.desk.Overall; d.Taken != overall || d.Taken > d.Capacity {
		h.Fatalf("overall %+v, confirmed %d", d, overall)
	}
	if len(h.desk.Workshops) != len(h.book.rooms) {
		h.Fatalf("a workshop came or went: %v", h.desk.Workshops)
	}
	for id, s := range h.desk.Workshops {
		if s.Taken != workshops[id] || s.Taken > s.Capacity || s.Capacity != h.book.rooms[id] {
			h.Fatalf("workshop %s %+v, confirmed %d", id, s, workshops[id])
		}
	}
}
