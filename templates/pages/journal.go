package pages

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"time"

	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/registration"
	"tribune/shared/site"
	"tribune/shared/web"
	"tribune/templates/layout"
)

// JournalView is what [Journal] shows: some lines of an organisation's audit,
// the latest first, and what can be asked of it.
type JournalView struct {
	Page           layout.Page
	Lines          []JournalLine
	Earlier, Later string // names of lines beyond which there are more; "" if there are none
	Members        map[string]organisation.Member
	Events         map[string]event.Event // hers to see, by id
	Asked          JournalFilter
	Zone           *time.Location // in which its times are said
	Now            time.Time
	Problems       web.Problems
}

// JournalLine is a line, and whom it is about if she is still known.
type JournalLine struct {
	organisation.Audit
	Who registration.Attendee
}

// JournalFilter is what is asked of the journal; what is zero asks for nothing.
type JournalFilter struct {
	Account  string // of whoever did it …
	By       outbox.Address
	Action   organisation.Action
	Event    string
	From, To string // days, as they were typed
	Period   organisation.Period
}

// The names by which an address says what is asked of the journal.
const (
	ParamMember  = "by"
	ParamAction  = "action"
	ParamEvent   = "event"
	ParamFrom    = "from"
	ParamTo      = "to"
	ParamEarlier = "before" // the name of a line
	ParamLater   = "after"
)

// Holds reports whether a line is asked for.
func (f JournalFilter) Holds(a organisation.Audit) bool {
	return (f.Account == "" || f.By.Folded() == a.By.Folded()) &&
		(f.Action == "" || f.Action == a.Action) && (f.Event == "" || f.Event == a.Event)
}

// Conditions say for the audit what was asked.
func (f JournalFilter) Conditions() (all []string) {
	v := f.values()
	for _, name := range []string{ParamMember, ParamAction, ParamEvent, ParamFrom, ParamTo} {
		if v.Has(name) {
			all = append(all, name+"="+v.Get(name))
		}
	}
	return all
}

func (f JournalFilter) values() url.Values {
	v := url.Values{}
	for name, value := range map[string]string{
		ParamMember: f.Account, ParamAction: string(f.Action), ParamEvent: f.Event, ParamFrom: f.From, ParamTo: f.To,
	} {
		if value != "" {
			v.Set(name, value)
		}
	}
	return v
}

// Did names an action.
func Did(p locale.Printer, a organisation.Action) string { return p.T("journal.action." + string(a)) }

// EventName is the title of an event in the page's language; its id, if it is no
// longer known.
func (v JournalView) EventName(id string) string {
	e, known := v.Events[id]
	if !known {
		return id
	}
	title, _ := e.Title.In(v.Page.Printer.Lang)
	return title
}

// address is that of the journal, for what is asked and from a line on.
func (v JournalView) address(name, line string) string {
	values := v.Asked.values()
	if line != "" {
		values.Set(name, line)
	}
	path := layout.Address(site.Journal, v.Page.Printer.Lang)
	if len(values) == 0 {
		return path
	}
	return path + "?" + values.Encode()
}

func (v JournalView) when(l JournalLine) time.Time { return l.At.In(v.Zone) }

// details say what else there is to a line.
func (v JournalView) details(l JournalLine) (all []string) {
	p := v.Page.Printer
	if slices.Contains(Formats, l.Format) {
		all = append(all, p.T("download.format."+l.Format))
	}
	if l.Rows > 0 {
		key := "journal.people"
		if l.Action == organisation.JournalTaken {
			key = "journal.lines"
		} else if l.Charter != "" {
			key = "journal.signatures"
		}
		all = append(all, p.N(key, l.Rows))
	}
	if l.Action == organisation.Downloaded && len(l.Columns) > 0 {
		all = append(all, p.T("journal.took", locale.Args{"Columns": p.List(each(l.Columns, func(key string) string { return columnName(p, key) }))}))
	}
	if len(l.Filter) > 0 {
		all = append(all, p.T("journal.filtered"))
	}
	return all
}

// columnName is what a column of the list is called; a question's is its id.
func columnName(p locale.Printer, key string) string {
	if id, question := strings.CutPrefix(key, "question."); question {
		return id
	}
	return p.T("csv." + key)
}

// nothing says why there is no line.
func (v JournalView) nothing() string {
	if len(v.Asked.values()) > 0 {
		return v.Page.Printer.T("journal.empty")
	}
	return v.Page.Printer.T("journal.none")
}

// choices are what can be asked of the journal.
func (v JournalView) choices() []layout.Select {
	p := v.Page.Printer
	members := layout.Select{Name: ParamMember, Said: p.T("journal.who"), Value: v.Asked.Account, Optional: true}
	for account, m := range v.Members {
		members.Options = append(members.Options, layout.Option{Value: account, Said: m.Address.String()})
	}
	actions := layout.Select{Name: ParamAction, Said: p.T("journal.what"), Value: string(v.Asked.Action), Optional: true}
	for _, a := range organisation.Actions {
		actions.Options = append(actions.Options, layout.Option{Value: string(a), Said: Did(p, a)})
	}
	events := layout.Select{Name: ParamEvent, Said: p.T("journal.event"), Value: v.Asked.Event, Optional: true}
	for id := range v.Events {
		events.Options = append(events.Options, layout.Option{Value: id, Said: v.EventName(id)})
	}
	all := []layout.Select{members, actions, events}
	for _, s := range all {
		slices.SortFunc(s.Options, func(a, b layout.Option) int {
			return cmp.Or(cmp.Compare(a.Said, b.Said), cmp.Compare(a.Value, b.Value))
		})
	}
	return all
}

func (v JournalView) day(name, label, value string) layout.Input {
	return typed(layout.Input{Name: name, Label: v.Page.Printer.T(label), Value: value, Dir: "ltr", Optional: true}, "date")
}
