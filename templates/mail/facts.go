package mail

import (
	"slices"
	"strings"
	"time"

	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/mailing"
	"tribune/shared/organisation"
	"tribune/shared/registration"
)

// Facts are what mails are composed from. Which are needed goes with the kind.
type Facts struct {
	Event        event.Event
	Organisation organisation.Organisation
	Registration registration.Registration
	Rank         int       // among those who wait, 1 being next; 0 if she does not, or it is not known
	Now          time.Time // when the mail is composed

	Notice event.Notice       // Reminder, Practical, Thanks; Confirmed and Moved, if what is practical was told already
	Said   mailing.Mailing    // Message
	Audit  organisation.Audit // Exported
	By     string             // Exported, Invited: the address of who did it

	Group   Group   // NamePeople
	Signing Signing // of a charter

	Link     string // URL of the private page of this registration or signature
	Decline  string // URL of the page on which reminders and news are declined
	Disown   string // Signed: URL of the page on which the signature is taken back
	EventURL string // URL of the event's page
	Code     string // SignInCode: 8 digits; SignatureCode: 6
}

// waits reports whether somebody waits. From the start on nobody is served.
func (f Facts) waits() bool {
	r := f.Registration
	return (r.State == registration.Waiting || r.State == registration.Confirmed) && r.Wants != nil && f.Now.Before(f.Event.Starts())
}

// whenAndWhere lists the days that are attended, all if it is not known which,
// and the place. The address online is for those who have a seat.
func whenAndWhere(p locale.Printer, f Facts) []Fact {
	var facts []Fact
	e, c := f.Event, f.Registration.Chosen()
	days := e.Attended(c)
	for i, d := range e.Days {
		if len(days) > 0 && !slices.Contains(days, i+1) {
			continue
		}
		starts := d.Starts.In(e.Location())
		facts = append(facts, Fact{
			Label: p.T("event.when"), Lang: p.Lang,
			Value: p.Date(starts) + p.T("mail.comma") + p.Hours(starts, d.Ends) + " (" + p.Zone(starts) + ")",
		})
	}
	if online := c.Remote || e.Capacity == 0 && e.Remote.Capacity > 0; !online {
		return append(facts, where(p, e))
	}
	facts = append(facts, Fact{Label: p.T("event.where"), Value: p.T("mail.online"), Lang: p.Lang})
	if f.Registration.State == registration.Confirmed && e.Remote.URL != "" {
		facts = append(facts, Fact{Label: p.T("mail.online.address"), Value: e.Remote.URL, Lang: p.Lang, URL: true})
	}
	return facts
}

func where(p locale.Printer, e event.Event) Fact {
	var place []string
	parts := []locale.Text{e.Place, e.Address}
	if !e.TownInAddress(p.Lang) {
		parts = append(parts, e.City)
	}
	for _, part := range parts {
		if s, _ := part.In(p.Lang); s != "" {
			place = append(place, locale.Isolate(s))
		}
	}
	_, in := e.Place.In(p.Lang)
	return Fact{Label: p.T("event.where"), Value: strings.Join(place, p.T("mail.comma")), Lang: in}
}

// workshops lists those of a choice with their hours, below a label.
func workshops(p locale.Printer, e event.Event, c event.Choice, label string) []Fact {
	var facts []Fact
	for _, id := range c.Workshops {
		if w, _, ok := e.Workshop(id); ok {
			title, in := w.Title.In(p.Lang)
			facts = append(facts, Fact{Label: label + p.T("mail.comma") + during(p, e, id), Value: title, Lang: in})
		}
	}
	return facts
}

// during says when a workshop is: on each of its days, from its first slot to
// the end of its last; with the day where the event has several.
func during(p locale.Printer, e event.Event, id event.WorkshopID) string {
	slots := e.SlotsOf(id)
	var parts []string
	for i := 0; i < len(slots); {
		day, starts, ends := e.DayOf(slots[i]), slots[i].Starts.In(e.Location()), slots[i].Ends
		for ; i < len(slots) && e.DayOf(slots[i]) == day; i++ {
			ends = slots[i].Ends
		}
		hours := p.Hours(starts, ends)
		if len(e.Days) > 1 {
			hours = p.Date(starts) + p.T("mail.comma") + hours
		}
		parts = append(parts, hours)
	}
	return p.List(parts)
}

// waitedFor lists what somebody waits for beside what she has, and her rank.
func waitedFor(p locale.Printer, f Facts) []Fact {
	if !f.waits() {
		return nil
	}
	var facts []Fact
	label := p.T("mail.wanted")
	if has, wants := f.Registration.Chosen(), *f.Registration.Wants; !has.Equal(wants) {
		if has.Remote != wants.Remote {
			mode := p.T("mail.on-site")
			if wants.Remote {
				mode = p.T("mail.online")
			}
			facts = append(facts, Fact{Label: label, Value: mode, Lang: p.Lang})
			has.Workshops = nil // their seats are others
		}
		for _, d := range slices.Sorted(slices.Values(wants.Days)) {
			if !slices.Contains(has.Days, d) && d >= 1 && d <= len(f.Event.Days) {
				facts = append(facts, Fact{Label: label, Value: p.Date(f.Event.Days[d-1].Starts.In(f.Event.Location())), Lang: p.Lang})
			}
		}
		wants.Workshops = slices.DeleteFunc(slices.Clone(wants.Workshops), func(id event.WorkshopID) bool { return slices.Contains(has.Workshops, id) })
		facts = append(facts, workshops(p, f.Event, wants, p.T("mail.wanted.workshop"))...)
	}
	if f.Rank > 0 {
		facts = append(facts, Fact{Label: p.T("mail.rank"), Value: p.Number(f.Rank), Lang: p.Lang})
	}
	return facts
}
