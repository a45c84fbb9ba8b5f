package dynamo

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"tribune/shared/charter"
	"tribune/shared/fault"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/site"
	"tribune/shared/token"
)

// charterForm is 2 since a draft has a revision beside it, and a published text
// says since when.
const charterForm = 2

// publishedKey is on a text that was published: nothing is written over it.
const publishedKey = "published"

// DraftCharter writes a charter that is not there yet: the draft of its first text,
// and what is to hold of it beside, with a line of the audit. Conflict, and nothing
// is written, if its organisation has one of that id.
func (t *Table) DraftCharter(ctx context.Context, call charter.Call, c charter.Charter, line organisation.Audit) error {
	writes, err := t.changeText(c, line)
	if err != nil {
		return err
	}
	beside, err := t.changeCall(call, organisation.Audit{})
	if err != nil {
		return err
	}
	return failedOrNil("dynamo: write a charter", t.transact(ctx, append(writes, beside...), token.ID()))
}

// SaveText writes a draft of a text, new if its Revision is 1, with a line of the
// audit. Conflict, and nothing is written, if the one that stands is not one
// revision behind, or was published.
func (t *Table) SaveText(ctx context.Context, c charter.Charter, line organisation.Audit) error {
	writes, err := t.changeText(c, line)
	if err != nil {
		return err
	}
	return failedOrNil("dynamo: save a text", t.transact(ctx, writes, token.ID()))
}

func (t *Table) changeText(c charter.Charter, line organisation.Audit) ([]types.TransactWriteItem, error) {
	it, err := put(textKey(c.Ref(), c.Version), "charter", c)
	if err != nil {
		return nil, err
	}
	if !c.Published.IsZero() {
		it[publishedKey] = number(c.Published.Unix())
	}
	writes, err := t.putNext(it, c.Revision, line)
	if err != nil {
		return nil, err
	}
	p := writes[0].Put
	p.ConditionExpression = aws.String("(" + *p.ConditionExpression + ") AND attribute_not_exists(#published)")
	p.ExpressionAttributeNames["#published"] = publishedKey
	return writes, nil
}

// PublishText puts a text before the public, for ever as it is, and has it signed
// from now on; its first version claims the slug, and of a later one those who signed
// the one before are told ([charter.Amendment]). All of it or nothing, with a line of
// the audit: Conflict if the call or the text that stands is not one revision
// behind, if the text was published, or if the slug is taken.
func (t *Table) PublishText(ctx context.Context, call charter.Call, c charter.Charter, line organisation.Audit) error {
	writes, err := t.changeText(c, line)
	if err != nil {
		return err
	}
	opened, err := t.changeCall(call, organisation.Audit{})
	if err != nil {
		return err
	}
	writes = append(writes, opened...)
	if c.Version == 1 {
		slug, err := put(charterSlugKey(call.Slug), "charter-slug", call.Ref)
		if err != nil {
			return err
		}
		writes = append(writes, types.TransactWriteItem{Put: t.putNew(slug)})
	} else {
		told, err := t.putAnnouncement(charter.Amendment(c, line.By))
		if err != nil {
			return err
		}
		writes = append(writes, told)
	}
	return failedOrNil("dynamo: publish a text", t.transact(ctx, writes, token.ID()))
}

// SaveCall writes what holds of a charter beside its text, new if its Revision is
// 1, with a line of the audit. Conflict if the one that stands is not one revision
// behind.
func (t *Table) SaveCall(ctx context.Context, c charter.Call, line organisation.Audit) error {
	writes, err := t.changeCall(c, line)
	if err != nil {
		return err
	}
	return failedOrNil("dynamo: save a charter's call", t.transact(ctx, writes, token.ID()))
}

func (t *Table) changeCall(c charter.Call, line organisation.Audit) ([]types.TransactWriteItem, error) {
	it, err := put(callKey(c.Ref), "call", c)
	if err != nil {
		return nil, err
	}
	if c.Current > 0 {
		enqueue(it, site.CharterQueue, c.Opened)
	}
	return t.putNext(it, c.Revision, line)
}

// Call implements [charter.Store].
func (t *Table) Call(ctx context.Context, r charter.Ref) (charter.Call, error) {
	it, err := t.get(ctx, callKey(r), "dynamo: read a charter's call")
	if err != nil {
		return charter.Call{}, err
	}
	return readCall(it)
}

func readCall(it item) (c charter.Call, err error) {
	err = read(it, &c)
	c.Revision = int(num(it, versionKey))
	return c, err
}

// OwnCalls lists the charters of an organisation, by their ids.
func (t *Table) OwnCalls(ctx context.Context, org organisation.ID) ([]charter.Call, error) {
	return gathered(each(t, t.list(ctx, callKey(charter.Ref{Organisation: org})), "dynamo: list charters", readCall))
}

// OpenedCalls lists charters that were ever opened to signature, of all
// organisations, the last opened first.
func (t *Table) OpenedCalls(ctx context.Context, limit int) (all []charter.Call, err error) {
	query := &dynamodb.QueryInput{
		TableName: &t.name, IndexName: aws.String(site.QueueIndex), ScanIndexForward: aws.Bool(false), Limit: aws.Int32(int32(limit)),
		KeyConditionExpression:    aws.String("#queue = :queue"),
		ExpressionAttributeNames:  map[string]string{"#queue": site.QueueKey},
		ExpressionAttributeValues: item{":queue": text(site.CharterQueue)},
	}
	for c, err := range each(t, t.query(ctx, query), "dynamo: list opened charters", readCall) {
		if err != nil || len(all) == limit {
			return all, err
		}
		all = append(all, c)
	}
	return all, nil
}

// ResolveCharter finds the charter that a slug leads to. What it says never changes.
func (t *Table) ResolveCharter(ctx context.Context, slug string) (r charter.Ref, err error) {
	return r, t.noun(ctx, charterSlugKey(slug), &r, "dynamo: follow a charter's slug")
}

// Text reads a version of a charter's text, a draft too.
func (t *Table) Text(ctx context.Context, r charter.Ref, version int) (charter.Charter, error) {
	it, err := t.get(ctx, textKey(r, version), "dynamo: read a charter's text")
	if err != nil {
		return charter.Charter{}, err
	}
	return readText(it)
}

// Texts lists the versions of a charter's text, the first first.
func (t *Table) Texts(ctx context.Context, r charter.Ref) ([]charter.Charter, error) {
	beginning := ofOrganisation(r.Organisation, fmt.Sprintf("CHARTER#%s#", r.ID))
	return gathered(each(t, t.list(ctx, beginning), "dynamo: list a charter's texts", readText))
}

func readText(it item) (c charter.Charter, err error) {
	err = read(it, &c)
	c.Revision = max(1, int(num(it, versionKey)))
	return c, err
}

// PutAsk implements [charter.Store].
func (t *Table) PutAsk(ctx context.Context, a charter.Ask, promised outbox.Entry) error {
	it, err := put(askKey(a.Hash), "ask", a)
	if err != nil {
		return err
	}
	expire(it, a.Expires)
	mail, err := mailItem(promised)
	if err != nil {
		return err
	}
	writes := []types.TransactWriteItem{{Put: t.putNew(it)}, {Put: t.putNew(mail)}}
	err = failedOrNil("dynamo: write an ask", t.transact(ctx, writes, token.ID()))
	if fault.Is(err, fault.Conflict) {
		return nil // asked already
	}
	return err
}
