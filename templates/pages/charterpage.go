package pages

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"tribune/shared/charter"
	"tribune/shared/ledger"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/site"
	"tribune/templates/layout"
)

// CharterView is one version of a charter's text with who signed it: the one that
// is signed now, or an earlier one.
type CharterView struct {
	Page         layout.Page
	Organisation organisation.Organisation
	Call         charter.Call
	Text         charter.Charter
	Count        ledger.Count     // who counts for it
	Editions     []Edition        // all that were published, the last first
	Pledges      map[int][]Pledge // by article
	Wall         WallView
	Now          time.Time
}

// Edition is a version of a charter's text with how many signed it.
type Edition struct {
	charter.Charter
	Count ledger.Count
}

// Pledge is what an organisation takes upon itself of one article.
type Pledge struct {
	Name string
	charter.Commitment
}

// mostPledges is how many are shown below one article; the rest is counted.
const mostPledges = 12

// CalledCharter is a charter that was opened to signature, as the home page and the
// page of its event show it.
type CalledCharter struct {
	charter.Call
	Text         charter.Charter // that is signed now
	Organisation organisation.Organisation
	Signed       int
}

func (c CalledCharter) address(p locale.Printer) string {
	return layout.Address(site.CharterPage, p.Lang, c.Slug)
}

// says is how many signed it, or that nobody has yet.
func (c CalledCharter) says(p locale.Printer) string {
	if c.Signed == 0 {
		return p.T("charter.page.open")
	}
	return p.N("charter.signatures", c.Signed)
}

// current reports whether the page's text is the one that is signed now.
func (v CharterView) current() bool { return v.Text.Version == v.Call.Current }

func (v CharterView) open() bool { return v.current() && v.Call.Open(v.Now) }

// in is the language in which the text is read on the page.
func (v CharterView) in() locale.Lang { return CharterIn(v.Text, v.Page.Printer.Lang) }

func (v CharterView) title() string { return v.Text.Title[v.in()] }

func (v CharterView) address(key string, more ...string) string {
	return layout.Address(key, v.Page.Printer.Lang, append([]string{v.Call.Slug}, more...)...)
}

// own is the path of the page itself.
func (v CharterView) own() string {
	if v.current() {
		return v.address(site.CharterPage)
	}
	return v.address(site.CharterVersion, strconv.Itoa(v.Text.Version))
}

// all is how many signed a version, whoever they are.
func all(c ledger.Count) int { return c.Organisations + c.Individuals }

// milestone is the next round number of signatures: 10, 25, 50, 100, 250 …
func milestone(n int) int {
	for power := 10; ; power *= 10 {
		for _, m := range []int{power, power * 5 / 2, power * 5} {
			if n < m {
				return m
			}
		}
	}
}

// others are who counts beside the organisations, in a sentence; "" if nobody.
func (v CharterView) others() string {
	p, c := v.Page.Printer, v.Count
	var parts []string
	if c.Individuals > 0 {
		parts = append(parts, p.N("charter.page.individuals", c.Individuals))
	}
	if len(c.Countries) > 0 {
		parts = append(parts, p.N("charter.countries", len(c.Countries)))
	}
	return strings.Join(parts, " · ")
}

// described is the page in one sentence, for search engines and for who passes it on.
func (v CharterView) described() string {
	p := v.Page.Printer
	return p.T("charter.described", locale.Args{"Organisation": in(p, v.Organisation.Name)}) + " " + p.N("charter.signatures", all(v.Count)) + "."
}

// day is a day as the charter's pages say it: it has no place, and so no zone.
func day(p locale.Printer, t time.Time) string { return p.Date(t.UTC()) }

// until says when it closes, or closed.
func (v CharterView) until() string {
	p, key := v.Page.Printer, "charter.until"
	if !v.Call.Open(v.Now) {
		key = "charter.page.closed"
	}
	return p.T(key, locale.Args{"Date": day(p, v.Call.Closes), "Time": p.Time(v.Call.Closes.UTC())})
}

// beside are the version that the page's follows and the one that follows it.
func (v CharterView) beside() (before, after Edition) {
	for _, e := range v.Editions {
		switch {
		case e.Version > v.Text.Version:
			after = e // the next one is the last that is met
		case e.Version < v.Text.Version && before.Version == 0:
			before = e
		}
	}
	return before, after
}

// edition is the address of a version's page.
func (v CharterView) edition(version int) string {
	if version == v.Call.Current {
		return v.address(site.CharterPage)
	}
	return v.address(site.CharterVersion, strconv.Itoa(version))
}

// article is the address of an article of a version.
func (v CharterView) article(version, article int) string {
	return v.edition(version) + "#article-" + strconv.Itoa(article)
}

// change is one article that a version says otherwise than the one before.
type change struct {
	said          string
	before, after string // addresses; "" where there is none
}

// changes tells what a later version says otherwise. Known is false if no language
// has both texts.
func (v CharterView) changes(earlier, later charter.Charter) (all []change, known bool) {
	p := v.Page.Printer
	l, known := bothIn(earlier, later, p.Lang)
	if !known {
		return nil, false
	}
	d := charter.Compare(earlier, later, l)
	if d.Title {
		all = append(all, change{p.T("charter.change.title"), v.edition(earlier.Version), v.edition(later.Version)})
	}
	if d.Preamble {
		all = append(all, change{p.T("charter.change.preamble"), v.edition(earlier.Version), v.edition(later.Version)})
	}
	for _, c := range d.Articles {
		told, key := change{}, "charter.change.rewritten"
		switch {
		case c.Before == 0:
			key = "charter.change.new"
		case c.Now == 0:
			key = "charter.change.gone"
		case c.Before != c.Now:
			key = "charter.change.moved"
		}
		if c.Before > 0 {
			told.before = v.article(earlier.Version, c.Before)
		}
		if c.Now > 0 {
			told.after = v.article(later.Version, c.Now)
		}
		told.said = p.T(key, locale.Args{"Article": cmp.Or(c.Now, c.Before), "Before": c.Before})
		all = append(all, told)
	}
	return all, true
}

// bothIn is a language in which two versions are written, the reader's if it can be.
func bothIn(a, b charter.Charter, l locale.Lang) (locale.Lang, bool) {
	for _, l := range append([]locale.Lang{l}, locale.Languages...) {
		_, first := a.Text(l)
		if _, second := b.Text(l); first && second {
			return l, true
		}
	}
	return l, false
}

// pledged says who does it, and by when.
func pledged(p locale.Printer, c Pledge) string {
	key, args := "charter.pledge", locale.Args{"Name": locale.Isolate(c.Name), "Owner": locale.Isolate(c.Owner)}
	if !c.By.IsZero() {
		key, args["Date"] = "charter.pledge.by", day(p, c.By)
	}
	return p.T(key, args)
}
