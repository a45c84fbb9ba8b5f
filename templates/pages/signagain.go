package pages

import (
	"strconv"

	"tribune/shared/charter"
	"tribune/shared/locale"
	"tribune/templates/layout"
)

// SignAgainView is where somebody who signed an earlier text signs the one of now.
type SignAgainView struct {
	SignatureView
	Fresh  charter.Charter   // the text that is signed now …
	Read   locale.Lang       // … in the language in which she reads it
	Next   charter.Signature // what is hers of it, once its code is typed
	Stamp  string
	Agreed bool // the box of [SignAgainView.AsksConsent] is ticked
}

// compares reports whether both texts are written in the language that she reads.
func (v SignAgainView) compares() bool {
	_, written := v.Text.Text(v.Read)
	return written
}

func (v SignAgainView) difference() charter.Difference {
	return charter.Compare(v.Text, v.Fresh, v.Read)
}

// carried is the view of her signature as it will be.
func (v SignAgainView) carried() SignatureView {
	next := v.SignatureView
	next.Signature, next.Text = v.Next, v.Fresh
	return next
}

// AsksConsent reports whether signing wants an explicit consent that she has not
// given.
func (v SignAgainView) AsksConsent() bool { return v.Call.Sensitive && v.Signature.Consent.IsZero() }

// explicit is the box of that consent.
func (v SignAgainView) explicit() layout.Check {
	p := v.Page.Printer
	return layout.Check{
		Name: FieldExplicit, Label: p.T("sign.explicit", locale.Args{"Organisation": locale.IsolateText(v.Organisation.Name, p.Lang)}),
		Problem: v.Problems.For(FieldExplicit), Checked: v.Agreed,
	}
}

// lost are the commitments that are not carried over, for their articles say
// something else.
func (v SignAgainView) lost() int { return len(v.Signature.Commitments) - len(v.Next.Commitments) }

// changed says what became of an article.
func (v SignAgainView) changed(c charter.Change) string {
	p := v.Page.Printer
	args := locale.Args{"Before": strconv.Itoa(c.Before), "Now": strconv.Itoa(c.Now)}
	switch {
	case c.Before == 0:
		return p.T("sign-again.new", args)
	case c.Now == 0:
		return p.T("sign-again.gone", args)
	case c.Now != c.Before:
		return p.T("sign-again.moved", args)
	}
	return p.T("sign-again.changed", args)
}

// before and now are an article as the texts have it.
func (v SignAgainView) before(c charter.Change) (a charter.Article) {
	if c.Before > 0 {
		a = v.Text.Articles[c.Before-1]
	}
	return a
}

func (v SignAgainView) now(c charter.Change) (a charter.Article) {
	if c.Now > 0 {
		a = v.Fresh.Articles[c.Now-1]
	}
	return a
}

// articleText is an article with its title.
func articleText(a charter.Article, l locale.Lang) string {
	if a.Title[l] == "" {
		return a.Text[l]
	}
	return "**" + a.Title[l] + "**\n\n" + a.Text[l]
}
