package browser_test

import (
	"fmt"
	"net/http"
	"regexp"
	"time"

	"tribune/shared/charter"
	"tribune/shared/ledger"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/publiclog"
	"tribune/shared/registration"
)

// signedCharter is the path of the console's pages about the charter that people signed.
const signedCharter = "/organisers/charters/charte-tanger"

// signatories has people of every sort sign the charter: some alike, some from one
// domain, some for themselves; organisations wait for a look.
func (g gallery) signatories() {
	g.t.Helper()
	ref := charter.Ref{Organisation: "ahsud", ID: "charte-tanger"}
	call, err := g.Parts.Table.Call(g.t.Context(), ref)
	if err != nil {
		g.t.Fatal(err)
	}
	call.Reviewed, call.Revision = true, call.Revision+1
	if err := g.Parts.Table.SaveCall(g.t.Context(), call, organisation.Audit{}); err != nil {
		g.t.Fatal(err)
	}
	names := []string{"Association Hasnouna de soutien", "Hasnouna, soutiens", "جمعية الأمل للتنمية والتضامن بطنجة", "Ελπίδα", "Réseau méditerranéen pour la réduction des risques et l’accès aux droits sociaux"}
	for i := range 70 {
		names = append(names, fmt.Sprintf("Maison de quartier %d %s", i*7919, string(rune('A'+i%26))))
	}
	for i, name := range names {
		g.joins(call, i, name)
	}
	if _, err := ledger.NewKeeper(g.Parts.Table, g.Clock.Now).Keep(g.t.Context(), ref); err != nil {
		g.t.Fatal(err)
	}
}

func (g gallery) joins(c charter.Call, i int, name string) {
	g.t.Helper()
	address, err := outbox.ParseAddress(fmt.Sprintf("contact%d@maisons-de-quartier.example", i))
	if i < 5 {
		address, err = outbox.ParseAddress(fmt.Sprintf("contact@organisation%d.example", i))
	}
	if err != nil {
		g.t.Fatal(err)
	}
	who, err := charter.NewService(g.Parts.Table, g.Parts.Ring, g.Clock.Now).Signatory(c, c.Current, address)
	if err != nil {
		g.t.Fatal(err)
	}
	text, err := g.Parts.Table.Text(g.t.Context(), c.Ref, c.Current)
	if err != nil {
		g.t.Fatal(err)
	}
	given, _ := registration.ParseName("Zineb")
	family, _ := registration.ParseName("العلمي")
	s := charter.Signature{
		Charter: c.Ref, Version: c.Current, Signatory: who, Generation: 1, State: charter.Confirmed, At: g.Clock.Now(), Lang: locale.French,
		Read: locale.French, Text: text.Hash(locale.French), Address: address, Salt: publiclog.NewSalt(), Given: given, Family: family, News: true,
		Function: "Directrice", Party: charter.Party{Name: name, Kind: charter.Kinds[i%len(charter.Kinds)], Field: charter.Fields[i%len(charter.Fields)], Country: []string{"MA", "FR", "GR"}[i%3]},
		Mandate: charter.Declared, Commitments: []charter.Commitment{{Article: 1, Owner: "Direction", By: g.Clock.Now().Add(90 * 24 * time.Hour)}},
	}
	if i%10 == 9 {
		s.Party, s.Country, s.Display, s.Function, s.Commitments = charter.Party{}, "FR", true, "", nil
	}
	if i%3 == 0 && i < 5 {
		s.Party.Site, _ = charter.ParseSite(fmt.Sprintf("www.organisation%d.example", i))
		s.Mandate = charter.MandateOf(s.Address, s.Party.Site)
	}
	if err := g.Parts.Table.Save(g.t.Context(), s); err != nil {
		g.t.Fatal(err)
	}
}

var signatoryLink = regexp.MustCompile(`/[a-z]{2}/organisers/charters/charte-tanger/signatories/1/[^/"?]{32}`)

// moderation is who signed, what is said of them and to them, and what is handed over.
func (g gallery) moderation(v *visitor, lang string) {
	base := lang + signedCharter
	list := g.keep(lang, "console-signatories", http.StatusOK, v.get(g.t, base+"/signatories"))
	g.keep(lang, "console-signatories-empty", http.StatusOK, v.get(g.t, base+"/signatories?q=personne"))
	g.keep(lang, "console-signatories-alike", http.StatusOK, v.get(g.t, base+"/signatories?look=alike"))
	aside := g.keep(lang, "console-signatories-aside", http.StatusOK, v.get(g.t, base+"/signatories?domain=maisons-de-quartier.example&state=aside"))
	g.keep(lang, "console-signatories-error", http.StatusUnprocessableEntity, v.submit(g.t, list, "/signatories", "do", "show"))
	g.keep(lang, "console-moderation", http.StatusOK, v.submit(g.t, list, "/signatories", "do", "invalidate", "all", "yes"))
	g.keep(lang, "console-signatory-aside", http.StatusOK, v.get(g.t, signatoryLink.FindString(aside.body)))
	alike := v.get(g.t, base+"/signatories?look=alike")
	one := g.keep(lang, "console-signatory", http.StatusOK, v.get(g.t, signatoryLink.FindString(alike.body)))
	do := "keep-off"
	if lang == "/ar" {
		do = "show"
	}
	ask := g.keep(lang, "console-moderation-one", http.StatusOK, v.submit(g.t, one, "/signatories", "do", do))
	g.keep(lang, "console-signatories-moderated", http.StatusOK, v.follow(g.t, v.submit(g.t, ask, "/signatories")))
	g.news(v, lang)
	g.keep(lang, "console-handover", http.StatusOK, v.get(g.t, base+"/handover"))
}

func (g gallery) news(v *visitor, lang string) {
	form := g.keep(lang, "console-charter-news", http.StatusOK, v.get(g.t, lang+signedCharter+"/news"))
	g.later(g.t, 5*time.Second)
	g.keep(lang, "console-charter-news-error", http.StatusUnprocessableEntity, v.submit(g.t, form, "/news", "subject_fr", "Sans texte"))
	preview := g.keep(lang, "console-charter-news-preview", http.StatusOK, v.submit(g.t, form, "/news",
		"subject_fr", "La charte avance", "body_fr", "Le **conseil** l’a lue.\n\n- un\n- deux", "subject_ar", "الميثاق يتقدم", "body_ar", "قرأه **المجلس**."))
	g.keep(lang, "console-charter-news-sent", http.StatusOK, v.follow(g.t, v.submit(g.t, preview, "/news")))
}
