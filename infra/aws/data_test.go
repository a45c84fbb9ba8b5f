package main

import (
	"encoding/json"
	"maps"
	"reflect"
	"strings"
	"testing"

	"tribune/shared/site"
)

func TestTable(t *testing.T) {
	tpl := synthesized(t)
	id, got := only[map[string]any](t, tpl, "AWS::DynamoDB::Table")
	if tpl.Resources[id].DeletionPolicy != "Retain" {
		t.Errorf("deleting the stack would %s the table", tpl.Resources[id].DeletionPolicy)
	}
	// Spelled out, not read from the manifest: a key renamed there would have
	// CloudFormation put an empty table in the place of the full one.
	const want = `{
		"AttributeDefinitions": [
			{"AttributeName": "pk", "AttributeType": "S"}, {"AttributeName": "sk", "AttributeType": "S"},
			{"AttributeName": "queue", "AttributeType": "S"}, {"AttributeName": "due", "AttributeType": "S"}],
		"KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
		"GlobalSecondaryIndexes": [{
			"IndexName": "queues", "Projection": {"ProjectionType": "ALL"},
			"KeySchema": [{"AttributeName": "queue", "KeyType": "HASH"}, {"AttributeName": "due", "KeyType": "RANGE"}]}],
		"BillingMode": "PAY_PER_REQUEST",
		"DeletionProtectionEnabled": true,
		"PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": true},
		"StreamSpecification": {"StreamViewType": "NEW_IMAGE"},
		"TimeToLiveSpecification": {"AttributeName": "expires", "Enabled": true}
	}`
	wantJSON(t, "table", got, want)
}

func TestSecret(t *testing.T) {
	tpl := synthesized(t)
	id, secret := only[map[string]any](t, tpl, "AWS::SecretsManager::Secret")
	if tpl.Resources[id].DeletionPolicy != "Retain" {
		t.Errorf("deleting the stack would %s the secret, and every mailed link with it", tpl.Resources[id].DeletionPolicy)
	}
	drawn, _ := secret["GenerateSecretString"].(map[string]any)
	if length, _ := drawn["PasswordLength"].(float64); length < 43 { // 43 of 62 characters: 256 bits
		t.Errorf("%v characters are drawn", length)
	}
	// A value written down, or resolved into a property at deployment, could be
	// read by anybody who may see the stack.
	for _, leak := range []string{`"SecretString"`, "SecretStringTemplate", "{{resolve:"} {
		if strings.Contains(string(tpl.text), leak) {
			t.Errorf("the template holds %s", leak)
		}
	}
}

// Large downloads lie where only a signed link leads, and not for long.
func TestBucket(t *testing.T) {
	tpl := synthesized(t)
	id, got := only[map[string]any](t, tpl, "AWS::S3::Bucket")
	const bucket = `{
		"BucketEncryption": {"ServerSideEncryptionConfiguration": [{"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]},
		"PublicAccessBlockConfiguration": {
			"BlockPublicAcls": true, "BlockPublicPolicy": true, "IgnorePublicAcls": true, "RestrictPublicBuckets": true},
		"OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
		"LifecycleConfiguration": {"Rules": [{
			"Status": "Enabled", "ExpirationInDays": 1, "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1}}]}
	}`
	wantJSON(t, "bucket", got, bucket)
	_, policy := only[map[string]any](t, tpl, "AWS::S3::BucketPolicy")
	arn := `{"Fn::GetAtt": ["` + id + `", "Arn"]}`
	wantJSON(t, "its policy", policy, `{
		"Bucket": {"Ref": "`+id+`"},
		"PolicyDocument": {"Version": "2012-10-17", "Statement": [{
			"Effect": "Deny", "Principal": "*", "Action": "s3:*",
			"Resource": [`+arn+`, {"Fn::Join": ["", [`+arn+`, "/*"]]}],
			"Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}
	}`)
}

func wantJSON(t *testing.T, what string, got map[string]any, text string) {
	t.Helper()
	var want map[string]any
	if err := json.Unmarshal([]byte(text), &want); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s\n got %v\nwant %v", what, got, want)
	}
}

func TestSettings(t *testing.T) {
	folder := t.TempDir()
	check := func(env map[string]string) error {
		s := settingsFrom(func(name string) string { return env[name] })
		s.Build = folder
		return s.check()
	}
	refuse := func(because string, env map[string]string) {
		t.Helper()
		if err := check(env); err == nil || !strings.Contains(err.Error(), because) {
			t.Errorf("%v: %v, want an error with %q", env, err, because)
		}
	}
	refuse("run make functions first", nil)
	if err := build(settings{Build: folder}); err != nil {
		t.Fatal(err)
	}
	own := map[string]string{envDomain: domain, site.EnvSender: "envoi@" + domain, site.EnvOrigin: "https://exemple.org"}
	for _, env := range []map[string]string{nil, {envDomain: domain}, own} {
		if err := check(env); err != nil {
			t.Errorf("%v: %v", env, err)
		}
	}
	for _, sender := range []string{"envoi@ailleurs.example", "exemple.org", "envoi@sous.exemple.org"} {
		env := maps.Clone(own)
		env[site.EnvSender] = sender
		refuse(site.EnvSender, env)
	}
	for _, origin := range []string{"http://exemple.org", "https://exemple.org/", "exemple.org", "https://"} {
		env := maps.Clone(own)
		env[site.EnvOrigin] = origin
		refuse(site.EnvOrigin, env)
	}
}
