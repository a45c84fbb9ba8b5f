package pages

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"tribune/shared/campaign"
	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/site"
	"tribune/shared/web"
	"tribune/templates/layout"
)

// FieldAct is what a button of [Editor] wants that does not save: "add" or
// "remove", and the list or the row.
const (
	FieldAct = "act"
	Add      = "add "
	Remove   = "remove "
)

// EditorView is the form of an event, new or as it stands. Its fields are named
// as [campaign.Form] has them.
type EditorView struct {
	Page     layout.Page
	Event    event.Event   // as it stands; without an id if it is new
	Langs    []locale.Lang // in which its texts can be written
	Writes   []locale.Lang // in which its organisation writes: no text lacks another
	Stamp    string
	Form     campaign.Form
	Problems web.Problems    // what is wrong with a field, without the field's name
	Merged   campaign.Merged // beside what somebody else saved meanwhile
	Focus    string          // the row that was added, or the list of which one was taken away
}

// fresh reports whether it is a new event.
func (v EditorView) fresh() bool { return v.Event.Ref.Event == "" }

func (v EditorView) title() string {
	if v.fresh() {
		return v.Page.Printer.T("edit.new")
	}
	return v.Page.Printer.T("edit.title-of")
}

func (v EditorView) action() string {
	if v.fresh() {
		return layout.Address(site.CreateEvent, v.Page.Printer.Lang)
	}
	return layout.Address(site.SaveEvent, v.Page.Printer.Lang, string(v.Event.Ref.Event))
}

func (v EditorView) version() string { return strconv.Itoa(v.Event.Version) }

// labels are what fields and rows are called, by their names without numbers and
// languages.
var labels = map[string]string{
	"title": "edit.title", "summary": "edit.summary", "description": "edit.description", "audience": "event.audience",
	"neutral-title": "edit.neutral-title", "slug": "edit.slug",
	"place": "edit.place", "address": "edit.address", "city": "edit.city", "country": "edit.country", "access": "event.access", "zone": "edit.zone",
	"days": "edit.days", "days-date": "edit.date", "days-from": "edit.from", "days-to": "edit.to", "days-pause": "edit.pause", "days-capacity": "edit.capacity.day",
	"by-day":    "edit.by-day",
	"programme": "event.programme", "programme-day": "edit.day", "programme-at": "edit.at", "programme-title": "edit.item",
	"slots": "edit.slots", "slots-title": "edit.slot.title", "slots-day": "edit.day", "slots-from": "edit.from", "slots-to": "edit.to", "slots-optional": "edit.slot.optional",
	"slots-workshops": "edit.workshops", "slots-workshops-title": "edit.workshop.title", "slots-workshops-capacity": "edit.capacity", "slots-workshops-online": "edit.online", "slots-workshops-spans": "edit.spans",
	"registration": "edit.registration", "registration-capacity": "edit.capacity", "registration-online-capacity": "edit.online", "registration-online-url": "edit.url",
	"registration-opens": "edit.opens", "registration-closes": "edit.closes", "registration-waiting": "edit.waiting", "registration-offer-for": "edit.offer-for",
	"registration-confirm-in": "edit.confirm-in", "registration-early-code": "edit.early-code", "registration-early-code-none": "edit.early-code.none",
	"questions": "edit.questions", "questions-label": "edit.question", "questions-hint": "edit.hint", "questions-kind": "edit.kind", "questions-required": "edit.required", "questions-need": "edit.need",
	"questions-if-question": "edit.if", "questions-if-is": "edit.if.is", "questions-options": "edit.options", "questions-options-label": "edit.option",
	"notices": "edit.notices", "notices-kind": "edit.notice", "notices-days": "edit.notice.days", "notices-text": "edit.notice.text",
	"partners": "project.partners", "partners-name": "project.partner.name", "partners-town": "project.partner.town", "partners-country": "edit.country",
	"partners-role": "project.partner.role", "partners-site": "project.partner.site", "partners-funds": "project.partner.funds",
	"publications": "project.publications", "publications-title": "edit.title", "publications-url": "project.publication.url", "publications-date": "edit.date",
	"preamble": "charter.preamble", "articles": "charter.articles", "articles-title": "charter.article.title", "articles-text": "charter.article.text", "event": "charter.event",
	"individuals": "charter.individuals", "reviewed": "charter.reviewed", "sensitive": "charter.sensitive", "closes": "charter.closes",
	"notices-documents": "edit.documents", "notices-documents-title": "edit.document", "notices-documents-url": "edit.document.url",
}

var number = regexp.MustCompile(`-\d+`)

// pattern is a field's name without numbers and language.
func pattern(name string) string {
	p := number.ReplaceAllString(name, "")
	if before, last, cut := cutLast(p); cut {
		if _, is := locale.Parse(last); is {
			return before
		}
	}
	return p
}

func cutLast(name string) (before, last string, cut bool) {
	i := strings.LastIndexByte(name, '-')
	if i < 0 {
		return "", name, false
	}
	return name[:i], name[i+1:], true
}

// label is what a field is called beside it.
func (v EditorView) label(name string) string { return v.Page.Printer.T(labels[pattern(name)]) }

// rows are the kinds of row, each with a name in the catalogue below "edit.row."
// that has its number.
var rowKinds = []string{"days", "programme", "slots", "workshops", "questions", "options", "notices", "documents", "partners", "publications", "articles"}

// row is what a row is called: "Atelier 2".
func (v EditorView) row(name string) string {
	before, digits, _ := cutLast(name)
	n, _ := strconv.Atoi(digits)
	_, kind, _ := cutLast(before)
	return v.Page.Printer.T("edit.row."+kind, locale.Args{"N": v.Page.Printer.Number(n + 1)})
}

var rowsIn = regexp.MustCompile(`(` + strings.Join(rowKinds, "|") + `)-\d+`)

// path is what a field is called where it does not stand in its row: "Créneau 1,
// atelier 2 – places".
func (v EditorView) path(name string) string {
	p := v.Page.Printer
	var rows []string
	for _, at := range rowsIn.FindAllStringIndex(name, -1) {
		rows = append(rows, v.row(name[:at[1]]))
	}
	where := strings.Join(rows, " · ")
	if _, last, _ := cutLast(name); len(rows) > 0 && labels[pattern(name)] == "" || isNumber(last) {
		return where
	}
	said := v.label(name)
	if _, last, _ := cutLast(name); last != "" {
		if l, is := locale.Parse(last); is {
			said += " (" + p.T("language."+string(l)) + ")"
		}
	}
	if where == "" {
		return said
	}
	return where + " – " + said
}

func isNumber(s string) bool {
	_, err := strconv.Atoi(s)
	return err == nil
}

// summary is what is wrong, each with the name of its field, in the order of the
// page.
func (v EditorView) summary() (all web.Problems) {
	for _, one := range v.Problems {
		if one.Field != "" {
			one.Text = v.Page.Printer.T("edit.problem", locale.Args{"Field": v.path(one.Field), "Problem": one.Text})
		}
		all = append(all, one)
	}
	slices.SortStableFunc(all, func(a, b web.Problem) int { return order(a.Field) - order(b.Field) })
	return all
}

// sections are the beginnings of the names of fields, in the order of the page.
var sections = []string{
	"title", "summary", "description", "audience", "neutral-title", "slug", "place", "address", "city", "country", "access", "zone",
	"days", "by-day", "programme", "slots", "registration", "questions", "notices", "partners", "publications", "preamble", "articles", "event", "closes",
}

func order(field string) int {
	return slices.IndexFunc(sections, func(s string) bool { return field == s || strings.HasPrefix(field, s+"-") })
}

// other is what somebody else saved in a field, in a sentence; "" if the same.
func (v EditorView) other(name string, options ...layout.Option) string {
	value, differs := v.Merged.Differs[name]
	if !differs {
		return ""
	}
	p := v.Page.Printer
	for _, o := range options {
		if o.Value == value {
			value = o.Said
		}
	}
	if strings.TrimSpace(value) == "" {
		return p.T("edit.other.nothing")
	}
	return p.T("edit.other", locale.Args{"Value": locale.Isolate(value)})
}

// of says of a row whose it is, where two saved the event; "" if it is both's.
func (v EditorView) of(row string) string {
	switch {
	case v.Merged.Added[row]:
		return v.Page.Printer.T("edit.other.added")
	case v.Merged.Absent[row]:
		return v.Page.Printer.T("edit.other.absent")
	}
	return ""
}

// opened reports whether a part of the page is shown at once: something is
// written there, or is to be looked at.
func (v EditorView) opened(names ...string) bool {
	within := func(field string) bool {
		return slices.ContainsFunc(names, func(n string) bool { return field == n || strings.HasPrefix(field, n+"-") })
	}
	for field, s := range v.Form {
		if within(field) && strings.TrimSpace(s) != "" {
			return true
		}
	}
	return v.attends(names...)
}

// attends reports whether something in a part of the page is to be looked at.
func (v EditorView) attends(names ...string) bool {
	within := func(field string) bool {
		return slices.ContainsFunc(names, func(n string) bool { return field == n || strings.HasPrefix(field, n+"-") })
	}
	for _, all := range []map[string]bool{v.Merged.Added, v.Merged.Absent} {
		if slices.ContainsFunc(slices.Collect(maps.Keys(all)), within) {
			return true
		}
	}
	if slices.ContainsFunc(slices.Collect(maps.Keys(v.Merged.Differs)), within) {
		return true
	}
	_, focus, _ := strings.Cut(v.Focus, " ")
	return within(focus) || slices.ContainsFunc(v.Problems, func(p web.Problem) bool { return within(p.Field) })
}

// missing are the texts that lack a language in which others are written.
type missing struct {
	lang   locale.Lang
	fields []string
}

// missing lists, by language, the texts that lack it and have another.
func (v EditorView) missing() (all []missing) {
	for _, l := range v.Langs {
		m := missing{lang: l}
		for _, name := range v.texts() {
			if v.lacks(name, l) {
				m.fields = append(m.fields, name+"-"+string(l))
			}
		}
		if len(m.fields) > 0 {
			all = append(all, m)
		}
	}
	return all
}

// lacks reports whether a text is written in another language, and not in this
// one, in which its organisation writes.
func (v EditorView) lacks(name string, l locale.Lang) bool {
	t := v.Form.Text(name)
	return t.Has() && t[l] == "" && slices.Contains(v.Writes, l)
}

// texts are the names of all texts that are shown, in the order of the page.
func (v EditorView) texts() []string {
	all := []string{"title", "summary", "description", "audience", "neutral-title", "place", "address", "city", "access", "preamble"}
	add := func(list string, fields ...string) {
		for i := range v.Form.Rows(list) {
			for _, f := range fields {
				all = append(all, campaign.Row(list, i)+"-"+f)
			}
		}
	}
	add("articles", "title", "text")
	add("programme", "title")
	for i := range v.Form.Rows("slots") {
		row := campaign.Row("slots", i)
		all = append(all, row+"-title")
		add(row+"-workshops", "title")
	}
	for i := range v.Form.Rows("questions") {
		row := campaign.Row("questions", i)
		all = append(all, row+"-label", row+"-hint")
		add(row+"-options", "label")
	}
	for i := range v.Form.Rows("notices") {
		row := campaign.Row("notices", i)
		all = append(all, row+"-text")
		add(row+"-documents", "title")
	}
	return all
}

// rowsOf are the names of the rows of a list.
func (v EditorView) rowsOf(list string) []string {
	rows := make([]string, v.Form.Rows(list))
	for i := range rows {
		rows[i] = campaign.Row(list, i)
	}
	return rows
}
