package mailer_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"tribune/infra/local/tabletest"
	"tribune/shared/charter"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/publiclog"
	"tribune/shared/registration"
)

var call = charter.Call{
	Ref: charter.Ref{Organisation: ref.Organisation, ID: "cooperation"}, Slug: "cooperation", Log: "tribune.example/charters/cooperation",
	Opened: tabletest.Start, Current: 1, SecretVersion: 1, Individuals: true, Revision: 1,
}

// text is a version of the charter; the second says more, less, and otherwise.
func text(version int) charter.Charter {
	article := func(fr, ar, en string) charter.Article {
		return charter.Article{Title: three(fr, ar, en), Text: three(fr+".", ar+".", en+".")}
	}
	welcome := article("Accueillir", "الاستقبال", "To welcome")
	c := charter.Charter{
		Organisation: call.Ref.Organisation, ID: call.Ref.ID, Slug: call.Slug, Version: version, Revision: 1, Published: tabletest.Start,
		Title:    three("Charte des usagers", "ميثاق المستعملين", "Charter of users"),
		Articles: []charter.Article{welcome, article("Écouter", "الإصغاء", "To listen")},
	}
	if version > 1 {
		c.Articles = []charter.Article{welcome, article("Se réunir", "الاجتماع", "To meet"), article("Publier", "النشر", "To publish")}
	}
	return c
}

// openCharter publishes the first text, with something to be said to those who
// sign it.
func (h *house) openCharter(t *testing.T) {
	t.Helper()
	line := organisation.Audit{Organisation: call.Ref.Organisation, At: h.Clock.Now(), Action: organisation.Published}
	if err := h.PublishText(t.Context(), call, text(1), line); err != nil {
		t.Fatal(err)
	}
	news := charter.Announcement{
		Charter: call.Ref, ID: "news", Kind: outbox.CharterNews, Version: 1, State: charter.Gone, Begun: h.Clock.Now(),
		Subject: three("Où en est le texte", "أين وصل النص", "Where the text stands"),
		Body:    locale.Text{locale.French: "Il est **remis**.\n\n- au ministère\n- à la [ville](https://exemple.org/ville)", locale.Arabic: "لقد **سُلِّم**."},
	}
	if err := h.PutAnnouncement(t.Context(), news, line); err != nil {
		t.Fatal(err)
	}
}

// amend publishes the second text.
func (h *house) amend(t *testing.T) {
	t.Helper()
	next := call
	next.Current, next.Revision = 2, 2
	line := organisation.Audit{Organisation: call.Ref.Organisation, At: h.Clock.Now(), Action: organisation.Published}
	if err := h.PublishText(t.Context(), next, text(2), line); err != nil {
		t.Fatal(err)
	}
}

// signature is somebody's under a version, as she asks for it.
func (h *house) signature(version int, who string, l locale.Lang) charter.Signature {
	s := charter.Signature{
		Charter: call.Ref, Version: version, State: charter.Confirmed, Generation: 1, At: h.Clock.Now(), Lang: l, Read: l, Text: text(version).Hash(l),
		Party: charter.Party{Name: "Un lieu pour tous", Kind: "association", Country: "MA"},
		Given: must(registration.ParseName("Zineb")), Family: must(registration.ParseName("بنعلي")), News: true,
		Address: address(who + "@exemple.org"), Salt: publiclog.Salt{1},
	}
	s.Signatory = must(charter.NewService(h, ring, h.Clock.Now).Signatory(call, version, s.Address))
	return s
}

// asks promises the code of a signature.
func (h *house) asks(t *testing.T, s charter.Signature, change ...func(*charter.Ask)) outbox.Entry {
	t.Helper()
	a := charter.Ask{
		Hash: fmt.Sprintf("ask of %s", s.Address), Mail: "what the code derives from", Charter: s.Charter, Version: s.Version, Signatory: s.Signatory,
		Signature: s, Expires: h.Clock.Now().Add(charter.CodeLife),
	}
	for _, c := range change {
		c(&a)
	}
	e := outbox.Promise(outbox.SignatureCode, outbox.Ref{Organisation: string(call.Ref.Organisation), Challenge: a.Hash}, s.Lang, h.Clock.Now())
	if err := h.PutAsk(t.Context(), a, e); err != nil {
		t.Fatal(err)
	}
	return e
}

// signs has somebody sign, as far as the mailer sees it.
func (h *house) signs(t *testing.T, s charter.Signature) (charter.Signature, outbox.Entry) {
	t.Helper()
	code, signed := h.asks(t, s), s.Promise(outbox.Signed, h.Clock.Now())
	if err := h.Sign(t.Context(), must(h.TryAsk(t.Context(), code.Ref.Challenge)), s, signed); err != nil {
		t.Fatal(err)
	}
	return must(h.Signature(t.Context(), s.Charter, s.Version, s.Signatory)), signed
}

// also promises another mail about a signature.
func (h *house) also(t *testing.T, s charter.Signature, kind outbox.Kind) outbox.Entry {
	t.Helper()
	e := s.Promise(kind, h.Clock.Now(), "1")
	switch kind {
	case outbox.Amended:
		e = charter.Amendment(text(2), outbox.Address{}).Promise(s, h.Clock.Now())
	case outbox.CharterNews:
		e = must(h.Announcement(t.Context(), s.Charter, "news")).Promise(s, h.Clock.Now())
	}
	if err := h.Promise(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	return e
}

// aboutSignatures are the kinds beside the code.
var aboutSignatures = []outbox.Kind{outbox.SignedAlready, outbox.SignedLink, outbox.Amended, outbox.CharterNews}

// toSignatory promises one mail of each kind about signatures.
func (h *house) toSignatory(t *testing.T, l locale.Lang) map[outbox.Kind]outbox.Entry {
	t.Helper()
	s, signed := h.signs(t, h.signature(1, "zineb-"+string(l), l))
	all := map[outbox.Kind]outbox.Entry{
		outbox.SignatureCode: h.asks(t, h.signature(1, "nour-"+string(l), l)), outbox.Signed: signed,
	}
	for _, k := range aboutSignatures {
		all[k] = h.also(t, s, k)
	}
	return all
}

// The code leaves no link to press, comes in halves, and only while it opens
// something.
func TestACodeIsSentWhileItOpensSomething(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.openCharter(t)
	goes := h.asks(t, h.signature(1, "zineb", locale.French))
	void := h.asks(t, h.signature(1, "nour", locale.French), func(a *charter.Ask) { a.Void = true })
	s := h.signature(1, "ali", locale.French)
	done := h.asks(t, s)
	if err := h.Sign(t.Context(), must(h.TryAsk(t.Context(), done.Ref.Challenge)), s, s.Promise(outbox.Signed, h.Clock.Now())); err != nil {
		t.Fatal(err)
	}
	h.run(t)
	m, sent := h.message(t, goes)
	code := ring.SignatureCode("what the code derives from")
	halves := code[:3] + "\u00a0" + code[3:]
	if simple := m.Content.Simple; !sent || !strings.Contains(simple.Body.Text.Data, halves) || !strings.Contains(simple.Body.Html.Data, halves) || strings.Contains(simple.Body.Html.Data, "<a ") {
		t.Errorf("sent: %t, %s", sent, m.Content.Simple.Body.Text.Data)
	}
	late := h.asks(t, h.signature(1, "late", locale.French))
	h.Clock.Advance(charter.CodeLife)
	h.run(t)
	for name, e := range map[string]outbox.Entry{"void": void, "done": done, "late": late} {
		if _, sent := h.message(t, e); sent {
			t.Errorf("the code of an ask that is %s was sent", name)
		}
	}
}

// Mails about a signature are for who gave it, as long as it stands: not after she
// withdrew, and not about the one before that.
func TestMailsAboutASignatureThatStandsNoLongerAreDropped(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.openCharter(t)
	stands, signed := h.signs(t, h.signature(1, "zineb", locale.French))
	withdrawn, before := h.signs(t, h.signature(1, "nour", locale.French))
	h.amend(t)
	goes, stays := []outbox.Entry{signed}, []outbox.Entry{before}
	for _, k := range aboutSignatures {
		goes, stays = append(goes, h.also(t, stands, k)), append(stays, h.also(t, withdrawn, k))
	}
	if err := charter.NewService(h, ring, h.Clock.Now).Withdraw(t.Context(), withdrawn); err != nil {
		t.Fatal(err)
	}
	earlier := stands
	earlier.Generation = 7
	stays = append(stays, h.also(t, earlier, outbox.Signed))
	h.run(t)
	h.Clock.Advance(time.Hour) // two of them anybody may ask for: the hour's share
	h.run(t)
	for _, e := range goes {
		if _, sent := h.message(t, e); !sent {
			t.Errorf("%s was not sent", e.Kind)
		}
	}
	for _, e := range stays {
		if _, sent := h.message(t, e); sent {
			t.Errorf("%s was sent about a signature that stands no longer", e.Kind)
		}
	}
}

// Who wants no news gets none, but is told of a new text, unless she signed it or
// nobody can.
func TestWhoIsToldOfWhat(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.openCharter(t)
	quiet := h.signature(1, "quiet", locale.French)
	quiet.News = false
	quiet, _ = h.signs(t, quiet)
	early, _ := h.signs(t, h.signature(1, "early", locale.French))
	tooEarly := h.also(t, early, outbox.Amended)
	h.run(t)
	h.amend(t)
	again, _ := h.signs(t, h.signature(1, "again+tag", locale.French))
	h.signs(t, h.signature(2, "Again", locale.French))
	noNews, told, toldAgain := h.also(t, quiet, outbox.CharterNews), h.also(t, quiet, outbox.Amended), h.also(t, again, outbox.Amended)
	h.run(t)
	for name, e := range map[string]outbox.Entry{"news unwanted": noNews, "a text signed already": toldAgain, "a text to come": tooEarly} {
		if _, sent := h.message(t, e); sent {
			t.Errorf("of %s she is told", name)
		}
	}
	if m, sent := h.message(t, told); !sent || strings.Contains(string(h.sent[told.ID]), "List-Unsubscribe") || !strings.Contains(m.Content.Simple.Body.Text.Data, "Article 3, nouveau") {
		t.Errorf("of a new text she is not told, or can decline what she does not get: %s", h.sent[told.ID])
	}
	late, _ := h.signs(t, h.signature(1, "late", locale.French))
	closed := must(h.Call(t.Context(), call.Ref))
	closed.Closes, closed.Revision = h.Clock.Now(), closed.Revision+1
	if err := h.SaveCall(t.Context(), closed, organisation.Audit{}); err != nil {
		t.Fatal(err)
	}
	h.Clock.Advance(time.Minute)
	e := h.also(t, late, outbox.Amended)
	h.run(t)
	if _, sent := h.message(t, e); sent {
		t.Error("she is told of a text that nobody can sign any more")
	}
}
