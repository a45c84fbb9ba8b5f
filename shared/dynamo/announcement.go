package dynamo

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"tribune/shared/charter"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/site"
	"tribune/shared/token"
)

// PutAnnouncement writes an announcement with a line of the audit, new if its
// Revision is 0. Conflict, and nothing is written, if it is not as it was read.
func (t *Table) PutAnnouncement(ctx context.Context, a charter.Announcement, line organisation.Audit) error {
	w, err := t.putAnnouncement(a)
	if err != nil {
		return err
	}
	audit, err := t.noted(line)
	if err != nil {
		return err
	}
	return failedOrNil("dynamo: write an announcement", t.transact(ctx, append(audit, w), token.ID()))
}

// putAnnouncement writes an announcement over the one that was read. It is kept as
// long as the signatories of a charter that is closed.
func (t *Table) putAnnouncement(a charter.Announcement) (types.TransactWriteItem, error) {
	it, err := put(announcementKey(a.Charter, a.ID), "announcement", a)
	if err != nil {
		return types.TransactWriteItem{}, err
	}
	it[versionKey] = number(a.Revision + 1)
	if a.State == charter.Going {
		enqueue(it, site.NewsQueue, a.Begun)
	}
	expire(it, a.Begun.Add(charter.KeepAfter))
	return t.putIfVersion(it, a.Revision), nil
}

func readAnnouncement(it item) (a charter.Announcement, err error) {
	err = read(it, &a)
	a.Revision = int(num(it, versionKey))
	return a, err
}

// Announcement reads an announcement.
func (t *Table) Announcement(ctx context.Context, r charter.Ref, id string) (charter.Announcement, error) {
	it, err := t.get(ctx, announcementKey(r, id), "dynamo: read an announcement")
	if err != nil {
		return charter.Announcement{}, err
	}
	return readAnnouncement(it)
}

// Announcements lists those of a charter, in no order.
func (t *Table) Announcements(ctx context.Context, r charter.Ref) ([]charter.Announcement, error) {
	return gathered(each(t, t.list(ctx, announcementKey(r, "")), "dynamo: list announcements", readAnnouncement))
}

// GoingAnnouncements implements [charter.AnnouncementStore].
func (t *Table) GoingAnnouncements(ctx context.Context, limit int) (all []charter.Announcement, err error) {
	items, err := t.queue(ctx, site.NewsQueue, "", limit)
	if err != nil {
		return nil, failed("dynamo: list announcements", err)
	}
	for _, it := range items {
		a, readErr := readAnnouncement(it)
		if readErr != nil {
			err = readErr
			continue
		}
		all = append(all, a)
	}
	return all, err
}

// PromiseAll implements [charter.AnnouncementStore].
func (t *Table) PromiseAll(ctx context.Context, a charter.Announcement, promised []outbox.Entry) error {
	w, err := t.putAnnouncement(a)
	if err != nil {
		return err
	}
	writes := []types.TransactWriteItem{w}
	for _, e := range promised {
		it, err := mailItem(e)
		if err != nil {
			return err
		}
		writes = append(writes, types.TransactWriteItem{Put: t.putNew(it)})
	}
	return inTheWayIsConflict("dynamo: promise an announcement", t.transact(ctx, writes, token.ID()))
}

var _ charter.AnnouncementStore = (*Table)(nil)
