package main

import (
	"slices"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/jsii-runtime-go"

	"tribune/shared/site"
)

// statements is all that f may do. Nothing is granted through CDK's own Grant
// methods, which add actions that nobody asked for and sometimes every resource.
func (h *house) statements(f site.Function, logs awslogs.LogGroup) []awsiam.PolicyStatement {
	allowed := []awsiam.PolicyStatement{
		allow(logs.LogGroupArn(), "logs:CreateLogStream", "logs:PutLogEvents"),
		allow(h.secret.SecretArn(), "secretsmanager:GetSecretValue"),
	}
	var table, mail, files []string
	for _, grant := range f.Grants {
		switch service, _, _ := strings.Cut(string(grant), ":"); {
		case grant == site.GetAccount: // it names no resource: nothing less than all would match
			allowed = append(allowed, allow(jsii.String("*"), string(grant)))
		case service == "dynamodb":
			table = append(table, string(grant))
		case service == "ses":
			mail = append(mail, string(grant))
		case service == "s3":
			files = append(files, string(grant))
		default:
			panic("infra/aws: " + string(f.Name) + ": no resource for " + string(grant))
		}
	}
	if len(table) > 0 {
		allowed = append(allowed, allow(h.table.TableArn(), table...))
	}
	if slices.Contains(f.Grants, site.Query) {
		index := *h.table.TableArn() + "/index/" + site.QueueIndex
		allowed = append(allowed, allow(&index, string(site.Query)))
	}
	if len(mail) > 0 {
		// SES asks for the right on both, once a mail goes by a configuration set.
		allowed = append(allowed, allow(h.identity.EmailIdentityArn(), mail...), allow(h.setArn(), mail...))
	}
	if len(files) > 0 {
		objects := *h.bucket.AttrArn() + "/*"
		allowed = append(allowed, allow(&objects, files...))
	}
	if slices.ContainsFunc(site.Triggers, func(t site.Trigger) bool { return t.Function == f.Name && t.Stream != "" }) {
		allowed = append(allowed, allow(h.table.TableStreamArn(),
			"dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"))
	}
	return allowed
}

func allow(resource *string, actions ...string) awsiam.PolicyStatement {
	return awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Actions:   jsii.Strings(actions...),
		Resources: &[]*string{resource},
	})
}
