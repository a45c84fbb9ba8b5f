package dynamo

import (
	"context"
	"errors"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"tribune/shared/fault"
	"tribune/shared/site"
)

// Create makes the table on an engine that has none and reports whether it was
// missing. The cloud's table is made by infra/aws from the same manifest.
func (t *Table) Create(ctx context.Context) (created bool, err error) {
	const op = "dynamo: create the table"
	var attributes []types.AttributeDefinition
	for _, name := range []string{site.PartitionKey, site.SortKey, site.QueueKey, site.DueKey} {
		attributes = append(attributes, types.AttributeDefinition{AttributeName: aws.String(name), AttributeType: types.ScalarAttributeTypeS})
	}
	_, err = t.client.CreateTable(ctx, &dynamodb.CreateTableInput{
		TableName: &t.name, BillingMode: types.BillingModePayPerRequest,
		AttributeDefinitions: attributes,
		KeySchema:            schema(site.PartitionKey, site.SortKey),
		GlobalSecondaryIndexes: []types.GlobalSecondaryIndex{{
			IndexName:  aws.String(site.QueueIndex),
			KeySchema:  schema(site.QueueKey, site.DueKey),
			Projection: &types.Projection{ProjectionType: types.ProjectionTypeAll},
		}},
	})
	if _, there := errors.AsType[*types.ResourceInUseException](err); there {
		return false, nil
	}
	if err != nil {
		return false, fault.New(fault.Unavailable, op, err)
	}
	ready := dynamodb.NewTableExistsWaiter(t.client, func(o *dynamodb.TableExistsWaiterOptions) { o.MinDelay = 50 * time.Millisecond })
	return true, failedOrNil(op, ready.Wait(ctx, &dynamodb.DescribeTableInput{TableName: &t.name}, time.Minute))
}

func schema(partition, sort string) []types.KeySchemaElement {
	return []types.KeySchemaElement{
		{AttributeName: aws.String(partition), KeyType: types.KeyTypeHash},
		{AttributeName: aws.String(sort), KeyType: types.KeyTypeRange},
	}
}
