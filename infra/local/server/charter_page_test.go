package server_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"tribune/infra/local/signed"
	"tribune/shared/charter"
	"tribune/shared/ledger"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/registration"
)

// The charter of the demonstration.
const charterPath = "/charters/charte-tanger-cooperation"

var charterRef = charter.Ref{Organisation: "ahsud", ID: "charte-tanger"}

// charterKept is how long a page of a charter may be behind, beside the edge.
const charterKept = 3 * time.Second

// signs has them sign a version, and lets what pages show be read again.
func (h *house) signs(t testing.TB, version int, all ...charter.Signature) {
	t.Helper()
	if err := signed.Write(t.Context(), h.Parts, charterRef, version, all...); err != nil {
		t.Fatal(err)
	}
	h.later(t, charterKept)
}

// wall are the names on a page, in their order.
func (p page) wall(t testing.TB) (names []string) {
	t.Helper()
	for n := range p.node(t).Descendants() {
		if n.Data != "ul" || attribute(n, "class") != "wall" {
			continue
		}
		for d := range n.Descendants() {
			if d.Data == "strong" {
				names = append(names, d.FirstChild.FirstChild.Data)
			}
		}
	}
	return names
}

func (p page) says(t testing.TB, all ...string) {
	t.Helper()
	text := strings.NewReplacer("\u2068", "", "\u2069", "", "\u00a0", " ", " , ", ", ").Replace(p.text(t))
	for _, s := range all {
		if !strings.Contains(text, s) {
			t.Errorf("%d: the page does not say %q: %s", p.status, s, text)
		}
	}
}

// What counts is said at once in every language, and of whom nothing may be said
// nothing is: on no page, in no fact, in no picture and in no line of the log.
func TestACharterNamesWhoMayBeNamed(t *testing.T) {
	t.Parallel()
	h := newDeafHouse(t)
	secret := signed.Organisation("Maison des Canaris", "association", "FR", "https://canaris.example.org")
	secret.Given, secret.Family, secret.Function = must(registration.ParseName("Canaria")), must(registration.ParseName("Serinus")), "Fringillidée"
	kept := signed.Organisation("Volière Interdite", "other", "BE", "")
	kept.Review = charter.KeptOff
	h.signs(t, 1, append(signed.Some(h.Clock.Now()), secret, kept)...)
	log := "/log"
	for _, l := range locale.Languages {
		lang := "/" + string(l)
		for _, path := range []string{"", "?order=recent", "?q=serinus", "/facts.json", "/badge.svg", log, log + "/head", log + "/keys", log + "/leaves/0"} {
			p := h.get(t, lang+charterPath+path)
			if p.status != http.StatusOK {
				t.Errorf("%s%s: %d", l, path, p.status)
			}
			for _, never := range []string{"Secrète", "Cachée", "Canaria", "Serinus", "Fringillid", "contact@", "@gmail", "Volière"} {
				if strings.Contains(html.UnescapeString(p.body), never) {
					t.Errorf("%s%s holds %q", l, path, never)
				}
			}
		}
	}
	fr := h.get(t, "/fr"+charterPath)
	fr.says(t, "10 organisations signataires", "2 personnes · 5 pays", "Encore 13 signatures pour arriver à 25.", "Amina Modèle", "جمعية الأمل للتضامن",
		"Confirmé depuis canaris.example.org", "Mandat déclaré", "Par Zineb Exemple, Présidente", "2 signatures de plus comptent sans être nommées ici.",
		"2 engagements pris", "Commune urbaine d’Exemple : Service de l’action sociale, d’ici au")
	h.get(t, "/en"+charterPath).says(t, "This charter’s text exists in French and in Arabic only.", "10 organisations have signed")
	for _, want := range []string{`rel="canonical" href="` + h.origin + "/fr" + charterPath + `"`, `property="og:title" content="Charte de Tanger`, "mailto:?subject=Charte%20de%20Tanger", "https://wa.me/?text="} {
		if !strings.Contains(html.UnescapeString(fr.body), want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	var told struct {
		Type   string                             `json:"@type"`
		Signed struct{ UserInteractionCount int } `json:"interactionStatistic"`
	}
	if err := json.Unmarshal([]byte(structured(t, fr.body)), &told); err != nil || told.Type != "DigitalDocument" || told.Signed.UserInteractionCount != 12 {
		t.Errorf("it is told as %+v, %v", told, err)
	}
}

// A signature, and its withdrawal, stand on the page within ten seconds: the two
// that it is kept here, the two of the edge, and the second that the book takes.
func TestACharterIsRightWithinTenSeconds(t *testing.T) {
	t.Parallel()
	h := newDeafHouse(t)
	if p := h.get(t, "/fr"+charterPath); len(p.wall(t)) != 0 || p.header.Get("Cache-Control") != shared {
		t.Errorf("before anybody signed: %v, kept as %q", p.wall(t), p.header.Get("Cache-Control"))
	}
	h.get(t, "/fr"+charterPath).says(t, "0 organisation signataire", "Aucun nom ne figure encore ici.", "Signer la charte")
	h.signs(t, 1, signed.Organisation("Association Horizon", "association", "MA", ""))
	if got := h.get(t, "/fr"+charterPath).wall(t); !slices.Equal(got, []string{"Association Horizon"}) {
		t.Errorf("after a signature: %q", got)
	}
	for s, err := range h.Parts.Table.AllSignatures(t.Context(), charterRef, 1) {
		if err != nil {
			t.Fatal(err)
		}
		if err := charter.NewService(h.Parts.Table, h.Parts.Ring, h.Clock.Now).Withdraw(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	must(ledger.NewKeeper(h.Parts.Table, h.Clock.Now).Keep(t.Context(), charterRef))
	h.later(t, charterKept)
	p := h.get(t, "/fr"+charterPath)
	p.says(t, "0 organisation signataire")
	if got := p.wall(t); len(got) != 0 {
		t.Errorf("after it was withdrawn: %q", got)
	}
	leaves := h.get(t, "/fr"+charterPath+"/log/leaves/0").body
	if strings.Count(leaves, "\nsigned\n") != 1 || strings.Count(leaves, "\nwithdrawn\n") != 1 || strings.Contains(leaves, "Horizon") {
		t.Errorf("the log says %q", leaves)
	}
}

// A wall is looked through in any script, narrowed, sorted and turned.
func TestAWallIsLookedThrough(t *testing.T) {
	t.Parallel()
	h := newDeafHouse(t)
	all := signed.Some(h.Clock.Now())
	for n := range 30 {
		all = append(all, signed.Organisation(fmt.Sprintf("Zone %02d", n), "association", "ES", ""))
	}
	h.signs(t, 1, all...)
	seek := func(query string) []string { return h.get(t, "/fr"+charterPath+"?"+query).wall(t) }
	for query, want := range map[string][]string{
		"q=" + url.QueryEscape("الامل"):                  {"جمعية الأمل للتضامن"},
		"q=" + url.QueryEscape("جمعيه"):                  {"جمعية الأمل للتضامن"},
		"q=" + url.QueryEscape("ΕΝΤΑΞΗΣ"):                {"Εταιρεία Κοινωνικής Ένταξης"},
		"q=ecole+CHANCE":                                 {"École de la Seconde Chance"},
		"q=oeuvre":                                       {"Coopérative Les Mains d’Œuvre"},
		"q=zdruzenie":                                    {"Združenie Nádej"},
		"q=nobody":                                       nil,
		"kind=individual":                                {"Amina Modèle"},
		"kind=company&country=FR":                        {"Coopérative Les Mains d’Œuvre"},
		"country=BE":                                     {"École de la Seconde Chance"},
		"country=BE&kind=association":                    nil,
		"kind=nonsense&country=Atlantis&q=%FF%FEhorizon": {"Association Horizon"},
	} {
		if got := seek(query); !slices.Equal(got, want) {
			t.Errorf("%s finds %q, want %q", query, got, want)
		}
	}
	first, second := seek(""), seek("page=2")
	if len(first) != 25 || len(second) != 14 || first[0] != "Amina Modèle" || first[3] != "Coopérative Les Mains d’Œuvre" || first[4] != "École de la Seconde Chance" {
		t.Errorf("%d and %d: %q", len(first), len(second), first)
	}
	if got := slices.Compact(slices.Sorted(slices.Values(slices.Concat(first, second)))); len(got) != 39 {
		t.Errorf("the two pages name %d", len(got))
	}
	if got := seek("order=recent"); got[0] != "Zone 29" || got[24] != "Zone 05" {
		t.Errorf("the last first: %q", got)
	}
	for query, want := range map[string]string{"page=99": second[13], "page=-1": first[24], "page=x": first[24], "q=" + strings.Repeat("%C3%A9", 5000): ""} {
		if got := append([]string{""}, seek(query)...); got[len(got)-1] != want {
			t.Errorf("%.20s ends with %q, want %q", query, got[len(got)-1], want)
		}
	}
	if p := h.get(t, "/fr"+charterPath+"?q=zone&page=1"); !strings.Contains(html.UnescapeString(p.body), "?page=2&q=zone#signatories") {
		t.Error("turning forgets who was looked for")
	}
}

// A new text starts at zero. Both know each other, and what became of each article.
func TestACharterHasItsVersions(t *testing.T) {
	t.Parallel()
	h := newDeafHouse(t)
	h.signs(t, 1, signed.Some(h.Clock.Now())...)
	h.next(t)
	h.signs(t, 2, signed.Organisation("La Nouvelle Vague", "network", "FR", ""))
	now, before := h.get(t, "/fr"+charterPath), h.get(t, "/fr"+charterPath+"/versions/1")
	now.says(t, "1 organisation signataire", "Version 1, du", "10 signatures", "L’article 2 est réécrit.", "L’article 3 est retiré.", "qu’elle suit")
	before.says(t, "Ceci est la version 1 du texte. Elle ne se signe plus.", "La version 2 l’a suivie le", "8 organisations signataires", "Association Horizon", "Rouvrir le chemin de la formation")
	for _, p := range []page{now, before} {
		for _, link := range []string{charterPath + "/versions/1#article-2", charterPath + "#article-2", charterPath + "/versions/1#article-3"} {
			if !strings.Contains(p.body, `href="/fr`+link+`"`) {
				t.Errorf("it does not lead to %s", link)
			}
		}
	}
	if got := now.wall(t); !slices.Equal(got, []string{"La Nouvelle Vague"}) || len(before.wall(t)) != 9 {
		t.Errorf("%q signed the new one, %d the old one", got, len(before.wall(t)))
	}
	if strings.Contains(before.body, charterPath+"/sign\"") || !strings.Contains(now.body, charterPath+"/sign\"") {
		t.Error("the way to sign is offered for another text than that of now")
	}
	if p := h.get(t, "/fr"+charterPath+"/versions/2"); p.status != http.StatusFound || p.header.Get("Location") != "/fr"+charterPath {
		t.Errorf("the text of now under its number: %d", p.status)
	}
	for _, n := range []string{"0", "3", "01", "x"} {
		if p := h.get(t, "/fr"+charterPath+"/versions/"+n); p.status != http.StatusNotFound {
			t.Errorf("version %s: %d", n, p.status)
		}
	}
}

// Once it is closed nobody is asked to sign; a year later nobody is named.
func TestAClosedCharter(t *testing.T) {
	t.Parallel()
	h := newDeafHouse(t)
	h.signs(t, 1, signed.Some(h.Clock.Now())...)
	c := must(h.Parts.Table.Call(t.Context(), charterRef))
	c.Closes = h.Clock.Now()
	c.Revision++
	if err := h.Parts.Table.SaveCall(t.Context(), c, organisation.Audit{}); err != nil {
		t.Fatal(err)
	}
	h.later(t, charterKept)
	p := h.get(t, "/fr"+charterPath)
	p.says(t, "Signature close", "Close depuis le", "Association Horizon")
	if strings.Contains(p.body, charterPath+"/sign\"") || strings.Contains(h.get(t, "/fr").body, charterPath) {
		t.Error("it is offered to be signed")
	}
	h.setClock(t, c.Closes.Add(charter.KeepAfter))
	for _, path := range []string{"", "/facts.json"} {
		if got := h.get(t, "/fr"+charterPath+path); got.status != http.StatusOK || strings.Contains(got.body, "Horizon") || strings.Contains(got.body, "Zineb") {
			t.Errorf("%s a year later: %d", path, got.status)
		}
	}
	h.get(t, "/fr"+charterPath).says(t, "8 organisations signataires")
}

// next publishes a second text: another second article, and no third.
func (h *house) next(t testing.TB) {
	t.Helper()
	c, text := must(h.Parts.Table.Call(t.Context(), charterRef)), must(h.Parts.Table.Text(t.Context(), charterRef, 1))
	c.Current, text.Version, text.Revision, text.Published = 2, 2, 1, h.Clock.Now()
	c.Revision++
	text.Articles = slices.Clone(text.Articles[:2])
	text.Articles[1].Text = maps.Clone(text.Articles[1].Text)
	for l := range text.Articles[1].Text {
		text.Articles[1].Text[l] += " +"
	}
	if err := h.Parts.Table.PublishText(t.Context(), c, text, organisation.Audit{}); err != nil {
		t.Fatal(err)
	}
}
