package main

import (
	"slices"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/jsii-runtime-go"

	"tribune/shared/site"
)

func (h *house) addFunction(f site.Function) awslambda.Function {
	name := string(f.Name)
	logs := newLogs(h.stack, name+"-logs")
	h.logs[f.Name] = logs
	statements := h.statements(f, logs)
	role := awsiam.NewRole(h.stack, jsii.String(name+"-role"), &awsiam.RoleProps{
		AssumedBy: awsiam.NewServicePrincipal(jsii.String("lambda.amazonaws.com"), nil),
		// Inline, so that the role never exists without its rights: a stream
		// mapping is refused while its function cannot read the stream.
		InlinePolicies: &map[string]awsiam.PolicyDocument{
			"grants": awsiam.NewPolicyDocument(&awsiam.PolicyDocumentProps{
				Statements: &statements,
			}),
		},
	})
	return awslambda.NewFunction(h.stack, jsii.String(name), &awslambda.FunctionProps{
		Description:   jsii.String(f.Purpose),
		Runtime:       awslambda.Runtime_PROVIDED_AL2023(),
		Architecture:  awslambda.Architecture_ARM_64(),
		Handler:       jsii.String("bootstrap"),
		Code:          awslambda.Code_FromAsset(jsii.String(h.settings.folder(f.Name)), nil),
		MemorySize:    jsii.Number(f.Memory),
		Timeout:       awscdk.Duration_Seconds(jsii.Number(f.Timeout.Seconds())),
		Environment:   h.environment(f),
		Role:          role,
		LogGroup:      logs,
		LoggingFormat: awslambda.LoggingFormat_JSON,
	})
}

func (h *house) environment(f site.Function) *map[string]*string {
	env := map[string]*string{
		site.EnvTable:  h.table.TableName(),
		site.EnvSecret: h.secret.SecretArn(),
		site.EnvOrigin: h.origin(),
	}
	if slices.Contains(f.Grants, site.SendEmail) {
		env[site.EnvSender] = jsii.String(h.settings.Sender)
		env[site.EnvMailSet] = h.mailSet.ConfigurationSetName()
	}
	if slices.Contains(f.Grants, site.PutObject) {
		env[site.EnvBucket] = h.bucket.Ref()
	}
	return &env
}

// origin is the API's own address until the operator has put a domain before it.
func (h *house) origin() *string {
	if h.settings.Origin != "" {
		return jsii.String(h.settings.Origin)
	}
	return h.api.AttrApiEndpoint()
}
