package pages_test

import (
	"strings"
	"testing"

	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/templates/layout"
	"tribune/templates/pages"
)

// Who reads what was written in other languages only is told in which.
func TestPagesSayWhichLanguagesATextLacks(t *testing.T) {
	both := announced(t, 0, event.Open)
	french := announced(t, 0, event.Open)
	only := locale.Text{locale.French: "Un"}
	french.Event.Title, french.Event.Summary, french.Event.Description = only, only, only
	c := &french.Organisation.Controller
	c.LegalBasis, c.Recipients, c.Retention, c.Transfers = only, only, only, only
	for _, c := range []struct {
		a     pages.Announcement
		l     locale.Lang
		event string // "" if nothing is said
		form  string
	}{
		{both, locale.French, "", ""},
		{both, locale.Arabic, "", ""},
		{both, locale.English, "This event is described in French and in Arabic only.", "This information exists in French and in Arabic only."},
		{french, locale.French, "", ""},
		{french, locale.Arabic, "تقديم هذا اللقاء متوفر بالفرنسية فقط.", "هذه المعلومات متوفرة بالفرنسية فقط."},
		{french, locale.English, "This event is described in French only.", "This information exists in French only."},
	} {
		p := locale.For(c.l)
		page := layout.Page{Printer: p, Origin: origin, Path: "/events/tanger"}
		shown := render(t, pages.Event(pages.EventView{Page: page, Announcement: c.a}))
		form := render(t, pages.RegisterForm(pages.RegisterView{Page: page, Announcement: c.a}))
		for key, want := range map[string]string{"event.only": c.event, "controller.only": c.form} {
			before, _, _ := strings.Cut(p.T(key, locale.Args{"Languages": "\n"}), "\n")
			where := map[string]string{"form": form}
			if key == "event.only" {
				where["event"] = shown
			}
			for page, says := range where {
				if said := strings.Contains(says, before); said != (want != "") || !strings.Contains(says, want) {
					t.Errorf("%s in %s: the %s says it: %t, want %q", key, c.l, page, said, want)
				}
			}
		}
	}
}

func TestEmptyListSaysWhy(t *testing.T) {
	p := locale.For(locale.French)
	all := everyPage(t, p)
	for name, key := range map[string]string{"console nobody": "attendees.empty", "console erased": "attendees.erased"} {
		if shown := words(parse(t, render(t, all[name]))); !strings.Contains(shown, p.T(key)) {
			t.Errorf("%s does not say %q", name, p.T(key))
		}
	}
}

// On a phone a row stands without its headings, so each cell says its own.
func TestCellsSayTheirColumn(t *testing.T) {
	for _, name := range []string{"console events", "console attendees"} {
		doc := parse(t, render(t, everyPage(t, locale.For(locale.Arabic))[name]))
		heads := elements(elements(doc, "thead")[0], "th")
		for _, row := range elements(elements(doc, "tbody")[0], "tr") {
			cells := elements(row, "td")
			if len(cells)+1 != len(heads) {
				t.Fatalf("%s: %d cells under %d headings", name, len(cells), len(heads))
			}
			for i, cell := range cells {
				if got, want := value(cell, "data-label"), words(heads[i+1]); got != want {
					t.Errorf("%s: a cell says %q under %q", name, got, want)
				}
			}
		}
	}
}
