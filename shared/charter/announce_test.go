package charter_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"tribune/infra/local/faults"
	"tribune/shared/charter"
	"tribune/shared/fault"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/publiclog"
)

// signatories is more than two writes promise to.
const signatories = 185

// sign has people of these numbers sign the version of now.
func (h *house) sign(t *testing.T, from, until int, change ...func(*charter.Signature)) (all []charter.Signature) {
	t.Helper()
	all = make([]charter.Signature, until-from)
	var writers sync.WaitGroup
	for w := range 8 {
		writers.Go(func() {
			for n := from + w; n < until; n += 8 {
				s := h.by(fmt.Sprintf("nour%d@asso.example.org", n))
				s.Charter, s.Generation, s.State, s.At, s.Salt, s.News = h.call.Ref, 1, charter.Counted, h.Clock.Now(), publiclog.NewSalt(), true
				s.Signatory = must(h.Signatory(h.call, s.Version, s.Address))
				for _, c := range change {
					c(&s)
				}
				if err := h.Save(context.WithoutCancel(t.Context()), s); err != nil {
					t.Error(err)
				}
				all[n-from] = s
			}
		})
	}
	writers.Wait()
	return all
}

// news begins to be announced to who signed the first version.
func (h *house) news(t *testing.T, id string) {
	t.Helper()
	a := charter.Announcement{Charter: h.call.Ref, ID: id, Kind: outbox.CharterNews, Version: 1, State: charter.Going, Begun: h.Clock.Now()}
	if err := h.PutAnnouncement(t.Context(), a, organisationLine); err != nil {
		t.Fatal(err)
	}
}

func (h *house) announce(ctx context.Context) error {
	return charter.NewAnnouncer(h, h.Clock.Now).Run(ctx)
}

// entries are those of all mail: more than the queue gives at once.
func (h *house) entries(t *testing.T) (all []outbox.Entry) {
	t.Helper()
	for _, it := range h.Items(t) {
		if !strings.HasPrefix(fmt.Sprint(it["kind"]), "&{mail ") {
			continue
		}
		var e outbox.Entry
		if err := json.NewDecoder(strings.NewReader(strings.TrimPrefix(fmt.Sprint(it["data"]), "&{"))).Decode(&e); err != nil {
			t.Fatal(err)
		}
		all = append(all, e)
	}
	return all
}

// announced goes on, whatever fails, until nothing is going, and wants an
// announcement promised to these, once each, and to nobody else.
func (h *house) announced(t *testing.T, id string, to ...charter.Signature) {
	t.Helper()
	for range 100 {
		err := h.announce(t.Context())
		if going := must(h.GoingAnnouncements(t.Context(), 1)); err == nil && len(going) == 0 {
			break
		}
	}
	promised := map[string]int{}
	for _, e := range h.entries(t) {
		if e.Ref.Mailing != id {
			continue
		}
		promised[e.Ref.Person]++
		if e.State != outbox.Pending || e.Lane != outbox.Normal {
			t.Errorf("promised %+v", e)
		}
	}
	for _, s := range to {
		if n := promised[s.Signatory.String()]; n != 1 {
			t.Errorf("%s: %s is promised it %d times", id, s.Address, n)
		}
	}
	a := must(h.Announcement(t.Context(), h.call.Ref, id))
	if len(promised) != len(to) || a.Promised != len(to) || a.State != charter.Gone || a.Ended.IsZero() {
		t.Errorf("%s is promised to %d, of %d: %+v", id, len(promised), len(to), a)
	}
}

// Whoever wants news gets them, if her signature counts; of a later text hears
// everybody, but who signed it already from the same mailbox.
func TestAnAnnouncementIsForWhomItIsFor(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	stands := h.sign(t, 0, 3)
	aside := h.sign(t, 3, 4, func(s *charter.Signature) { s.State = charter.Aside })
	quiet := h.sign(t, 10, 12, func(s *charter.Signature) { s.News = false })
	h.sign(t, 20, 22, func(s *charter.Signature) { s.State = charter.Invalidated })
	h.sign(t, 22, 23, func(s *charter.Signature) { s.State, s.Address = charter.Withdrawn, outbox.Address{} })
	h.news(t, "news")
	h.announced(t, "news", stands...)
	stands = append(stands, aside...)

	h.publish(t, 2)
	h.sign(t, 0, 1, func(s *charter.Signature) { s.Address = must(outbox.ParseAddress("Nour0+charte@asso.example.org")) })
	h.sign(t, 1, 2, func(s *charter.Signature) { s.State = charter.Invalidated })
	h.announced(t, "amended-2", append(stands[1:], quiet...)...)

	second := h.sign(t, 30, 32)
	h.publish(t, 3) // of which those hear who signed the second
	for _, s := range h.all(t.Context(), 2) {
		if s.State.Active() && s.Address.Mailbox() == "nour0@asso.example.org" {
			second = append(second, s)
		}
	}
	h.announced(t, "amended-3", second...)
}

// A run dies at any write, and in whichever way: the next goes on.
func TestAnAnnouncerKilledAtAnyWrite(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	all := h.sign(t, 0, signatories)
	h.Faults.Freeze = time.Nanosecond
	for write := range 3 { // 90 promises, 90, and the rest
		for _, flavour := range []faults.Flavour{faults.KilledBefore, faults.KilledAfter, faults.Refused, faults.LostAnswer, faults.Conflict} {
			id := fmt.Sprintf("%s-%d", flavour, write)
			h.news(t, id)
			if write > 0 {
				h.Faults.Fail("TransactWriteItems", write, faults.FrozenBefore) // let so many pass
			}
			h.Faults.Fail("TransactWriteItems", 1, flavour)
			ctx := faults.WithRequest(t.Context())
			err := h.announce(ctx)
			if len(h.Faults.Planned()) > 0 || faults.Killed(ctx) == (err == nil) {
				t.Fatalf("%s: it did not fail: %v", id, err)
			}
			h.announced(t, id, all...)
		}
	}
}

func TestTwoWhoAnnounceAtOncePromiseOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	all := h.sign(t, 0, signatories)
	h.news(t, "news")
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			if err := h.announce(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	both.Wait()
	h.announced(t, "news", all...)
	h.announced(t, "news", all...)
}

// A call that has no more time leaves the rest to the next.
func TestAnAnnouncementGoesOnWhereTimeWasUp(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	all := h.sign(t, 0, signatories)
	h.news(t, "news")
	for _, want := range []int{90, 180} {
		ctx, cancel := context.WithTimeout(t.Context(), 9*time.Second)
		err := h.announce(ctx)
		cancel()
		if a := must(h.Announcement(t.Context(), h.call.Ref, "news")); err != nil || a.Promised != want || a.State != charter.Going {
			t.Errorf("%v, and it stands %+v", err, a)
		}
	}
	h.announced(t, "news", all...)
}

// What an organiser begins twice is begun once.
func TestAnAnnouncementIsBegunOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.news(t, "news")
	again := charter.Announcement{Charter: h.call.Ref, ID: "news", Kind: outbox.CharterNews, Version: 1, State: charter.Going, Begun: h.Clock.Now()}
	if err := h.PutAnnouncement(t.Context(), again, organisation.Audit{Organisation: "ahsud", At: h.Clock.Now(), Action: "message"}); !fault.Is(err, fault.Conflict) {
		t.Errorf("begun again: %v", err)
	}
}
