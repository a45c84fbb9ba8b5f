package organisers

import (
	"cmp"
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
	says string // on the form, in name's place
	kind pages.ColumnKind
	cell func(s setting, r roster.Entry) string
}

// setting is what cells are written from beside the person.
type setting struct {
	locale.Printer
	event event.Event
	desk  registration.Desk
	order roster.Order
}

func (c column) head(t locale.Printer) string {
	if c.name != "" {
		return c.name
	}
	return t.T("csv." + c.key)
}

// label is what the form calls a column: the question, where the file has its id.
func (c column) label(t locale.Printer) string {
	if c.says != "" {
		return c.says
	}
	return c.head(t)
}

// columnsOf are those of an event's download: those of every download, and one
// for each question, named by its id. What a column holds never depends on the
// others, so a file reads the same next year.
func columnsOf(t locale.Printer, e event.Event) []column {
	all := slices.Clone(columns)
	for _, q := range e.Questions {
		says, _ := q.Label.In(t.Lang)
		all = append(all, column{key: "question." + q.ID, name: q.ID, says: says, kind: pages.Sensitive, cell: answerTo(q)})
	}
	return all
}

// answerTo is what was answered, as it is kept: ids of what was to choose from,
// dates as ISO writes them.
func answerTo(q event.Question) func(setting, roster.Entry) string {
	return func(_ setting, r roster.Entry) string {
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
	{key: "family", kind: pages.Usual, cell: func(_ setting, r roster.Entry) string { return r.Attendee.Family.String() }},
	{key: "given", kind: pages.Usual, cell: func(_ setting, r roster.Entry) string { return r.Attendee.Given.String() }},
	{key: "address", kind: pages.Sensitive, cell: func(_ setting, r roster.Entry) string { return r.Attendee.Address.String() }},
	{key: "phone", kind: pages.Sensitive, cell: func(_ setting, r roster.Entry) string {
		if !r.Delivery.Failed() { // she gave it for that case alone
			return ""
		}
		return r.Attendee.Phone.String()
	}},
	{key: "organisation", kind: pages.Usual, cell: func(_ setting, r roster.Entry) string { return r.Attendee.Organisation }},
	{key: "sector", cell: func(s setting, r roster.Entry) string {
		if r.Attendee.Sector == "" {
			return ""
		}
		return s.T("sector." + string(r.Attendee.Sector))
	}},
	{key: "country", cell: func(s setting, r roster.Entry) string {
		if code := s.event.CountryOf(r.Answers); code != "" {
			return s.Country(code)
		}
		return ""
	}},
	{key: "state", kind: pages.Usual, cell: func(s setting, r roster.Entry) string { return s.T("state." + string(r.State)) }},
	{key: "since", cell: func(s setting, r roster.Entry) string {
		return r.Since.In(s.event.Location()).Format("2006-01-02 15:04")
	}},
	{key: "rank", cell: rank},
	{key: "source", cell: func(s setting, r roster.Entry) string { return s.T("source." + cmp.Or(string(r.Source), "form")) }},
	{key: "mode", cell: func(s setting, r roster.Entry) string {
		if r.Chosen().Remote {
			return s.T("mode.online")
		}
		return s.T("mode.site")
	}},
	{key: "days", cell: func(s setting, r roster.Entry) string {
		var days []string
		for _, d := range s.event.Attended(r.Chosen()) {
			days = append(days, strconv.Itoa(d))
		}
		return strings.Join(days, " / ")
	}},
	{key: "workshops", kind: pages.Usual, cell: func(s setting, r roster.Entry) string { return s.titles(r.Chosen()) }},
	{key: "wanted", cell: func(s setting, r roster.Entry) string {
		if r.State != registration.Confirmed || r.Wants == nil {
			return ""
		}
		return s.titles(*r.Wants)
	}},
	{key: "lang", cell: func(_ setting, r roster.Entry) string { return r.Attendee.Lang.Name() }},
	{key: "delivery", cell: func(s setting, r roster.Entry) string {
		if r.Delivery.Fate == "" {
			return ""
		}
		return pages.Fared(s.Printer, r.Delivery)
	}},
}

// rank is how many stand before somebody who waits, and she.
func rank(s setting, r roster.Entry) string {
	if r.Wants == nil {
		return ""
	}
	if n := s.desk.Rank(r.Ticket); n > 0 {
		return strconv.Itoa(n)
	}
	return ""
}

// titles are those of the workshops of a choice.
func (s setting) titles(c event.Choice) string {
	var all []string
	for _, id := range c.Workshops {
		w, _, _ := s.event.Workshop(id)
		title, _ := w.Title.In(s.Lang)
		all = append(all, title)
	}
	return strings.Join(all, " / ")
}
