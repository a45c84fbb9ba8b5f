package dynamo_test

import (
	"reflect"
	"testing"
	"time"

	"tribune/infra/local/tabletest"
	"tribune/shared/charter"
	"tribune/shared/ledger"
	"tribune/shared/outbox"
	"tribune/shared/publiclog"
	"tribune/shared/token"
)

// charterReaders are the readers of what belongs to charters.
var charterReaders = map[string]func(t *testing.T, b *tabletest.Bench, it tabletest.Item){
	"v1-charter": func(t *testing.T, b *tabletest.Bench, _ tabletest.Item) { // nobody could sign one
		want := aCharter()
		want.Published = time.Time{}
		wantEqual(t, must(b.Text(t.Context(), want.Ref(), 1)), want)
	},
	"v2-charter": func(t *testing.T, b *tabletest.Bench, _ tabletest.Item) {
		wantEqual(t, must(b.Text(t.Context(), aCharter().Ref(), 1)), aCharter())
	},
	"v1-call": func(t *testing.T, b *tabletest.Bench, _ tabletest.Item) {
		wantEqual(t, must(b.Call(t.Context(), aCharter().Ref())), aCall())
	},
	"v1-charter-slug": func(t *testing.T, b *tabletest.Bench, _ tabletest.Item) {
		wantEqual(t, must(b.ResolveCharter(t.Context(), aCharter().Slug)), aCharter().Ref())
	},
	"v1-ask": func(t *testing.T, b *tabletest.Bench, _ tabletest.Item) {
		want := anAsk("asked")
		want.Signature.Charter, want.Signature.Version, want.Signature.Signatory = charter.Ref{}, 0, token.Person{} // they stand beside it
		wantEqual(t, must(b.AskOf(t.Context(), "asked")), want)
	},
	"v1-ask-done": func(t *testing.T, b *tabletest.Bench, _ tabletest.Item) {
		if a := must(b.AskOf(t.Context(), "answered")); !a.Done || !a.Signature.Address.IsZero() {
			t.Errorf("an ask that was answered: %+v", a)
		}
	},
	"v1-signature": func(t *testing.T, b *tabletest.Bench, _ tabletest.Item) {
		s := must(b.Signature(t.Context(), aCharter().Ref(), 1, person(1)))
		want := aSignature()
		want.State, want.Revision, want.Booked = charter.Counted, 2, s.Booked
		wantEqual(t, s, want)
		if s.Booked.Leaf != 1 || s.Booked.Commitment != s.Commitment() || !s.Booked.Wall {
			t.Errorf("it is booked as %+v", s.Booked)
		}
	},
	"v1-book": func(t *testing.T, b *tabletest.Bench, _ tabletest.Item) {
		book := must(b.Book(t.Context(), aCharter().Ref()))
		want := map[int]ledger.Count{1: {Organisations: 1, Kinds: map[charter.Kind]int{"association": 1}, Countries: map[string]int{"MA": 1}}}
		if book.Version != 1 || book.Leaves != 1 || !reflect.DeepEqual(book.Counts, want) {
			t.Errorf("the book is %+v", book)
		}
	},
	"v1-leaf": func(t *testing.T, b *tabletest.Bench, _ tabletest.Item) {
		leaves := must(b.Leaves(t.Context(), aCharter().Ref(), 0, 10))
		if len(leaves) != 1 {
			t.Fatalf("leaves %+v", leaves)
		}
		leaf := must(publiclog.ParseLeaf(leaves[0].Bytes))
		s := aSignature()
		if leaf.Commitment != s.Commitment() || leaf.Text != s.Text || leaf.Kind != publiclog.Signed {
			t.Errorf("the leaf is %+v", leaf)
		}
	},
	"v1-line": func(t *testing.T, b *tabletest.Bench, _ tabletest.Item) {
		lines := must(b.Wall(t.Context(), aCharter().Ref(), 1))
		if len(lines) != 1 || lines[0].Name != "AHSUD" || lines[0].Signatory != person(1) || lines[0].Representative != "Nour Alaoui" {
			t.Errorf("the wall says %+v", lines)
		}
	},
	"v1-domain": func(t *testing.T, b *tabletest.Bench, _ tabletest.Item) {
		d := ledger.Domain{Version: 1, Name: ledger.DomainOf(aSignature())}
		wantEqual(t, must(b.Domains(t.Context(), aCharter().Ref(), []ledger.Domain{d})), map[ledger.Domain]int{d: 1})
	},
	"v1-announcement": func(t *testing.T, b *tabletest.Bench, _ tabletest.Item) {
		want := anAnnouncement()
		want.Revision = 1
		wantEqual(t, must(b.Announcement(t.Context(), want.Charter, want.ID)), want)
		wantEqual(t, must(b.GoingAnnouncements(t.Context(), 10)), []charter.Announcement{want})
	},
	"v2-mail-signature-code": wantMail(askedMail("asked")),
	"v2-mail-signed":         wantMail(aSignature().Promise(outbox.Signed, start)),
	"v2-mail-signed-already": wantMail(aSignature().Promise(outbox.SignedAlready, start)),
}

func wantMail(want outbox.Entry) func(*testing.T, *tabletest.Bench, tabletest.Item) {
	return func(t *testing.T, b *tabletest.Bench, _ tabletest.Item) {
		wantEqual(t, must(b.Mail(t.Context(), want.ID)), want)
	}
}
