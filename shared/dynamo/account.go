package dynamo

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"tribune/shared/account"
	"tribune/shared/fault"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/site"
	"tribune/shared/token"
)

// triesKey counts the tries of a challenge.
const triesKey = "tries"

// pointer leads from an account to the organisation that it belongs to.
type pointer struct{ Organisation organisation.ID }

// Join makes somebody a member, or writes her role and language anew. An address
// belongs to one organisation: Conflict if it belongs to another one already.
func (t *Table) Join(ctx context.Context, accountKeyed string, m organisation.Member) error {
	const op = "dynamo: make a member"
	member, err := put(memberKey(m.Organisation, accountKeyed), "member", m)
	if err != nil {
		return err
	}
	to, err := put(accountKey(accountKeyed), "account", pointer{m.Organisation})
	if err != nil {
		return err
	}
	claim := t.putNew(to)
	claim.ConditionExpression = aws.String(*claim.ConditionExpression + " OR #data = :data")
	claim.ExpressionAttributeNames["#data"] = dataKey
	claim.ExpressionAttributeValues = item{":data": to[dataKey]}
	return failedOrNil(op, t.transact(ctx, []types.TransactWriteItem{
		{Put: claim},
		{Put: &types.Put{TableName: &t.name, Item: member}},
	}, token.ID()))
}

// Member implements [account.Store].
func (t *Table) Member(ctx context.Context, accounts []string) (m organisation.Member, err error) {
	const op = "dynamo: find a member"
	for _, a := range accounts {
		var to pointer
		err = t.noun(ctx, accountKey(a), &to, op)
		if fault.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			return m, err
		}
		return m, t.noun(ctx, memberKey(to.Organisation, a), &m, op)
	}
	return m, err
}

// Allow implements [account.Store]. The count outlives its hour by another one.
func (t *Table) Allow(ctx context.Context, accountKeyed string, hour time.Time, most int) (bool, error) {
	out, err := t.client.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName: &t.name, Key: askedKey(accountKeyed, hour).item(),
		UpdateExpression:          aws.String("ADD #tries :one SET #expires = :expires, #kind = :kind"),
		ExpressionAttributeNames:  map[string]string{"#tries": triesKey, "#expires": site.ExpiryKey, "#kind": site.KindKey},
		ExpressionAttributeValues: item{":one": number(1), ":expires": number(hour.Add(2 * time.Hour).Unix()), ":kind": text("asked")},
		ReturnValues:              types.ReturnValueUpdatedNew,
	})
	if err != nil {
		return false, failed("dynamo: count a code", err)
	}
	return num(out.Attributes, triesKey) <= int64(most), nil
}

// Ask implements [account.Store].
func (t *Table) Ask(ctx context.Context, c account.Challenge, promised *outbox.Entry) error {
	const op = "dynamo: write a challenge"
	it, err := put(challengeKey(c.Hash), "challenge", c)
	if err != nil {
		return err
	}
	expire(it, c.Expires)
	// A transaction even without a mail: so that both take about as long.
	writes := []types.TransactWriteItem{{Put: t.putNew(it)}}
	if promised != nil {
		mail, err := mailItem(*promised)
		if err != nil {
			return err
		}
		writes = append(writes, types.TransactWriteItem{Put: t.putNew(mail)})
	}
	return failedOrNil(op, t.transact(ctx, writes, token.ID()))
}

// Challenge reads a challenge without counting a try, for the mail with its code.
func (t *Table) Challenge(ctx context.Context, hash string) (c account.Challenge, err error) {
	return c, t.noun(ctx, challengeKey(hash), &c, "dynamo: read a challenge")
}

// Try implements [account.Store].
func (t *Table) Try(ctx context.Context, hash string) (c account.Challenge, err error) {
	const op = "dynamo: try a challenge"
	out, err := t.client.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName: &t.name, Key: challengeKey(hash).item(),
		UpdateExpression:          aws.String("ADD #tries :one"),
		ConditionExpression:       aws.String("#expires > :now"),
		ExpressionAttributeNames:  map[string]string{"#tries": triesKey, "#expires": site.ExpiryKey},
		ExpressionAttributeValues: item{":one": number(1), ":now": number(t.now().Unix())},
		ReturnValues:              types.ReturnValueAllNew,
	})
	if err = failedOrNil(op, err); fault.Is(err, fault.Conflict) {
		return c, fault.New(fault.NotFound, op, nil)
	}
	if err != nil {
		return c, err
	}
	err = read(out.Attributes, &c)
	c.Tries = int(num(out.Attributes, triesKey))
	return c, err
}

// Begin implements [account.Store].
func (t *Table) Begin(ctx context.Context, challenge string, s account.Session) error {
	it, err := sessionItem(s)
	if err != nil {
		return err
	}
	return failedOrNil("dynamo: begin a session", t.transact(ctx, []types.TransactWriteItem{
		{Delete: &types.Delete{
			TableName: &t.name, Key: challengeKey(challenge).item(),
			ConditionExpression:      aws.String("attribute_exists(#pk)"),
			ExpressionAttributeNames: map[string]string{"#pk": site.PartitionKey},
		}},
		{Put: t.putNew(it)},
	}, token.ID()))
}

func sessionItem(s account.Session) (item, error) {
	it, err := put(sessionKey(s.Hash), "session", s)
	if err == nil {
		expire(it, s.Expires)
	}
	return it, err
}

// Session implements [account.Store].
func (t *Table) Session(ctx context.Context, hash string) (s account.Session, err error) {
	return s, t.noun(ctx, sessionKey(hash), &s, "dynamo: read a session")
}

// Touch implements [account.Store].
func (t *Table) Touch(ctx context.Context, s account.Session) error {
	it, err := sessionItem(s)
	if err != nil {
		return err
	}
	return failedOrNil("dynamo: note a session", t.putOne(ctx, &types.Put{
		TableName: &t.name, Item: it,
		ConditionExpression:      aws.String("attribute_exists(#pk)"),
		ExpressionAttributeNames: map[string]string{"#pk": site.PartitionKey},
	}))
}

// End implements [account.Store].
func (t *Table) End(ctx context.Context, hash string) error {
	_, err := t.client.DeleteItem(ctx, &dynamodb.DeleteItemInput{TableName: &t.name, Key: sessionKey(hash).item()})
	return failedOrNil("dynamo: end a session", err)
}
