package server_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"tribune/infra/local/engine"
	"tribune/infra/local/enginetest"
	"tribune/infra/local/faults"
	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/mailing"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/registration"
)

// audited counts the lines of the audit that hold some text, past the site.
func audited(t *testing.T, at engine.Endpoint, text string) int {
	t.Helper()
	raw := dynamodb.New(dynamodb.Options{
		Region: at.Region, BaseEndpoint: aws.String(at.URL), Credentials: credentials.NewStaticCredentialsProvider(at.AccessKey, "local", ""),
		DisableValidateResponseChecksum: true,
	})
	n := 0
	pages := dynamodb.NewScanPaginator(raw, &dynamodb.ScanInput{
		TableName: aws.String("tribune"), ConsistentRead: aws.Bool(true), FilterExpression: aws.String("kind = :audit AND contains(#data, :text)"),
		ExpressionAttributeNames:  map[string]string{"#data": "data"},
		ExpressionAttributeValues: map[string]types.AttributeValue{":audit": &types.AttributeValueMemberS{Value: "audit"}, ":text": &types.AttributeValueMemberS{Value: text}},
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(context.WithoutCancel(t.Context()))
		if err != nil {
			t.Fatal(err)
		}
		n += len(page.Items)
	}
	return n
}

// comes has somebody registered at an event, who has used her link.
func (h *house) comes(t *testing.T, e event.Event, p person) (link string) {
	t.Helper()
	name, err := registration.ParseName(p.given)
	if err != nil {
		t.Fatal(err)
	}
	address, err := outbox.ParseAddress(p.address)
	if err != nil {
		t.Fatal(err)
	}
	who, err := h.Parts.Ring.Person(e.SecretVersion, e.Ref.String(), address.Folded(), registration.FoldNames(name, name))
	if err != nil {
		t.Fatal(err)
	}
	desk, err := h.Parts.Table.Desk(t.Context(), e.Ref)
	if err != nil {
		t.Fatal(err)
	}
	now := h.Clock.Now()
	after, decisions, _ := registration.Decide(desk, []registration.Registration{{Event: e.Ref, Person: who, Wish: &registration.Wish{
		Kind: registration.Come, Made: now, FormMade: now, Nonce: "comes", By: address, Source: registration.AtDoor, Expires: e.Ends().Add(registration.Keep),
		Attendee: registration.Attendee{Given: name, Family: name, Address: address, Sector: "other", Lang: p.lang},
	}}}, now)
	decisions[0].Promises, decisions[0].Registration.Proven = nil, true
	if err := h.Parts.Table.Commit(t.Context(), after, decisions); err != nil || decisions[0].Registration.State != registration.Confirmed {
		t.Fatalf("%+v, %v", decisions, err)
	}
	return "/fr/events/" + string(e.Slug) + "/registrations/" + h.Parts.Ring.Link(e.Ref.String(), who, 1)
}

// asRead sends the first version of a draft.
var asRead = url.Values{"version": {"1"}}

// draft keeps a message to those who have a seat, and gives its page.
func (h *house) draft(t *testing.T, id string) string {
	t.Helper()
	h.write(t, h.event, id, mailing.Draft, false)
	return listPath + "/messages/" + id
}

func (h *house) write(t *testing.T, e event.Event, id string, state mailing.State, news bool) {
	t.Helper()
	now := h.Clock.Now()
	if err := h.Parts.Table.PutMailing(t.Context(), mailing.Mailing{
		Event: e.Ref, ID: id, Kind: outbox.Message, State: state, News: news, Made: now, Begun: now,
		Subject: locale.Text{locale.French: id}, Body: locale.Text{locale.French: "Un texte."},
	}); err != nil {
		t.Fatal(err)
	}
}

// Two organisers press at the same moment, each twice: it is sent once, and the
// audit says so once.
func TestOrganisersWhoSendAtOnceSendOnce(t *testing.T) {
	t.Parallel()
	at := enginetest.Dynamo(t)
	h := newHouseOn(t, at, enginetest.Inbox(t))
	p := somebody("Written to")
	h.comes(t, h.event, p)
	page := h.draft(t, "message")
	organisers := []browser{h.signIn(t), h.signIn(t)}
	releases := make([]func(), len(organisers))
	var all, stand sync.WaitGroup
	for i, b := range organisers {
		release, arrived := h.Faults.Hold("TransactWriteItems", faults.Before)
		releases[i] = release
		stand.Go(func() { <-arrived })
		all.Go(func() {
			for range 2 {
				if got := b.post(t, page+"/send", asRead); got.status != http.StatusSeeOther || got.header.Get("Location") != page {
					t.Errorf("told %d: %s", got.status, got.text(t))
				}
			}
		})
	}
	stand.Wait() // both have read the draft
	for _, release := range releases {
		release()
	}
	all.Wait()
	for range 2 {
		h.tick(t)
	}
	h.wantMails(t, p.address, "message")
	if n := audited(t, at, `"Action":"message"`); n != 1 {
		t.Errorf("the audit says so %d times", n)
	}
}

// The write with which a message is sent is refused, or its answer is lost. It
// is sent with its line of the audit, once, or not at all.
func TestSendingAMessageFails(t *testing.T) {
	t.Parallel()
	at := enginetest.Dynamo(t)
	h := newHouseOn(t, at, enginetest.Inbox(t))
	p := somebody("Written to")
	h.comes(t, h.event, p)
	b := h.signIn(t)
	for n, c := range []struct {
		flavour faults.Flavour
		times   int
		status  int
		lines   int // of the audit, afterwards
	}{
		{faults.Refused, 1, http.StatusSeeOther, 1}, {faults.LostAnswer, 1, http.StatusSeeOther, 1},
		{faults.Refused, 8, http.StatusServiceUnavailable, 0}, {faults.LostAnswer, 8, http.StatusServiceUnavailable, 1},
	} {
		id := fmt.Sprintf("message-%d", n)
		page := h.draft(t, id)
		h.Faults.Fail("TransactWriteItems", c.times, c.flavour)
		if got := b.post(t, page+"/send", asRead); got.status != c.status {
			t.Errorf("%s %d times: told %d: %s", c.flavour, c.times, got.status, got.text(t))
		}
		h.Faults.Reset()
		if n := audited(t, at, id); n != c.lines {
			t.Errorf("%s %d times: the audit says so %d times", c.flavour, c.times, n)
		}
		if got := b.post(t, page+"/send", asRead); got.status != http.StatusSeeOther {
			t.Errorf("then told %d: %s", got.status, got.text(t))
		}
		h.tick(t)
		h.tick(t)
		if got := h.received(t, p.address); len(got) != n+1 || got[n].Subject != id {
			t.Errorf("%s %d times: she received %v", c.flavour, c.times, got)
		}
		if n := audited(t, at, id); n != 1 {
			t.Errorf("%s %d times: in the end the audit says so %d times", c.flavour, c.times, n)
		}
		h.Clock.Advance(25 * time.Hour)
		b = h.signIn(t)
	}
}

// oneClick does what a mail program does for who presses its button: nothing
// tells whose it is, but the address.
func (h *house) oneClick(t *testing.T, path string) page {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, h.origin+path, bytes.NewReader([]byte("List-Unsubscribe=One-Click")))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	return read(t, resp)
}

// Who declines the news of an organisation has none from any of its events,
// however her address is written there. What is about her registration comes,
// and so do the news of others.
func TestDecliningIsOfOneOrganisation(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	second := h.event
	second.Ref.Event, second.Slug = "seconde", "seconde"
	if err := h.Parts.Table.Publish(t.Context(), second, organisation.Audit{}); err != nil {
		t.Fatal(err)
	}
	ref, err := h.Parts.Table.Resolve(t.Context(), "paris-restitution")
	if err != nil {
		t.Fatal(err)
	}
	other, err := h.Parts.Table.Event(t.Context(), ref)
	if err != nil || other.Organisation == h.event.Organisation {
		t.Fatal(other.Ref, err)
	}
	p := somebody("Declining")
	h.comes(t, h.event, p)
	h.comes(t, other, p)
	p.address = strings.ToUpper(p.address[:1]) + p.address[1:]
	link := h.comes(t, second, p)
	for _, flavour := range []faults.Flavour{faults.Refused, faults.LostAnswer} {
		h.Faults.Fail("PutItem", 1, flavour)
		if got := h.oneClick(t, link+"/decline"); got.status != http.StatusOK {
			t.Fatalf("%s: told %d: %s", flavour, got.status, got.text(t))
		}
	}
	for _, e := range []event.Event{h.event, second, other} {
		h.write(t, e, "news of "+string(e.Event), mailing.Going, true)
		h.write(t, e, "about "+string(e.Event), mailing.Going, false)
	}
	h.tick(t)
	h.tick(t)
	got := map[string]int{}
	for _, m := range h.mails(t) {
		got[m.Subject]++
	}
	want := map[string]int{"about " + string(h.event.Event): 1, "about seconde": 1, "about " + string(other.Event): 1, "news of " + string(other.Event): 1}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("she received %v, want %v", got, want)
	}
}

// The owners are told of each download, once; who only works there is not.
func TestOwnersAreToldOfEachDownload(t *testing.T) {
	t.Parallel()
	at := enginetest.Dynamo(t)
	h := newHouseOn(t, at, enginetest.Inbox(t))
	const owner, helper = "directrice@exemple.org", "benevole@exemple.org"
	for address, role := range map[string]organisation.Role{owner: organisation.Owner, helper: organisation.Organiser} {
		a, err := outbox.ParseAddress(address)
		if err != nil {
			t.Fatal(err)
		}
		m := organisation.Member{Organisation: h.event.Organisation, Address: a, Lang: locale.French, Role: role}
		if err := h.Parts.Table.Join(t.Context(), h.Parts.Ring.Account(a.Folded())[0], m); err != nil {
			t.Fatal(err)
		}
	}
	b := h.signIn(t)
	downloads := 0
	want := func(what string, status, more int) {
		t.Helper()
		if got := b.csv(t, listPath); got.status != status || strings.Contains(got.body, "Nom;") != (status == http.StatusOK) {
			t.Errorf("%s: %d %.100s", what, got.status, got.body)
		}
		h.Faults.Reset()
		downloads += more
		h.tick(t)
		var told []string
		for range downloads {
			told = append(told, "une liste de personnes a été téléchargée")
		}
		h.wantMails(t, owner, told...)
		h.wantMails(t, helper)
		if n := audited(t, at, `"Action":"download"`); n != downloads {
			t.Errorf("%s: the audit says %d downloads, want %d", what, n, downloads)
		}
	}
	want("once", http.StatusOK, 1)
	want("again in the same second", http.StatusOK, 1)
	h.Faults.Fail("TransactWriteItems", 1, faults.LostAnswer)
	want("an answer is lost", http.StatusOK, 1)
	h.Faults.Fail("TransactWriteItems", 1, faults.Refused)
	want("a write is refused", http.StatusOK, 1)
	h.Faults.Fail("TransactWriteItems", 8, faults.Refused)
	want("nothing can be written", http.StatusServiceUnavailable, 0)
	h.Faults.Fail("TransactWriteItems", 8, faults.LostAnswer)
	want("no answer comes", http.StatusServiceUnavailable, 1)
	if got := h.received(t, organiser); len(got) != 1+downloads { // a code, and she owns it too
		t.Errorf("who signed in received %d mails", len(got))
	}
}
