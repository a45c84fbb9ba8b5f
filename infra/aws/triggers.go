package main

import (
	"encoding/json"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsevents"
	"github.com/aws/aws-cdk-go/awscdk/v2/awseventstargets"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/jsii-runtime-go"

	"tribune/shared/site"
)

func (h *house) addTrigger(t site.Trigger) {
	if t.Every > 0 {
		h.addSchedule(t)
	}
	if t.Reports {
		h.addReports(t)
	}
}

// addStream calls a function soon after an item enters one of its queues; once
// for all of them, for a stream has two readers at most. It gives up early on
// purpose: what it drops still stands in its queue, where the schedule finds it.
func (h *house) addStream(name site.Name) {
	var filters []*map[string]any
	for _, t := range site.Triggers {
		if t.Function == name && t.Stream != "" {
			filters = append(filters, &map[string]any{"pattern": enters(t)})
		}
	}
	if len(filters) == 0 {
		return
	}
	h.functions[name].AddEventSourceMapping(jsii.String("stream"), &awslambda.EventSourceMappingOptions{
		EventSourceArn:        h.table.TableStreamArn(),
		StartingPosition:      awslambda.StartingPosition_TRIM_HORIZON,
		Filters:               &filters,
		BatchSize:             jsii.Number(100),
		MaxBatchingWindow:     awscdk.Duration_Seconds(jsii.Number(1)),
		ParallelizationFactor: jsii.Number(1),
		BisectBatchOnError:    jsii.Bool(true),
		RetryAttempts:         jsii.Number(3),
		MaxRecordAge:          awscdk.Duration_Minutes(jsii.Number(5)),
	})
}

// enters is the filter for items written while in a queue with the trigger's
// prefix; of a fresh one, for those that nobody has claimed, lest a function be
// woken by its own claims. A stream writes numbers as text.
func enters(t site.Trigger) string {
	type object map[string]any
	image := object{site.QueueKey: object{"S": []object{{"prefix": t.Stream}}}}
	if t.Fresh {
		image[site.ClaimKey] = object{"N": []string{"0"}}
	}
	pattern, err := json.Marshal(object{
		"eventName": []string{"INSERT", "MODIFY"},
		"dynamodb":  object{"NewImage": image},
	})
	if err != nil {
		panic(err)
	}
	return string(pattern)
}

func (h *house) addSchedule(t site.Trigger) {
	awsevents.NewRule(h.stack, jsii.String(string(t.Function)+"-every-"+t.Every.String()), &awsevents.RuleProps{
		Schedule: awsevents.Schedule_Rate(awscdk.Duration_Seconds(jsii.Number(t.Every.Seconds()))),
		Targets: &[]awsevents.IRuleTarget{
			// No retries: the next call makes up for a missed one.
			awseventstargets.NewLambdaFunction(h.functions[t.Function], &awseventstargets.LambdaFunctionProps{
				RetryAttempts: jsii.Number(0),
			}),
		},
	})
}
