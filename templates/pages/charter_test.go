package pages_test

import (
	"testing"
	"time"

	"github.com/a-h/templ"

	"tribune/shared/charter"
	"tribune/shared/event"
	"tribune/shared/ledger"
	"tribune/shared/locale"
	"tribune/shared/publiclog"
	"tribune/shared/web"
	"tribune/templates/layout"
	"tribune/templates/pages"
)

// chartered is a charter with two versions, the page's and the other, and with every
// thing that a wall can say.
func chartered(t testing.TB, page layout.Page, version int) pages.CharterView {
	t.Helper()
	published := time.Date(2027, 3, 1, 9, 0, 0, 0, time.UTC)
	text := func(n int) charter.Charter {
		c := charter.Charter{Slug: "charte", Version: n, Title: text("Charte"), Preamble: text("Nous"), Published: published.AddDate(0, n, 0)}
		for i := range 4 - n {
			c.Articles = append(c.Articles, charter.Article{Title: text("Article"), Text: text(hostile + string(rune('a'+i*n)))})
		}
		return c
	}
	count := ledger.Count{Organisations: 3, Individuals: 2, Countries: map[string]int{"MA": 4, "GR": 1}}
	v := pages.CharterView{
		Page: page, Organisation: announced(t, 0, event.Open).Organisation, Count: count, Now: published.AddDate(1, 0, 0),
		Call: charter.Call{Slug: "charte", Current: 2, Closes: published.AddDate(2, 0, 0)},
	}
	v.Text = text(version)
	v.Editions = []pages.Edition{{Charter: text(2), Count: count}, {Charter: text(1), Count: count}}
	due := charter.Commitment{Article: 1, Owner: hostile, By: published}
	for range 15 {
		v.Pledges = map[int][]pages.Pledge{1: append(v.Pledges[1], pages.Pledge{Name: hostile, Commitment: due})}
	}
	site, err := charter.ParseSite("exemple.ma")
	if err != nil {
		t.Fatal(err)
	}
	v.Wall = pages.WallView{
		Lines: []ledger.Line{
			{Name: hostile, Kind: "association", Country: "MA", Mandate: charter.ByDomain, Site: site, Representative: hostile, Function: hostile, Since: published},
			{Name: "Ένταξη", Kind: "network", Country: "GR", Mandate: charter.Declared, Representative: "Zoé", Since: published},
			{Name: "Zineb", Country: "MA", Since: published},
		},
		Named: 3, Found: 3, Last: 3, Kinds: []charter.Kind{"association", "network", ""}, Countries: []string{"GR", "MA"},
		Sought: pages.Sought{Page: 1},
	}
	return v
}

// everyCharter is the public pages of a charter in the states that look different.
func everyCharter(t testing.TB, p locale.Printer) map[string]templ.Component {
	t.Helper()
	page := layout.Page{Printer: p, Origin: origin, Path: "/charters/charte"}
	now, before := chartered(t, page, 2), chartered(t, page, 1)
	empty, closed := now, now
	empty.Count, empty.Wall, empty.Pledges, empty.Editions = ledger.Count{}, pages.WallView{}, nil, empty.Editions[:1]
	closed.Now = closed.Call.Closes
	sought := now
	sought.Wall.Sought = pages.Sought{Name: hostile, Kind: "individual", Country: "MA", Recent: true, Page: 2}
	log := pages.LogView{Page: page, Call: now.Call, Title: now.Text.Title, Head: "head\n", Keys: []string{"one", "two"}, Leaves: 12, Stamp: "s"}
	wrong, receipt, head, rewritten := log, log, log, log
	wrong.Proof, wrong.Problems = hostile, web.Problems{{Field: pages.FieldProof, Text: p.T("problem.proof.invalid")}}
	receipt.Answer = pages.LogAnswer{Version: 1, In: locale.French, Kind: publiclog.Withdrawn, At: now.Now, Leaves: 7}
	head.Answer = pages.LogAnswer{Leaves: 7}
	rewritten.Answer = pages.LogAnswer{Leaves: 7, Rewritten: true}
	return map[string]templ.Component{
		"charter": pages.Charter(now), "charter earlier": pages.Charter(before), "charter empty": pages.Charter(empty), "charter closed": pages.Charter(closed),
		"wall sought": pages.Charter(sought),
		"log":         pages.Log(log), "log wrong": pages.Log(wrong), "log receipt": pages.Log(receipt), "log head": pages.Log(head), "log rewritten": pages.Log(rewritten),
	}
}
