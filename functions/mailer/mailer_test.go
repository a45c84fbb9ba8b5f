package mailer_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"tribune/functions/mailer"
	"tribune/infra/local/goldentest"
	"tribune/infra/local/tabletest"
	"tribune/shared/account"
	"tribune/shared/boot"
	"tribune/shared/event"
	"tribune/shared/lambdajob"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/registration"
	"tribune/shared/ses"
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func address(s string) outbox.Address { return must(outbox.ParseAddress(s)) }

const room = "https://salle.example/reunion"

var (
	ref    = event.Ref{Organisation: "ahsud", Event: "tanger"}
	starts = time.Date(2027, time.March, 25, 9, 0, 0, 0, time.UTC)
)

func three(fr, ar, en string) locale.Text {
	return locale.Text{locale.French: fr, locale.Arabic: ar, locale.English: en}
}

// anEvent has two days, of which people choose, on site and online.
func anEvent() event.Event {
	second := starts.AddDate(0, 0, 1)
	workshop := func(id event.WorkshopID, title locale.Text) event.Workshop {
		return event.Workshop{ID: id, Title: title, Capacity: 5, Remote: 5}
	}
	return event.Event{
		Ref: ref, Slug: "tanger", Zone: "Africa/Casablanca", Country: "MA", SecretVersion: 1, Version: 1,
		Title: three("Un titre", "عنوان", "A title"), NeutralTitle: three("Journée d’étude", "يوم دراسي", "Study day"),
		Place: three("Maison des associations", "دار الجمعيات", "House of associations"), Address: locale.Text{locale.French: "1, rue de l’Exemple"}, City: three("Tanger", "طنجة", "Tangier"),
		Days:  []event.Day{{Starts: starts, Ends: starts.Add(7 * time.Hour)}, {Starts: second, Ends: second.Add(3 * time.Hour)}},
		ByDay: true, Capacity: 40, Remote: event.Remote{Capacity: 40, URL: room},
		Slots: []event.Slot{
			{ID: "a", Starts: starts.Add(time.Hour), Ends: starts.Add(2 * time.Hour), Workshops: []event.Workshop{workshop("w", three("Coopératives", "التعاونيات", "Cooperatives"))}},
			{ID: "b", Starts: second.Add(time.Hour), Ends: second.Add(2 * time.Hour), Workshops: []event.Workshop{workshop("x", three("Friches", "الأراضي المهملة", "Wasteland")), workshop("y", locale.Text{locale.French: "Récits"})}},
		},
		Opens: tabletest.Start.Add(-time.Hour), Closes: starts, Updated: tabletest.Start,
		Notices: notices,
	}
}

// house is a mailer with its table and a mail service that keeps what it is sent.
type house struct {
	*tabletest.Bench
	work func(context.Context, lambdajob.Cause) error
	pace func() float64 // mails a second

	mu     sync.Mutex
	sent   map[string][]byte // bodies, by the entry's id
	answer func(http.ResponseWriter, *http.Request) (done bool)
}

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{Bench: tabletest.New(t), sent: map[string][]byte{}}
	service := httptest.NewServer(http.HandlerFunc(h.receive))
	t.Cleanup(service.Close)
	cfg := aws.Config{Region: "eu-west-3", BaseEndpoint: &service.URL, Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		return aws.Credentials{AccessKeyID: "local", SecretAccessKey: "local"}, nil
	})}
	h.work, h.pace = mailer.NewPaced(boot.Parts{
		Origin: "https://tribune.example", Sender: address("inscriptions@tribune.example"), Table: h.Table,
		Ring: ring,
		Now:  h.Clock.Now, Log: slog.New(slog.DiscardHandler),
	}, ses.Open(cfg, ""))
	if err := h.Publish(t.Context(), anEvent()); err != nil {
		t.Fatal(err)
	}
	err := h.PutOrganisation(t.Context(), organisation.Organisation{ID: ref.Organisation, Name: three("Association Exemple", "جمعية مثال", "Example association"), ReplyTo: address("contact@exemple.org")})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func (h *house) receive(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	h.mu.Lock()
	answer := h.answer
	h.mu.Unlock()
	if answer != nil && answer(w, r) {
		return
	}
	if r.URL.Path == "/v2/email/account" {
		_, _ = io.WriteString(w, `{"SendQuota":{"MaxSendRate":1000}}`)
		return
	}
	body, err := io.ReadAll(r.Body)
	var m message
	if err == nil {
		err = json.Unmarshal(body, &m)
	}
	if err != nil || len(m.EmailTags) != 1 {
		http.Error(w, "not a mail", http.StatusBadRequest)
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.sent[m.EmailTags[0].Value] = body
	_, _ = io.WriteString(w, `{"MessageId":"sent"}`) // the client may have gone
}

// message is the input to SendEmail.
type message struct {
	Content struct {
		Simple struct {
			Subject     struct{ Data string }
			Body        struct{ Html, Text struct{ Data string } }
			Attachments []struct {
				RawContent  []byte
				ContentType string
			}
		}
	}
	EmailTags []struct{ Value string }
}

// promise writes somebody's registration, as the n-th, and with it the desk and
// a mail about it.
func (h *house) promise(t *testing.T, n int, r registration.Registration, k outbox.Kind, l locale.Lang, change ...func(*registration.Desk)) outbox.Entry {
	t.Helper()
	binary.BigEndian.PutUint64(r.Person[:], uint64(n)*0x9E3779B97F4A7C15)
	r.Event, r.Generation = ref, max(r.Generation, 1)
	r.Attendee = registration.Attendee{
		Given: must(registration.ParseName("Zineb")), Family: must(registration.ParseName("بنعلي")), Lang: l,
		Address: address(fmt.Sprintf("zineb%d@exemple.org", n)), Phone: must(registration.ParsePhone("+212600000000")),
	}
	ref := r.Ref()
	ref.Mailing = mailings[k]
	e := outbox.Promise(k, ref, l, h.Clock.Now(), "1")
	h.write(t, r, []outbox.Entry{e}, change...)
	return e
}

func (h *house) write(t *testing.T, r registration.Registration, promises []outbox.Entry, change ...func(*registration.Desk)) {
	t.Helper()
	d := must(h.Desk(t.Context(), ref))
	d.Version++
	for _, c := range change {
		c(&d)
	}
	if err := h.Commit(t.Context(), d, []registration.Decision{{Registration: r, Promises: promises}}); err != nil {
		t.Fatal(err)
	}
}

// run lets the mailer send all that is due.
func (h *house) run(t *testing.T) {
	t.Helper()
	if err := h.work(t.Context(), lambdajob.Cause{}); err != nil {
		t.Fatal(err)
	}
}

// message gives what was sent of an entry; false if it was dropped instead.
func (h *house) message(t *testing.T, e outbox.Entry) (m message, sent bool) {
	t.Helper()
	body, sent := h.sent[e.ID]
	if bytes.Contains(body, []byte("600000000")) {
		t.Errorf("%s tells a phone number", e.Kind)
	}
	if sent {
		if err := json.Unmarshal(body, &m); err != nil {
			t.Fatal(err)
		}
	}
	if got := must(h.Mail(t.Context(), e.ID)); sent != (got.State == outbox.Sent) || !sent && got.State != outbox.Dropped {
		t.Errorf("%s was sent: %t, and is %s", e.Kind, sent, got.State)
	}
	return m, sent
}

// The input to SendEmail of every mail in every language.
func TestGolden(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	all := registrations()
	h.say(t, aMessage)
	h.openCharter(t)
	h.amend(t)
	entries := map[string]outbox.Entry{}
	for i, l := range locale.Languages {
		for j, c := range []struct {
			kind   outbox.Kind
			stands string
		}{
			{outbox.Confirmed, seated}, {outbox.Held, unconfirmed}, {outbox.Waiting, waiting}, {outbox.Waiting, alsoWaits},
			{outbox.Offered, offered}, {outbox.Lapsed, lapsed}, {outbox.Lapsed, neverConfirmed}, {outbox.Changed, online},
			{outbox.Moved, seated}, {outbox.Cancelled, cancelled}, {outbox.Already, waiting}, {outbox.LostLink, offered}, {outbox.Refused, refused},
			{outbox.Removed, removed}, {outbox.Approved, seated}, {outbox.Declined, cancelled}, {outbox.Reminder, seated}, {outbox.Practical, online}, {outbox.Thanks, seated}, {outbox.Message, seated},
		} {
			r := all[c.stands]
			r.Ticket = 1 + i*100 + j
			e := h.promise(t, r.Ticket, r, c.kind, l, queued(r))
			entries[string(c.kind)+"-"+c.stands+"-"+string(l)] = e
		}
		hash := "challenge-" + string(l)
		e := outbox.Promise(outbox.SignInCode, outbox.Ref{Challenge: hash}, l, h.Clock.Now())
		m := organisation.Member{Organisation: ref.Organisation, Address: address("organisation@exemple.org"), Lang: l}
		c := account.Challenge{Hash: hash, Mail: "what the code derives from", Member: m, Lang: l, Expires: h.Clock.Now().Add(account.CodeLife)}
		if err := h.Ask(t.Context(), c, &e); err != nil {
			t.Fatal(err)
		}
		entries["sign-in-"+string(l)] = e
		entries["exported-"+string(l)] = h.exported(t, l)
		entries["invited-"+string(l)] = h.invited(t, l)
		entries["message-trial-"+string(l)] = h.tried(t, l)
		for kind, e := range h.toSignatory(t, l) {
			entries[string(kind)+"-"+string(l)] = e
		}
	}
	h.run(t)
	for name, e := range entries {
		var got bytes.Buffer
		if err := json.Indent(&got, h.sent[e.ID], "", "  "); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		got.WriteByte('\n')
		goldentest.Check(t, filepath.Join("testdata/golden", name+".json"), got.Bytes())
	}
	if files := must(filepath.Glob("testdata/golden/*.json")); len(files) != len(entries) {
		t.Errorf("%d golden files for %d mails", len(files), len(entries))
	}
}
