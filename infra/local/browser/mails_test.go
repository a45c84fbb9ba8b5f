package browser_test

import (
	"encoding/json"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"

	"tribune/infra/local/specimens"
	"tribune/shared/locale"
	"tribune/shared/outbox"
	"tribune/templates/mail"
)

// letter is a mail as a mail program shows it.
type letter struct{ name, markup string }

// letters are a specimen of every mail in every language, and one in which
// people wrote words as long as a name may be.
func letters(t *testing.T) []letter {
	t.Helper()
	var all []letter
	write := func(name string, c mail.Content) {
		markup, err := c.HTML(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, letter{string(c.Lang) + "-" + name, markup})
	}
	for _, s := range specimens.All() {
		write(s.Name, s.Content)
	}
	word := strings.Repeat("m", 80)
	write("long-words", mail.Content{
		Lang: locale.French, Subject: outbox.OneLine(word), Preview: word, Greeting: word, Paragraphs: []string{word},
		Facts:  []mail.Fact{{Label: word, Value: word, Lang: locale.French}, {Label: word, Value: "https://" + word, Lang: locale.French, URL: true}},
		Action: &mail.Action{Label: word, URL: specimens.Origin}, After: []string{word}, SmallPrint: []string{word},
	})
	return all
}

// axeMail runs every rule that is on by default, but those of what the mail
// program has around every mail: landmarks and the heading of the page.
const axeMail = `axe.run(document, {preload: false, resultTypes: ["violations"], rules: {
	"region": {enabled: false}, "landmark-one-main": {enabled: false}, "page-has-heading-one": {enabled: false}
}}).then(told)`

// lightAlone can be read in light alone: a background stands without the colour
// of what is written on it. The background is not quite white: of white on white
// axe is not sure.
const (
	lightName  = "fr-light-alone"
	lightAlone = `<!doctype html><html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>Clair</title></head><body><p style="background-color:#f6f2ea">En clair</p></body></html>`
)

// write shows markup in place of what the tab shows, which keeps axe where it is.
func (b *tab) write(markup string) {
	b.t.Helper()
	quoted, err := json.Marshal(markup)
	if err != nil {
		b.t.Fatal(err)
	}
	b.forget()
	eval[any](b, "document.open(); document.write("+string(quoted)+"); document.close()")
}

// Every mail on a phone, in light and in dark, as a browser and axe see it. It
// comes from no server: whatever it asks for, it asks a stranger.
func TestMails(t *testing.T) {
	t.Parallel()
	broken, err := os.ReadFile("testdata/broken.html")
	if err != nil {
		t.Fatal(err)
	}
	all := letters(t)
	all = append(all, letter{brokenName, string(broken)}, letter{lightName, lightAlone})
	var mu sync.Mutex
	inTabs(t, all, func(b *tab, m letter) {
		found := complaints{}
		b.do(chromedp.EmulateViewport(360, 740), media{scheme: "light"}.show())
		b.write(m.markup)
		found["axe"] = eval[[]string](b, axeMail)
		found["phone"] = eval[[]string](b, beyond)
		b.do(media{scheme: "dark"}.show())
		found["contrast in dark"] = eval[[]string](b, axeContrast)
		found["requests"] = b.requests()
		mu.Lock()
		defer mu.Unlock()
		switch m.name {
		case brokenName:
			wantRefused(t, found, "axe", "phone", "contrast in dark", "requests")
		case lightName:
			wantRefused(t, found, "contrast in dark")
			delete(found, "contrast in dark")
			wantNothing(t, m.name, found)
		default:
			wantNothing(t, m.name, found)
		}
	})
}
