package campaign

import (
	"reflect"
	"strconv"
	"strings"
	"time"

	"tribune/shared/event"
	"tribune/shared/locale"
)

// Form is an event as a page writes it: what stands in each of the page's fields,
// by the field's name. A name is a place in a file's event, slots[0].title.fr
// being slots-0-title-fr, so that what is wrong with a value is told at its field.
//
// There are rows that have no field yet, or whose values cannot be read: a form
// is what was typed. [Form.Event] says what it means.
type Form map[string]string

// Ticked is the value of a box that is.
const Ticked = "yes"

// The field of a day's number before the form was changed; empty of a new one.
const was = "-was"

// Field is the name of the field in which a form has what is wrong; "" if it is
// the event as a whole.
func (p Problem) Field() string {
	return strings.NewReplacer("[", "-", "]", "", ".", "-").Replace(p.Place)
}

// FormOf writes an event. The name under which one is published is not to be
// changed, and so is none of its fields.
func FormOf(e event.Event) Form {
	f := Form{}
	f.write("", reflect.ValueOf(written(e)), "")
	if e.State != event.Draft {
		delete(f, "slug")
	}
	for i := range e.Days {
		f[Row("days", i)+was] = strconv.Itoa(i + 1)
	}
	return f
}

// Event reads the form of an event that stands as base, zero in all that a form
// does not say if it is new. It gives everything that is wrong, one problem a
// field. An early code that is not typed again stays.
func (f Form) Event(base event.Event, today time.Time) (event.Event, Problems) {
	r := reader{today: today, places: map[string]place{}}
	var w fileEvent
	f.read(&r, "", reflect.ValueOf(&w).Elem(), "")
	if w.Registration == nil { // nobody would be asked, or written to
		w.Questions, w.Notices = nil, nil
	} else if w.Notices == nil {
		w.Notices = []fileNotice{}
	}
	if base.State != event.Draft {
		w.Slug = string(base.Slug)
	}
	e := r.content("", w, base.Ref)
	e.State, e.Project, e.SecretVersion = base.State, base.Project, base.SecretVersion
	e.Version, e.Updated, e.UpdatedBy = base.Version, base.Updated, base.UpdatedBy
	if e.EarlyCode == "" && e.Registers() && f["registration-early-code-none"] == "" {
		e.EarlyCode = base.EarlyCode
	}
	return e, f.shown(r.problems).once()
}

// shown are problems where a page can say them. An id is nobody's to write: a row
// that has none yet lacks the title that makes it, which is said; what is wrong
// with another is wrong with its row. The answers that a question depends on are
// told together.
func (f Form) shown(all Problems) (shown Problems) {
	for _, p := range all {
		if row, is := strings.CutSuffix(p.Place, ".id"); is {
			if f.value(p.Field()) == "" {
				continue
			}
			p.Place = row
		}
		if before, _, is := strings.Cut(p.Place, ".if.is["); is {
			p.Place = before + ".if.is"
		}
		shown = append(shown, p)
	}
	return shown
}

// once keeps the first problem of each field.
func (p Problems) once() (once Problems) {
	told := map[string]bool{}
	for _, one := range p {
		if !told[one.Field()] {
			once = append(once, one)
		}
		told[one.Field()] = true
	}
	return once
}

func inner(name, field string) string {
	if name == "" {
		return field
	}
	return name + "-" + field
}

// write fills the fields below a name from a value.
func (f Form) write(name string, v reflect.Value, how string) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if t := v.Type().Field(i).Tag; t.Get("form") != "-" {
				f.write(inner(name, t.Get("yaml")), v.Field(i), t.Get("form"))
			}
		}
	case reflect.Pointer:
		if v.IsNil() {
			return
		}
		if how == "switch" {
			f[name] = Ticked
		}
		f.write(name, v.Elem(), "")
	case reflect.Map:
		for l, s := range v.Seq2() {
			f[inner(name, l.String())] = s.String()
		}
	case reflect.Slice:
		if how == "until" && v.Len() > 0 {
			f[name] = v.Index(v.Len() - 1).String()
			return
		}
		for i := range v.Len() {
			f.write(Row(name, i), v.Index(i), "")
		}
	case reflect.Int:
		if v.Int() != 0 || how == "zero" {
			f[name] = strconv.FormatInt(v.Int(), 10)
		}
	case reflect.Bool:
		if v.Bool() {
			f[name] = Ticked
		}
	case reflect.String:
		if v.Len() > 0 {
			f[name] = page(v.String(), how)
		}
	}
}

// page is a value as a page's field has it: hours are a number, a moment has a
// T between its day and its hour.
func page(s, how string) string {
	if how == "hours" {
		return strings.TrimSuffix(s, "h0m0s")
	}
	if _, wrong := time.Parse(momentForm, s); wrong == nil {
		return strings.Replace(s, ", ", "T", 1)
	}
	return s
}

// read fills a value from the fields below a name.
func (f Form) read(r *reader, name string, v reflect.Value, how string) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if t := v.Type().Field(i).Tag; t.Get("form") != "-" {
				f.read(r, inner(name, t.Get("yaml")), v.Field(i), t.Get("form"))
			}
		}
	case reflect.Pointer:
		there := how == "switch" && f[name] != "" || how == "question" && f[inner(name, "question")] != "" || how == "" && f.any(name)
		if v.Type().Elem().Kind() != reflect.Struct || there {
			v.Set(reflect.New(v.Type().Elem()))
			f.read(r, name, v.Elem(), "")
		}
	case reflect.Map:
		v.Set(reflect.ValueOf(f.text(name)))
	case reflect.Slice:
		f.list(r, name, v, how)
	case reflect.Int:
		v.SetInt(int64(f.number(r, name)))
	case reflect.Bool:
		v.SetBool(f[name] != "")
	case reflect.String:
		s := f.value(name)
		if _, err := strconv.Atoi(s); how == "hours" && err == nil {
			s += "h"
		}
		v.SetString(s)
	}
}

// list reads the rows of a list. Of one of plain values some rows may be missing,
// for a box that is not ticked is not sent, and one may hold several, parted by
// spaces.
func (f Form) list(r *reader, name string, v reflect.Value, how string) {
	if how == "until" {
		v.Set(reflect.ValueOf(f.spans(name)))
		return
	}
	if v.Type().Elem().Kind() == reflect.String {
		v.Set(reflect.ValueOf(f.answers(name)))
		return
	}
	for i := range f.Rows(name) {
		one := reflect.New(v.Type().Elem()).Elem()
		f.read(r, Row(name, i), one, "")
		v.Set(reflect.Append(v, one))
	}
}

// answers are the values of such a list.
func (f Form) answers(name string) (all []string) {
	for i := range maxOptions {
		all = append(all, strings.Fields(strings.ReplaceAll(f[Row(name, i)], ",", " "))...)
	}
	return all
}

// spans are the ids of the slots that a workshop lasts through beside its own,
// up to the one that its field names.
func (f Form) spans(name string) (ids []string) {
	until := f[name]
	for i := index(name, "slots-") + 1; until != "" && i < f.Rows("slots"); i++ {
		ids = append(ids, f[Row("slots", i)+"-id"])
		if ids[len(ids)-1] == until {
			return ids
		}
	}
	return nil // it went with its row
}

// index is the number that follows a prefix of a name.
func index(name, prefix string) int {
	digits, _, _ := strings.Cut(strings.TrimPrefix(name, prefix), "-")
	n, _ := strconv.Atoi(digits)
	return n
}

func (f Form) number(r *reader, name string) int {
	s := f.value(name)
	n, err := strconv.Atoi(s)
	if err != nil && s != "" {
		r.problem(place(name), "written.whole")
	}
	return n
}

// text are the languages in which something is written.
func (f Form) text(name string) fileText {
	var t fileText
	for _, l := range locale.Languages {
		if s := f.value(inner(name, string(l))); s != "" {
			if t == nil {
				t = fileText{}
			}
			t[string(l)] = s
		}
	}
	return t
}

// value is what was typed, with the line ends of a file.
func (f Form) value(name string) string {
	return strings.TrimSpace(strings.ReplaceAll(f[name], "\r\n", "\n"))
}

// any reports whether something stands in a field below a name.
func (f Form) any(name string) bool {
	for field, s := range f {
		if strings.HasPrefix(field, name+"-") && strings.TrimSpace(s) != "" {
			return true
		}
	}
	return false
}
