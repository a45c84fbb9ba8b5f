package pages

import (
	"strconv"
	"time"

	"tribune/shared/charter"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/paper"
	"tribune/shared/site"
	"tribune/shared/web"
	"tribune/templates/layout"
)

// SignatureView is what stands behind the private link of a signature.
type SignatureView struct {
	Page         layout.Page
	Call         charter.Call
	Organisation organisation.Organisation // that calls for the charter
	Text         charter.Charter           // that was signed
	Signature    charter.Signature
	Link         string // the last segment of its address
	Later        string // that of her signature under the text of now, if she signed it too
	Now          time.Time
	Problems     web.Problems // with the form on its page
}

// The values of [FieldDisplay], where it is a button.
const (
	Show = "show"
	Hide = "hide"
)

// Private is the address of a route behind the link.
func (v SignatureView) Private(key string) string {
	return layout.Address(key, v.Page.Printer.Lang, v.Call.Slug, strconv.Itoa(v.Signature.Version), v.Link)
}

// of is the address of a page about the charter.
func (v SignatureView) of(key string) string {
	return layout.Address(key, v.Page.Printer.Lang, v.Call.Slug)
}

// party reports whether an organisation signed.
func (v SignatureView) party() bool { return !v.Signature.Party.IsZero() }

// pending reports whether the book has still to take up what was last done.
func (v SignatureView) pending() bool {
	return v.Signature.State == charter.Confirmed || v.Signature.State == charter.Counted && !v.Signature.Logged()
}

// state is how it stands, as the catalogue names it.
func (v SignatureView) state() string {
	if v.pending() {
		return string(charter.Confirmed)
	}
	return string(v.Signature.State)
}

func (v SignatureView) tone() layout.Tone {
	switch v.Signature.State {
	case charter.Confirmed, charter.Counted:
		return layout.Good
	case charter.Aside:
		return layout.Warn
	case charter.Invalidated:
		return layout.Bad
	}
	return layout.Plain
}

func (v SignatureView) stands() string { return v.Page.Printer.T("signature." + v.state() + ".title") }

// says is what she should know of how it stands.
func (v SignatureView) says() string {
	p := v.Page.Printer
	return p.T("signature."+v.state()+".text", locale.Args{
		"N":            locale.Isolate(strconv.FormatInt(v.Signature.Booked.Leaf, 10)),
		"Organisation": locale.IsolateText(v.Organisation.Name, p.Lang),
	})
}

// wall says whether the public page names the signature, and why not.
func (v SignatureView) wall() string {
	p, s := v.Page.Printer, v.Signature
	name := locale.Args{"Name": locale.Isolate(s.Name()), "Representative": locale.Isolate(s.Representative())}
	switch {
	case s.State == charter.Aside:
		return p.T("signature.wall.aside")
	case s.Review == charter.KeptOff:
		return p.T("signature.wall.kept-off")
	case !v.party() && !s.Display:
		return p.T("signature.wall.counted")
	case v.party() && v.Call.Reviewed && s.Review != charter.Shown:
		return p.T("signature.wall.unseen")
	case !s.Booked.Wall:
		return p.T("signature.wall.soon", name)
	case v.party() && s.Display:
		return p.T("signature.wall.both", name)
	}
	return p.T("signature.wall.named", name)
}

// shows is the button by which her name is shown or hidden, and what it does.
func (v SignatureView) shows() (value, button, text string) {
	p, value := v.Page.Printer, Show
	if v.Signature.Display {
		value = Hide
	}
	key := "signature.display." + value
	if v.party() {
		return value, p.T(key + ".beside"), p.T("signature.display.beside.text")
	}
	return value, p.T(key), p.T("signature.display.text")
}

// sure is the box without which her name is not shown.
func (v SignatureView) sure() layout.Check {
	p := v.Page.Printer
	says := p.T("signature.display.sure")
	if v.party() {
		says = p.T("signature.display.sure.beside")
	}
	return layout.Check{Name: FieldSure, Label: says, Problem: v.Problems.For(FieldSure)}
}

func (v SignatureView) showsValue() string  { value, _, _ := v.shows(); return value }
func (v SignatureView) showsButton() string { _, button, _ := v.shows(); return button }
func (v SignatureView) showsText() string   { _, _, text := v.shows(); return text }

// Moment is a time of the day, where nobody's clock is nearer than another's.
func (v SignatureView) Moment(at time.Time) string {
	p := v.Page.Printer
	at = at.UTC()
	return p.T("mail.moment", locale.Args{"Date": p.Date(at), "Time": p.Time(at), "Zone": p.Zone(at)})
}

// Certified is who signed, for whom, and what.
func (v SignatureView) Certified() []paper.Fact {
	p, s := v.Page.Printer, v.Signature
	var all []paper.Fact
	add := func(key, text string) {
		if text != "" {
			all = append(all, paper.Fact{Name: p.T("certificate." + key), Text: text})
		}
	}
	add("who", s.Representative())
	add("function", s.Function)
	if v.party() {
		add("party", s.Party.Name)
		add("what", p.T("charter.kind."+string(s.Party.Kind))+" · "+p.Country(s.Party.Country))
		add("mandate", p.T("charter.mandate."+string(s.Mandate)))
	} else {
		add("country", p.Country(s.Country))
	}
	if !s.At.IsZero() {
		add("at", v.Moment(s.At))
	}
	add("version", p.T("certificate.version.text", locale.Args{
		"Version": strconv.Itoa(s.Version), "Language": p.T("language." + string(s.Read)),
	}))
	return all
}

// Certifies is the sentence of the certificate.
func (v SignatureView) Certifies() string {
	p, s, key := v.Page.Printer, v.Signature, "certificate.text"
	args := locale.Args{"Name": locale.Isolate(s.Representative()), "Charter": locale.Isolate(v.Text.Title[s.Read])}
	if v.party() {
		key, args["Party"] = "certificate.text.party", locale.Isolate(s.Party.Name)
	}
	return p.T(key, args)
}

// opened is a part of what the log commits to, under its name.
type opened struct{ name, part string }

// identity is what opens the commitment, beside the salt.
func (v SignatureView) identity() (all []opened) {
	for i, part := range v.Signature.Identity() {
		all = append(all, opened{v.Page.Printer.T("receipt.part." + strconv.Itoa(i+1)), part})
	}
	return all
}

func (v SignatureView) salt() string {
	text, _ := v.Signature.Salt.MarshalText() // never fails
	return string(text)
}

// article is an article's number and title, in the language in which the text is
// read here.
func (v SignatureView) article(n int) string {
	p := v.Page.Printer
	title := v.Text.Articles[n-1].Title[v.reads()]
	if title == "" {
		return p.T("commit.article", v.Within(n))
	}
	return p.T("commit.article.titled", locale.Args{"N": strconv.Itoa(n), "Title": locale.Isolate(title)})
}

// signsLater reports whether another text is signed now, which she has not signed.
func (v SignatureView) signsLater() bool {
	return v.Signature.State.Active() && v.Signature.Version < v.Call.Current && v.Later == "" && v.Call.Open(v.Now)
}

// laterLink is the page of her signature under the text of now.
func (v SignatureView) laterLink() string {
	return layout.Address(site.Signature, v.Page.Printer.Lang, v.Call.Slug, strconv.Itoa(v.Call.Current), v.Later)
}

// current is the number of the text that is signed now.
func (v SignatureView) current() locale.Args {
	return locale.Args{"Version": strconv.Itoa(v.Call.Current)}
}
