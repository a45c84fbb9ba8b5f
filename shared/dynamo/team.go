package dynamo

import (
	"context"
	"reflect"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"tribune/shared/account"
	"tribune/shared/fault"
	"tribune/shared/organisation"
	"tribune/shared/site"
	"tribune/shared/token"
)

// accountForm is 2 since an account has an epoch; before that it counts as 0.
const accountForm = 2

// pointer leads from an account to the organisation that it belongs to; to none
// once she left, for as long as a session of hers could last: whoever invites her
// again goes on from her epoch, or a session of before would be hers anew. The
// account's epoch is its item's version.
type pointer struct{ Organisation organisation.ID }

// Holder implements [account.Store] and [account.TeamStore].
func (t *Table) Holder(ctx context.Context, accounts []string) (h account.Holder, err error) {
	const op = "dynamo: find a member"
	for _, a := range accounts {
		it, err := t.stored(ctx, accountKey(a), op)
		if err != nil {
			return h, err
		}
		if it != nil {
			return t.holder(ctx, a, it)
		}
	}
	return h, fault.New(fault.NotFound, op, nil)
}

// holder reads the member of an account's item. Of who left, account and epoch
// come with NotFound.
func (t *Table) holder(ctx context.Context, accountKeyed string, it item) (account.Holder, error) {
	var to pointer
	h := account.Holder{Account: accountKeyed, Epoch: int(num(it, versionKey))}
	if err := read(it, &to); err != nil {
		return h, err
	}
	if to.Organisation == "" {
		return h, fault.New(fault.NotFound, "dynamo: find a member", nil)
	}
	return h, t.noun(ctx, memberKey(to.Organisation, accountKeyed), &h.Member, "dynamo: find a member")
}

// Holders implements [account.TeamStore].
func (t *Table) Holders(ctx context.Context, org organisation.ID) ([]account.Holder, error) {
	const op = "dynamo: list a team"
	members, err := t.Members(ctx, org)
	if err != nil {
		return nil, err
	}
	var keys []key
	for a := range members {
		keys = append(keys, accountKey(a))
	}
	var all []account.Holder
	for some := range slices.Chunk(keys, batchSize) {
		items, err := t.batch(ctx, some...)
		if err != nil {
			return nil, failed(op, err)
		}
		for _, it := range items {
			var to pointer
			if err := read(it, &to); err != nil {
				return nil, err
			}
			if to.Organisation != org {
				continue // who let an invitation lapse and went elsewhere
			}
			a := strings.TrimPrefix(str(it, site.PartitionKey), accountKey("").partition)
			all = append(all, account.Holder{Account: a, Epoch: int(num(it, versionKey)), Member: members[a]})
		}
	}
	return all, nil
}

// Join makes somebody a member, or writes her role and language anew. An address
// belongs to one organisation: Conflict if it belongs to another one already.
func (t *Table) Join(ctx context.Context, accountKeyed string, m organisation.Member) error {
	h, err := t.Holder(ctx, []string{accountKeyed})
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	m.Seen = h.Member.Seen
	switch {
	case err == nil && h.Member.Organisation != m.Organisation:
		return fault.New(fault.Conflict, "dynamo: make a member", nil)
	case err == nil && reflect.DeepEqual(h.Member, m):
		return nil
	}
	writes, err := t.enlist(account.Holder{Member: m, Account: accountKeyed, Epoch: h.Epoch + 1}, false)
	if err != nil {
		return err
	}
	return failedOrNil("dynamo: make a member", t.transact(ctx, writes, token.ID()))
}

// Enlist implements [account.TeamStore].
func (t *Table) Enlist(ctx context.Context, e account.Enlistment) error {
	writes, err := t.enlist(e.Holder, e.Leaves)
	if err != nil {
		return err
	}
	if e.Factor != nil {
		w, err := t.putFactor(*e.Factor)
		if err != nil {
			return err
		}
		writes = append(writes, w)
	}
	if e.Witness != nil {
		writes = append(writes, t.atEpoch(e.Witness.Account, e.Witness.Epoch))
	}
	line, err := t.noted(e.Line, e.Promised...)
	if err != nil {
		return err
	}
	return failedOrNil("dynamo: change a team", t.transact(ctx, append(writes, line...), token.ID()))
}

// enlist writes a holder whose epoch was one less, or ends her.
func (t *Table) enlist(h account.Holder, leaves bool) ([]types.TransactWriteItem, error) {
	if leaves {
		gone, err := put(accountKey(h.Account), "account", pointer{})
		if err != nil {
			return nil, err
		}
		gone[versionKey] = number(h.Epoch)
		expire(gone, t.now().Add(account.SessionLife))
		return []types.TransactWriteItem{
			t.putIfVersion(gone, h.Epoch-1),
			{Delete: &types.Delete{TableName: &t.name, Key: memberKey(h.Member.Organisation, h.Account).item()}},
			{Delete: &types.Delete{TableName: &t.name, Key: factorKey(h.Account).item()}},
		}, nil
	}
	member, err := put(memberKey(h.Member.Organisation, h.Account), "member", h.Member)
	if err != nil {
		return nil, err
	}
	to, err := put(accountKey(h.Account), "account", pointer{h.Member.Organisation})
	if err != nil {
		return nil, err
	}
	to[versionKey] = number(h.Epoch)
	claim := t.putIfVersion(to, h.Epoch-1).Put
	if h.Epoch == 1 { // or it is an account from before there were epochs
		claim.ConditionExpression = aws.String("attribute_not_exists(#pk) OR attribute_not_exists(#version) AND #data = :data")
		claim.ExpressionAttributeNames["#pk"], claim.ExpressionAttributeNames["#data"] = site.PartitionKey, dataKey
		claim.ExpressionAttributeValues = item{":data": to[dataKey]}
	}
	return []types.TransactWriteItem{{Put: claim}, {Put: &types.Put{TableName: &t.name, Item: member}}}, nil
}

// atEpoch wants an account's epoch to be what it was.
func (t *Table) atEpoch(accountKeyed string, epoch int) types.TransactWriteItem {
	check := &types.ConditionCheck{
		TableName: &t.name, Key: accountKey(accountKeyed).item(), ConditionExpression: aws.String("#version = :epoch"),
		ExpressionAttributeNames: map[string]string{"#version": versionKey}, ExpressionAttributeValues: item{":epoch": number(epoch)},
	}
	if epoch == 0 { // from before there were epochs
		check.ConditionExpression = aws.String("attribute_exists(#pk) AND attribute_not_exists(#version)")
		check.ExpressionAttributeNames["#pk"], check.ExpressionAttributeValues = site.PartitionKey, nil
	}
	return types.TransactWriteItem{ConditionCheck: check}
}
