package mailer_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"tribune/infra/local/tabletest"
	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/mailing"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/registration"
)

// mailings are those that the mails to many are of.
var mailings = map[outbox.Kind]string{
	outbox.Reminder: "reminder-7", outbox.Practical: "practical", outbox.Thanks: "thanks", outbox.Message: "message",
}

var notices = []event.Notice{
	{ID: "reminder-7", Kind: event.Reminder, Days: 7},
	{ID: "practical", Kind: event.Practical, Days: 3, Text: three("Apportez **une pièce d’identité**.", "أحضروا **بطاقة الهوية**.", "Bring **some identification**.")},
	{ID: "thanks", Kind: event.Thanks, Days: 1, Documents: []event.Document{{Title: three("Les actes", "الأشغال", "Proceedings"), URL: "https://exemple.org/actes"}}},
}

// aMessage is news, in two languages.
var aMessage = mailing.Mailing{
	Event: ref, ID: "message", Kind: outbox.Message, State: mailing.Going, News: true, Made: tabletest.Start, Begun: tabletest.Start,
	Subject: locale.Text{locale.French: "Un changement de salle", locale.Arabic: "تغيير في القاعة"},
	Body:    locale.Text{locale.French: "Dans la **grande salle**.\n\n- à pied\n- en [bus](https://exemple.org/bus)", locale.Arabic: "في **القاعة الكبرى**."},
}

// say keeps a mailing as it is now.
func (h *house) say(t *testing.T, m mailing.Mailing) {
	t.Helper()
	if err := h.PutMailing(t.Context(), m); err != nil {
		t.Fatal(err)
	}
}

// organiser makes a member, and gives the key of her account.
func (h *house) organiser(t *testing.T, l locale.Lang, role organisation.Role) string {
	t.Helper()
	key := "account-" + string(l)
	m := organisation.Member{Organisation: ref.Organisation, Address: address("organisation@exemple.org"), Lang: l, Role: role}
	if err := h.Join(t.Context(), key, m); err != nil {
		t.Fatal(err)
	}
	return key
}

// exported promises the owner's mail about a download.
func (h *house) exported(t *testing.T, l locale.Lang) outbox.Entry {
	t.Helper()
	line := "2027-01-12-" + string(l) // golden files want a name that stands still
	to := outbox.Ref{Organisation: string(ref.Organisation), Event: string(ref.Event), Member: h.organiser(t, l, organisation.Owner), Audit: line}
	e := outbox.Promise(outbox.Exported, to, l, h.Clock.Now())
	a := organisation.Audit{Organisation: ref.Organisation, At: h.Clock.Now(), By: address("benevole@exemple.org"), Action: "download", Event: string(ref.Event), Format: "csv", Rows: 128}
	if err := h.Audit(t.Context(), line, a, e); err != nil {
		t.Fatal(err)
	}
	return e
}

// tried promises an organiser's trial of the message.
func (h *house) tried(t *testing.T, l locale.Lang) outbox.Entry {
	t.Helper()
	e := aMessage.Trial(h.organiser(t, l, organisation.Organiser), l, h.Clock.Now())
	if err := h.Promise(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	return e
}

// invited promises an invitation.
func (h *house) invited(t *testing.T, l locale.Lang) outbox.Entry {
	t.Helper()
	key := "invited-" + string(l)
	m := organisation.Member{
		Organisation: ref.Organisation, Address: address("collegue@exemple.org"), Lang: l, Role: organisation.Reader,
		Invited: h.Clock.Now(), InvitedBy: address("organisation@exemple.org"),
	}
	if err := h.Join(t.Context(), key, m); err != nil {
		t.Fatal(err)
	}
	e := outbox.Promise(outbox.Invited, outbox.Ref{Organisation: string(ref.Organisation), Member: key}, l, h.Clock.Now())
	if err := h.Promise(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	return e
}

// Who took an invitation up, or let it lapse, is not invited any more.
func TestAnInvitationOfBeforeIsDropped(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	e := h.invited(t, locale.French)
	h.Clock.Advance(organisation.KeepInvited)
	h.run(t)
	if _, sent := h.message(t, e); sent {
		t.Error("an invitation that lapsed was sent")
	}
}

// toMany promises somebody's mail of a mailing.
func (h *house) toMany(t *testing.T, n int, kind outbox.Kind, change ...func(*registration.Registration)) outbox.Entry {
	t.Helper()
	r := registrations()[seated]
	r.Ticket = n
	for _, c := range change {
		c(&r)
	}
	return h.promise(t, n, r, kind, locale.French)
}

// TestMailsToManyThatNobodyWaitsForAreDropped: their time is over, the person is
// no longer one of those whom they are for, or the notice is gone.
func TestMailsToManyThatNobodyWaitsForAreDropped(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.say(t, aMessage)
	goes := []outbox.Entry{h.toMany(t, 1, outbox.Reminder), h.toMany(t, 2, outbox.Message), h.toMany(t, 3, outbox.Thanks)}
	cancelled := func(r *registration.Registration) { r.State = registration.Cancelled }
	stays := []outbox.Entry{h.toMany(t, 4, outbox.Reminder, cancelled), h.toMany(t, 5, outbox.Message, cancelled), h.toMany(t, 6, outbox.Thanks, cancelled)}
	h.run(t)
	for _, e := range goes {
		if _, sent := h.message(t, e); !sent {
			t.Errorf("%s was dropped", e.Kind)
		}
	}
	for _, e := range stays {
		if _, sent := h.message(t, e); sent {
			t.Errorf("%s to somebody who cancelled was sent", e.Kind)
		}
	}
	late := []outbox.Entry{h.toMany(t, 7, outbox.Reminder), h.toMany(t, 8, outbox.Practical)}
	h.Clock.Set(starts)
	h.run(t)
	after := h.toMany(t, 9, outbox.Thanks)
	h.Clock.Set(starts.AddDate(0, 0, 12))
	h.run(t)
	for _, e := range append(late, after) {
		if _, sent := h.message(t, e); sent {
			t.Errorf("%s was sent after its time", e.Kind)
		}
	}
}

// TestWhoDeclinedGetsNoRemindersAndNews, and all else: what is about her
// registration alone, and news of others.
func TestWhoDeclinedGetsNoRemindersAndNews(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.say(t, aMessage)
	her := func(r *registration.Registration) { r.Proven = true }
	declined := map[outbox.Kind]bool{outbox.Reminder: true, outbox.Thanks: true, outbox.Message: true, outbox.Practical: false}
	entries := map[outbox.Kind]outbox.Entry{}
	for kind := range declined {
		n := len(entries) + 1
		entries[kind] = h.toMany(t, n, kind, her)
		if err := h.Decline(t.Context(), ref.Organisation, ring.Recipient(fmt.Sprintf("zineb%d@exemple.org", n))[0], starts); err != nil {
			t.Fatal(err)
		}
	}
	other := h.toMany(t, 9, outbox.Message)
	h.run(t)
	for kind, wanted := range declined {
		if _, sent := h.message(t, entries[kind]); sent == wanted {
			t.Errorf("%s was sent: %t", kind, sent)
		}
	}
	if _, sent := h.message(t, other); !sent {
		t.Error("somebody else is kept from the news")
	}
}

// What can be declined says so in its headers, as mail programs want it; nothing
// else does.
func TestDecliningStandsInTheHeaders(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	m := aMessage
	m.ID, m.News = "message", false
	h.say(t, m)
	n := 0
	for kind, declinable := range map[outbox.Kind]bool{outbox.Reminder: true, outbox.Thanks: true, outbox.Practical: false, outbox.Message: false, outbox.Confirmed: false} {
		n++
		e := h.toMany(t, n, kind)
		h.run(t)
		body := string(h.sent[e.ID])
		one := strings.Contains(body, `"List-Unsubscribe","Value":"<https://tribune.example/fr/events/tanger/registrations/`)
		click := strings.Contains(body, `"Name":"List-Unsubscribe-Post","Value":"List-Unsubscribe=One-Click"`)
		if one != declinable || click != declinable || strings.Contains(body, "/decline") != declinable {
			t.Errorf("%s says that it can be declined: %t, %t; in %.300s", kind, one, click, body)
		}
	}
}

// Whatever an organiser types is text: no header, no markup.
func TestAMessageIsTextWhateverIsTyped(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	m := aMessage
	m.Subject = locale.Text{locale.French: "Salle\r\nBcc: victime@exemple.org\u2028\u202e<b>"}
	m.Body = locale.Text{locale.French: "<script>alert(1)</script>\n\n<img src=x onerror=y> [clic](javascript:alert(1)) [ici](https://exemple.org/?a=\"><script>)\n\n<table><tr><td>x"}
	h.say(t, m)
	e := h.toMany(t, 1, outbox.Message)
	h.run(t)
	sent, _ := h.message(t, e)
	simple := sent.Content.Simple
	if strings.ContainsAny(simple.Subject.Data, "\r\n\u2028\u202e") {
		t.Errorf("the subject is %q", simple.Subject.Data)
	}
	for _, bad := range []string{"<script", "<img", `href="javascript:`, "<table><tr><td>x"} {
		if strings.Contains(simple.Body.Html.Data, bad) {
			t.Errorf("the HTML holds %s", bad)
		}
	}
	if !strings.Contains(simple.Body.Text.Data, "<script>alert(1)</script>") {
		t.Errorf("the text lacks what was typed: %s", simple.Body.Text.Data)
	}
}

// TestATrialGoesToTheOrganiserAlone, before everything else that is to be sent.
func TestATrialGoesToTheOrganiserAlone(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	m := aMessage
	m.State, m.Begun = mailing.Draft, time.Time{}
	h.say(t, m)
	e := h.tried(t, locale.Arabic)
	if e.Lane != outbox.Prompt {
		t.Errorf("it waits in the lane %s", e.Lane)
	}
	h.run(t)
	if body := string(h.sent[e.ID]); !strings.Contains(body, `"ToAddresses":["organisation@exemple.org"]`) || !strings.Contains(body, "تغيير في القاعة") {
		t.Errorf("sent: %s", body)
	}
	if len(h.sent) != 1 {
		t.Errorf("%d mails were sent", len(h.sent))
	}
}

// The longest text that an organiser may write makes no heavier mail than any
// may be, in the heaviest of the scripts.
func TestTheLongestMessageIsLightEnough(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	m := aMessage
	m.Body = locale.Text{locale.French: strings.Repeat("كلمة ", mailing.MostBody/5)}
	h.say(t, m)
	e := h.toMany(t, 1, outbox.Message)
	h.run(t)
	sent, there := h.message(t, e)
	body := sent.Content.Simple.Body
	if n := len(body.Html.Data) + len(body.Text.Data); !there || n < mailing.MostBody || n > 30_000 {
		t.Errorf("it is sent: %t, and weighs %d bytes", there, n)
	}
}

// Who gets her seat when the others were told already what is practical is told
// it with her seat; until then it comes in its own time.
func TestWhoComesLateIsToldWhatIsPractical(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	const words = "pièce d’identité"
	for n, c := range []struct {
		at   time.Time
		kind outbox.Kind
		told bool
	}{
		{starts.AddDate(0, 0, -3).Add(-time.Second), outbox.Confirmed, false},
		{starts.AddDate(0, 0, -3), outbox.Confirmed, true},
		{starts.Add(-time.Second), outbox.Moved, true},
		{starts.Add(-time.Second), outbox.Changed, false},
	} {
		h.Clock.Set(c.at)
		e := h.toMany(t, n+1, c.kind)
		h.Clock.Set(c.at)
		h.run(t)
		m, _ := h.message(t, e)
		body := m.Content.Simple.Body
		if strings.Contains(body.Text.Data, words) != c.told || strings.Contains(body.Html.Data, words) != c.told {
			t.Errorf("%s at %v is to tell it: %t; it says %s", c.kind, c.at, c.told, body.Text.Data)
		}
	}
}
