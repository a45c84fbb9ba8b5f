package dynamo

import (
	"context"
	"encoding/json"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/registration"
	"tribune/shared/site"
	"tribune/shared/token"
)

// Publish puts an event before the public, its draft or, if its Version is 1, one
// of which there was none: it claims the slug for it and, if it takes
// registrations, sets up its desk, with a line of the audit; all of it or nothing.
// Conflict if the slug is taken, if the draft that stands is not one version
// behind, or if the event is published already.
func (t *Table) Publish(ctx context.Context, e event.Event, line organisation.Audit) error {
	e.State = event.Published
	writes, err := t.changeEvent(e, line)
	if err != nil {
		return err
	}
	slug, err := put(slugKey(e.Slug), "slug", e.Ref)
	if err != nil {
		return err
	}
	writes = append(writes, types.TransactWriteItem{Put: t.putNew(slug)})
	if e.Registers() {
		desk, err := deskItem(registration.NewDesk(e))
		if err != nil {
			return err
		}
		writes = append(writes, types.TransactWriteItem{Put: t.putNew(desk)})
	}
	return failedOrNil("dynamo: publish an event", t.transact(ctx, writes, token.ID()))
}

// eventForm is 3 since an event's version stands beside it, for who changes it; 2
// since the address and the city are texts for each language, before which they
// were strings, in French.
const eventForm = 3

// storedEvent reads an event of any form.
type storedEvent struct {
	event.Event
	Address, City storedText
}

// storedText is a text for each language, or a string in French.
type storedText locale.Text

// UnmarshalJSON reads either.
func (t *storedText) UnmarshalJSON(data []byte) error {
	var s string
	if json.Unmarshal(data, &s) != nil {
		return json.Unmarshal(data, (*locale.Text)(t))
	}
	if s != "" {
		*t = storedText{locale.French: s}
	}
	return nil
}

func readEvent(it item) (event.Event, error) {
	var s storedEvent
	err := read(it, &s)
	s.Event.Address, s.Event.City = locale.Text(s.Address), locale.Text(s.City)
	return s.Event, err
}

// eventItem is the item of an event. A draft is in no queue: nobody lists it but
// its organisers.
func eventItem(e event.Event) (item, error) {
	it, err := put(eventKey(e.Ref), "event", e)
	if err != nil {
		return nil, err
	}
	if e.State != event.Draft {
		enqueue(it, site.OpenQueue, e.Ends())
	}
	return it, nil
}

// SaveDraft writes a draft, new if its Version is 1, with a line of the audit. It
// claims nothing that the public sees, and has no desk. Conflict, and nothing is
// written, if the one that stands is not one version behind, or another has the id.
func (t *Table) SaveDraft(ctx context.Context, e event.Event, line organisation.Audit) error {
	writes, err := t.changeEvent(e, line)
	if err != nil {
		return err
	}
	return failedOrNil("dynamo: save a draft", t.transact(ctx, writes, token.ID()))
}

// changeEvent writes an event over the one that is a version behind, where there
// is to be one, and the line of the audit that says so.
func (t *Table) changeEvent(e event.Event, line organisation.Audit) ([]types.TransactWriteItem, error) {
	it, err := eventItem(e)
	if err != nil {
		return nil, err
	}
	return t.putNext(it, e.Version, line)
}

// Event reads an event.
func (t *Table) Event(ctx context.Context, r event.Ref) (event.Event, error) {
	it, err := t.get(ctx, eventKey(r), "dynamo: read an event")
	if err != nil {
		return event.Event{}, err
	}
	return readEvent(it)
}

// Resolve finds the event that a slug leads to. What it says never changes.
func (t *Table) Resolve(ctx context.Context, s event.Slug) (r event.Ref, err error) {
	return r, t.noun(ctx, slugKey(s), &r, "dynamo: follow a slug")
}

// Upcoming lists published events that end after now, the first to end first.
func (t *Table) Upcoming(ctx context.Context, now time.Time, limit int) ([]event.Event, error) {
	return t.published(ctx, "#due > :now", now, limit, true)
}

// Past lists published events that ended by now, the last to end first.
func (t *Table) Past(ctx context.Context, now time.Time, limit int) ([]event.Event, error) {
	return t.published(ctx, "#due <= :now", now, limit, false)
}

func (t *Table) published(ctx context.Context, due string, now time.Time, limit int, forward bool) ([]event.Event, error) {
	var events []event.Event
	// A page ends at 1 MB, and an event with its texts may have tens of kilobytes.
	pages := dynamodb.NewQueryPaginator(t.client, &dynamodb.QueryInput{
		TableName: &t.name, IndexName: aws.String(site.QueueIndex), Limit: aws.Int32(int32(limit)), ScanIndexForward: &forward,
		KeyConditionExpression:    aws.String("#queue = :queue AND " + due),
		ExpressionAttributeNames:  map[string]string{"#queue": site.QueueKey, "#due": site.DueKey},
		ExpressionAttributeValues: item{":queue": text(site.OpenQueue), ":now": text(instant(now))},
	})
	for pages.HasMorePages() && len(events) < limit {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, failed("dynamo: list published events", err)
		}
		more, err := readEvents(page.Items)
		if err != nil {
			return nil, err
		}
		events = append(events, more...)
	}
	return events[:min(len(events), limit)], nil
}

func readEvents(items []item) ([]event.Event, error) {
	events := make([]event.Event, len(items))
	for i, it := range items {
		var err error
		if events[i], err = readEvent(it); err != nil {
			return nil, err
		}
	}
	return events, nil
}

// Events lists the events of an organisation.
func (t *Table) Events(ctx context.Context, org organisation.ID) ([]event.Event, error) {
	var items []item
	for it, err := range t.list(ctx, ofOrganisation(org, eventPrefix)) {
		if err != nil {
			return nil, failed("dynamo: list an organisation's events", err)
		}
		items = append(items, it)
	}
	return readEvents(items)
}
