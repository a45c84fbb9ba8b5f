package dynamo

import (
	"context"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"tribune/shared/charter"
	"tribune/shared/organisation"
	"tribune/shared/site"
	"tribune/shared/token"
)

// PutAnnouncement writes an announcement that is sent, with a line of the audit;
// both or neither. Conflict if one of its id is there.
func (t *Table) PutAnnouncement(ctx context.Context, a charter.Announcement, line organisation.Audit) error {
	it, err := put(announcementKey(a.Charter, a.ID), "announcement", a)
	if err != nil {
		return err
	}
	expire(it, a.Begun.Add(charter.KeepAfter))
	writes, err := t.noted(line)
	if err != nil {
		return err
	}
	writes = append(writes, types.TransactWriteItem{Put: t.putNew(it)})
	return failedOrNil("dynamo: write an announcement", t.transact(ctx, writes, token.ID()))
}

// Announcements lists those of a charter, in no order.
func (t *Table) Announcements(ctx context.Context, r charter.Ref) (all []charter.Announcement, err error) {
	for it, err := range t.list(ctx, announcementKey(r, "")) {
		if err != nil {
			return nil, failed("dynamo: list announcements", err)
		}
		if t.expired(it) {
			continue
		}
		a := charter.Announcement{Charter: r}
		if err := read(it, &a); err != nil {
			return nil, err
		}
		a.ID = strings.TrimPrefix(str(it, site.SortKey), announcementPrefix)
		all = append(all, a)
	}
	return all, nil
}
