package pages

import (
	"strconv"
	"time"

	"tribune/shared/charter"
	"tribune/shared/locale"
	"tribune/templates/layout"
)

// FieldWithout says that an organisation takes back what is ticked.
const FieldWithout = "without"

// FieldTakeBack is the box by which a commitment is taken back, of an article counted
// from 1.
func FieldTakeBack(article int) string { return "without-" + strconv.Itoa(article) }

// FieldOwner is the field of who answers for an article, counted from 1.
func FieldOwner(article int) string { return "owner-" + strconv.Itoa(article) }

// FieldBy is the field of the day by which it is done.
func FieldBy(article int) string { return "by-" + strconv.Itoa(article) }

// CommitView is the form in which an organisation takes articles upon itself.
type CommitView struct {
	SignatureView
	Stamp string
	Typed map[int]TypedPledge // by article
	Most  time.Time           // the last day that may be said
}

// TypedPledge is what is typed of one article.
type TypedPledge struct{ Owner, By string }

// PledgedBy is what stands of a signature, as it would be typed.
func PledgedBy(s charter.Signature) map[int]TypedPledge {
	all := map[int]TypedPledge{}
	for _, c := range s.Commitments {
		all[c.Article] = TypedPledge{c.Owner, c.By.Format(time.DateOnly)}
	}
	return all
}

// Within names an article, for a sentence.
func (v SignatureView) Within(article int) locale.Args {
	return locale.Args{"N": strconv.Itoa(article)}
}

// pledged says who answers for an article, and by when.
func (v SignatureView) pledged(c charter.Commitment) string {
	p := v.Page.Printer
	return p.T("commit.pledged", locale.Args{"Owner": locale.Isolate(c.Owner), "Date": p.Date(c.By)})
}

// takesBack is the box by which a commitment is taken back.
func (v SignatureView) takesBack(article int) layout.Check {
	name := FieldTakeBack(article)
	return layout.Check{Name: name, Label: v.Page.Printer.T("commit.back", v.Within(article)), Problem: v.Problems.For(name), Optional: true}
}

func (v CommitView) owner(n int) layout.Input {
	p, name := v.Page.Printer, FieldOwner(n)
	return layout.Input{
		Name: name, Label: p.T("commit.owner"), Hint: p.T("commit.owner.hint"), Value: v.Typed[n].Owner,
		Problem: v.Problems.For(name), Optional: true, Complete: "off",
	}
}

func (v CommitView) by(n int) layout.Input {
	name := FieldBy(n)
	return layout.Input{
		Name: name, Label: v.Page.Printer.T("commit.by"), Value: v.Typed[n].By, Type: "date", Dir: "ltr", Narrow: true,
		Problem: v.Problems.For(name), Optional: true, Complete: "off",
	}
}

// reads is the language in which the text is read here.
func (v SignatureView) reads() locale.Lang { return CharterIn(v.Text, v.Page.Printer.Lang) }
