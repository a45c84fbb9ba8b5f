package server_test

import (
	"fmt"
	"sync"
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

// charta is the demonstration's charter.
var charta = charter.Ref{Organisation: "ahsud", ID: "charte-tanger"}

const chartaPath = "/fr/organisers/charters/charte-tanger"

// charta is the charter's, and what is read of its text.
func (h *house) charta(t testing.TB) (charter.Call, charter.Charter) {
	t.Helper()
	c, err := h.Parts.Table.Call(t.Context(), charta)
	if err != nil {
		t.Fatal(err)
	}
	return c, must(h.Parts.Table.Text(t.Context(), charta, c.Current))
}

// charterSigned has somebody sign the charter, as if her code had been typed.
func (h *house) charterSigned(t testing.TB, address string, change func(*charter.Signature)) charter.Signature {
	t.Helper()
	c, text := h.charta(t)
	a := must(outbox.ParseAddress(address))
	s := charter.Signature{
		Charter: charta, Version: c.Current, Generation: 1, State: charter.Confirmed, At: h.Clock.Now(), Consent: h.Clock.Now(),
		Signatory: must(charter.NewService(h.Parts.Table, h.Parts.Ring, h.Clock.Now).Signatory(c, c.Current, a)),
		Lang:      locale.French, Read: locale.French, Text: text.Hash(locale.French), Address: a, Salt: publiclog.NewSalt(),
		Given: must(registration.ParseName("Nour")), Family: must(registration.ParseName("Alaoui")), Function: "Présidente", News: true,
		Party: charter.Party{Name: "Association " + address, Kind: "association", Field: "health", Country: "MA"},
	}
	if change != nil {
		change(&s)
	}
	s.Mandate = charter.MandateOf(s.Address, s.Party.Site)
	if err := h.Parts.Table.Save(t.Context(), s); err != nil {
		t.Error(err)
	}
	return s
}

// individual has her sign for herself.
func individual(given, family string) func(*charter.Signature) {
	return func(s *charter.Signature) {
		s.Party, s.Function, s.Country = charter.Party{}, "", "FR"
		s.Given, s.Family = must(registration.ParseName(given)), must(registration.ParseName(family))
	}
}

// named gives the organisation a name.
func named(name string, change ...func(*charter.Signature)) func(*charter.Signature) {
	return func(s *charter.Signature) {
		s.Party.Name = name
		for _, c := range change {
			c(s)
		}
	}
}

// crowdSigns has n organisations sign, each from a domain of its own.
func (h *house) crowdSigns(t testing.TB, n int, name string) {
	t.Helper()
	var all sync.WaitGroup
	turns := make(chan struct{}, 8)
	for i := range n {
		all.Go(func() {
			turns <- struct{}{}
			defer func() { <-turns }()
			h.charterSigned(t, fmt.Sprintf("contact@%s%d.org", name, i), named(fmt.Sprintf("%s numéro %d", name, i)))
		})
	}
	all.Wait()
}

// keepBook has the book take up what was signed.
func (h *house) keepBook(t testing.TB) ledger.Book {
	t.Helper()
	for try := 0; ; try++ {
		n, err := ledger.NewKeeper(h.Parts.Table, h.Clock.Now).Keep(t.Context(), charta)
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 && try > 0 {
			return must(h.Parts.Table.Book(t.Context(), charta))
		}
		time.Sleep(time.Millisecond)
	}
}

// signedAll are the signatures of the charter as they stand.
func (h *house) signedAll(t testing.TB) (all []charter.Signature) {
	t.Helper()
	for s, err := range h.Parts.Table.AllSignatures(t.Context(), charta, 1) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	return all
}

// wantBooksAgree wants counts, wall and log to say the same of who counts.
func (h *house) wantBooksAgree(t testing.TB) {
	t.Helper()
	book := h.keepBook(t)
	c, _ := h.charta(t)
	counted, walled := 0, 0
	standing := map[publiclog.Commitment]bool{}
	for _, s := range h.signedAll(t) {
		if s.State == charter.Counted {
			counted++
			standing[s.Commitment()] = true
		}
		if s.Public(c.Reviewed) {
			walled++
		}
	}
	if n := book.Counts[1]; n.Organisations+n.Individuals != counted {
		t.Errorf("the book counts %+v, %d are counted", n, counted)
	}
	if wall := must(h.Parts.Table.Wall(t.Context(), charta, 1)); len(wall) != walled {
		t.Errorf("%d stand on the wall, want %d", len(wall), walled)
	}
	logged := map[publiclog.Commitment]bool{}
	for _, l := range must(h.Parts.Table.Leaves(t.Context(), charta, 0, int(book.Leaves))) {
		leaf := must(publiclog.ParseLeaf(l.Bytes))
		if leaf.Kind == publiclog.Signed {
			logged[leaf.Commitment] = true
		} else {
			delete(logged, leaf.Commitment)
		}
	}
	if len(logged) != len(standing) {
		t.Errorf("%d stand in the log, want %d", len(logged), len(standing))
	}
	for c := range standing {
		if !logged[c] {
			t.Error("somebody who counts does not stand in the log")
		}
	}
}

// settleCharter gives an organisation a charter, which somebody signed.
func (h *house) settleCharter(t *testing.T, own *estate) {
	t.Helper()
	call, text := h.charta(t)
	id := chartered(own.organisation)
	call.Ref, call.Slug, call.Revision = charter.Ref{Organisation: own.organisation, ID: charter.ID(id)}, id, 1
	call.Log = charter.LogName(h.origin, id)
	text.Organisation, text.ID, text.Slug, text.Revision = own.organisation, call.Ref.ID, id, 1
	if err := h.Parts.Table.PublishText(t.Context(), call, text, organisation.Audit{}); err != nil {
		t.Fatal(err)
	}
	s := h.charterSigned(t, "secret@"+id+".exemple.org", func(s *charter.Signature) {
		s.Charter = call.Ref
		s.Party.Name = "Signataire de " + id
	})
	if _, err := ledger.NewKeeper(h.Parts.Table, h.Clock.Now).Keep(t.Context(), call.Ref); err != nil {
		t.Fatal(err)
	}
	own.signatory, own.words = s.Signatory.String(), append(own.words, s.Party.Name)
}
