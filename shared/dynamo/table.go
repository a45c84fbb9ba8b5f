// Package dynamo keeps everything in the one DynamoDB table.
//
// keys.go says where each noun stands; then there is one file a noun. An item
// holds its keys, what conditions and the index need as attributes, and the
// noun itself as JSON in "data" with the number of its form in "v"; readers
// accept every older form, and testdata/items holds an example of each.
//
// Everything that belongs to an organisation has its id in the partition key.
// Nothing scans. What has expired is gone at that second for every reader,
// whenever the table deletes it.
package dynamo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"tribune/shared/fault"
	"tribune/shared/site"
)

// Table is the table. It is safe for concurrent use.
type Table struct {
	client *dynamodb.Client
	name   string
	now    func() time.Time
}

// Open gives the table of a name. It asks nothing of the service.
func Open(client *dynamodb.Client, name string, now func() time.Time) *Table {
	return &Table{client: client, name: name, now: now}
}

// longestPause is between two attempts of the client: who waits at a screen is
// told "busy" rather than kept.
const longestPause = 100 * time.Millisecond

// Connect makes the client for a configuration. It makes up to four attempts.
func Connect(cfg aws.Config, options ...func(*dynamodb.Options)) *dynamodb.Client {
	return dynamodb.NewFromConfig(cfg, append([]func(*dynamodb.Options){func(o *dynamodb.Options) {
		o.Retryer = retry.NewStandard(func(o *retry.StandardOptions) {
			o.MaxAttempts, o.MaxBackoff = 4, longestPause
			o.Retryables = append(o.Retryables, inTheWay)
		})
		// The local engine's error answers carry a checksum of other bytes;
		// TLS guards the cloud's.
		o.DisableValidateResponseChecksum = true
	}}, options...)...)
}

// inTheWay is the answer to a plain write of an item that a transaction is
// just writing: nothing was written, so writing again is safe. The SDK leaves
// it to its callers.
var inTheWay = retry.RetryableErrorCode{Codes: map[string]struct{}{"TransactionConflictException": {}}}

// The attributes that are not in the manifest.
const (
	dataKey    = "data"
	formKey    = "v"
	versionKey = "version"
	leaseKey   = "lease"
	atKey      = "at"    // when what an item says was true; the later word holds
	needsKey   = "needs" // Unix seconds; what somebody needs is to be erased then
)

// forms are the numbers of the forms in which items are written now, by kind;
// 1 where none stands here.
var forms = map[string]int64{"event": eventForm, "project": projectForm, "desk": deskForm, "registration": registrationForm, "mail": mailForm, "delivery": deliveryForm, "account": accountForm, "session": sessionForm, "charter": charterForm}

func form(kind string) int64 { return max(forms[kind], 1) }

type item = map[string]types.AttributeValue

func text(s string) types.AttributeValue { return &types.AttributeValueMemberS{Value: s} }
func number[N int | int64](n N) types.AttributeValue {
	return &types.AttributeValueMemberN{Value: strconv.FormatInt(int64(n), 10)}
}

func str(it item, key string) string {
	v, _ := it[key].(*types.AttributeValueMemberS)
	if v == nil {
		return ""
	}
	return v.Value
}

func num(it item, key string) int64 {
	v, _ := it[key].(*types.AttributeValueMemberN)
	if v == nil {
		return 0
	}
	n, _ := strconv.ParseInt(v.Value, 10, 64)
	return n
}

// put makes the item of a noun.
func put(k key, kind string, noun any) (item, error) {
	data, err := json.Marshal(noun)
	if err != nil {
		return nil, fault.New(fault.Internal, "dynamo: write a "+kind, err)
	}
	return item{
		site.PartitionKey: text(k.partition),
		site.SortKey:      text(k.sort),
		site.KindKey:      text(kind),
		formKey:           number(form(kind)),
		dataKey:           text(string(data)),
	}, nil
}

// read fills a noun from an item.
func read(it item, noun any) error {
	if v, kind := num(it, formKey), str(it, site.KindKey); v < 1 || v > form(kind) {
		return fault.New(fault.Internal, "dynamo: read a "+kind, fmt.Errorf("its form %d is not known here", v))
	}
	if err := json.Unmarshal([]byte(str(it, dataKey)), noun); err != nil {
		return fault.New(fault.Internal, "dynamo: read a "+str(it, site.KindKey), err)
	}
	return nil
}

// expire has the item gone at a time; never, if the time is zero.
func expire(it item, at time.Time) {
	if !at.IsZero() {
		it[site.ExpiryKey] = number(at.Unix())
	}
}

func (t *Table) expired(it item) bool {
	at := num(it, site.ExpiryKey)
	return at != 0 && t.now().Unix() >= at
}

// enqueue puts the item in a queue.
func enqueue(it item, queue string, due time.Time) {
	it[site.QueueKey] = text(queue)
	it[site.DueKey] = text(instant(due))
}

// instant writes a time so that its order is that of strings.
func instant(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000000Z") }

// putOne makes a write of a transaction alone, at half its price.
func (t *Table) putOne(ctx context.Context, p *types.Put) error {
	_, err := t.client.PutItem(ctx, &dynamodb.PutItemInput{
		TableName: p.TableName, Item: p.Item, ConditionExpression: p.ConditionExpression,
		ExpressionAttributeNames: p.ExpressionAttributeNames, ExpressionAttributeValues: p.ExpressionAttributeValues,
	})
	return err
}

// putNew writes an item where none stands.
func (t *Table) putNew(it item) *types.Put {
	return &types.Put{
		TableName: &t.name, Item: it,
		ConditionExpression:      aws.String("attribute_not_exists(#pk)"),
		ExpressionAttributeNames: map[string]string{"#pk": site.PartitionKey},
	}
}

// transact writes all of it or nothing. The token makes a repetition after a
// lost answer harmless; the client repeats with the same one.
func (t *Table) transact(ctx context.Context, writes []types.TransactWriteItem, token string) error {
	_, err := t.client.TransactWriteItems(ctx, &dynamodb.TransactWriteItemsInput{TransactItems: writes, ClientRequestToken: &token})
	return err
}

// failedOrNil is failed for an error that may be none.
func failedOrNil(op string, err error) error {
	if err == nil {
		return nil
	}
	return failed(op, err)
}

// failed gives an error of the service its kind, once.
func failed(op string, err error) error {
	if _, ok := errors.AsType[*types.ConditionalCheckFailedException](err); ok {
		return fault.New(fault.Conflict, op, err)
	}
	if cancelled, ok := errors.AsType[*types.TransactionCanceledException](err); ok {
		for _, reason := range cancelled.CancellationReasons {
			if aws.ToString(reason.Code) == conditionFailed {
				return fault.New(fault.Conflict, op, err)
			}
		}
	}
	if _, ok := errors.AsType[*types.ItemCollectionSizeLimitExceededException](err); ok {
		return fault.New(fault.Internal, op, err)
	}
	return fault.New(fault.Unavailable, op, err)
}

// inTheWayIsConflict is failedOrNil for a transaction on a version that was read:
// one in the way, or throttling, wrote nothing, and it is to be read again.
func inTheWayIsConflict(op string, err error) error {
	if cancelled, ok := errors.AsType[*types.TransactionCanceledException](err); ok {
		for _, reason := range cancelled.CancellationReasons {
			if passing[aws.ToString(reason.Code)] {
				return fault.New(fault.Conflict, op, err)
			}
		}
	}
	return failedOrNil(op, err)
}

// What a cancelled transaction says of each of its items.
const (
	conditionFailed = "ConditionalCheckFailed"
	unmoved         = "None"
)

// passing are the reasons that pass by themselves: another transaction was in
// the way, or the table was asked too much of at once.
var passing = map[string]bool{
	"TransactionConflict":           true,
	"ThrottlingError":               true,
	"ProvisionedThroughputExceeded": true,
}
