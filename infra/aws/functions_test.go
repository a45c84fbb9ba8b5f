package main

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"tribune/shared/site"
)

type function struct {
	Description   string
	Runtime       string
	Handler       string
	Architectures []string
	MemorySize    int
	Timeout       int
	Role          value
	LoggingConfig struct{ LogGroup value }
	Environment   struct{ Variables map[string]value }
}

// deployed maps each function of the manifest to its logical id. They are told
// apart by what they are for.
func deployed(t *testing.T, tpl template) map[site.Name]string {
	t.Helper()
	byPurpose := map[string]string{}
	for id, f := range all[function](t, tpl, "AWS::Lambda::Function") {
		byPurpose[f.Description] = id
	}
	ids := map[site.Name]string{}
	for _, f := range site.Functions {
		if byPurpose[f.Purpose] == "" {
			t.Fatalf("%s is not deployed", f.Name)
		}
		ids[f.Name] = byPurpose[f.Purpose]
	}
	return ids
}

func TestFunctions(t *testing.T) {
	tpl := synthesized(t)
	functions, ids := all[function](t, tpl, "AWS::Lambda::Function"), deployed(t, tpl)
	table, _ := only[any](t, tpl, "AWS::DynamoDB::Table")
	secret, _ := only[any](t, tpl, "AWS::SecretsManager::Secret")
	set, _ := only[any](t, tpl, "AWS::SES::ConfigurationSet")
	bucket, _ := only[any](t, tpl, "AWS::S3::Bucket")
	for _, want := range site.Functions {
		got := functions[ids[want.Name]]
		if got.Runtime != "provided.al2023" || got.Handler != "bootstrap" || !slices.Equal(got.Architectures, []string{"arm64"}) {
			t.Errorf("%s runs on %s %v, handler %s", want.Name, got.Runtime, got.Architectures, got.Handler)
		}
		if got.MemorySize != want.Memory || got.Timeout != int(want.Timeout.Seconds()) {
			t.Errorf("%s: %d MB and %d s, want %d and %v", want.Name, got.MemorySize, got.Timeout, want.Memory, want.Timeout)
		}
		env := map[string]value{
			site.EnvTable:  value("${" + table + "}"),
			site.EnvSecret: value("${" + secret + "}"),
			site.EnvOrigin: "${Api.ApiEndpoint}",
		}
		if slices.Contains(want.Grants, site.SendEmail) {
			env[site.EnvSender] = "envoi@" + domain
			env[site.EnvMailSet] = value("${" + set + "}")
		}
		if want.Name == site.Organisers {
			env[site.EnvBucket] = value("${" + bucket + "}")
		}
		if !maps.Equal(got.Environment.Variables, env) {
			t.Errorf("%s: environment\n got %v\nwant %v", want.Name, got.Environment.Variables, env)
		}
	}
}

func TestOwnOrigin(t *testing.T) {
	tpl, err := synthesize("https://inscriptions.exemple.org")
	if err != nil {
		t.Fatal(err)
	}
	for id, f := range all[function](t, tpl, "AWS::Lambda::Function") {
		if got := f.Environment.Variables[site.EnvOrigin]; got != "https://inscriptions.exemple.org" {
			t.Errorf("%s: origin %q", id, got)
		}
	}
}

type role struct {
	AssumeRolePolicyDocument struct {
		Statement []struct {
			Action    string
			Principal struct{ Service string }
		}
	}
	ManagedPolicyArns []value
	Policies          []struct {
		PolicyDocument struct{ Statement []statement }
	}
}

type statement struct {
	Action, Resource values
	Effect           string
}

// Each function may do what the manifest grants it, read the secret, write its
// own log and, where a stream calls it, read that: nothing else.
func TestLeastRights(t *testing.T) {
	tpl := synthesized(t)
	roles, functions, ids := all[role](t, tpl, "AWS::IAM::Role"), all[function](t, tpl, "AWS::Lambda::Function"), deployed(t, tpl)
	seen := map[value]bool{}
	for _, f := range site.Functions {
		deployed := functions[ids[f.Name]]
		if seen[deployed.Role] {
			t.Errorf("%s shares its role", f.Name)
		}
		seen[deployed.Role] = true
		r, ok := roles[strings.TrimSuffix(strings.TrimPrefix(string(deployed.Role), "${"), ".Arn}")]
		if !ok {
			t.Fatalf("%s: no role %s", f.Name, deployed.Role)
		}
		if len(r.ManagedPolicyArns) > 0 {
			t.Errorf("%s: managed policies %v", f.Name, r.ManagedPolicyArns)
		}
		trust := r.AssumeRolePolicyDocument.Statement
		if len(trust) != 1 || trust[0].Action != "sts:AssumeRole" || trust[0].Principal.Service != "lambda.amazonaws.com" {
			t.Errorf("%s: trusts %v", f.Name, trust)
		}
		if got, want := granted(t, r), wanted(t, tpl, f, deployed); !reflect.DeepEqual(got, want) {
			t.Errorf("%s may\n     %v\nwant %v", f.Name, got, want)
		}
	}
}

// granted lists what a role allows, by resource.
func granted(t *testing.T, r role) map[value][]string {
	t.Helper()
	rights := map[value][]string{}
	for _, policy := range r.Policies {
		for _, s := range policy.PolicyDocument.Statement {
			if s.Effect != "Allow" || len(s.Resource) == 0 {
				t.Errorf("odd statement %v", s)
			}
			for _, on := range s.Resource {
				for _, action := range s.Action {
					rights[on] = append(rights[on], string(action))
				}
				slices.Sort(rights[on])
			}
		}
	}
	for on, actions := range rights {
		if on == "*" && slices.Equal(actions, []string{"ses:GetAccount"}) {
			continue // the one that names no resource
		}
		if strings.HasSuffix(string(on), "/*") && slices.Equal(actions, []string{"s3:GetObject", "s3:PutObject"}) {
			continue // what lies in a bucket, not the bucket
		}
		if strings.Contains(string(on), "*") || slices.ContainsFunc(actions, func(a string) bool { return strings.Contains(a, "*") }) {
			t.Errorf("a wildcard: %v on %s", actions, on)
		}
	}
	return rights
}

// wanted is the same, from the manifest.
func wanted(t *testing.T, tpl template, f site.Function, deployed function) map[value][]string {
	t.Helper()
	table, _ := only[any](t, tpl, "AWS::DynamoDB::Table")
	secret, _ := only[any](t, tpl, "AWS::SecretsManager::Secret")
	identity, _ := only[any](t, tpl, "AWS::SES::EmailIdentity")
	set, _ := only[any](t, tpl, "AWS::SES::ConfigurationSet")
	bucket, _ := only[any](t, tpl, "AWS::S3::Bucket")
	var (
		logs      = value(strings.TrimSuffix(string(deployed.LoggingConfig.LogGroup), "}") + ".Arn}")
		tableArn  = value("${" + table + ".Arn}")
		streamArn = value("${" + table + ".StreamArn}")
		ses       = value("arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}:")
	)
	rights := map[value][]string{
		logs:                       {"logs:CreateLogStream", "logs:PutLogEvents"},
		value("${" + secret + "}"): {"secretsmanager:GetSecretValue"},
	}
	for _, grant := range f.Grants {
		resources := []value{tableArn}
		switch {
		case grant == site.GetAccount:
			resources = []value{"*"}
		case strings.HasPrefix(string(grant), "s3:"):
			resources = []value{value("${" + bucket + ".Arn}/*")}
		case strings.HasPrefix(string(grant), "ses:"):
			resources = []value{ses + value("identity/${"+identity+"}"), ses + value("configuration-set/${"+set+"}")}
		}
		for _, on := range resources {
			rights[on] = append(rights[on], string(grant))
			slices.Sort(rights[on])
		}
		if grant == site.Query {
			rights[tableArn+"/index/queues"] = []string{"dynamodb:Query"}
		}
	}
	for _, trigger := range site.Triggers {
		if trigger.Function == f.Name && trigger.Stream != "" {
			rights[streamArn] = []string{"dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"}
		}
	}
	return rights
}
