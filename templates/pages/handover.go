package pages

import (
	"time"

	"tribune/shared/charter"
	"tribune/shared/ledger"
	"tribune/shared/locale"
	"tribune/shared/web"
)

// CharterNewsView is what [CharterNews] shows: news as they are written, or as they
// would read.
type CharterNewsView struct {
	CharterSubject
	Subject, Body locale.Text
	Readers       map[locale.Lang]int // who wants news, by the language in which she is written to
	Before        []charter.Announcement
	SpentUntil    time.Time // so many went out lately that others wait until then; zero if not
	Preview, Sent bool
	Stamp         string
	Problems      web.Problems
}

// FieldEdit shows the form again.
const FieldEdit = "edit"

// All is how many want news.
func (v CharterNewsView) All() (n int) {
	for _, some := range v.Readers {
		n += some
	}
	return n
}

func (v CharterNewsView) form() MessageFormView {
	m := MessageFormView{Page: v.Page, Problems: v.Problems}
	m.Draft.Subject, m.Draft.Body = v.Subject, v.Body
	return m
}

// reads says how many read news in a language, those included in whose own nothing
// is written.
func (v CharterNewsView) reads(l locale.Lang) (n int) {
	for in, some := range v.Readers {
		if _, written := v.Subject.In(in); written == l {
			n += some
		}
	}
	return n
}

func (v CharterNewsView) until() locale.Args {
	return locale.Args{"Until": v.Page.Printer.Date(v.SpentUntil) + ", " + v.Page.Printer.Time(v.SpentUntil) + " UTC"}
}

// HandoverView is what [Handover] shows.
type HandoverView struct {
	CharterSubject
	Book ledger.Book
}

func (v HandoverView) version(n int) string {
	return v.Page.Printer.T("signatories.version", locale.Args{"Version": v.Page.Printer.Number(n)})
}

// handed is what of a file the page lists, by its names in the catalogue.
var handed = []string{"texts", "signatories", "counts", "log", "receipts"}
