package campaign

import (
	"slices"
	"time"

	"tribune/shared/event"
	"tribune/shared/locale"
)

// The forms in which days, hours and moments are written.
const (
	dateForm   = time.DateOnly
	hourForm   = "15:04"
	momentForm = dateForm + ", " + hourForm
)

// writer writes an event as a file holds it, for [reader.content] to read again.
// Of the code that opens registration early only a digest is known, which tells
// nobody what to write.
type writer struct {
	event.Event
	loc *time.Location
}

func written(e event.Event) fileEvent {
	w := writer{e, e.Location()}
	f := fileEvent{
		Organisation: string(e.Organisation), ID: string(e.Ref.Event), Slug: string(e.Slug), Project: e.Project,
		Title: text(e.Title), NeutralTitle: text(e.NeutralTitle), Summary: text(e.Summary), Description: text(e.Description),
		Audience: text(e.Audience), Place: text(e.Place), Address: text(e.Address), City: text(e.City), Country: e.Country,
		Access: text(e.Access), Zone: e.Zone, ByDay: e.ByDay,
	}
	for _, d := range e.Days {
		day := fileDay{Date: w.date(d.Starts), From: w.hour(d.Starts), To: w.hour(d.Ends), Capacity: d.Capacity}
		if d.Pause != (event.Span{}) {
			day.Pause = w.hour(d.Pause.Starts) + "-" + w.hour(d.Pause.Ends)
		}
		f.Days = append(f.Days, day)
	}
	for _, i := range e.Programme {
		f.Programme = append(f.Programme, fileItem{Day: w.day(i.Starts), At: w.hour(i.Starts), Title: text(i.Title)})
	}
	for _, s := range e.Slots {
		f.Slots = append(f.Slots, w.slot(s))
	}
	if e.Registers() {
		f.Registration = w.registration()
	}
	for _, q := range e.Questions {
		f.Questions = append(f.Questions, question(q))
	}
	f.Notices = []fileNotice{} // none, where nothing would be those of every event
	for _, n := range e.Notices {
		f.Notices = append(f.Notices, notice(n))
	}
	return f
}

func (w writer) date(t time.Time) string { return t.In(w.loc).Format(dateForm) }

func (w writer) hour(t time.Time) string { return t.In(w.loc).Format(hourForm) }

// day is that of the event on which t falls, counted from 1.
func (w writer) day(t time.Time) int {
	return 1 + max(slices.IndexFunc(w.Days, func(d event.Day) bool { return w.date(d.Starts) == w.date(t) }), 0)
}

func (w writer) slot(s event.Slot) fileSlot {
	f := fileSlot{ID: s.ID, Title: text(s.Title), Day: w.day(s.Starts), From: w.hour(s.Starts), To: w.hour(s.Ends), Optional: s.Optional}
	for _, o := range s.Workshops {
		f.Workshops = append(f.Workshops, fileWorkshop{ID: string(o.ID), Title: text(o.Title), Capacity: o.Capacity, Online: o.Remote, Spans: o.Spans})
	}
	return f
}

func (w writer) registration() *fileRegistration {
	waiting := !w.NoWaiting
	f := &fileRegistration{
		Capacity: w.Capacity, Opens: w.Opens.In(w.loc).Format(momentForm), Closes: w.Closes.In(w.loc).Format(momentForm),
		Waiting: &waiting, OfferFor: held(w.OfferFor), ConfirmIn: held(w.ConfirmIn),
	}
	if w.Remote != (event.Remote{}) {
		f.Online = &fileOnline{Capacity: w.Remote.Capacity, URL: w.Remote.URL}
	}
	return f
}

// held is how long a seat is held, as it is written; "" of none.
func held(d time.Duration) string {
	if d == 0 {
		return ""
	}
	return d.String()
}

func question(q event.Question) fileQuestion {
	f := fileQuestion{ID: q.ID, Kind: string(q.Kind), Label: text(q.Label), Hint: text(q.Hint), Required: q.Required, Need: q.Need}
	for _, o := range q.Options {
		f.Options = append(f.Options, fileOption{ID: o.ID, Label: text(o.Label)})
	}
	if q.If != nil {
		f.If = &fileCondition{Question: q.If.Question, Is: q.If.Is}
	}
	return f
}

func notice(n event.Notice) fileNotice {
	f := fileNotice{ID: n.ID, Kind: string(n.Kind), Days: n.Days, Text: text(n.Text)}
	for _, d := range n.Documents {
		f.Documents = append(f.Documents, fileDocument{Title: text(d.Title), URL: d.URL})
	}
	return f
}

func text(t locale.Text) fileText {
	if len(t) == 0 {
		return nil
	}
	f := fileText{}
	for l, s := range t {
		f[string(l)] = s
	}
	return f
}
