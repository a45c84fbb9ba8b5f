package browser_test

import (
	"encoding/json"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"

	"tribune/infra/local/specimens"
)

// letter is a mail as a mail program shows it.
type letter struct{ name, markup string }

// letters are a specimen of every mail in every language.
func letters(t *testing.T) []letter {
	t.Helper()
	var all []letter
	for _, s := range specimens.All() {
		markup, err := s.Content.HTML(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, letter{string(s.Content.Lang) + "-" + s.Name, markup})
	}
	return all
}

// axeMail runs every rule that is on by default, but those of what the mail
// program has around every mail: landmarks and the heading of the page.
const axeMail = `axe.run(document, {preload: false, resultTypes: ["violations"], rules: {
	"region": {enabled: false}, "landmark-one-main": {enabled: false}, "page-has-heading-one": {enabled: false}
}}).then(told)`

// lightName is the name of a mail that holds in light alone: a background stands
// without the colour of what is written on it.
const lightName = "fr-light-alone"

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
	all = append(all, letter{brokenName, string(broken)}, letter{lightName, strings.ReplaceAll(all[0].markup, ";color:#22262b;", ";")})
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
