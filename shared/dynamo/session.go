package dynamo

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"tribune/shared/account"
	"tribune/shared/fault"
	"tribune/shared/site"
	"tribune/shared/token"
)

// sessionForm is 2 since a session stands under its account. One of before is
// found no more: she signs in again.
const sessionForm = 2

// Factor implements [account.Store].
func (t *Table) Factor(ctx context.Context, accountKeyed string) (f account.Factor, err error) {
	err = t.noun(ctx, factorKey(accountKeyed), &f, "dynamo: read a factor")
	if fault.Is(err, fault.NotFound) {
		err = nil
	}
	f.Account = accountKeyed
	return f, err
}

// putFactor writes a factor whose version was one less.
func (t *Table) putFactor(f account.Factor) (types.TransactWriteItem, error) {
	it, err := put(factorKey(f.Account), "factor", f)
	if err != nil {
		return types.TransactWriteItem{}, err
	}
	it[versionKey] = number(f.Version)
	return t.putIfVersion(it, f.Version-1), nil
}

// Begin implements [account.Store].
func (t *Table) Begin(ctx context.Context, s account.Session, b account.Beginning) error {
	it, err := sessionItem(s)
	if err != nil {
		return err
	}
	writes := []types.TransactWriteItem{{Put: t.putNew(it)}}
	if b.Challenge != "" {
		writes = append(writes, t.mustEnd(challengeKey(b.Challenge)))
	}
	if b.Replaces != "" {
		writes = append(writes, t.mustEnd(sessionKey(s.Account, b.Replaces)))
	}
	if b.Factor != nil {
		w, err := t.putFactor(*b.Factor)
		if err != nil {
			return err
		}
		writes = append(writes, w)
	}
	if b.Member != nil {
		member, err := put(memberKey(s.Member.Organisation, s.Account), "member", b.Member)
		if err != nil {
			return err
		}
		writes = append(writes, types.TransactWriteItem{Put: &types.Put{TableName: &t.name, Item: member}})
	}
	if b.Line != nil {
		line, err := t.noted(*b.Line)
		if err != nil {
			return err
		}
		writes = append(writes, line...)
	}
	return failedOrNil("dynamo: begin a session", t.transact(ctx, append(writes, t.atEpoch(s.Account, s.Epoch)), token.ID()))
}

// mustEnd deletes what must still be there.
func (t *Table) mustEnd(k key) types.TransactWriteItem {
	return types.TransactWriteItem{Delete: &types.Delete{
		TableName: &t.name, Key: k.item(), ConditionExpression: aws.String("attribute_exists(#pk)"),
		ExpressionAttributeNames: map[string]string{"#pk": site.PartitionKey},
	}}
}

func sessionItem(s account.Session) (item, error) {
	it, err := put(sessionKey(s.Account, s.Hash), "session", s)
	if err == nil {
		expire(it, s.Expires)
	}
	return it, err
}

// Session implements [account.Store]: the session and its account's epoch are
// read in one round trip.
func (t *Table) Session(ctx context.Context, accountKeyed, hash string) (s account.Session, err error) {
	const op = "dynamo: read a session"
	items, err := t.batch(ctx, accountKey(accountKeyed), sessionKey(accountKeyed, hash))
	if err != nil {
		return s, failed(op, err)
	}
	epoch, found := -1, false
	for _, it := range items {
		switch {
		case str(it, site.KindKey) == "account":
			epoch = int(num(it, versionKey))
		case !t.expired(it):
			if err := read(it, &s); err != nil {
				return s, err
			}
			found = true
		}
	}
	if !found || s.Epoch != epoch {
		return account.Session{}, fault.New(fault.NotFound, op, nil)
	}
	return s, nil
}

// Sessions implements [account.Store].
func (t *Table) Sessions(ctx context.Context, accountKeyed string) ([]account.Session, error) {
	return nouns[account.Session](t, t.list(ctx, sessionKey(accountKeyed, "")), "dynamo: list sessions")
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
func (t *Table) End(ctx context.Context, accountKeyed string, hashes ...string) error {
	for _, hash := range hashes {
		_, err := t.client.DeleteItem(ctx, &dynamodb.DeleteItemInput{TableName: &t.name, Key: sessionKey(accountKeyed, hash).item()})
		if err != nil {
			return failed("dynamo: end a session", err)
		}
	}
	return nil
}
