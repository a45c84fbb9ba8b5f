package clock_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"tribune/functions/clock"
	"tribune/shared/charter"
	"tribune/shared/lambdajob"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/publiclog"
	"tribune/shared/registration"
	"tribune/shared/site"
	"tribune/shared/token"
)

var pledge = charter.Ref{Organisation: "ahsud", ID: "charte"}

// openPledge publishes a charter that is closed after a month.
func (h house) openPledge(t *testing.T) charter.Call {
	t.Helper()
	c := charter.Call{
		Ref: pledge, Slug: "charte", Log: "tribune.example/charters/charte", Opened: h.Clock.Now(), Closes: h.Clock.Now().AddDate(0, 1, 0),
		Current: 1, SecretVersion: 1, Individuals: true, Revision: 1,
	}
	if err := h.PublishText(t.Context(), c, pledgeText(1, h.Clock.Now()), organisation.Audit{}); err != nil {
		t.Fatal(err)
	}
	return c
}

func pledgeText(version int, now time.Time) charter.Charter {
	return charter.Charter{
		Organisation: pledge.Organisation, ID: pledge.ID, Slug: "charte", Version: version, Revision: 1, Published: now,
		Title: locale.Text{locale.French: "Charte"}, Articles: []charter.Article{{Text: locale.Text{locale.French: fmt.Sprint("Article ", version)}}},
	}
}

// sign has the nth person sign, with her code just typed.
func (h house) sign(t *testing.T, n int) charter.Signature {
	t.Helper()
	s := charter.Signature{
		Charter: pledge, Version: 1, Signatory: token.Person{byte(n >> 8), byte(n), 1}, Generation: 1, State: charter.Confirmed, At: h.Clock.Now(),
		Lang: locale.French, Read: locale.French, Text: pledgeText(1, time.Time{}).Hash(locale.French), Country: "MA", Display: true, News: true,
		Given: must(registration.ParseName("Canari")), Family: must(registration.ParseName("Serin")),
		Address: must(outbox.ParseAddress(fmt.Sprintf("canari%d@gmail.com", n))), Salt: publiclog.NewSalt(),
	}
	if err := h.Save(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	return s
}

func (h house) wantCounted(t *testing.T, n int) {
	t.Helper()
	if got := must(h.Book(t.Context(), pledge)).Counts[1].Individuals; got != n {
		t.Errorf("%d are counted, want %d", got, n)
	}
}

// A book is kept as soon as somebody signed, and what the stream left is made up
// for by the schedule.
func TestBooksAreKept(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.openPledge(t)
	h.sign(t, 1)
	job := lambdajob.Handler(h.process())
	for queue, want := range map[string]int{site.MailQueue + "normal": 0, site.TrayQueue + "ahsud/autre": 0} {
		if err := job(t.Context(), streamed(queue)); err != nil {
			t.Fatal(err)
		}
		h.wantCounted(t, want)
	}
	if err := job(t.Context(), streamed(site.TrayQueue+pledge.String())); err != nil {
		t.Fatal(err)
	}
	h.wantCounted(t, 1)
	h.sign(t, 2)
	h.at(t, h.Clock.Now().Add(time.Minute))
	h.wantCounted(t, 2)
}

// A later text is announced as soon as it is published, and so is what an organiser
// writes.
func TestAnnouncementsGoAtOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	c := h.openPledge(t)
	h.sign(t, 1)
	h.at(t, h.Clock.Now().Add(time.Minute))
	c.Current, c.Revision = 2, 2
	if err := h.PublishText(t.Context(), c, pledgeText(2, h.Clock.Now()), organisation.Audit{}); err != nil {
		t.Fatal(err)
	}
	job := lambdajob.Handler(h.process())
	for queue, want := range map[string]charter.Progress{site.TrayQueue + pledge.String(): charter.Going, site.MailingQueue: charter.Going} {
		if err := job(t.Context(), streamed(queue)); err != nil {
			t.Fatal(err)
		}
		if a := must(h.Announcement(t.Context(), pledge, "amended-2")); a.State != want {
			t.Errorf("called for %s it stands %+v", queue, a)
		}
	}
	if err := job(t.Context(), streamed(site.NewsQueue)); err != nil {
		t.Fatal(err)
	}
	if a := must(h.Announcement(t.Context(), pledge, "amended-2")); a.State != charter.Gone || a.Promised != 1 {
		t.Errorf("it stands %+v", a)
	}
}

// A book that is wrong makes the call fail once, is set right where that is safe,
// and is looked at again the next day.
func TestAWrongBookIsToldOfOnceADay(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.openPledge(t)
	h.sign(t, 1)
	h.at(t, h.Clock.Now().Add(time.Minute))
	p := h.process()
	call := func(wrong bool) {
		t.Helper()
		if err := p(t.Context(), scheduled); errors.Is(err, clock.ErrUnsound) != wrong || !wrong && err != nil {
			t.Errorf("the call says %v", err)
		}
	}
	tamper := func() {
		for _, it := range h.Items(t) {
			if it[site.KindKey].(*types.AttributeValueMemberS).Value == "book" {
				data := it["data"].(*types.AttributeValueMemberS)
				data.Value = strings.Replace(data.Value, `"Individuals":1`, `"Individuals":7`, 1)
				h.Put(t, it)
			}
		}
	}
	tamper()
	call(true)
	h.wantCounted(t, 1)
	tamper()
	call(false) // it was looked at today
	h.wantCounted(t, 7)
	h.Clock.Advance(24 * time.Hour)
	call(true)
	call(false)
	h.wantCounted(t, 1)
}

// A year after a charter closed nobody knows who signed it; how many did is known,
// and the log stands as it stood.
func TestSignatoriesAreForgottenInTheirTime(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	c := h.openPledge(t)
	const people = 205 // more than one call forgets
	for n := range people {
		h.sign(t, n)
	}
	h.at(t, c.Closes.Add(charter.KeepAfter-time.Second))
	h.wantCounted(t, people)
	before := must(h.Book(t.Context(), pledge)).Tree()
	h.Clock.Set(c.Closes.Add(charter.KeepAfter))
	p, known := h.process(), []int{}
	for range 3 {
		if err := p(t.Context(), scheduled); err != nil {
			t.Fatal(err)
		}
		known = append(known, h.known(t))
	}
	if fmt.Sprint(known) != "[10 0 0]" {
		t.Errorf("call after call so many items tell of somebody: %v", known)
	}
	h.wantCounted(t, people)
	after := must(h.Book(t.Context(), pledge)).Tree()
	if after != before {
		t.Errorf("the log of %d leaves was one of %d", after.N, before.N)
	}
}

// known is how many items tell of somebody; of whom none does, no salt is left.
func (h house) known(t *testing.T) (n int) {
	t.Helper()
	salts := 0
	for _, it := range h.Items(t) {
		b := string(must(json.Marshal(it)))
		if strings.Contains(b, "anari") || strings.Contains(b, "Serin") {
			n++
		}
		if strings.Contains(b, "Salt") {
			salts++
		}
	}
	if salts > n {
		t.Errorf("%d salts are left", salts)
	}
	return n
}
