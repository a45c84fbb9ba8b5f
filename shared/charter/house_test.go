package charter_test

import (
	"context"
	"strings"
	"testing"

	"tribune/infra/local/tabletest"
	"tribune/shared/charter"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/registration"
	"tribune/shared/token"
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

var ring = must(token.ParseRing(strings.Repeat("a secret of the test ", 2)))

var organisationLine = organisation.Audit{}

func hashOf(id string) string { return token.Hash(id) }

// house is a charter that is open to signature, on the real engine.
type house struct {
	*tabletest.Bench
	*charter.Service
	call charter.Call
}

func newHouse(t *testing.T) *house {
	t.Helper()
	b := tabletest.New(t)
	h := &house{Bench: b, Service: charter.NewService(b, ring, b.Clock.Now), call: charter.Call{
		Ref: charter.Ref{Organisation: "ahsud", ID: "charte"}, Slug: "charte", Log: "tribune.example.org/charters/charte",
		Opened: tabletest.Start, SecretVersion: 1, Individuals: true,
	}}
	h.publish(t, 1)
	return h
}

func versionOf(r charter.Ref, version int) charter.Charter {
	return charter.Charter{
		Organisation: r.Organisation, ID: r.ID, Slug: "charte", Version: version, Revision: 1, Published: tabletest.Start,
		Title:    locale.Text{locale.French: "Charte"},
		Articles: []charter.Article{{Text: locale.Text{locale.French: strings.Repeat("Nous nous engageons. ", version)}}},
	}
}

func (h *house) publish(t *testing.T, version int) {
	t.Helper()
	h.call.Current, h.call.Revision = version, h.call.Revision+1
	if err := h.PublishText(t.Context(), h.call, versionOf(h.call.Ref, version), organisation.Audit{}); err != nil {
		t.Fatal(err)
	}
}

// by is what somebody types who signs for an organisation from an address.
func (h *house) by(address string) charter.Signature {
	return charter.Signature{
		Version: h.call.Current, Lang: locale.French, Read: locale.French, Text: versionOf(h.call.Ref, h.call.Current).Hash(locale.French),
		Party: charter.Party{Name: "Association", Kind: "association", Field: "health", Country: "MA", Site: must(charter.ParseSite("asso.example.org"))},
		Given: must(registration.ParseName("Nour")), Family: must(registration.ParseName("Alaoui")), Function: "Présidente",
		Address: must(outbox.ParseAddress(address)), Consent: h.Clock.Now(),
	}
}

// asks has somebody ask for a code; it is "" if none is sent.
func (h *house) asks(t *testing.T, s charter.Signature) (id, code string) {
	t.Helper()
	id = token.ID()
	if err := h.Ask(t.Context(), h.call, id, s); err != nil {
		t.Fatal(err)
	}
	a := must(h.AskOf(t.Context(), token.Hash(id)))
	return id, ring.SignatureCode(a.Mail)
}

func (h *house) all(ctx context.Context, version int) (all []charter.Signature) {
	for s, err := range h.AllSignatures(ctx, h.call.Ref, version) {
		all = append(all, must(s, err))
	}
	return all
}

// mails are the kinds of mail that are promised, by how often.
func (h *house) mails(t *testing.T) map[outbox.Kind]int {
	t.Helper()
	kinds := map[outbox.Kind]int{}
	for _, lane := range outbox.Lanes {
		for _, e := range must(h.Undelivered(t.Context(), lane, 1000)) {
			kinds[e.Kind]++
		}
	}
	return kinds
}
