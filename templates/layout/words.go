package layout

import (
	"strings"

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
