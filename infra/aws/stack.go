package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigatewayv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsdynamodb"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssecretsmanager"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsses"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"tribune/shared/site"
)

// house is the stack while it is built: what its parts refer to.
type house struct {
	stack     awscdk.Stack
	settings  settings
	table     awsdynamodb.Table
	secret    awssecretsmanager.Secret
	bucket    awss3.CfnBucket
	mailSet   awsses.ConfigurationSet
	identity  awsses.EmailIdentity
	reports   awssns.Topic
	api       awsapigatewayv2.CfnApi
	functions map[site.Name]awslambda.Function
	logs      map[site.Name]awslogs.LogGroup
}

// newStack adds the whole deployment to scope. It panics, as CDK does, on a
// manifest that cannot be deployed.
func newStack(scope constructs.Construct, s settings) {
	stack := awscdk.NewStack(scope, jsii.String("Tribune"), &awscdk.StackProps{
		Description: jsii.String("Tribune: registration for study days and signature of charters"),
	})
	set := newMailSet(stack)
	h := house{
		stack:     stack,
		settings:  s,
		table:     newTable(stack),
		secret:    newSecret(stack),
		bucket:    newBucket(stack),
		mailSet:   set,
		identity:  newIdentity(stack, s.Domain, set),
		reports:   newReports(stack, set),
		api:       newAPI(stack),
		functions: map[site.Name]awslambda.Function{},
		logs:      map[site.Name]awslogs.LogGroup{},
	}
	for _, f := range site.Functions {
		h.functions[f.Name] = h.addFunction(f)
	}
	h.addRoutes()
	for _, f := range site.Functions {
		h.addStream(f.Name)
	}
	for _, t := range site.Triggers {
		h.addTrigger(t)
	}
	for _, a := range site.Alarms {
		h.addAlarm(a)
	}
	h.addOutputs()
}

// addOutputs shows the operator what she needs after a deployment.
func (h *house) addOutputs() {
	h.output("Origin", h.origin(), "address of the site")
	h.output("TableName", h.table.TableName(), "the one table")
	h.output("SecretArn", h.secret.SecretArn(), "the one secret")
	h.addRecords()
}

func (h *house) output(id string, value *string, description string) {
	awscdk.NewCfnOutput(h.stack, jsii.String(id), &awscdk.CfnOutputProps{
		Value: value, Description: jsii.String(description),
	})
}

// newLogs makes a log group that forgets after two weeks.
func newLogs(scope constructs.Construct, id string) awslogs.LogGroup {
	return awslogs.NewLogGroup(scope, jsii.String(id), &awslogs.LogGroupProps{
		Retention:     awslogs.RetentionDays_TWO_WEEKS,
		RemovalPolicy: awscdk.RemovalPolicy_DESTROY,
	})
}
