package dynamo

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"tribune/shared/attendance"
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/organisation"
	"tribune/shared/registration"
	"tribune/shared/report"
	"tribune/shared/site"
	"tribune/shared/token"
)

// Arriving implements [attendance.Store].
func (t *Table) Arriving(ctx context.Context, e event.Ref, p token.Person) (registration.Registration, attendance.Presence, error) {
	const op = "dynamo: look who arrives"
	r, here := registration.Registration{Event: e, Person: p}, attendance.Presence{Event: e, Person: p}
	items, err := t.batch(ctx, personKey(e, p), presenceKey(e, p))
	if err != nil {
		return r, here, failed(op, err)
	}
	for _, it := range items {
		if str(it, site.KindKey) == presenceKind {
			here, err = t.readPresence(it, e, p)
		} else {
			r, err = t.readRegistration(it, e, p)
		}
		if err != nil {
			return r, here, err
		}
	}
	return r, here, nil
}

// presenceKind tells a presence from the registration beside it.
const presenceKind = "presence"

func (t *Table) readPresence(it item, e event.Ref, p token.Person) (attendance.Presence, error) {
	here := attendance.Presence{Event: e, Person: p}
	if err := read(it, &here); err != nil {
		return here, err
	}
	if here.Version = int(num(it, versionKey)); t.expired(it) {
		here.Marks = nil
	}
	return here, nil
}

// Attend implements [attendance.Store].
func (t *Table) Attend(ctx context.Context, p attendance.Presence, a organisation.Audit) error {
	it, err := put(presenceKey(p.Event, p.Person), presenceKind, p)
	if err != nil {
		return err
	}
	it[versionKey] = number(p.Version + 1)
	expire(it, p.Expires)
	line, err := auditItem(AuditID(a.At), a)
	if err != nil {
		return err
	}
	writes := []types.TransactWriteItem{t.putIfVersion(it, p.Version), {Put: t.putNew(line)}}
	return inTheWayIsConflict("dynamo: note who is there", t.transact(ctx, writes, token.ID()))
}

// Presences gives who was at an event, by person.
func (t *Table) Presences(ctx context.Context, e event.Ref) (map[token.Person]attendance.Presence, error) {
	const op = "dynamo: list who is there"
	all := map[token.Person]attendance.Presence{}
	for it, err := range t.list(ctx, ofEvent(e, presencePrefix)) {
		if err != nil {
			return nil, failed(op, err)
		}
		if t.expired(it) {
			continue
		}
		p, err := token.ParsePerson(str(it, site.SortKey)[len(presencePrefix):])
		if err != nil {
			return nil, fault.New(fault.Internal, op, err)
		}
		if all[p], err = t.readPresence(it, e, p); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// PutReport writes what is kept of an event when its registrations are gone.
func (t *Table) PutReport(ctx context.Context, e event.Ref, r report.Report) error {
	return t.write(ctx, reportKey(e), "report", r)
}

// Report reads it. NotFound if there is none.
func (t *Table) Report(ctx context.Context, e event.Ref) (r report.Report, err error) {
	return r, t.noun(ctx, reportKey(e), &r, "dynamo: read a report")
}
