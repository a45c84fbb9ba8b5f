package mail

import (
	"strings"

	"tribune/shared/charter"
	"tribune/shared/locale"
	"tribune/shared/markdown"
	"tribune/shared/outbox"
)

// Signing is what a mail about a signature says of it.
type Signing struct {
	Signature charter.Signature
	Text      charter.Charter      // which is or was signed
	Later     charter.Charter      // Amended: the text that is signed now
	News      charter.Announcement // CharterNews
}

// SignatureCode carries the code by which a signature is confirmed. Until it is
// typed nothing counts; the mail holds no link, so that no program that opens
// links can sign.
//
// It says nothing that was typed: until then anybody may have typed it, with any
// address.
func SignatureCode(p locale.Printer, f Facts) Content {
	f.Signing.Signature.Party = charter.Party{}
	c := signing(p, f, "signature-code")
	c.Greeting = p.T("mail.greeting.plain")
	c.Code = inHalves(f.Code)
	c.After = []string{p.T("mail.signature-code.after")}
	c.SmallPrint = []string{p.T("mail.signature-code.not-me"), sender(p, f)}
	return c
}

// Signed says that a signature counts, and where it is taken back by somebody who
// did not give it.
func Signed(p locale.Printer, f Facts) Content {
	c := signing(p, f, "signed")
	c.Action = &Action{Label: p.T("mail.signed.action"), URL: f.Link}
	c.SmallPrint = []string{p.T("mail.private"), sender(p, f)}
	c.Disown = &Action{Label: p.T("mail.signed.not-me"), URL: f.Disown}
	return c
}

// SignedAlready tells somebody with whose address it was asked to sign again that
// she has signed, and since when.
func SignedAlready(p locale.Printer, f Facts) Content {
	c := signing(p, f, "signed-already")
	c.Facts = append(c.Facts, Fact{Label: p.T("mail.signed-already.since"), Value: p.Date(f.Signing.Signature.At), Lang: p.Lang})
	c.Action = &Action{Label: p.T("mail.signed.action"), URL: f.Link}
	c.SmallPrint = []string{p.T("mail.private"), sender(p, f)}
	return c
}

// SignedLink sends the private link of a signature again.
func SignedLink(p locale.Printer, f Facts) Content {
	c := signing(p, f, "signed-link")
	c.Action = &Action{Label: p.T("mail.signed.action"), URL: f.Link}
	c.SmallPrint = []string{p.T("mail.private"), sender(p, f)}
	return c
}

// Amended says that a charter has a new text, which is hers to sign or not, and
// what is other in it.
func Amended(p locale.Printer, f Facts) Content {
	c := signing(p, f, "amended")
	later := f.Signing.Later
	c.Facts = append(charterFacts(p, later), difference(p, f.Signing.Text, later)...)
	c.Action = &Action{Label: p.T("mail.amended.action"), URL: f.Link}
	c.SmallPrint = []string{p.T("mail.private"), sender(p, f)}
	return declinable(p, f, c, "mail.charter-news.decline")
}

// CharterNews is what an organiser writes to signatories who want news of a
// charter, below a subject of hers.
func CharterNews(p locale.Printer, f Facts) Content {
	c := toSignatory(p, f)
	subject, _ := f.Signing.News.Subject.In(p.Lang)
	words, in := f.Signing.News.Body.In(p.Lang)
	c.Subject, c.Preview = outbox.OneLine(subject), p.T("mail.charter-news.preview")
	c.Body, c.BodyLang = markdown.Parse(words), in
	c.Action = &Action{Label: p.T("mail.signed.action"), URL: f.Link}
	c.SmallPrint = []string{p.T("mail.private"), p.T("mail.charter-news.why"), sender(p, f)}
	return declinable(p, f, c, "mail.charter-news.decline")
}

// signing starts a mail about a signature. Its sentences are those of the
// catalogue below "mail." and kind. Like every subject it does not tell the theme.
func signing(p locale.Printer, f Facts, kind string) Content {
	c := toSignatory(p, f)
	organisation, _ := f.Organisation.Name.In(p.Lang)
	c.Subject = outbox.OneLine(p.T("mail."+kind+".subject", locale.Args{"Organisation": organisation}))
	c.Preview = p.T("mail." + kind + ".preview")
	c.Paragraphs = []string{p.T("mail." + kind + ".text")}
	return c
}

// toSignatory starts a mail to who signs or signed: from whom, to whom, which text.
func toSignatory(p locale.Printer, f Facts) Content {
	organisation, _ := f.Organisation.Name.In(p.Lang)
	s := f.Signing.Signature
	c := Content{
		Lang: p.Lang, From: outbox.OneLine(organisation),
		Greeting: p.T("mail.greeting", locale.Args{"Name": locale.Isolate(s.Given.String())}),
		Facts:    charterFacts(p, f.Signing.Text),
	}
	if !s.Party.IsZero() {
		c.Facts = append(c.Facts, Fact{Label: p.T("mail.charter.for"), Value: s.Party.Name, Lang: p.Lang})
	}
	return c
}

func charterFacts(p locale.Printer, text charter.Charter) []Fact {
	title, in := text.Title.In(p.Lang)
	return []Fact{
		{Label: p.T("mail.charter"), Value: title, Lang: in},
		{Label: p.T("mail.charter.version"), Value: p.Number(text.Version), Lang: p.Lang},
	}
}

// How much of a difference a mail tells: the page to which it leads shows it whole.
const (
	mostChanges = 12
	mostOfTitle = 120 // characters
)

// difference names what a later text says otherwise: of each article its number
// and its title, or how it begins.
func difference(p locale.Printer, earlier, later charter.Charter) (facts []Fact) {
	l, ok := common(p.Lang, earlier, later)
	if !ok {
		return nil
	}
	d := charter.Compare(earlier, later, l)
	if d.Title {
		facts = append(facts, Fact{Label: p.T("mail.amended.title"), Value: brief(later.Title[l]), Lang: l})
	}
	if d.Preamble {
		facts = append(facts, Fact{Label: p.T("mail.amended.preamble"), Value: brief(later.Preamble[l]), Lang: l})
	}
	for i, c := range d.Articles {
		if i == mostChanges {
			rest := len(d.Articles) - mostChanges
			return append(facts, Fact{Label: p.T("mail.amended.more"), Value: p.N("mail.amended.articles", rest), Lang: p.Lang})
		}
		facts = append(facts, article(p, earlier, later, c, l))
	}
	return facts
}

// article says what became of one.
func article(p locale.Printer, earlier, later charter.Charter, c charter.Change, l locale.Lang) Fact {
	is := func(key string, text charter.Charter, n int) Fact {
		a := text.Articles[n-1]
		name := a.Title[l]
		if name == "" {
			name = a.Text[l]
		}
		return Fact{Label: p.T(key, locale.Args{"Number": p.Number(n)}), Value: brief(name), Lang: l}
	}
	switch {
	case c.Before == 0:
		return is("mail.amended.new", later, c.Now)
	case c.Now == 0:
		return is("mail.amended.gone", earlier, c.Before)
	}
	return is("mail.amended.changed", later, c.Now)
}

// common is a language in which both texts are written, the reader's if it is one.
func common(reads locale.Lang, earlier, later charter.Charter) (locale.Lang, bool) {
	for _, l := range append([]locale.Lang{reads}, locale.Languages...) {
		if _, was := earlier.Text(l); was {
			if _, is := later.Text(l); is {
				return l, true
			}
		}
	}
	return "", false
}

// brief is the beginning of a text of several lines, on one.
func brief(s string) string {
	words := strings.Join(strings.Fields(s), " ")
	if r := []rune(words); len(r) > mostOfTitle {
		return strings.TrimSpace(string(r[:mostOfTitle])) + "…"
	}
	return words
}
