package main

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"tribune/shared/site"
)

// Both lists are compared whole: a trigger of the manifest that is missing
// shows as much as one that nobody asked for.

func TestStreams(t *testing.T) {
	tpl := synthesized(t)
	table, _ := only[any](t, tpl, "AWS::DynamoDB::Table")
	type mapping struct {
		EventSourceArn, FunctionName   value
		FilterCriteria                 struct{ Filters []struct{ Pattern string } }
		BisectBatchOnFunctionError     bool
		MaximumRetryAttempts           int
		MaximumRecordAgeInSeconds      int
		MaximumBatchingWindowInSeconds int
		ParallelizationFactor          int
	}
	var got, want []string
	const readers = 2 // that a shard of a stream bears
	if n := len(all[mapping](t, tpl, "AWS::Lambda::EventSourceMapping")); n > readers {
		t.Errorf("%d functions read the stream", n)
	}
	for id, m := range all[mapping](t, tpl, "AWS::Lambda::EventSourceMapping") {
		if m.EventSourceArn != value("${"+table+".StreamArn}") {
			t.Errorf("%s reads %s", id, m.EventSourceArn)
		}
		// A retry attempt of -1, CloudFormation's own default, is for ever.
		if !m.BisectBatchOnFunctionError || m.MaximumRetryAttempts < 1 || m.MaximumRecordAgeInSeconds < 60 {
			t.Errorf("%s: one bad item would stop the queue: %+v", id, m)
		}
		if m.MaximumBatchingWindowInSeconds > 1 || m.ParallelizationFactor != 1 {
			t.Errorf("%s: late or out of order: %+v", id, m)
		}
		for _, f := range m.FilterCriteria.Filters {
			got = append(got, fmt.Sprintf("%s ← %s", m.FunctionName, canonical(t, f.Pattern)))
		}
	}
	ids := deployed(t, tpl)
	for _, trigger := range site.Triggers {
		unclaimed := ""
		if trigger.Fresh {
			unclaimed = `, "attempts": {"N": ["0"]}`
		}
		if trigger.Stream != "" {
			want = append(want, fmt.Sprintf("${%s} ← %s", ids[trigger.Function], canonical(t, fmt.Sprintf(
				`{"eventName": ["INSERT", "MODIFY"], "dynamodb": {"NewImage": {"queue": {"S": [{"prefix": %q}]}%s}}}`, trigger.Stream, unclaimed))))
		}
	}
	compare(t, "streams", got, want)
}

// canonical gives JSON its keys in order.
func canonical(t *testing.T, text string) string {
	t.Helper()
	var parsed any
	if err := json.Unmarshal([]byte(text), &parsed); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	ordered, err := json.Marshal(parsed)
	if err != nil {
		t.Fatal(err)
	}
	return string(ordered)
}

func TestSchedules(t *testing.T) {
	tpl := synthesized(t)
	type rule struct {
		ScheduleExpression string
		State              string
		Targets            []struct{ Arn value }
	}
	var got, want []string
	callable := callers(t, tpl, "events.amazonaws.com")
	for id, r := range all[rule](t, tpl, "AWS::Events::Rule") {
		if r.State != "ENABLED" {
			t.Errorf("%s is %s", id, r.State)
		}
		for _, target := range r.Targets {
			got = append(got, fmt.Sprintf("%s %s", target.Arn, r.ScheduleExpression))
			if callable[target.Arn] != value("${"+id+".Arn}") {
				t.Errorf("%s may not call %s", id, target.Arn)
			}
		}
	}
	ids := deployed(t, tpl)
	for _, trigger := range site.Triggers {
		if minutes := int(trigger.Every.Minutes()); minutes > 0 {
			unit := "minutes"
			if minutes == 1 {
				unit = "minute"
			}
			want = append(want, fmt.Sprintf("${%s.Arn} rate(%d %s)", ids[trigger.Function], minutes, unit))
		}
	}
	compare(t, "schedules", got, want)
}

func compare(t *testing.T, what string, got, want []string) {
	t.Helper()
	slices.Sort(got)
	slices.Sort(want)
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s\n got %v\nwant %v", what, got, want)
	}
}
