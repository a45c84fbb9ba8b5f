package layout

import (
	"context"
	"io"
	"strings"

	"github.com/a-h/templ"

	"tribune/shared/markdown"
)

// Spans shows what stands in a block. The style of its links is for mail, where
// there is no stylesheet; "" on pages. It is written by hand because a template
// puts spaces between elements, which words and their commas must not have.
func Spans(spans []markdown.Span, linkStyle string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		var b strings.Builder
		for _, s := range spans {
			text := strings.ReplaceAll(templ.EscapeString(s.Text), "\n", "<br>")
			if s.Emph {
				text = "<em>" + text + "</em>"
			}
			if s.Strong {
				text = "<strong>" + text + "</strong>"
			}
			if s.URL != "" {
				style := ""
				if linkStyle != "" {
					style = ` style="` + templ.EscapeString(linkStyle) + `"`
				}
				text = `<a href="` + templ.EscapeString(s.URL) + `"` + style + `>` + text + `</a>`
			}
			b.WriteString(text)
		}
		_, err := io.WriteString(w, b.String())
		return err
	})
}
