package mail

import (
	"tribune/shared/locale"
	"tribune/shared/outbox"
)

// Signing is what a mail about a signature says of it.
type Signing struct {
	Charter locale.Text // its title
	Version int         // of its text
	Name    string      // of who signs …
	For     string      // … for this organisation; "" if for herself
}

// SignatureCode carries the code by which a signature is confirmed. Until it is
// typed nothing counts; the mail holds no link, so that no program that opens
// links can sign.
func SignatureCode(p locale.Printer, f Facts) Content {
	c := signing(p, f, "signature-code")
	c.Code = inHalves(f.Code)
	c.After = []string{p.T("mail.signature-code.after")}
	c.SmallPrint = []string{p.T("mail.signature-code.not-me"), sender(p, f)}
	return c
}

// Signed says that a signature counts.
func Signed(p locale.Printer, f Facts) Content {
	c := signing(p, f, "signed")
	c.Action = &Action{Label: p.T("mail.signed.action"), URL: f.Link}
	c.SmallPrint = []string{p.T("mail.private"), p.T("mail.signed.not-me"), sender(p, f)}
	return c
}

// Amended says that a charter has a new text, which is hers to sign or not.
func Amended(p locale.Printer, f Facts) Content {
	c := signing(p, f, "amended")
	c.Action = &Action{Label: p.T("mail.amended.action"), URL: f.Link}
	c.SmallPrint = []string{p.T("mail.private"), sender(p, f)}
	return c
}

// signing starts a mail about a signature. Its sentences are those of the
// catalogue below "mail." and kind. Like every subject it does not tell the theme.
func signing(p locale.Printer, f Facts, kind string) Content {
	organisation, _ := f.Organisation.Name.In(p.Lang)
	title, in := f.Signing.Charter.In(p.Lang)
	c := Content{
		Lang: p.Lang, From: outbox.OneLine(organisation), Subject: outbox.OneLine(p.T("mail."+kind+".subject", locale.Args{"Organisation": organisation})),
		Preview:    p.T("mail." + kind + ".preview"),
		Greeting:   p.T("mail.greeting", locale.Args{"Name": locale.Isolate(f.Signing.Name)}),
		Paragraphs: []string{p.T("mail." + kind + ".text")},
		Facts: []Fact{
			{Label: p.T("mail.charter"), Value: title, Lang: in},
			{Label: p.T("mail.charter.version"), Value: p.Number(f.Signing.Version), Lang: p.Lang},
		},
	}
	if f.Signing.For != "" {
		c.Facts = append(c.Facts, Fact{Label: p.T("mail.charter.for"), Value: f.Signing.For, Lang: p.Lang})
	}
	return c
}
