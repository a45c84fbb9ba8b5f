package dynamo_test

import (
	"slices"
	"testing"

	"tribune/infra/local/tabletest"
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/organisation"
	"tribune/shared/registration"
	"tribune/shared/site"
)

func aDraft() event.Event {
	e := anEvent()
	e.State = event.Draft
	return e
}

// What nobody published is an item of its organisation, and nothing else.
func TestSaveDraftClaimsNothing(t *testing.T) {
	t.Parallel()
	b := tabletest.New(t)
	if err := b.SaveDraft(t.Context(), aDraft(), anAudit()); err != nil {
		t.Fatal(err)
	}
	wantEqual(t, must(b.Event(t.Context(), day)), aDraft())
	wantEqual(t, must(b.Events(t.Context(), day.Organisation)), []event.Event{aDraft()})
	if open := must(b.Upcoming(t.Context(), start, 10)); len(open) > 0 {
		t.Errorf("the public is shown %+v", open)
	}
	_, err := b.Resolve(t.Context(), aDraft().Slug)
	wantKind(t, err, fault.NotFound)
	_, err = b.Desk(t.Context(), day)
	wantKind(t, err, fault.NotFound)
	var kinds []string
	for _, it := range b.Items(t) {
		kinds = append(kinds, attribute(it, site.KindKey))
	}
	slices.Sort(kinds)
	wantEqual(t, kinds, []string{"audit", "event"})
}

func TestSaveDraftOverWhatOthersSaved(t *testing.T) {
	t.Parallel()
	b := tabletest.New(t)
	if err := b.SaveDraft(t.Context(), aDraft(), anAudit()); err != nil {
		t.Fatal(err)
	}
	unchanged(t, b, func() { wantKind(t, b.SaveDraft(t.Context(), aDraft(), anAudit()), fault.Conflict) })
	second := aDraft()
	second.Version, second.Capacity = 2, 30
	if err := b.SaveDraft(t.Context(), second, anAudit()); err != nil {
		t.Fatal(err)
	}
	other := aDraft()
	other.Version = 2
	unchanged(t, b, func() { wantKind(t, b.SaveDraft(t.Context(), other, anAudit()), fault.Conflict) })
	wantEqual(t, must(b.Event(t.Context(), day)), second)
	missing := aDraft()
	missing.Event, missing.Version = "nowhere", 2
	unchanged(t, b, func() { wantKind(t, b.SaveDraft(t.Context(), missing, anAudit()), fault.Conflict) })
}

// An event is changed with its desk and the line that says who did, or not at all.
func TestCommitOfAnEventIsConditional(t *testing.T) {
	t.Parallel()
	b := published(t)
	e := anEvent()
	e.Version, e.Capacity = 2, 61
	revise := func(e event.Event) error {
		d := must(b.Desk(t.Context(), day))
		refit, _ := d.Refit(e)
		refit.Version++
		return b.Commit(t.Context(), refit, nil, registration.Revision{Event: e, Line: anAudit()})
	}
	if err := revise(e); err != nil {
		t.Fatal(err)
	}
	wantEqual(t, must(b.Event(t.Context(), day)), e)
	unchanged(t, b, func() { wantMoved(t, revise(e), registration.Moved{Event: true}) })
	lines := 0
	for _, it := range b.Items(t) {
		if attribute(it, site.KindKey) == "audit" {
			wantEqual(t, noun[organisation.Audit](t, it), anAudit())
			lines++
		}
	}
	wantEqual(t, lines, 1)
}

// An event that was written before its version stood beside it is changed all the
// same, once.
func TestCommitOfAnEventOfAnOlderForm(t *testing.T) {
	t.Parallel()
	b := tabletest.New(t)
	it := decode(t, fixtures+"/v2-event.json")
	b.Put(t, it)
	e := anEvent()
	e.Version = 2
	if err := b.SaveDraft(t.Context(), e, organisation.Audit{}); err != nil {
		t.Fatal(err)
	}
	wantKind(t, b.SaveDraft(t.Context(), e, organisation.Audit{}), fault.Conflict)
}
