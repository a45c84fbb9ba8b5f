package dynamo

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

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

// AskOf reads an ask without counting a try, for the mail with its code.
func (t *Table) AskOf(ctx context.Context, hash string) (a charter.Ask, err error) {
	return a, t.noun(ctx, askKey(hash), &a, "dynamo: read an ask")
}

// TryAsk implements [charter.Store].
func (t *Table) TryAsk(ctx context.Context, hash string) (a charter.Ask, err error) {
	it, err := t.try(ctx, askKey(hash), "dynamo: try an ask")
	if err != nil {
		return a, err
	}
	err = read(it, &a)
	a.Tries = int(num(it, triesKey))
	return a, err
}

// try counts a try of an item that expires, and reads it. NotFound if it is gone.
func (t *Table) try(ctx context.Context, k key, op string) (item, error) {
	out, err := t.client.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName: &t.name, Key: k.item(),
		UpdateExpression:          aws.String("ADD #tries :one"),
		ConditionExpression:       aws.String("#expires > :now"),
		ExpressionAttributeNames:  map[string]string{"#tries": triesKey, "#expires": site.ExpiryKey},
		ExpressionAttributeValues: item{":one": number(1), ":now": number(t.now().Unix())},
		ReturnValues:              types.ReturnValueAllNew,
	})
	if err = failedOrNil(op, err); fault.Is(err, fault.Conflict) {
		return nil, fault.New(fault.NotFound, op, nil)
	}
	if err != nil {
		return nil, err
	}
	return out.Attributes, nil
}

// Sign implements [charter.Store]. What was typed of her stands in the signature
// from now on; of the ask remains that it was answered.
func (t *Table) Sign(ctx context.Context, a charter.Ask, s charter.Signature, promised outbox.Entry) error {
	a.Done, a.Signature = true, charter.Signature{}
	done, err := put(askKey(a.Hash), "ask", a)
	if err != nil {
		return err
	}
	expire(done, a.Expires)
	done[triesKey], done[doneKey] = number(a.Tries), number(1)
	mail, err := mailItem(promised)
	if err != nil {
		return err
	}
	signed, err := t.putSignature(s, true)
	if err != nil {
		return err
	}
	writes := []types.TransactWriteItem{signed, {Put: t.putNew(mail)}, {Put: &types.Put{
		TableName: &t.name, Item: done,
		ConditionExpression:      aws.String("attribute_exists(#pk) AND attribute_not_exists(#done)"),
		ExpressionAttributeNames: map[string]string{"#pk": site.PartitionKey, "#done": doneKey},
	}}}
	return inTheWayIsConflict("dynamo: sign", t.transact(ctx, writes, token.ID()))
}

// doneKey is on an ask whose code was typed.
const doneKey = "done"

// Save implements [charter.Store].
func (t *Table) Save(ctx context.Context, s charter.Signature) error {
	w, err := t.putSignature(s, true)
	if err != nil {
		return err
	}
	return failedOrNil("dynamo: save a signature", t.putOne(ctx, w.Put))
}

// SaveAll writes signatures as an organiser changed them, for the book to take up,
// with a line of the audit; all of them or none. Conflict if one is not as it was
// read. There may be [MostSaved] of them.
func (t *Table) SaveAll(ctx context.Context, all []charter.Signature, line organisation.Audit) error {
	writes, err := t.noted(line)
	if err != nil {
		return err
	}
	for _, s := range all {
		w, err := t.putSignature(s, true)
		if err != nil {
			return err
		}
		writes = append(writes, w)
	}
	return inTheWayIsConflict("dynamo: save signatures", t.transact(ctx, writes, token.ID()))
}

// MostSaved is how many signatures are changed at once.
const MostSaved = 90

// putSignature writes a signature over the one that was read; in the tray, if the
// book is to take it up.
func (t *Table) putSignature(s charter.Signature, waiting bool) (types.TransactWriteItem, error) {
	it, err := put(signatureKey(s.Charter, s.Version, s.Signatory), "signature", s)
	if err != nil {
		return types.TransactWriteItem{}, err
	}
	it[versionKey] = number(s.Revision + 1)
	if waiting {
		enqueue(it, trayQueue(s.Charter), t.now())
	} else if !s.State.Active() && s.Address.IsZero() {
		expire(it, s.Ended.Add(charter.KeepAfter))
	}
	return t.putIfVersion(it, s.Revision), nil
}

// Signature implements [charter.Store].
func (t *Table) Signature(ctx context.Context, r charter.Ref, version int, p token.Person) (charter.Signature, error) {
	it, err := t.stored(ctx, signatureKey(r, version, p), "dynamo: read a signature")
	if err != nil || len(it) == 0 {
		return charter.Signature{Charter: r, Version: version, Signatory: p}, err
	}
	return readSignature(it, r)
}

func readSignature(it item, r charter.Ref) (s charter.Signature, err error) {
	if err := read(it, &s); err != nil {
		return s, err
	}
	s.Charter, s.Revision, s.Waiting = r, int(num(it, versionKey)), str(it, site.QueueKey) != ""
	version, who, _ := strings.Cut(strings.TrimPrefix(str(it, site.SortKey), signaturePrefix), "#")
	if _, err = fmt.Sscanf(version, "%d", &s.Version); err == nil {
		s.Signatory, err = token.ParsePerson(who)
	}
	return s, fault.Wrap("dynamo: read a signature's key", err)
}

// AllSignatures gives every signature of a version, those that stand no longer too,
// in no order that means anything.
func (t *Table) AllSignatures(ctx context.Context, r charter.Ref, version int) iter.Seq2[charter.Signature, error] {
	return t.SignaturesAfter(ctx, r, version, "")
}

// SignaturesAfter implements [charter.AnnouncementStore].
func (t *Table) SignaturesAfter(ctx context.Context, r charter.Ref, version int, last string) iter.Seq2[charter.Signature, error] {
	beginning := ofCharter(r, fmt.Sprintf("%s%06d#", signaturePrefix, version))
	in := t.below(beginning)
	if last != "" {
		in.ExclusiveStartKey = ofCharter(r, beginning.sort+last).item()
	}
	return t.signatures(ctx, r, in)
}

// EverySignature implements [ledger.Store].
func (t *Table) EverySignature(ctx context.Context, r charter.Ref) iter.Seq2[charter.Signature, error] {
	return t.signatures(ctx, r, t.below(ofCharter(r, signaturePrefix)))
}

func (t *Table) signatures(ctx context.Context, r charter.Ref, in *dynamodb.QueryInput) iter.Seq2[charter.Signature, error] {
	return each(t, t.query(ctx, in), "dynamo: list signatures", func(it item) (charter.Signature, error) { return readSignature(it, r) })
}

// SignaturesOf reads the signatures of some signatories of a version as they stand,
// [MostSaved] at most; whose is gone is not among them.
func (t *Table) SignaturesOf(ctx context.Context, r charter.Ref, version int, some []token.Person) ([]charter.Signature, error) {
	keys := make([]key, len(some))
	for i, p := range some {
		keys[i] = signatureKey(r, version, p)
	}
	return t.signaturesAt(ctx, r, keys)
}

// signaturesAt reads those that are there, in the order of their keys.
func (t *Table) signaturesAt(ctx context.Context, r charter.Ref, keys []key) (all []charter.Signature, err error) {
	if len(keys) == 0 {
		return nil, nil
	}
	items, err := t.batch(ctx, keys...)
	if err != nil {
		return nil, failed("dynamo: read some signatures", err)
	}
	place := map[string]int{}
	for i, k := range keys {
		place[k.sort] = i
	}
	slices.SortFunc(items, func(a, b item) int { return place[str(a, site.SortKey)] - place[str(b, site.SortKey)] })
	return readSignatures(slices.DeleteFunc(items, t.expired), r)
}
