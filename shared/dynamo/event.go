package dynamo

import (
	"context"
	"encoding/json"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/registration"
	"tribune/shared/site"
	"tribune/shared/token"
)

// Publish puts an event before the public, its draft or one of which there was
// none: it claims the slug for it and, if it takes registrations, sets up its
// desk; all of it or nothing. Conflict if the slug is taken, if the event was
// changed since it was read, or if it is published already.
func (t *Table) Publish(ctx context.Context, r registration.Revision) error {
	r.Event.State = event.Published
	writes, err := t.revise(r)
	if err != nil {
		return err
	}
	slug, err := put(slugKey(r.Event.Slug), "slug", r.Event.Ref)
	if err != nil {
		return err
	}
	writes = append(writes, types.TransactWriteItem{Put: t.putNew(slug)})
	if r.Event.Registers() {
		desk, err := deskItem(registration.NewDesk(r.Event))
		if err != nil {
			return err
		}
		writes = append(writes, types.TransactWriteItem{Put: t.putNew(desk)})
	}
	return failedOrNil("dynamo: publish an event", t.transact(ctx, writes, token.ID()))
}

// SaveEvent implements [registration.Store]: it writes an event alone, a draft
// above all, new or changed.
func (t *Table) SaveEvent(ctx context.Context, r registration.Revision) error {
	writes, err := t.revise(r)
	if err != nil {
		return err
	}
	err = failedOrNil("dynamo: save an event", t.transact(ctx, writes, token.ID()))
	if fault.Is(err, fault.Conflict) {
		return &registration.Moved{Event: true}
	}
	return err
}

// revise writes an event under its next version over the one that was read, or
// where none stands if that was none, and the line of the audit that says so.
// Beside an event of an earlier form no version stands: whoever changes it first
// sets one.
func (t *Table) revise(r registration.Revision) ([]types.TransactWriteItem, error) {
	before := r.Event.Version
	r.Event.Version, r.Event.Updated = before+1, t.now()
	it, err := eventItem(r.Event)
	if err != nil {
		return nil, err
	}
	put := t.putNew(it)
	if before > 0 {
		put.ConditionExpression = aws.String("attribute_exists(#pk) AND (attribute_not_exists(#version) OR #version = :version)")
		put.ExpressionAttributeNames["#version"] = versionKey
		put.ExpressionAttributeValues = item{":version": number(before)}
	}
	writes := []types.TransactWriteItem{{Put: put}}
	if r.Line != "" {
		line, err := auditItem(r.Line, r.Audit)
		if err != nil {
			return nil, err
		}
		writes = append(writes, types.TransactWriteItem{Put: t.putNew(line)})
	}
	return writes, nil
}

// eventForm is 3 since an event's version stands beside it, for conditions; 2
// since the address and the city are texts for each language: before that they
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

func eventItem(e event.Event) (item, error) {
	it, err := put(eventKey(e.Ref), "event", e)
	if err == nil {
		it[versionKey] = number(e.Version)
	}
	if err == nil && e.State != event.Draft { // which no public list holds
		enqueue(it, site.OpenQueue, e.Ends())
	}
	return it, err
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
