package server_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"tribune/shared/outbox"
)

const unreachedPath = listPath + "/unreached"

// wantCalls wants the page to name these people to call, in this order, each
// beside words of her row; and the list to count them.
func (h *house) wantCalls(t *testing.T, counted string, rows ...[]string) {
	t.Helper()
	b := h.signIn(t)
	p := b.get(t, unreachedPath)
	var got []string
	for n := range p.node(t).Descendants() {
		if n.Type == html.ElementNode && n.Data == "tr" && n.Parent.Data == "tbody" {
			var row strings.Builder
			_ = html.Render(&row, n)
			got = append(got, row.String())
		}
	}
	if p.status != http.StatusOK || len(got) != len(rows) {
		t.Fatalf("%d: %d rows, want %d: %s", p.status, len(got), len(rows), p.text(t))
	}
	for i, row := range rows {
		for _, words := range row {
			if !strings.Contains(got[i], words) {
				t.Errorf("row %d lacks %q: %s", i+1, words, got[i])
			}
		}
	}
	if list := b.get(t, listPath).text(t); strings.Contains(list, "à appeler") != (counted != "") || !strings.Contains(list, counted) {
		t.Errorf("the list does not count %q: %s", counted, list)
	}
}

// Whom mail does not reach is to be called, whatever mail it was: one that came
// back, one that was never sent, or the next, as the address failed elsewhere.
func TestPeopleToCall(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.wantCalls(t, "")

	bounced, waiting, later, gone, fine := somebody("Bounced"), somebody("Awaiting"), somebody("Later"), somebody("Gone"), somebody("Fine")
	bounced.address, waiting.address, gone.address = "bounce@simulator.amazonses.com", "permerror@exemple.org", "complaint@simulator.amazonses.com"
	waiting.workshop = workshops[1]
	h.occupy(t, waiting.workshop, 20)
	for _, p := range []person{bounced, later, gone, fine} {
		form := h.form(t, p)
		form.Set("phone", map[bool]string{true: "+212 (0)6 00 00 00 01"}[p == bounced])
		h.register(t, p, form)
	}
	form := h.form(t, waiting)
	form.Set("wait", "yes")
	if p := h.post(t, waiting.path("/register"), form); p.status != http.StatusSeeOther {
		t.Fatalf("wait: %d %s", p.status, p.text(t))
	}
	h.tick(t) // sends, …
	h.tick(t) // … and learns what became of it
	link := h.received(t, gone.address)[0].link(t, gone)
	h.wantCalls(t, "3 personnes à appeler",
		[]string{"Bounced Essai", `<a dir="ltr" href="tel:+212600000001">+212600000001</a>`, "Place réservée"},
		[]string{"Gone Essai", "indésirable", "pas de numéro", "Place réservée"},
		[]string{"Awaiting Essai", "e-mail non remis", "Liste d’attente"},
	)

	// One gives her seat back; of another it is learned elsewhere that her address
	// is no good.
	h.press(t, link+"/cancel", nil)
	address, err := outbox.ParseAddress(later.address)
	if err != nil {
		t.Fatal(err)
	}
	keys := h.Parts.Ring.Recipient(address.Folded())
	known, err := h.Parts.Table.Recipient(t.Context(), keys)
	if err != nil {
		t.Fatal(err)
	}
	known.Bounced = h.Clock.Now()
	if err := h.Parts.Table.PutRecipient(t.Context(), known); err != nil {
		t.Fatal(err)
	}
	h.wantCalls(t, "3 personnes à appeler",
		[]string{"Bounced Essai"},
		[]string{"Later Essai", "adresse écartée après un refus"}, // since when is not for them to know
		[]string{"Awaiting Essai"},
	)
	if got := h.signIn(t).get(t, unreachedPath).text(t); slices.ContainsFunc([]string{"Gone", "Fine"}, func(s string) bool { return strings.Contains(got, s) }) {
		t.Errorf("who cancelled, or whom all mail reached, is to be called: %s", got)
	}
}
