package dynamo

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"tribune/shared/account"
	"tribune/shared/outbox"
	"tribune/shared/site"
	"tribune/shared/token"
)

// triesKey counts the tries of a challenge.
const triesKey = "tries"

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
	it, err := t.try(ctx, challengeKey(hash), "dynamo: try a challenge")
	if err != nil {
		return c, err
	}
	err = read(it, &c)
	c.Tries = int(num(it, triesKey))
	return c, err
}
