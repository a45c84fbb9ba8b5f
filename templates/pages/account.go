package pages

import (
	"strings"
	"time"

	"tribune/shared/account"
	"tribune/shared/locale"
	"tribune/shared/site"
	"tribune/shared/web"
	"tribune/templates/layout"
)

// FactorView asks for the second factor.
type FactorView struct {
	Page     layout.Page
	Back     string // where to go afterwards; "" for her events
	Again    bool   // it was given before, and longer ago than a download asks for
	ByMail   bool   // she has none, and a code by mail stands for it
	Problems web.Problems
}

// EnrolView shows the secret of a new authenticator and asks for its first code.
type EnrolView struct {
	Page      layout.Page
	Enrolment account.Enrolment
	Stamp     string
	Back      string
	Problems  web.Problems
}

// RecoveryView shows recovery codes, once.
type RecoveryView struct {
	Page  layout.Page
	Codes []string
	Back  string // "" for her events
}

// AccountView is somebody's own account.
type AccountView struct {
	Page     layout.Page
	Session  account.Session
	Sessions []account.Session
	Enrolled bool
	Recovery int // codes that are left
	Now      time.Time
}

// Names of the fields of [Factor], [Enrol] and [Account].
const (
	FieldBack    = "to"      // where to go afterwards
	FieldSession = "session" // which is ended; all others, if none is named
)

// factorCode asks for a code of the authenticator.
func factorCode(p locale.Printer, problems web.Problems, hint string) layout.Input {
	return layout.Input{
		Name: FieldCode, Label: p.T("factor.code"), Hint: hint,
		Problem: problems.For(FieldCode), Complete: "one-time-code", Dir: "ltr", Short: true,
	}
}

// groups parts a secret to be typed in fours.
func (v EnrolView) groups() string {
	var parts []string
	for s := v.Enrolment.Secret; s != ""; s = s[min(4, len(s)):] {
		parts = append(parts, s[:min(4, len(s))])
	}
	return strings.Join(parts, " ")
}

// next is where the recovery codes lead on to.
func (v RecoveryView) next() string {
	if v.Back != "" {
		return v.Back
	}
	return layout.Address(site.OwnEvents, v.Page.Printer.Lang)
}

// languages asks for the language of somebody's mail.
func languages(p locale.Printer, chosen locale.Lang) layout.Choice {
	c := layout.Choice{Name: FieldLang, Said: p.T("account.lang"), Value: string(chosen)}
	for _, l := range locale.Languages {
		c.Options = append(c.Options, layout.Option{Value: string(l), Label: locale.Text{l: l.Name()}})
	}
	return c
}

// moment is an instant, as the page's reader counts it: in UTC, for where she is
// nobody knows.
func (v AccountView) moment(at time.Time) string { return instant(v.Page.Printer, at.UTC()) }

// browser is which one a session is in.
func (v AccountView) browser(s account.Session) string {
	if s.Browser == "" {
		return v.Page.Printer.T("account.browser.unknown")
	}
	return s.Browser
}
