package organisers

import (
	"slices"
	"strconv"
	"strings"

	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/registration"
	"tribune/shared/roster"
	"tribune/templates/pages"
)

// column is one column of the list: what it is called, in the catalogue and in
// the audit, and its cell.
type column struct {
	key  string
	name string // as it stands; "" if the catalogue has it
	cell func(t locale.Printer, e event.Event, r roster.Entry) string
}

func (c column) head(t locale.Printer) string {
	if c.name != "" {
		return c.name
	}
	return t.T("csv." + c.key)
}

// columnsOf are those of an event's download: those of every download, and one
// for each question, named by its id. What a column holds never depends on the
// others, so a file reads the same next year.
func columnsOf(e event.Event) []column {
	all := slices.Clone(columns)
	for _, q := range e.Questions {
		all = append(all, column{key: "question." + q.ID, name: q.ID, cell: answerTo(q)})
	}
	return all
}

// answerTo is what was answered, as it is kept: ids of what was to choose from,
// dates as ISO writes them.
func answerTo(q event.Question) func(locale.Printer, event.Event, roster.Entry) string {
	return func(_ locale.Printer, _ event.Event, r roster.Entry) string {
		answers := r.Answers
		if q.Need {
			if answers = r.Needs.Answers; r.State != registration.Confirmed {
				return "" // there is nothing to prepare
			}
		}
		return strings.Join(answers[q.ID], " / ")
	}
}

var columns = []column{
	{key: "family", cell: func(_ locale.Printer, _ event.Event, r roster.Entry) string {
		return r.Attendee.Family.String()
	}},
	{key: "given", cell: func(_ locale.Printer, _ event.Event, r roster.Entry) string {
		return r.Attendee.Given.String()
	}},
	{key: "address", cell: func(_ locale.Printer, _ event.Event, r roster.Entry) string {
		return r.Attendee.Address.String()
	}},
	{key: "phone", cell: func(_ locale.Printer, _ event.Event, r roster.Entry) string {
		if !r.Delivery.Failed() { // she gave it for that case alone
			return ""
		}
		return r.Attendee.Phone.String()
	}},
	{key: "organisation", cell: func(_ locale.Printer, _ event.Event, r roster.Entry) string {
		return r.Attendee.Organisation
	}},
	{key: "sector", cell: func(t locale.Printer, _ event.Event, r roster.Entry) string {
		if r.Attendee.Sector == "" {
			return ""
		}
		return t.T("sector." + string(r.Attendee.Sector))
	}},
	{key: "state", cell: func(t locale.Printer, _ event.Event, r roster.Entry) string {
		return t.T("state." + string(r.State))
	}},
	{key: "since", cell: func(_ locale.Printer, e event.Event, r roster.Entry) string {
		return r.Since.In(e.Location()).Format("2006-01-02 15:04")
	}},
	{key: "mode", cell: func(t locale.Printer, e event.Event, r roster.Entry) string {
		if r.Chosen().Remote {
			return t.T("mode.online")
		}
		return t.T("mode.site")
	}},
	{key: "days", cell: func(_ locale.Printer, e event.Event, r roster.Entry) string {
		var days []string
		for _, d := range e.Attended(r.Chosen()) {
			days = append(days, strconv.Itoa(d))
		}
		return strings.Join(days, " / ")
	}},
	{key: "workshops", cell: func(t locale.Printer, e event.Event, r roster.Entry) string {
		return titles(t, e, r.Chosen())
	}},
	{key: "wanted", cell: func(t locale.Printer, e event.Event, r roster.Entry) string {
		if r.State != registration.Confirmed || r.Wants == nil {
			return ""
		}
		return titles(t, e, *r.Wants)
	}},
	{key: "lang", cell: func(_ locale.Printer, _ event.Event, r roster.Entry) string {
		return r.Attendee.Lang.Name()
	}},
	{key: "delivery", cell: func(t locale.Printer, _ event.Event, r roster.Entry) string {
		if r.Delivery.Fate == "" {
			return ""
		}
		return pages.Fared(t, r.Delivery)
	}},
}

// titles are those of the workshops of a choice.
func titles(t locale.Printer, e event.Event, c event.Choice) string {
	var all []string
	for _, id := range c.Workshops {
		w, _, _ := e.Workshop(id)
		title, _ := w.Title.In(t.Lang)
		all = append(all, title)
	}
	return strings.Join(all, " / ")
}
