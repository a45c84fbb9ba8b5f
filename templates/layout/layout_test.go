package layout_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"tribune/shared/locale"
	"tribune/shared/site"
	"tribune/shared/web"
	"tribune/templates/layout"
)

func render(t *testing.T, c templ.Component) string {
	t.Helper()
	var b strings.Builder
	if err := c.Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestAddress(t *testing.T) {
	for _, c := range []struct {
		key    string
		values []string
		want   string
	}{
		{site.Home, nil, "/ar"},
		{site.EventPage, []string{"tanger"}, "/ar/events/tanger"},
		{site.Cancel, []string{"tanger", "k"}, "/ar/events/tanger/registrations/k/cancel"},
		{site.EventPage, []string{"../a?b#c"}, "/ar/events/..%2Fa%3Fb%23c"},
	} {
		if got := layout.Address(c.key, locale.Arabic, c.values...); got != c.want {
			t.Errorf("%s: %q, want %q", c.key, got, c.want)
		}
	}
	for _, r := range site.Routes {
		if got := layout.Address(r.Key, locale.French, "a", "b", "c"); strings.ContainsAny(got, "{}") || !strings.HasPrefix(got, "/") {
			t.Errorf("%s is %q", r.Key, got)
		}
	}
}

// A text in another language than the page's says in which.
func TestWordsSayTheirLanguage(t *testing.T) {
	text := locale.Text{locale.French: "Bonjour <b>"}
	if got := render(t, layout.Words(locale.For(locale.French), text)); got != "Bonjour &lt;b&gt;" {
		t.Errorf("in its own language: %q", got)
	}
	want := `<span lang="fr" dir="ltr">Bonjour &lt;b&gt;</span>`
	if got := render(t, layout.Words(locale.For(locale.Arabic), text)); got != want {
		t.Errorf("in another: %q, want %q", got, want)
	}
}

// A name within a sentence says its language where it is another.
func TestSentenceSaysTheLanguageOfItsNames(t *testing.T) {
	name := locale.Text{locale.French: "Maison \U000E0001\U000E0065"}
	want := map[locale.Lang]string{
		locale.French: "a <bdi>Maison \U000E0065</bdi> b",
		locale.Arabic: `a <bdi lang="fr" dir="ltr">Maison ` + "\U000E0065</bdi> b",
	}
	for l, want := range want {
		if got := render(t, layout.Sentence("a "+locale.IsolateText(name, l)+" b")); got != want {
			t.Errorf("in %s: %q, want %q", l, got, want)
		}
	}
	if got := locale.IsolateText(nil, locale.French); got != "" {
		t.Errorf("no name is %q", got)
	}
}

func TestParagraphs(t *testing.T) {
	text := locale.Text{locale.French: "\r\n\r\nUn\r\nseul.\r\n\r\n\r\n\r\nDeux.\n\n \n\n"}
	got := render(t, layout.Paragraphs(locale.For(locale.French), text))
	if want := "<p>Un\nseul.</p><p>Deux.</p>"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := render(t, layout.Paragraphs(locale.For(locale.French), nil)); got != "" {
		t.Errorf("nothing is %q", got)
	}
}

func TestSentenceIsolatesNames(t *testing.T) {
	got := render(t, layout.Sentence("Bonjour "+locale.Isolate("<i>")+", merci"))
	if want := "Bonjour <bdi>&lt;i&gt;</bdi>, merci"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestTitle(t *testing.T) {
	page := layout.Page{Printer: locale.For(locale.French)}
	wrong := web.Problems{{Text: "x"}}
	for _, c := range []struct {
		page layout.Page
		want string
	}{
		{page, "Tribune – journées d’étude, ateliers et restitutions"},
		{page.Named("Page"), "Page – Tribune"},
		{page.Named("Page").Named("Autre"), "Page – Tribune"},
		{page.Named("Page").Failing(wrong), "Erreur\u00a0: Page – Tribune"},
		{page.Named("Page").Failing(nil), "Page – Tribune"},
	} {
		got := regexp.MustCompile(`<title>(.*)</title>`).FindStringSubmatch(render(t, layout.Frame(c.page)))
		if len(got) != 2 || got[1] != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// The console's way out is a POST: no link signs anybody out.
func TestSigningOutIsAPost(t *testing.T) {
	page := layout.Page{Printer: locale.For(locale.English)}
	form := `<form method="post" action="/en/organisers/sign-out">`
	if strings.Contains(render(t, layout.Frame(page)), form) {
		t.Error("who is not signed in can sign out")
	}
	page.SignedIn = locale.Text{locale.French: "Association"}
	signedIn := render(t, layout.Frame(page))
	if !strings.Contains(signedIn, form) || strings.Contains(signedIn, `href="/en/organisers/sign-out"`) {
		t.Error("signing out is not a POST alone")
	}
}

func TestFieldKeepsWhatWasTyped(t *testing.T) {
	p := locale.For(locale.French)
	got := render(t, layout.Field(p, layout.Input{
		Name: "given", Label: "Prénom", Hint: "aide", Value: `"><x`, Problem: "Indiquez", Complete: "given-name", Optional: true,
	}))
	for _, want := range []string{
		`<label for="given">`, `id="given"`, `value="&#34;&gt;&lt;x"`, `aria-invalid="true"`, `dir="auto"`, `(facultatif)`,
		`aria-describedby="given-hint given-problem"`, `id="given-hint"`, `id="given-problem"`, `autocomplete="given-name"`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("lacks %s: %s", want, got)
		}
	}
	if strings.Contains(got, "required") {
		t.Error("what is optional is required")
	}
}
