package faults

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"tribune/infra/local/enginetest"
)

const table = "counters"

// bench is the real client on the real engine, with faults between them.
type bench struct {
	*dynamodb.Client
	faults *Transport
}

func newBench(t *testing.T) bench {
	t.Helper()
	at := enginetest.Dynamo(t)
	f := &Transport{}
	c := dynamodb.New(dynamodb.Options{
		BaseEndpoint: &at.URL, Region: at.Region,
		Credentials:                     credentials.NewStaticCredentialsProvider(at.AccessKey, "secret", ""),
		HTTPClient:                      &http.Client{Transport: f},
		DisableValidateResponseChecksum: true,
		// The SDK's own rules, without its long waits.
		Retryer: retry.NewStandard(func(o *retry.StandardOptions) { o.MaxBackoff = time.Millisecond }),
	})
	_, err := c.CreateTable(t.Context(), &dynamodb.CreateTableInput{
		TableName: aws.String(table), BillingMode: types.BillingModePayPerRequest,
		KeySchema:            []types.KeySchemaElement{{AttributeName: aws.String("pk"), KeyType: types.KeyTypeHash}},
		AttributeDefinitions: []types.AttributeDefinition{{AttributeName: aws.String("pk"), AttributeType: types.ScalarAttributeTypeS}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return bench{c, f}
}

func key(name string) map[string]types.AttributeValue {
	return map[string]types.AttributeValue{"pk": &types.AttributeValueMemberS{Value: name}}
}

// count adds one to a counter.
func (b bench) count(ctx context.Context, name string) error {
	_, err := b.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName: aws.String(table), Key: key(name), UpdateExpression: aws.String("ADD n :one"), ExpressionAttributeValues: one,
	})
	return err
}

var one = map[string]types.AttributeValue{":one": &types.AttributeValueMemberN{Value: "1"}}

// countAll adds one to several counters in one transaction. The SDK gives it a
// token, and repeats it under the same one.
func (b bench) countAll(ctx context.Context, names ...string) error {
	in := &dynamodb.TransactWriteItemsInput{}
	for _, name := range names {
		in.TransactItems = append(in.TransactItems, types.TransactWriteItem{Update: &types.Update{
			TableName: aws.String(table), Key: key(name), UpdateExpression: aws.String("ADD n :one"), ExpressionAttributeValues: one,
		}})
	}
	_, err := b.TransactWriteItems(ctx, in)
	return err
}

func (b bench) want(t *testing.T, name string, n int) {
	t.Helper()
	if got := b.read(t, name); got != n {
		t.Errorf("counter %s is %d, want %d", name, got, n)
	}
}

func (b bench) read(t *testing.T, name string) int {
	t.Helper()
	out, err := b.GetItem(t.Context(), &dynamodb.GetItemInput{
		TableName: aws.String(table), Key: key(name), ConsistentRead: aws.Bool(true),
	})
	if err != nil {
		t.Fatal(err)
	}
	v, ok := out.Item["n"].(*types.AttributeValueMemberN)
	if !ok {
		return 0
	}
	n, err := strconv.Atoi(v.Value)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func (b bench) wantCalls(t *testing.T, op string, n int) {
	t.Helper()
	if got := b.faults.Calls()[op]; got != n {
		t.Errorf("%d calls of %s, want %d", got, op, n)
	}
}

func TestRefusedIsRetriedAndHappensOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.faults.Fail("UpdateItem", 2, Refused)
	if err := b.count(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	b.want(t, "a", 1)
	b.wantCalls(t, "UpdateItem", 3)
	if p := b.faults.Planned(); len(p) != 0 {
		t.Errorf("still planned: %v", p)
	}
}

func TestRefusedForLongSurfaces(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.faults.Fail("UpdateItem", 3, Refused)
	if err := b.count(t.Context(), "a"); err == nil {
		t.Error("no error")
	}
	b.want(t, "a", 0)
	b.wantCalls(t, "UpdateItem", 3)
}

func TestLostAnswerOfATransactionIsRepeatedAndHappensOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.faults.Fail("TransactWriteItems", 1, LostAnswer)
	if err := b.countAll(t.Context(), "a", "b"); err != nil {
		t.Fatal(err)
	}
	b.want(t, "a", 1)
	b.want(t, "b", 1)
	b.wantCalls(t, "TransactWriteItems", 2)
}

// The counterpart: without a token the retry writes twice, which shows that the
// lost call was performed.
func TestLostAnswerOfAPlainWriteHappensTwice(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.faults.Fail(AnyWrite, 1, LostAnswer)
	if err := b.count(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	b.want(t, "a", 2)
}

func TestConflictCancelsATransaction(t *testing.T) {
	t.Parallel()
	for f, code := range map[Flavour]string{Conflict: "TransactionConflict", ThrottledItem: "ThrottlingError"} {
		b := newBench(t)
		b.faults.Fail("TransactWriteItems", 1, f)
		err := b.countAll(t.Context(), "a", "b")
		var cancelled *types.TransactionCanceledException
		if !errors.As(err, &cancelled) {
			t.Fatalf("%s: got %v", f, err)
		}
		var codes []string
		for _, r := range cancelled.CancellationReasons {
			codes = append(codes, aws.ToString(r.Code))
		}
		if len(codes) != 2 || codes[0] != code || codes[1] != "None" {
			t.Errorf("%s: reasons %v", f, codes)
		}
		b.want(t, "a", 0)
		b.wantCalls(t, "TransactWriteItems", 1)
	}
}

func TestConflictRefusesAPlainWrite(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.faults.Fail("UpdateItem", 1, Conflict)
	var conflict *types.TransactionConflictException
	if err := b.count(t.Context(), "a"); !errors.As(err, &conflict) || conflict.ErrorMessage() == "" {
		t.Errorf("got %v", err)
	}
	b.want(t, "a", 0)
}

func TestThrottledIsRetriedThenSurfaces(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.faults.Fail("UpdateItem", 2, Throttled)
	if err := b.count(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	b.want(t, "a", 1)

	b.faults.Fail(AnyWrite, 3, Throttled)
	var throttled *types.ProvisionedThroughputExceededException
	if err := b.countAll(t.Context(), "a"); !errors.As(err, &throttled) {
		t.Errorf("got %v", err)
	}
	b.want(t, "a", 1)
}

func TestInjectedErrorsPassTheChecksum(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.faults.Fail("UpdateItem", 1, Conflict)
	var conflict *types.TransactionConflictException
	_, err := b.UpdateItem(t.Context(), &dynamodb.UpdateItemInput{TableName: aws.String(table), Key: key("a")},
		func(o *dynamodb.Options) { o.DisableValidateResponseChecksum = false; o.Logger = failing{t} })
	if !errors.As(err, &conflict) {
		t.Errorf("got %v", err)
	}
}

func TestFaultsKeepToTheirOperationAndOrder(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.faults.Fail("TransactWriteItems", 1, Conflict)
	b.faults.Fail("UpdateItem", 1, Conflict)
	b.faults.Fail("UpdateItem", 1, Refused)
	b.want(t, "a", 0) // reads pass
	var conflict *types.TransactionConflictException
	if err := b.count(t.Context(), "a"); !errors.As(err, &conflict) {
		t.Errorf("first: %v", err)
	}
	if err := b.count(t.Context(), "a"); err != nil {
		t.Errorf("second, refused and retried: %v", err)
	}
	b.wantCalls(t, "UpdateItem", 3)
	if p := b.faults.Planned(); len(p) != 1 || p[0] != (Fault{"TransactWriteItems", 1, Conflict}) {
		t.Errorf("planned %v", p)
	}
	b.faults.Reset()
	if err := b.countAll(t.Context(), "a"); err != nil {
		t.Errorf("after the reset: %v", err)
	}
}

func TestDrawIsFixedByItsSeed(t *testing.T) {
	draw := func(seed uint64) (fates []Flavour) {
		f := &Transport{}
		f.Draw(seed, Rate{"UpdateItem", Refused, 0.2}, Rate{AnyWrite, LostAnswer, 0.3}, Rate{AnyWrite, KilledAfter, 1})
		for range 1000 {
			flavour, _, _ := f.next("UpdateItem", nil)
			fates = append(fates, flavour)
		}
		return fates
	}
	one, two, other := draw(7), draw(7), draw(8)
	tally, same := map[Flavour]int{}, 0
	for i := range one {
		tally[one[i]]++
		if one[i] != two[i] {
			t.Fatalf("call %d: %s and %s", i, one[i], two[i])
		}
		if one[i] == other[i] {
			same++
		}
	}
	// Shares 0.2 and 0.8 × 0.3; nothing outside a request is killed.
	if r, l := tally[Refused], tally[LostAnswer]; r < 150 || r > 250 || l < 190 || l > 290 || tally[KilledAfter] != 0 {
		t.Errorf("drawn: %v", tally)
	}
	if same == len(one) {
		t.Error("another seed draws the same")
	}
}
