package dynamo_test

import (
	"testing"
	"time"

	"tribune/infra/local/tabletest"
	"tribune/shared/charter"
	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/outbox"
)

func anAnnouncement() charter.Announcement {
	return charter.Announcement{
		Charter: aCharter().Ref(), ID: "remise", Kind: outbox.CharterNews, Version: 1, State: charter.Going, By: address("organisation@exemple.org"),
		Subject: locale.Text{locale.French: "Remise de la charte"}, Body: locale.Text{locale.French: "Elle est **remise**."},
		Begun: start, Expected: 3, Promised: 1, Last: person(1).String(),
	}
}

// A text that comes after another is told of to those who signed that one, and
// publishing it and beginning to tell are one write.
func TestALaterTextIsAnnouncedWithItsPublication(t *testing.T) {
	t.Parallel()
	b, first := tabletest.New(t), aCharter()
	call := aCall()
	if err := b.PublishText(t.Context(), call, first, anAudit()); err != nil {
		t.Fatal(err)
	}
	if all := must(b.Announcements(t.Context(), call.Ref)); len(all) != 0 {
		t.Errorf("of a first text it is told: %+v", all)
	}
	second := first
	second.Version, second.Published = 2, start.Add(time.Hour)
	call.Current, call.Revision = 2, call.Revision+1
	stale := call
	stale.Revision--
	if err := b.PublishText(t.Context(), stale, second, anAudit()); !fault.Is(err, fault.Conflict) {
		t.Errorf("a call that was not as it was read: %v", err)
	}
	if all := must(b.GoingAnnouncements(t.Context(), 10)); len(all) != 0 {
		t.Errorf("what was not published is told: %+v", all)
	}
	line := anAudit()
	if err := b.PublishText(t.Context(), call, second, line); err != nil {
		t.Fatal(err)
	}
	want := charter.Announcement{
		Charter: call.Ref, ID: "amended-2", Revision: 1, Kind: outbox.Amended, Version: 1, State: charter.Going, By: line.By, Begun: second.Published,
	}
	wantEqual(t, must(b.GoingAnnouncements(t.Context(), 10)), []charter.Announcement{want})
	want.Revision = 0
	if err := b.PutAnnouncement(t.Context(), want, line); !fault.Is(err, fault.Conflict) {
		t.Errorf("begun again: %v", err)
	}
}

// A bounce of a mail about a signature leaves its address alone, and stands beside
// the signature; one of a code's, that nobody signed with, beside nobody.
func TestABounceStandsBesideTheSignature(t *testing.T) {
	t.Parallel()
	b, s := tabletest.New(t), aSignature()
	code, signed := askedMail("asked"), s.Promise(outbox.Signed, start)
	keys := func(folded string) []string { return []string{"key of " + folded} }
	for i, e := range []outbox.Entry{code, signed} {
		if err := b.Promise(t.Context(), e); err != nil {
			t.Fatal(err)
		}
		claimed := must(b.Claim(t.Context(), e, start.Add(outbox.Claim)))
		claimed.State, claimed.Message = outbox.Sent, "of the mail service"
		if err := b.Settle(t.Context(), claimed); err != nil {
			t.Fatal(err)
		}
		to := []outbox.Address{address("somebody@exemple.org"), address("somebody.else@exemple.org")}[i]
		report := outbox.Report{
			Entry: e.ID, Message: "of the mail service", To: []outbox.Address{to}, Fate: outbox.Bounced, Reason: outbox.NoSuchAddress, At: start.Add(time.Second), Final: true,
		}
		for range 2 { // reports come twice
			if err := outbox.Learn(t.Context(), b, keys, report); err != nil {
				t.Fatal(err)
			}
		}
		if r := must(b.Recipient(t.Context(), keys(to.Folded()))); !r.Suppressed(start.Add(time.Minute)) {
			t.Errorf("%s: its address is written to again", e.Kind)
		}
	}
	failed := s.Promise(outbox.SignedLink, start)
	if err := b.Promise(t.Context(), failed); err != nil {
		t.Fatal(err)
	}
	failed = must(b.Claim(t.Context(), failed, start.Add(outbox.Claim)))
	failed.State, failed.Why = outbox.Failed, outbox.Suppressed
	if err := b.Settle(t.Context(), failed); err != nil { // says less than the bounce, which stays
		t.Fatal(err)
	}
	if d := must(b.SignatoryDelivery(t.Context(), s.Charter, s.Version, s.Signatory)); d.Fate != outbox.Bounced || d.Kind != outbox.Signed {
		t.Errorf("beside the signature stands %+v", d)
	}
	if d := must(b.SignatoryDelivery(t.Context(), s.Charter, s.Version+1, s.Signatory)); d != (outbox.Delivery{}) {
		t.Errorf("of another version it says %+v", d)
	}
	for _, it := range b.Items(t) {
		if at := attribute(it, "pk"); attribute(it, "kind") == "delivery" && at != "CHARTER#"+s.Charter.String() {
			t.Errorf("a delivery stands at %s", at)
		}
	}
}
