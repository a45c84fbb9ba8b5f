package dynamo

import (
	"context"
	"errors"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/mailing"
	"tribune/shared/registration"
	"tribune/shared/site"
	"tribune/shared/token"
)

// Desk implements [registration.Store].
func (t *Table) Desk(ctx context.Context, e event.Ref) (registration.Desk, error) {
	it, err := t.get(ctx, deskKey(e), "dynamo: read a desk")
	if err != nil {
		return registration.Desk{}, err
	}
	return readDesk(it)
}

// deskForm is the form in which desks are written now.
const deskForm = 2

func readDesk(it item) (d registration.Desk, err error) {
	if num(it, formKey) == 1 {
		d, err = readFirstDesk(it)
	} else {
		err = read(it, &d)
	}
	if until := num(it, leaseKey); until != 0 {
		d.Lease = time.UnixMilli(until).UTC()
	}
	return d, err
}

// readFirstDesk reads the first form, which counted the event and its
// workshops apart and had no queue. When the event starts it did not say: what
// it must not do after the start it does not do after its closing.
func readFirstDesk(it item) (registration.Desk, error) {
	var old struct {
		registration.Desk
		Overall   registration.Seats
		Workshops map[event.WorkshopID]registration.Seats
	}
	err := read(it, &old)
	d := old.Desk
	d.Starts, d.Offer = d.Closes, event.DefaultOffer
	d.Seats = map[event.Place]registration.Seats{event.Hall: old.Overall}
	for id, s := range old.Workshops {
		d.Seats[event.OfWorkshop(id, false)] = s
	}
	return d, err
}

// Look implements [registration.Store].
func (t *Table) Look(ctx context.Context, e event.Ref, p token.Person) (registration.Desk, registration.Registration, error) {
	const op = "dynamo: look at a desk"
	none := registration.Registration{Event: e, Person: p}
	items, err := t.batch(ctx, deskKey(e), personKey(e, p))
	if err != nil {
		return registration.Desk{}, none, failed(op, err)
	}
	var d registration.Desk
	found := false
	for _, it := range items {
		if str(it, site.SortKey) == deskKey(e).sort {
			found = true
			d, err = readDesk(it)
		} else {
			none, err = t.readRegistration(it, e, p)
		}
		if err != nil {
			return d, none, err
		}
	}
	if !found {
		return d, none, fault.New(fault.NotFound, op, nil)
	}
	return d, none, nil
}

// batch reads items of several keys, those that are there, in any order. What
// the table leaves out when it is busy is asked for again, a few times.
func (t *Table) batch(ctx context.Context, keys ...key) (items []item, err error) {
	wanted := types.KeysAndAttributes{ConsistentRead: aws.Bool(true)}
	for _, k := range keys {
		wanted.Keys = append(wanted.Keys, k.item())
	}
	asked := map[string]types.KeysAndAttributes{t.name: wanted}
	for attempt := 0; len(asked) > 0; attempt++ {
		if attempt == 4 {
			return nil, errors.New("the table gives a part of it only")
		}
		out, err := t.client.BatchGetItem(ctx, &dynamodb.BatchGetItemInput{RequestItems: asked})
		if err != nil {
			return nil, err
		}
		items, asked = append(items, out.Responses[t.name]...), out.UnprocessedKeys
		if len(asked) > 0 {
			time.Sleep(longestPause / 4)
		}
	}
	return items, nil
}

// Lead implements [registration.Store]: one write that takes the lease and reads the desk.
func (t *Table) Lead(ctx context.Context, e event.Ref, now, until time.Time) (registration.Desk, error) {
	out, err := t.client.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName:           &t.name,
		Key:                 deskKey(e).item(),
		UpdateExpression:    aws.String("SET #lease = :until"),
		ConditionExpression: aws.String("attribute_exists(#pk) AND (attribute_not_exists(#lease) OR #lease <= :now OR #lease > :longest)"),
		ExpressionAttributeNames: map[string]string{
			"#lease": leaseKey, "#pk": site.PartitionKey,
		},
		ExpressionAttributeValues: item{
			":until": number(until.UnixMilli()), ":now": number(now.UnixMilli()),
			":longest": number(now.Add(registration.LongestLease).UnixMilli()),
		},
		ReturnValues: types.ReturnValueAllNew,
	})
	if err != nil {
		return registration.Desk{}, failed("dynamo: lead a desk", err)
	}
	return readDesk(out.Attributes)
}

// Commit implements [registration.Store]: one transaction on the desk's version.
func (t *Table) Commit(ctx context.Context, after registration.Desk, decisions []registration.Decision, changed ...registration.Revision) error {
	desk, err := deskItem(after)
	if err != nil {
		return err
	}
	writes := []types.TransactWriteItem{t.putIfVersion(desk, after.Version-1)}
	for _, d := range decisions {
		w, err := t.putRegistration(d.Registration)
		if err != nil {
			return err
		}
		writes = append(writes, w)
	}
	for _, d := range decisions {
		for _, e := range d.Promises {
			mail, err := mailItem(e)
			if err != nil {
				return err
			}
			// Unconditional: it stands or falls with the registration's version.
			writes = append(writes, types.TransactWriteItem{Put: &types.Put{TableName: &t.name, Item: mail}})
		}
	}
	for _, d := range decisions {
		for _, a := range d.Audit {
			line, err := auditItem(AuditID(a.At), a)
			if err != nil {
				return err
			}
			writes = append(writes, types.TransactWriteItem{Put: &types.Put{TableName: &t.name, Item: line}})
		}
	}
	mails := len(writes)
	for _, c := range changed {
		w, err := t.changeEvent(c.Event, c.Line)
		if err != nil {
			return err
		}
		writes = append(writes, w...)
		if c.CallsOff != nil {
			m, err := t.putMailing(mailing.OfCallingOff(c))
			if err != nil {
				return err
			}
			writes = append(writes, m)
		}
	}
	return moved(t.transact(ctx, writes, token.ID()), decisions, mails)
}

// deskItem is the item of a desk that nobody leads: the lease is an attribute
// of its own, which Lead alone writes.
func deskItem(d registration.Desk) (item, error) {
	d.Lease = time.Time{}
	it, err := put(deskKey(d.Event), "desk", d)
	if err == nil {
		it[versionKey] = number(d.Version)
	}
	return it, err
}

// putIfVersion writes an item if the one that stands has a version, or if none
// stands and the version is 0.
func (t *Table) putIfVersion(it item, version int) types.TransactWriteItem {
	p := &types.Put{TableName: &t.name, Item: it, ExpressionAttributeNames: map[string]string{"#version": versionKey}}
	if version == 0 {
		p.ConditionExpression = aws.String("attribute_not_exists(#version)")
	} else {
		p.ConditionExpression = aws.String("#version = :version")
		p.ExpressionAttributeValues = item{":version": number(version)}
	}
	return types.TransactWriteItem{Put: p}
}

// moved reads from a cancelled transaction what had moved. Another transaction
// in the way, or throttling, wrote nothing either: it counts as the desk's moving.
// What comes behind the mails is the event.
func moved(err error, decisions []registration.Decision, mails int) error {
	if err == nil {
		return nil
	}
	cancelled, ok := errors.AsType[*types.TransactionCanceledException](err)
	if !ok {
		return failed("dynamo: commit at a desk", err)
	}
	m := &registration.Moved{}
	for i, reason := range cancelled.CancellationReasons {
		code := aws.ToString(reason.Code)
		switch {
		case code == unmoved || code == "":
		case code == conditionFailed && i > 0 && i <= len(decisions):
			m.People = append(m.People, decisions[i-1].Registration.Person)
		case code == conditionFailed && i == 0, passing[code]:
			m.Desk = true
		case code == conditionFailed && i >= mails:
			m.Event = true
		default:
			return fault.New(fault.Internal, "dynamo: commit at a desk", err)
		}
	}
	return m
}
