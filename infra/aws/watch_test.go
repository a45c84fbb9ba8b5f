package main

import (
	"testing"

	"tribune/shared/site"
)

// What the manifest says of each alarm is what the cloud counts and compares.
func TestAlarms(t *testing.T) {
	tpl := synthesized(t)
	type filter struct {
		FilterPattern         string
		MetricTransformations []struct{ MetricName, MetricNamespace, MetricValue string }
	}
	counted := map[string]int{}
	for id, f := range all[filter](t, tpl, "AWS::Logs::MetricFilter") {
		if len(f.MetricTransformations) != 1 || f.MetricTransformations[0].MetricNamespace != metrics || f.MetricTransformations[0].MetricValue != "1" {
			t.Fatalf("%s counts %+v", id, f.MetricTransformations)
		}
		counted[f.MetricTransformations[0].MetricName+" "+f.FilterPattern]++
	}
	type alarm struct {
		MetricName, Namespace, Statistic, ComparisonOperator, TreatMissingData string
		Threshold, Period, EvaluationPeriods                                   float64
	}
	raised := map[string]alarm{}
	for _, a := range all[alarm](t, tpl, "AWS::CloudWatch::Alarm") {
		raised[a.MetricName] = a
	}
	for _, a := range site.Alarms {
		if n := counted[a.Name+" "+a.Pattern()]; n != len(a.Functions) {
			t.Errorf("%s is counted in %d logs", a.Name, n)
		}
		want := alarm{a.Name, metrics, "Sum", "GreaterThanOrEqualToThreshold", "notBreaching", float64(a.Most), a.Within.Seconds(), 1}
		if raised[a.Name] != want {
			t.Errorf("%s is raised by %+v", a.Name, raised[a.Name])
		}
	}
	if len(raised) != len(site.Alarms) {
		t.Errorf("%d alarms", len(raised))
	}
	// The words of the filters' language, as CloudWatch documents it.
	if got, want := site.Alarms[1].Pattern(), `{ $.route = "POST /{lang}/charters/{charter}/signatures" && $.status = 303 }`; got != want {
		t.Errorf("the filter is %s", got)
	}
}
