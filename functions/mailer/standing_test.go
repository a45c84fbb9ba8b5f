package mailer_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"tribune/infra/local/tabletest"
	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/outbox"
	"tribune/shared/registration"
	"tribune/shared/token"
)

// How a registration may stand; each is the name of a golden file too.
const (
	seated         = "seated"
	online         = "online"
	alsoWaits      = "also-waits"
	unconfirmed    = "unconfirmed"
	waiting        = "waiting"
	offered        = "offered"
	lapsed         = "lapsed"
	neverConfirmed = "never-confirmed"
	cancelled      = "cancelled"
	refused        = "refused"
	removed        = "removed"
)

// registrations are one that stands in each way.
func registrations() map[string]registration.Registration {
	now := tabletest.Start
	has := event.Choice{Days: []int{1}, Workshops: []event.WorkshopID{"w"}}
	wants := event.Choice{Days: []int{1, 2}, Workshops: []event.WorkshopID{"w", "x"}}
	until, kept := now.Add(event.DefaultOffer), starts.Add(registration.Keep)
	return map[string]registration.Registration{
		seated:         {State: registration.Confirmed, Choice: has, Expires: kept},
		online:         {State: registration.Confirmed, Choice: event.Choice{Remote: true, Days: []int{2}, Workshops: []event.WorkshopID{"y"}}, Expires: kept},
		alsoWaits:      {State: registration.Confirmed, Choice: has, Wants: &wants, Ticket: 1, Expires: kept},
		unconfirmed:    {State: registration.Unconfirmed, Wants: &wants, Ticket: 1, Until: until, Expires: kept},
		waiting:        {State: registration.Waiting, Wants: &wants, Ticket: 1, Expires: kept},
		offered:        {State: registration.Offered, Wants: &wants, Ticket: 1, Until: until, Expires: kept},
		lapsed:         {State: registration.Lapsed, Choice: wants, Since: now, Expires: kept},
		neverConfirmed: {State: registration.Lapsed, Choice: wants, Since: now, Expires: now.Add(24 * time.Hour)},
		cancelled:      {State: registration.Cancelled, Seated: true, Choice: has, Since: now, Expires: kept},
		removed:        {State: registration.Cancelled, Seated: true, Removed: true, Choice: has, Since: now, Expires: kept},
		refused:        {State: registration.Refused, Outcome: registration.WorkshopFull, Since: now, Expires: now.Add(24 * time.Hour)},
	}
}

// queued puts who waits at the end of the queue, for places that are full.
func queued(r registration.Registration) func(*registration.Desk) {
	return func(d *registration.Desk) {
		if r.Wants == nil || !r.Until.IsZero() {
			return
		}
		w := registration.Waiter{Ticket: r.Ticket, Wants: r.Wants.Places()}
		if r.State == registration.Confirmed {
			w.Holds = r.Places()
		}
		d.Queue = append(d.Queue, w)
		for _, p := range w.Wants {
			d.Seats[p] = registration.Seats{Capacity: 5, Taken: 5}
		}
	}
}

// A mail is sent while what it says is true, and dropped when the facts have
// moved on.
func TestMailsThatAreNoLongerTrueAreDropped(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	truths := map[outbox.Kind][]string{
		outbox.Confirmed: {seated, online, alsoWaits},
		outbox.Held:      {unconfirmed},
		outbox.Waiting:   {waiting, alsoWaits},
		outbox.Offered:   {offered},
		outbox.Lapsed:    {lapsed, neverConfirmed},
		outbox.Changed:   {seated, online, alsoWaits},
		outbox.Moved:     {seated, online, alsoWaits},
		outbox.Cancelled: {cancelled, removed},
		outbox.Removed:   {cancelled, removed},
		outbox.Approved:  {seated, online, alsoWaits},
		outbox.Declined:  {cancelled, removed, refused},
		outbox.Already:   {seated, online, alsoWaits, unconfirmed, waiting, offered},
		outbox.LostLink:  {seated, online, alsoWaits, unconfirmed, waiting, offered, lapsed, neverConfirmed, cancelled, removed},
		outbox.Refused:   {refused, cancelled, removed, lapsed, neverConfirmed},
	}
	type promised struct {
		outbox.Entry
		stands string
	}
	var all []promised
	for _, k := range slices.Sorted(maps.Keys(truths)) {
		for stands, r := range registrations() {
			all = append(all, promised{h.promise(t, len(all)+1, r, k, locale.French), stands})
		}
	}
	h.run(t)
	for _, e := range all {
		if _, sent := h.message(t, e.Entry); sent != slices.Contains(truths[e.Kind], e.stands) {
			t.Errorf("%s about somebody %s is sent: %t", e.Kind, e.stands, sent)
		}
	}
}

// A mail about an earlier registration is dropped, and so is one about somebody
// who had herself erased.
func TestMailsAboutNobodyAreDropped(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	r := registrations()[seated]
	earlier := h.promise(t, 1, r, outbox.Confirmed, locale.French)
	again := must(h.Find(t.Context(), ref, must(token.ParsePerson(earlier.Ref.Person))))
	again.Generation++
	h.write(t, again, nil)
	disowned := h.promise(t, 2, registrations()[cancelled], outbox.Cancelled, locale.French)
	gone := must(h.Find(t.Context(), ref, must(token.ParsePerson(disowned.Ref.Person))))
	gone.Attendee = registration.Attendee{}
	h.write(t, gone, nil)
	h.run(t)
	for _, e := range []outbox.Entry{earlier, disowned} {
		if _, sent := h.message(t, e); sent {
			t.Errorf("%s is sent", e.Kind)
		}
	}
}

// What was held until a second is not, from that second on, though the desk has
// not ended it yet.
func TestAHoldEndsByItself(t *testing.T) {
	t.Parallel()
	for _, before := range []time.Duration{time.Nanosecond, 0} {
		h := newHouse(t)
		r := registrations()[offered]
		offer := h.promise(t, 1, r, outbox.Offered, locale.French)
		link := h.promise(t, 2, r, outbox.LostLink, locale.French)
		held := h.promise(t, 3, registrations()[unconfirmed], outbox.Held, locale.French)
		h.Clock.Set(r.Until.Add(-before))
		h.run(t)
		for _, e := range []outbox.Entry{offer, held} {
			if _, sent := h.message(t, e); sent != (before > 0) {
				t.Errorf("%v before the end, %s is sent: %t", before, e.Kind, sent)
			}
		}
		m, sent := h.message(t, link)
		said := m.Content.Simple.Body.Text.Data
		if !sent || strings.Contains(said, "ne l’est plus") != (before == 0) {
			t.Errorf("%v before the end, sent %t: %s", before, sent, said)
		}
	}
}

func TestRankIsTheDesks(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	var entries []outbox.Entry
	for i, stands := range []string{waiting, alsoWaits, waiting} {
		r := registrations()[stands]
		r.Ticket = i + 1
		entries = append(entries, h.promise(t, r.Ticket, r, outbox.Waiting, locale.French, queued(r)))
	}
	h.run(t)
	for i, e := range entries {
		m, _ := h.message(t, e)
		if said := m.Content.Simple.Body.Text.Data; !strings.Contains(said, fmt.Sprintf("à l’envoi de ce message\u00a0: %d\n", i+1)) {
			t.Errorf("the %dth in the queue reads %s", i+1, said)
		}
	}
}

// days are the days of a calendar's file, each as its status, and its method.
func days(t *testing.T, file string) (method string, status []string) {
	t.Helper()
	number := ""
	for l := range strings.SplitSeq(strings.ReplaceAll(file, "\r\n ", ""), "\r\n") {
		name, value, _ := strings.Cut(l, ":")
		switch name {
		case "METHOD":
			method = value
		case "UID":
			local, _, _ := strings.Cut(value, "@")
			number = "1"
			if len(local) > 32 { // longer than a person's key
				number = strings.TrimPrefix(local[32:], "-")
			}
		case "STATUS":
			status = append(status, number+" "+value)
		}
	}
	return method, status
}

func TestCalendar(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	all, entries := registrations(), map[string]outbox.Entry{}
	const hall = `Maison des associations\, 1\, rue de l’Exemple\, Tanger`
	cases := []struct {
		kind         outbox.Kind
		stands       string
		method, days string // "" if none is attached
		where        string
	}{
		{outbox.Confirmed, seated, "PUBLISH", "1 CONFIRMED", hall},
		{outbox.Confirmed, online, "PUBLISH", "2 CONFIRMED", room},
		{outbox.Changed, seated, "PUBLISH", "1 CONFIRMED, 2 CANCELLED", hall},
		{outbox.Changed, online, "PUBLISH", "1 CANCELLED, 2 CONFIRMED", room},
		{outbox.Moved, alsoWaits, "PUBLISH", "1 CONFIRMED, 2 CANCELLED", hall},
		{outbox.Cancelled, cancelled, "CANCEL", "1 CANCELLED", hall},
		{outbox.Held, unconfirmed, "", "", ""},
		{outbox.Waiting, waiting, "", "", ""},
		{outbox.Waiting, alsoWaits, "", "", ""},
		{outbox.Offered, offered, "", "", ""},
		{outbox.Lapsed, lapsed, "", "", ""},
	}
	for i, c := range cases {
		entries[fmt.Sprint(i)] = h.promise(t, i+1, all[c.stands], c.kind, locale.French)
	}
	r := all[cancelled]
	r.Remote = true
	left := h.promise(t, 100, r, outbox.Cancelled, locale.French)
	h.run(t)
	for i, c := range cases {
		m, sent := h.message(t, entries[fmt.Sprint(i)])
		if attached := m.Content.Simple.Attachments; !sent || len(attached) > 1 || (len(attached) == 1) != (c.method != "") {
			t.Errorf("%s, %s: sent %t, %d files", c.kind, c.stands, sent, len(attached))
		} else if len(attached) == 1 {
			file := strings.ReplaceAll(string(attached[0].RawContent), "\r\n ", "")
			method, status := days(t, file)
			if method != c.method || attached[0].ContentType != "text/calendar; charset=utf-8; method="+method || strings.Join(status, ", ") != c.days || !strings.Contains(file, "LOCATION:"+c.where+"\r\n") || !strings.Contains(file, "SEQUENCE:2\r\n") {
				t.Errorf("%s, %s: the file is\n%s", c.kind, c.stands, file)
			}
		}
	}
	m, _ := h.message(t, left)
	if file := string(m.Content.Simple.Attachments[0].RawContent); strings.Contains(file, "salle.example") || !strings.Contains(file, "LOCATION:En ligne") {
		t.Errorf("who cancelled is told\n%s", file)
	}
}
