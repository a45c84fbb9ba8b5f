package control

import (
	"errors"
	"html"
	"net/http"
	"strings"
	"testing"
)

func TestSpecimensAreShown(t *testing.T) {
	d := newDesk(t)
	if _, body := d.ask(t, "GET", "/", "", accept("text/html")); !strings.Contains(body, `href="/mails"`) {
		t.Error("the page does not lead to the mails")
	}
	d.specimens = []Specimen{
		{Name: "confirmed", Lang: "fr", Dir: "ltr", From: "L’<b>association</b>", Subject: "C’est noté", Preview: "Un mot & un autre", HTML: "<p>Bonjour</p>", Text: "Bonjour <Zineb>\n"},
		{Name: "confirmed", Lang: "ar", Dir: "rtl", From: "جمعية", Subject: "تم", Preview: "كلمة", HTML: "<p>تحية</p>", Text: "تحية\n"},
	}
	resp, list := d.ask(t, "GET", "/mails", "", nil)
	if resp.StatusCode != http.StatusOK || !strings.HasPrefix(resp.Header.Get("Content-Type"), "text/html") {
		t.Errorf("%s %v", resp.Status, resp.Header)
	}
	for _, s := range d.specimens {
		at := "/mails/" + s.Name + "/" + s.Lang
		if !strings.Contains(list, `href="`+at+`"`) || !strings.Contains(list, s.Subject) {
			t.Errorf("the list lacks %s: %s", at, list)
		}
		resp, shown := d.ask(t, "GET", at, "", nil)
		if resp.StatusCode != http.StatusOK || !strings.Contains(resp.Header.Get("Content-Security-Policy"), "frame-src 'self';") {
			t.Errorf("%s: %s %v", at, resp.Status, resp.Header)
		}
		for _, want := range []string{s.From, s.Subject, s.Preview, s.Text} {
			if !strings.Contains(shown, html.EscapeString(want)) {
				t.Errorf("%s lacks %q", at, want)
			}
		}
		if !strings.Contains(shown, `<iframe sandbox src="`+at+`/html"`) || strings.Contains(shown, "<b>association</b>") {
			t.Errorf("%s shows no frame, or what is written as markup: %s", at, shown)
		}
		resp, framed := d.ask(t, "GET", at+"/html", "", nil)
		policy := resp.Header.Get("Content-Security-Policy")
		if framed != s.HTML || !strings.HasPrefix(resp.Header.Get("Content-Type"), "text/html") {
			t.Errorf("%s in its frame is %s", at, framed)
		}
		if !strings.HasPrefix(policy, "default-src 'none'; style-src-attr 'unsafe-inline';") || !strings.HasSuffix(policy, "; sandbox") {
			t.Errorf("%s may do %s", at, policy)
		}
	}
}

func TestSpecimensThatAreNotThere(t *testing.T) {
	d := newDesk(t)
	d.specimens = []Specimen{{Name: "confirmed", Lang: "fr"}}
	for _, path := range []string{"/mails/confirmed/ar", "/mails/nothing/fr", "/mails/confirmed", "/mails/nothing/fr/html", "/mails/confirmed/fr/text"} {
		if resp, body := d.ask(t, "GET", path, "", nil); resp.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %s %s", path, resp.Status, body)
		}
	}
	d.fails = errors.New("no such sentence")
	for _, path := range []string{"/mails", "/mails/confirmed/fr", "/mails/confirmed/fr/html"} {
		if resp, body := d.ask(t, "GET", path, "", nil); resp.StatusCode != http.StatusInternalServerError || !strings.Contains(body, "no such sentence") {
			t.Errorf("%s: %s %s", path, resp.Status, body)
		}
	}
}
