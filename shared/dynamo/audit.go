package dynamo

import (
	"context"
	"iter"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/site"
	"tribune/shared/token"
)

// keepAudit is how long a line of the audit is kept.
const keepAudit = 365 * 24 * time.Hour

// AuditID makes the name of a new line of the audit: lines are in the order of
// their names.
func AuditID(at time.Time) string { return instant(at) + "#" + token.ID() }

// Audit writes who did what, for an organisation, under a new name, and the
// mails that are promised with it; all of it or nothing.
func (t *Table) Audit(ctx context.Context, line string, a organisation.Audit, promised ...outbox.Entry) error {
	writes, err := t.lined(line, a, promised...)
	if err != nil {
		return err
	}
	return failedOrNil("dynamo: write the audit", t.transact(ctx, writes, token.ID()))
}

// noted are the writes of a line of the audit under a new name, and of the mails
// that are promised with it.
func (t *Table) noted(a organisation.Audit, promised ...outbox.Entry) ([]types.TransactWriteItem, error) {
	return t.lined(AuditID(a.At), a, promised...)
}

func (t *Table) lined(line string, a organisation.Audit, promised ...outbox.Entry) ([]types.TransactWriteItem, error) {
	it, err := auditItem(line, a)
	if err != nil {
		return nil, err
	}
	writes := []types.TransactWriteItem{{Put: t.putNew(it)}}
	for _, e := range promised {
		entry, err := mailItem(e)
		if err != nil {
			return nil, err
		}
		writes = append(writes, types.TransactWriteItem{Put: t.putNew(entry)})
	}
	return writes, nil
}

func auditItem(line string, a organisation.Audit) (item, error) {
	it, err := put(auditKey(a.Organisation, line), "audit", a)
	if err == nil {
		expire(it, a.At.Add(keepAudit))
	}
	return it, err
}

// AuditLine reads a line of the audit by its name.
func (t *Table) AuditLine(ctx context.Context, org organisation.ID, line string) (a organisation.Audit, err error) {
	a.Line = line
	return a, t.noun(ctx, auditKey(org, line), &a, "dynamo: read a line of the audit")
}

// auditLeaf is how many lines of the audit are read at once: a page of the
// journal is one read, unless what it asks for is rare.
const auditLeaf = 100

// Journal gives the lines of an organisation's audit in a period, page by page
// as they are read. Lines are in the order of their names.
func (t *Table) Journal(ctx context.Context, org organisation.ID, p organisation.Period) iter.Seq2[organisation.Audit, error] {
	const op = "dynamo: read the journal"
	return func(yield func(organisation.Audit, error) bool) {
		from, to := instant(p.From), instant(p.To) // a line's name begins with its instant and goes on
		switch {
		case p.Beyond == "":
		case p.Forward:
			from = max(from, p.Beyond)
		default:
			to = min(to, p.Beyond)
		}
		if from > to {
			return
		}
		for it, err := range t.query(ctx, t.lines(org, from, to, p.Forward)) {
			if err != nil {
				yield(organisation.Audit{}, failed(op, err))
				return
			}
			a := organisation.Audit{Line: strings.TrimPrefix(str(it, site.SortKey), auditPrefix)}
			if t.expired(it) || a.Line == p.Beyond { // which the query includes
				continue
			}
			if err := read(it, &a); !yield(a, err) || err != nil {
				return
			}
		}
	}
}

// lines queries those from one name to another, both included.
func (t *Table) lines(org organisation.ID, from, to string, forward bool) *dynamodb.QueryInput {
	return &dynamodb.QueryInput{
		TableName: &t.name, ConsistentRead: aws.Bool(true), ScanIndexForward: &forward, Limit: aws.Int32(auditLeaf),
		KeyConditionExpression:   aws.String("#pk = :pk AND #sk BETWEEN :from AND :to"),
		ExpressionAttributeNames: map[string]string{"#pk": site.PartitionKey, "#sk": site.SortKey},
		ExpressionAttributeValues: item{
			":pk": text(auditKey(org, "").partition), ":from": text(auditKey(org, from).sort), ":to": text(auditKey(org, to).sort),
		},
	}
}
