package pages

import (
	"context"
	"html"
	"io"
	"net/url"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"tribune/shared/locale"
	"tribune/shared/site"
)

// written is the title in the languages in which the whole text is.
func (v CharterView) written() locale.Text {
	t := locale.Text{}
	for _, l := range v.Text.Languages() {
		t[l] = v.Text.Title[l]
	}
	return t
}

// named is the page's title.
func (v CharterView) named() string {
	if v.current() {
		return v.title()
	}
	return v.Page.Printer.T("charter.earlier.title", locale.Args{"Title": v.title(), "Version": v.Text.Version})
}

// pledges gives what stands below an article; nothing where nobody took it up.
func (v CharterView) pledges() func(article int) templ.Component {
	return func(article int) templ.Component {
		if all := v.Pledges[article]; len(all) > 0 {
			return commitments(v.Page.Printer, all)
		}
		return templ.ComponentFunc(func(context.Context, io.Writer) error { return nil })
	}
}

// passed is the sentence that goes with the address.
func (v CharterView) passed() string {
	return v.Page.Printer.T("charter.share.text", locale.Args{"Title": v.title()}) + "\n" + v.Page.Origin + v.own()
}

// escaped is a value of an address that is no form: a space is %20.
func escaped(s string) string { return url.PathEscape(s) }

func (v CharterView) byMail() templ.SafeURL {
	return templ.SafeURL("mailto:?subject=" + escaped(v.title()) + "&body=" + escaped(v.passed()))
}

func (v CharterView) byWhatsApp() templ.SafeURL {
	return templ.SafeURL("https://wa.me/?text=" + escaped(v.passed()))
}

// snippet is the HTML that shows the badge on another site.
func (v CharterView) snippet() string {
	origin := v.Page.Origin
	return `<a href="` + html.EscapeString(origin+v.address(site.CharterPage)) + `"><img src="` + html.EscapeString(origin+v.address(site.Badge)) +
		`" alt="` + html.EscapeString(v.title()) + `" width="` + strconv.Itoa(badgeWide) + `" height="` + strconv.Itoa(badgeHigh) + `"></a>`
}

type structuredCharter struct {
	Context     string            `json:"@context"`
	Type        string            `json:"@type"`
	Name        string            `json:"name"`
	Description string            `json:"description"`
	URL         string            `json:"url"`
	Languages   []string          `json:"inLanguage"`
	Version     int               `json:"version"`
	Published   string            `json:"datePublished"`
	Publisher   structuredName    `json:"publisher"`
	Signed      structuredCounter `json:"interactionStatistic"`
}

type structuredCounter struct {
	Type string `json:"@type"`
	Of   string `json:"interactionType"`
	N    int    `json:"userInteractionCount"`
}

// structured is the charter as the page tells it, in the words of schema.org.
func (v CharterView) structured() structuredCharter {
	s := structuredCharter{
		Context: vocabulary, Type: "DigitalDocument", Name: v.title(), Description: v.described(), URL: v.Page.Origin + v.own(),
		Version: v.Text.Version, Published: v.Text.Published.UTC().Format(time.RFC3339),
		Publisher: structuredName{Type: "Organization", Name: in(v.Page.Printer, v.Organisation.Name)},
		Signed:    structuredCounter{Type: "InteractionCounter", Of: vocabulary + "/EndorseAction", N: all(v.Count)},
	}
	for _, l := range v.Text.Languages() {
		s.Languages = append(s.Languages, l.Tag())
	}
	return s
}
