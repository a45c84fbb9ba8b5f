package mailtest

import (
	"encoding/json"
	"strings"
	"testing"

	"tribune/shared/locale"
	"tribune/shared/outbox"
	"tribune/templates/mail"
)

const (
	origin = "https://tribune.example"
	room   = "https://salle.example/reunion?code=7"
)

// sound is a mail in which all that a mail may say is said.
func sound(t *testing.T, l locale.Lang) []byte {
	t.Helper()
	return Input(t, mail.Content{
		Lang: l, From: outbox.OneLine("Association Exemple"), Subject: outbox.OneLine("Journée d’étude : votre place"), Preview: "Un aperçu",
		Greeting: "Bonjour " + locale.Isolate("زينب") + ",", Paragraphs: []string{"Voici un code."}, Code: "0123\u00a04567",
		Facts:  []mail.Fact{{Label: "Où", Value: "Tanger", Lang: l}, {Label: "Adresse", Value: room, Lang: l, URL: true}},
		Action: &mail.Action{Label: "Ouvrir", URL: origin + "/fr/events/tanger"},
		After:  []string{"À bientôt."}, SmallPrint: []string{"Rien d’autre."},
	})
}

func TestASoundMailIsFit(t *testing.T) {
	for _, l := range locale.Languages {
		for _, complaint := range Complaints(sound(t, l), origin, room) {
			t.Errorf("%s: %s", l, complaint)
		}
	}
	if got := Complaints([]byte("{"), origin); len(got) != 1 {
		t.Errorf("of what is no mail: %q", got)
	}
}

// swap is a breach in the HTML.
func swap(was, is string) func(*letter) {
	return func(l *letter) { exchange(&l.Content.Simple.Body.Html.Data, was, is) }
}

func exchange(s *string, was, is string) {
	if !strings.Contains(*s, was) {
		panic("nothing to break: " + was)
	}
	*s = strings.Replace(*s, was, is, 1)
}

func headed(n int, value string) func(*letter) {
	return func(l *letter) { l.Content.Simple.Headers[n].Value = value }
}

func subject(s string) func(*letter) {
	return func(l *letter) {
		exchange(&l.Content.Simple.Body.Html.Data, l.Content.Simple.Subject.Data, s)
		l.Content.Simple.Subject.Data = s
	}
}

// breaches are mails that are broken each in its way, and what is complained of them.
var breaches = map[string]struct {
	broken func(*letter)
	about  string
}{
	"heavy":            {func(l *letter) { l.Content.Simple.Attachments = []struct{ RawContent []byte }{{make([]byte, 22_500)}} }, "it weighs"},
	"nobody":           {func(l *letter) { l.FromEmailAddress = "" }, "nobody sends it"},
	"nameless":         {func(l *letter) { l.FromEmailAddress = "a@exemple.org" }, "its envelope"},
	"turned name":      {func(l *letter) { l.FromEmailAddress = "=?utf-8?q?=E2=80=AEAbc?= <a@exemple.org>" }, "its envelope"},
	"broken subject":   {subject("Journée\nBcc: x"), "its envelope"},
	"turned subject":   {subject("Journée\u202ed’étude"), "its envelope"},
	"isolated subject": {subject("\u2068Journée\u2069"), "its envelope"},
	"long subject":     {subject(strings.Repeat("é", 79)), "79 characters"},
	"title":            {swap("<title>Journée", "<title>Une journée"), "its title"},
	"by hand":          {headed(0, "no"), "Auto-Submitted"},
	"other language":   {headed(1, "en"), "Content-Language"},
	"other entry":      {headed(2, "another"), "X-Entity-Ref-ID"},
	"header twice": {func(l *letter) {
		l.Content.Simple.Headers = append(l.Content.Simple.Headers, l.Content.Simple.Headers[0])
	}, "given twice"},
	"broken header":     {func(l *letter) { l.Content.Simple.Headers[0].Name, l.Content.Simple.Headers[0].Value = "X", "a\r\nb" }, "breaks the line"},
	"untagged":          {func(l *letter) { l.EmailTags = nil }, "its tags"},
	"no text":           {func(l *letter) { l.Content.Simple.Body.Text.Data = "" }, "a part is empty"},
	"no HTML":           {func(l *letter) { l.Content.Simple.Body.Html.Data = "" }, "a part is empty"},
	"less in the HTML":  {swap("Voici un code.", ""), `the text says "Voici`},
	"less in the text":  {func(l *letter) { exchange(&l.Content.Simple.Body.Text.Data, "À bientôt.", "") }, `the HTML says "À bientôt`},
	"another code":      {swap("0123", "0124"), "the HTML says"},
	"another address":   {swap("/fr/events/tanger", "/fr/events/paris"), "the HTML says"},
	"hidden":            {swap("À bientôt.", `<span style="display:none">À bientôt.</span>`), `the text says "À`},
	"picture":           {swap("<p ", `<img alt=""><p `), "it holds <img>"},
	"style sheet":       {swap("<title>", "<style></style><title>"), "it holds <style>"},
	"script":            {swap("<title>", "<script></script><title>"), "it holds <script>"},
	"form":              {swap("<p ", "<form></form><p "), "it holds <form>"},
	"loaded attribute":  {swap("<td ", `<td background="//x.example/a.png" `), "<td> has background"},
	"loaded style":      {swap(`style="`, `style="background-image:url(//x.example/a.png);`), "calls something"},
	"run":               {swap("<p ", `<p onclick="x" `), "<p> has onclick"},
	"no language":       {swap(`<html lang="fr"`, "<html"), "it is in"},
	"no direction":      {swap(`<html lang="fr" dir="ltr"`, `<html lang="fr"`), "it is in"},
	"table's language":  {swap(`<table role="presentation" lang="fr"`, `<table role="presentation"`), "a table is in"},
	"table's direction": {swap(`<table role="presentation" lang="fr" dir="ltr"`, `<table role="presentation" lang="fr" dir="rtl"`), "a table is in"},
	"table of data":     {swap(`<table role="presentation"`, "<table"), "read out as one of data"},
	"one scheme":        {swap(`content="light dark"`, `content="light"`), "colour schemes"},
	"relative link":     {swap(`href="`+origin, `href="`), "leads astray"},
	"foreign link":      {swap(`href="`+room, `href="https://ailleurs.example/`), "leads astray"},
	"alike":             {swap(`href="`+origin, `href="`+origin+".ailleurs.example"), "leads astray"},
	"no address":        {swap(`href="`+origin+`/fr`, `href="https://tribune.example:x`), "leads astray"},
	"token in query":    {swap("/fr/events/tanger", "/fr/events/tanger?token=x"), "more than a path"},
	"fragment":          {swap("/fr/events/tanger", "/fr/events/tanger#x"), "more than a path"},
	"pale":              {swap(`<p style="`, `<p style="color:#999999;`), "has a contrast of 2.85"},
	"pale in a name":    {swap("<bdi>", `<bdi style="color:#808080">`), "has a contrast of 3.95"},
	"scheme's colour": {func(l *letter) {
		l.Content.Simple.Body.Html.Data = strings.ReplaceAll(l.Content.Simple.Body.Html.Data, ";color:", ";")
	}, `"" on "#ffffff" has`},
	"link's colour": {swap(`style="color:#`, `style="x:#`), `"" on "#f6f2ea" has`},
	"scheme's ground": {func(l *letter) {
		l.Content.Simple.Body.Html.Data = strings.ReplaceAll(l.Content.Simple.Body.Html.Data, "background-color:", "x:")
	}, `on "" has`},
	"colour by name": {swap(`<p style="`, `<p style="background-color:white;`), "has a contrast of 0.00"},
}

func TestEveryCheckRefuses(t *testing.T) {
	for name, c := range breaches {
		t.Run(name, func(t *testing.T) {
			var l letter
			if err := json.Unmarshal(sound(t, locale.French), &l); err != nil {
				t.Fatal(err)
			}
			c.broken(&l)
			if got := strings.Join(l.complaints(origin, room), "\n"); !strings.Contains(got, c.about) {
				t.Errorf("complaints %q, want one of %q", got, c.about)
			}
		})
	}
}

// The ratios that WCAG's own examples give.
func TestContrast(t *testing.T) {
	for _, c := range []struct {
		ink
		low, high float64
	}{
		{ink{"#000000", "#ffffff"}, 21, 21},
		{ink{"#ffffff", "#000000"}, 21, 21},
		{ink{"#777777", "#ffffff"}, 4.47, 4.48},
		{ink{"#767676", "#ffffff"}, 4.54, 4.55},
		{ink{"#fff", "#000000"}, 0, 0},
		{ink{"rgb(0,0,0)", "#ffffff"}, 0, 0},
	} {
		if got := c.contrast(); got < c.low || got > c.high {
			t.Errorf("%s on %s: %v", c.text, c.ground, got)
		}
	}
}
