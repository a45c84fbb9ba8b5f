package faults

import (
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"tribune/infra/local/enginetest"
)

// metered is a table with an index, reached through a meter.
func metered(t *testing.T) (*dynamodb.Client, *Meter) {
	t.Helper()
	at := enginetest.Dynamo(t)
	m := &Meter{Next: &Transport{}, Key: []string{"pk"}, Index: []string{"queue", "due"}}
	c := dynamodb.New(dynamodb.Options{
		BaseEndpoint: &at.URL, Region: at.Region, HTTPClient: &http.Client{Transport: m},
		Credentials: credentials.NewStaticCredentialsProvider(at.AccessKey, "secret", ""), DisableValidateResponseChecksum: true,
	})
	attribute := func(n string) types.AttributeDefinition {
		return types.AttributeDefinition{AttributeName: &n, AttributeType: types.ScalarAttributeTypeS}
	}
	key := func(n string, k types.KeyType) types.KeySchemaElement {
		return types.KeySchemaElement{AttributeName: &n, KeyType: k}
	}
	_, err := c.CreateTable(t.Context(), &dynamodb.CreateTableInput{
		TableName: aws.String(table), BillingMode: types.BillingModePayPerRequest,
		AttributeDefinitions: []types.AttributeDefinition{attribute("pk"), attribute("queue"), attribute("due")},
		KeySchema:            []types.KeySchemaElement{key("pk", types.KeyTypeHash)},
		GlobalSecondaryIndexes: []types.GlobalSecondaryIndex{{
			IndexName: aws.String("queues"), Projection: &types.Projection{ProjectionType: types.ProjectionTypeAll},
			KeySchema: []types.KeySchemaElement{key("queue", types.KeyTypeHash), key("due", types.KeyTypeRange)},
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return c, m
}

// item has so many bytes of data, and stands in the index if it is due.
func item(name, due string, bytes int) map[string]types.AttributeValue {
	it := key(name)
	it["data"] = &types.AttributeValueMemberS{Value: strings.Repeat("x", bytes)}
	it["n"] = &types.AttributeValueMemberN{Value: "12345"}
	if due != "" {
		it["queue"], it["due"] = &types.AttributeValueMemberS{Value: "q"}, &types.AttributeValueMemberS{Value: due}
	}
	return it
}

// What the engine counts of plain writes is what the meter says of them.
func TestMeterCountsPlainWritesAsTheEngine(t *testing.T) {
	t.Parallel()
	c, m := metered(t)
	// pk + name, data + bytes, n + 4: 12 bytes beside the data.
	for i, w := range []struct {
		name, due string
		bytes     int
		want      Units
	}{
		{"a", "", 10, Units{1, 0}},
		{"a", "", 1024 - 12, Units{1, 0}},
		{"a", "", 1024 - 11, Units{2, 0}},
		{"a", "", 10, Units{2, 0}},         // what it replaces is larger
		{"a", "1", 10, Units{1, 1}},        // it comes into the index
		{"a", "1", 11, Units{1, 1}},        // is changed in its place
		{"a", "1", 11, Units{1, 0}},        // is not changed
		{"a", "2", 11, Units{1, 2}},        // moves
		{"a", "2", 2000, Units{2, 2}},      // grows
		{"a", "", 10, Units{2, 2}},         // goes
		{"b", "1", 3000, Units{3, 3}},      // another
		{"é", "1", 1000, Units{1, 1}},      // two bytes
		{"é", "1", 1024 - 12, Units{2, 2}}, // are too many now
	} {
		before := m.Units()
		out, err := c.PutItem(t.Context(), &dynamodb.PutItemInput{
			TableName: aws.String(table), Item: item(w.name, w.due, w.bytes), ReturnConsumedCapacity: types.ReturnConsumedCapacityIndexes,
		})
		if err != nil {
			t.Fatal(err)
		}
		engine := Units{Table: int(aws.ToFloat64(out.ConsumedCapacity.Table.CapacityUnits))}
		for _, index := range out.ConsumedCapacity.GlobalSecondaryIndexes {
			engine.Index += int(aws.ToFloat64(index.CapacityUnits))
		}
		if got := m.Units().since(before); got != w.want || got != engine {
			t.Errorf("write %d: %+v, want %+v, the engine says %+v", i, got, w.want, engine)
		}
	}
}

func (u Units) since(o Units) Units { return Units{u.Table - o.Table, u.Index - o.Index} }

// A transaction costs twice, its entries in the index do not.
func TestMeterCountsTransactions(t *testing.T) {
	t.Parallel()
	c, m := metered(t)
	put := func(it map[string]types.AttributeValue, condition *string) types.TransactWriteItem {
		return types.TransactWriteItem{Put: &types.Put{TableName: aws.String(table), Item: it, ConditionExpression: condition}}
	}
	transact := func(want Units, fails bool, items ...types.TransactWriteItem) {
		t.Helper()
		before := m.Units()
		_, err := c.TransactWriteItems(t.Context(), &dynamodb.TransactWriteItemsInput{TransactItems: items})
		if got := m.Units().since(before); got != want || (err != nil) != fails {
			t.Errorf("%+v, want %+v: %v", got, want, err)
		}
	}
	transact(Units{2 + 4, 1}, false, put(item("a", "", 1500), nil), put(item("b", "1", 10), nil))
	transact(Units{4 + 2, 0}, true, put(item("a", "1", 10), nil), put(item("c", "1", 10), aws.String("attribute_exists(pk)")))
	transact(Units{2 + 4, 1}, false, types.TransactWriteItem{Delete: &types.Delete{TableName: aws.String(table), Key: key("b")}},
		types.TransactWriteItem{ConditionCheck: &types.ConditionCheck{TableName: aws.String(table), Key: key("a"), ConditionExpression: aws.String("attribute_exists(pk)")}})
	before := m.Units()
	if err := (bench{Client: c}).count(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	if _, err := c.GetItem(t.Context(), &dynamodb.GetItemInput{TableName: aws.String(table), Key: key("a")}); err != nil {
		t.Fatal(err)
	}
	if got := m.Units().since(before); got != (Units{2, 0}) {
		t.Errorf("an update and a read: %+v", got)
	}
}
