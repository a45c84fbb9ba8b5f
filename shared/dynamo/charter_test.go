package dynamo_test

import (
	"testing"
	"time"

	"tribune/infra/local/tabletest"
	"tribune/shared/charter"
	"tribune/shared/fault"
)

// A draft is written and changed, one revision after the other; once it is
// published nothing is written over it, whatever revision it says it is.
func TestAPublishedTextStays(t *testing.T) {
	t.Parallel()
	b, ctx := tabletest.New(t), t.Context()
	draft := aCharter()
	draft.Published, draft.Revision = time.Time{}, 1
	call := charter.Call{Ref: draft.Ref(), Sensitive: true, Revision: 1}
	if err := b.DraftCharter(ctx, call, draft, anAudit()); err != nil {
		t.Fatal(err)
	}
	wantEqual(t, must(b.Call(ctx, draft.Ref())), call)
	unchanged(t, b, func() { wantKind(t, b.DraftCharter(ctx, call, draft, anAudit()), fault.Conflict) })
	if _, err := b.ResolveCharter(ctx, draft.Slug); !fault.Is(err, fault.NotFound) {
		t.Errorf("a draft has its address: %v", err)
	}
	draft.Revision = 2
	if err := b.SaveText(ctx, draft, anAudit()); err != nil {
		t.Fatal(err)
	}
	opened, text := charter.Publish(call, draft, charter.Opening{Origin: "https://example.org", Slug: draft.Slug, SecretVersion: 1}, start)
	if err := b.PublishText(ctx, opened, text, anAudit()); err != nil {
		t.Fatal(err)
	}
	wantEqual(t, must(b.Text(ctx, draft.Ref(), 1)), text)
	for _, revision := range []int{1, 3, 4} {
		late := draft
		late.Revision = revision
		unchanged(t, b, func() { wantKind(t, b.SaveText(ctx, late, anAudit()), fault.Conflict) })
	}
	again := opened
	again.Revision++
	text.Revision++
	unchanged(t, b, func() { wantKind(t, b.PublishText(ctx, again, text, anAudit()), fault.Conflict) })
}
