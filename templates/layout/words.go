package layout

import (
	"strings"

	"github.com/a-h/templ"

	"tribune/shared/locale"
)

// paragraphs takes a text apart at its empty lines, each part in the language
// that the whole is shown in.
func paragraphs(p locale.Printer, t locale.Text) []locale.Text {
	text, in := t.In(p.Lang)
	var parts []locale.Text
	for _, s := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		if s = strings.TrimSpace(s); s != "" {
			parts = append(parts, locale.Text{in: s})
		}
	}
	return parts
}

// elsewhere names the languages of the first text that the printer's language
// lacks; "" if it lacks none.
func elsewhere(p locale.Printer, texts []locale.Text) string {
	for _, t := range texts {
		if !t.Has() || t[p.Lang] != "" {
			continue
		}
		var names []string
		for _, l := range t.Languages() {
			names = append(names, p.T("language."+string(l)))
		}
		return p.List(names)
	}
	return ""
}

// Marked gives a block of text the language that it is shown in and the
// direction in which that is written, where the language is not the page's. A
// whole paragraph then begins on its own side; [Words] leaves the line on the
// page's.
func Marked(p locale.Printer, t locale.Text) templ.Attributes {
	_, in := t.In(p.Lang)
	if in == p.Lang {
		return nil
	}
	return templ.Attributes{"lang": in.Tag(), "dir": in.Dir()}
}

// plain is a text without its mark, for a block that bears it.
func plain(p locale.Printer, t locale.Text) string {
	text, _ := t.In(p.Lang)
	return text
}
