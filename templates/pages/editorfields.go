package pages

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"tribune/shared/campaign"
	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/templates/layout"
)

// opening is the field of a row in which one begins to write; "" of a field that
// is none's.
var opening = map[string]string{
	"days": "date", "programme": "at", "slots": "title", "workshops": "title", "questions": "label", "options": "label", "notices": "days", "documents": "title",
	"partners": "name", "publications": "title", "articles": "title",
}

// focuses reports whether the page opens at a field: the first of the new row.
func (v EditorView) focuses(name string) bool {
	row, ok := strings.CutPrefix(v.Focus, Add)
	if !ok {
		return false
	}
	before, _, _ := cutLast(row)
	_, kind, _ := cutLast(before)
	return row+"-"+opening[kind] == name
}

// words is a text in every language that is written.
func (v EditorView) words(name string, rows int, optional bool) layout.Texts {
	t := layout.Texts{Name: name, Said: v.label(name), Problem: v.Problems.For(name), Optional: optional, Rows: rows}
	for i, l := range v.Langs {
		field := name + "-" + string(l)
		t.Tongues = append(t.Tongues, layout.Tongue{
			Lang: l, Value: v.Form[field], Problem: v.Problems.For(field), Other: v.other(field), Lacks: v.lacks(name, l), Focus: i == 0 && v.focuses(name),
		})
	}
	return t
}

// hinted is words with a hint.
func (v EditorView) hinted(name string, rows int, key string) layout.Texts {
	t := v.words(name, rows, true)
	t.Hint = v.Page.Printer.T(key)
	return t
}

// line is a field of one line, written from left to right.
func (v EditorView) line(name, hint string, optional bool) layout.Input {
	f := layout.Input{
		Name: name, Label: v.label(name), Value: v.Form[name], Problem: v.Problems.For(name), Dir: "ltr", Focus: v.focuses(name), Optional: optional,
	}
	if hint != "" {
		f.Hint = v.Page.Printer.T(hint)
	}
	return f
}

// small is a narrow line of some type; of numbers if none.
func (v EditorView) small(name, kind, hint string, optional bool) layout.Input {
	f := v.line(name, hint, optional)
	f.Narrow = true
	if kind == "" {
		f.Mode = "numeric"
	}
	return typed(f, kind)
}

// forms are how the types of field for times hold their values.
var forms = map[string]string{"date": time.DateOnly, "time": "15:04", "datetime-local": "2006-01-02T15:04"}

// typed is a field of a type. One whose value is no such time stays a field of
// text: a browser would not show what was typed.
func typed(f layout.Input, kind string) layout.Input {
	if _, err := time.Parse(forms[kind], f.Value); f.Value == "" || err == nil {
		f.Type = kind
	}
	return f
}

func (v EditorView) box(name string) layout.Check {
	return layout.Check{Name: name, Label: v.label(name), Problem: v.Problems.For(name), Checked: v.Form[name] != "", Optional: true}
}

// ticks are what boxes say where another's is told.
func (v EditorView) ticks() []layout.Option {
	return []layout.Option{{Value: campaign.Ticked, Said: v.Page.Printer.T("answer.yes")}, {Said: v.Page.Printer.T("answer.no")}}
}

// choice is that of one of some options; one of them always, unless it can be none.
func (v EditorView) choice(name string, one bool, options []layout.Option) layout.Select {
	return layout.Select{Name: name, Said: v.label(name), Value: v.Form[name], Problem: v.Problems.For(name), One: one, Options: options}
}

func (v EditorView) country() layout.Select { return v.countryOf("country") }

func (v EditorView) countryOf(name string) layout.Select {
	var options []layout.Option
	for _, c := range v.Page.Printer.Countries() {
		options = append(options, layout.Option{Value: c.Code, Said: c.Name})
	}
	return v.choice(name, false, options)
}

func (v EditorView) zone() layout.Select {
	zones := event.Zones()
	if z := v.Form["zone"]; z != "" && !slices.Contains(zones, z) {
		zones = append(zones, z)
	}
	var options []layout.Option
	for _, z := range zones {
		options = append(options, layout.Option{Value: z, Said: z})
	}
	s := v.choice("zone", false, options)
	s.None, s.Optional = v.Page.Printer.T("edit.zone.none"), true
	return s
}

// day is the choice of one of the event's days.
func (v EditorView) day(name string) layout.Select {
	var options []layout.Option
	for i, row := range v.rowsOf("days") {
		said := v.row(row)
		if d, err := time.Parse(time.DateOnly, v.Form[row+"-date"]); err == nil {
			said += " – " + d.Format("02/01")
		}
		options = append(options, layout.Option{Value: strconv.Itoa(i + 1), Said: said})
	}
	return v.choice(name, true, options)
}

// spans is how long a workshop lasts: its own slot, or up to one that follows.
func (v EditorView) spans(slot int, row string) layout.Select {
	var options []layout.Option
	for _, later := range v.rowsOf("slots")[slot+1:] {
		if id := v.Form[later+"-id"]; id != "" {
			title, _ := v.Form.Text(later + "-title").In(v.Page.Printer.Lang)
			options = append(options, layout.Option{Value: id, Said: cmp.Or(title, v.row(later))})
		}
	}
	s := v.choice(row+"-spans", false, options)
	s.None, s.Optional = v.Page.Printer.T("edit.spans.none"), true
	return s
}

func (v EditorView) kinds(name string) layout.Select {
	var options []layout.Option
	for _, k := range event.QuestionKinds {
		options = append(options, layout.Option{Value: string(k), Said: v.Page.Printer.T("question.kind." + string(k))})
	}
	return v.choice(name, true, options)
}

func (v EditorView) noticeKinds(name string) layout.Select {
	var options []layout.Option
	for _, k := range event.NoticeKinds {
		options = append(options, layout.Option{Value: string(k), Said: v.Page.Printer.T("message.kind." + string(k))})
	}
	return v.choice(name, true, options)
}

// conditions are the questions before one on whose answer it can depend.
func (v EditorView) conditions(n int, row string) layout.Select {
	var options []layout.Option
	for _, before := range v.rowsOf("questions")[:n] {
		switch event.QuestionKind(v.Form[before+"-kind"]) {
		case event.OneOf, event.SomeOf, event.Language, event.YesNo, event.Country:
			if id := v.Form[before+"-id"]; id != "" {
				options = append(options, layout.Option{Value: id, Said: v.says(before + "-label")})
			}
		}
	}
	s := v.choice(row+"-if-question", false, options)
	s.None, s.Optional = v.Page.Printer.T("edit.if.always"), true
	return s
}

func (v EditorView) says(name string) string {
	s, _ := v.Form.Text(name).In(v.Page.Printer.Lang)
	return s
}

// asked is the question before on whose answer one depends; "" if on none.
func (v EditorView) asked(row string) string {
	for _, before := range v.rowsOf("questions") {
		if id := v.Form[row+"-if-question"]; id != "" && v.Form[before+"-id"] == id {
			return before
		}
	}
	return ""
}

// answer is a box of one of the answers on which a question depends.
type answer struct {
	layout.Box
	value string
}

// answers are those to the question before; none where it asks for a country,
// which is written.
func (v EditorView) answers(row string) (all []answer) {
	before, list := v.asked(row), row+"-if-is"
	var ticked []string
	for i := range 50 {
		ticked = append(ticked, v.Form[campaign.Row(list, i)])
	}
	add := func(value, said string) {
		all = append(all, answer{layout.Box{Name: campaign.Row(list, len(all)), Said: said, Checked: slices.Contains(ticked, value)}, value})
	}
	if v.Form[before+"-kind"] == string(event.YesNo) {
		add(event.Yes, v.Page.Printer.T("answer.yes"))
		add(event.No, v.Page.Printer.T("answer.no"))
	}
	for _, o := range v.rowsOf(before + "-options") {
		if id := v.Form[o+"-id"]; id != "" {
			add(id, v.says(o+"-label"))
		}
	}
	return all
}

// countries is the field for the countries on which a question depends.
func (v EditorView) countries(row string) layout.Input {
	name := campaign.Row(row+"-if-is", 0)
	var all []string
	for i := range 50 {
		all = append(all, strings.Fields(v.Form[campaign.Row(row+"-if-is", i)])...)
	}
	return layout.Input{
		Name: name, Label: v.Page.Printer.T("edit.if.countries"), Hint: v.Page.Printer.T("edit.if.countries.hint"), Value: strings.Join(all, " "),
		Problem: cmp.Or(v.Problems.For(row+"-if-is"), v.Problems.For(name)), Dir: "ltr",
	}
}

// lacking is the name of a language that texts lack.
func (v EditorView) lacking(m missing) string {
	p := v.Page.Printer
	return p.N("edit.missing", len(m.fields), locale.Args{"Language": p.T("language." + string(m.lang))})
}

// adds is what the button says that adds a row to a list.
func (v EditorView) adds(list string) string {
	_, kind, _ := cutLast(list)
	return v.Page.Printer.T("edit.add." + kind)
}
