package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/jsii-runtime-go"

	"tribune/shared/site"
)

// metrics is the namespace of what is counted in logs.
const metrics = "Tribune"

// addAlarm counts the alarm's lines in the logs of its functions, and raises it once
// there are so many.
func (h *house) addAlarm(a site.Alarm) {
	for _, f := range a.Functions {
		awslogs.NewMetricFilter(h.stack, jsii.String(a.Name+"-in-"+string(f)), &awslogs.MetricFilterProps{
			LogGroup:        h.logs[f],
			FilterPattern:   awslogs.FilterPattern_Literal(jsii.String(a.Pattern())),
			MetricNamespace: jsii.String(metrics),
			MetricName:      jsii.String(a.Name),
			MetricValue:     jsii.String("1"),
		})
	}
	awscloudwatch.NewAlarm(h.stack, jsii.String(a.Name), &awscloudwatch.AlarmProps{
		AlarmDescription: jsii.String(a.Purpose),
		Metric: awscloudwatch.NewMetric(&awscloudwatch.MetricProps{
			Namespace: jsii.String(metrics), MetricName: jsii.String(a.Name),
			Statistic: jsii.String("Sum"), Period: awscdk.Duration_Seconds(jsii.Number(a.Within.Seconds())),
		}),
		Threshold:          jsii.Number(a.Most),
		ComparisonOperator: awscloudwatch.ComparisonOperator_GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
		EvaluationPeriods:  jsii.Number(1),
		TreatMissingData:   awscloudwatch.TreatMissingData_NOT_BREACHING, // nobody came
	})
}
