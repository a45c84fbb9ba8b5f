package browser_test

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"tribune/shared/charter"
	"tribune/shared/ledger"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/publiclog"
	"tribune/shared/registration"
)

// ownCharter is a charter of these pages alone, for a later text of it is published.
const ownCharter = "charte-de-la-galerie"

// call opens it to signature, with the demonstration's text.
func (g gallery) call() charter.Call {
	g.t.Helper()
	ref, err := g.Parts.Table.ResolveCharter(g.t.Context(), "charte-tanger-cooperation")
	if err != nil {
		g.t.Fatal(err)
	}
	text, err := g.Parts.Table.Text(g.t.Context(), ref, 1)
	if err != nil {
		g.t.Fatal(err)
	}
	text.ID, text.Slug, text.Event = "galerie", ownCharter, ""
	return g.publishText(charter.Call{
		Ref: text.Ref(), Slug: ownCharter, Log: charter.LogName(g.origin, ownCharter), Opened: g.Clock.Now(),
		SecretVersion: g.Parts.Ring.Current(), Individuals: true, Reviewed: true,
	}, text)
}

func (g gallery) publishText(c charter.Call, text charter.Charter) charter.Call {
	g.t.Helper()
	c.Current, c.Revision = c.Current+1, c.Revision+1
	text.Version, text.Revision, text.Published = c.Current, 1, g.Clock.Now()
	if err := g.Parts.Table.PublishText(g.t.Context(), c, text, organisation.Audit{}); err != nil {
		g.t.Fatal(err)
	}
	return c
}

// amend publishes a later text of it.
func (g gallery) amend(c charter.Call) charter.Call {
	g.t.Helper()
	text, err := g.Parts.Table.Text(g.t.Context(), c.Ref, 1)
	if err != nil {
		g.t.Fatal(err)
	}
	other := locale.Text{locale.French: "Nous nous réunissons **trois fois l’an**.", locale.Arabic: "نجتمع **ثلاث مرات** في السنة."}
	title := locale.Text{locale.French: "Se réunir", locale.Arabic: "الاجتماع"}
	text.Articles = append([]charter.Article{{Title: title, Text: other}}, text.Articles[1:]...)
	text.Articles = append(text.Articles, charter.Article{Title: title, Text: other})
	c = g.publishText(c, text)
	g.later(g.t, 5*time.Second)
	return c
}

// signs has somebody sign, and the book take it up; it gives her page's address.
func (g gallery) signs(c charter.Call, lang, name string, state charter.State, change func(*charter.Signature)) string {
	g.t.Helper()
	text, err := g.Parts.Table.Text(g.t.Context(), c.Ref, 1)
	if err != nil {
		g.t.Fatal(err)
	}
	s := charter.Signature{
		Charter: c.Ref, Version: 1, Generation: 1, State: charter.Confirmed, At: g.Clock.Now(), Lang: locale.French, Read: locale.French,
		Text: text.Hash(locale.French), Country: "MA", Salt: publiclog.NewSalt(), Mandate: charter.Declared, Consent: g.Clock.Now(),
		Given: parsed(g.t, registration.ParseName, "زينب"), Family: parsed(g.t, registration.ParseName, "Canari"),
		Address: parsed(g.t, outbox.ParseAddress, name+"."+lang[1:]+"@exemple.org"),
	}
	if change != nil {
		change(&s)
	}
	s.Signatory, err = charter.NewService(g.Parts.Table, g.Parts.Ring, g.Clock.Now).Signatory(c, 1, s.Address)
	if err == nil {
		err = g.Parts.Table.Save(g.t.Context(), s)
	}
	if err == nil && state != charter.Confirmed {
		_, err = ledger.NewKeeper(g.Parts.Table, g.Clock.Now).Keep(g.t.Context(), c.Ref)
	}
	if err == nil && state != charter.Confirmed && state != charter.Counted {
		s, err = g.Parts.Table.Signature(g.t.Context(), c.Ref, 1, s.Signatory)
		s.State = state
		if err == nil {
			err = g.Parts.Table.Save(g.t.Context(), s)
		}
	}
	if err != nil {
		g.t.Fatal(err)
	}
	return lang + "/charters/" + ownCharter + "/signatures/" + strconv.Itoa(s.Version) + "/" + charter.Link(g.Parts.Ring, s)
}

func parsed[T any](t *testing.T, parse func(string) (T, error), text string) T {
	t.Helper()
	v, err := parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// committed signs for an organisation that takes two articles upon itself.
func (g gallery) committed(s *charter.Signature) {
	site := parsed(g.t, charter.ParseSite, "https://exemple.org/une-adresse/qui-est/particulierement-longue-et-ne-finit-pas")
	s.Party = charter.Party{Name: "Coopérative « L’Entraide » — تعاونية", Kind: "association", Field: "employment", Country: "MA", Site: site}
	s.Country, s.Function, s.Mandate, s.Display, s.News = "", "Présidente", charter.ByDomain, true, true
	by := g.Clock.Now().AddDate(1, 0, 0)
	s.Commitments = []charter.Commitment{{Article: 1, Owner: "Direction", By: by}, {Article: 2, Owner: "المصلحة الاجتماعية", By: by}}
}

// signatures is what is behind the private link of a signature, however it stands.
func (g gallery) signatures(lang string, c charter.Call) {
	v := g.visit("")
	see := func(name, path string) page { return g.keep(lang, name, http.StatusOK, v.get(g.t, path)) }
	see("signature-confirmed", g.signs(c, lang, "confirmed", charter.Confirmed, g.committed))
	see("signature-aside", g.signs(c, lang, "aside", charter.Aside, nil))
	see("signature-invalidated", g.signs(c, lang, "invalidated", charter.Invalidated, nil))
	alone := g.signs(c, lang, "alone", charter.Counted, nil)
	hidden := see("signature-alone", alone)
	see("correct-alone", alone+"/correct")
	see("certificate-alone", alone+"/certificate")
	see("news-none", alone+"/news")
	own := g.signs(c, lang, "own", charter.Counted, g.committed)
	whole := see("signature", own)
	see("certificate", own+"/certificate")
	form := see("correct", own+"/correct")
	commits := see("commit", own+"/commitments")
	withdraw := see("withdraw", own+"/withdraw")
	news := see("news", own+"/news")
	g.later(g.t, 5*time.Second)
	g.keep(lang, "correct-error", http.StatusUnprocessableEntity, v.submit(g.t, form, "/correct", "organisation", "", "kind", "", "field", "", "country", "", "site", "nulle part", "signer-given", "", "function", "www.exemple.org"))
	g.keep(lang, "commit-error", http.StatusUnprocessableEntity, v.submit(g.t, commits, "/commitments", "owner-1", "", "by-2", "1999-01-01"))
	g.keepOf(lang, "signature-alone-error", alone, http.StatusUnprocessableEntity, v.submit(g.t, hidden, "/display"))
	g.keepOf(lang, "signature-error", own, http.StatusUnprocessableEntity, v.submit(g.t, whole, "/commitments"))
	g.keep(lang, "withdraw-error", http.StatusUnprocessableEntity, v.submit(g.t, withdraw, "/withdraw"))
	g.keep(lang, "news-set", http.StatusOK, v.submit(g.t, news, "/news"))
	g.keep(lang, "signature-withdrawn", http.StatusOK, v.follow(g.t, v.submit(g.t, withdraw, "/withdraw", "sure", "yes")))
}

// signedAgain is what who signed an earlier text sees once there is a later one.
func (g gallery) signedAgain(lang string, c charter.Call) {
	v, own := g.visit(""), g.signs(c, lang, "again", charter.Counted, g.committed)
	g.keep(lang, "signature-earlier", http.StatusOK, v.get(g.t, own))
	again := g.keep(lang, "sign-again", http.StatusOK, v.get(g.t, own+"/again"))
	action, fields := again.form(g.t, "/again")
	fields.Set("form", "")
	g.keep(lang, "sign-again-error", http.StatusUnprocessableEntity, v.post(g.t, action, fields))
}
