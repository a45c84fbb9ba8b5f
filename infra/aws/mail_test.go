package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"strings"
	"testing"

	"tribune/shared/site"
)

// The parts that send and report mail are compared whole. A name in angle
// brackets stands for the logical id of the one resource of that type.
func TestMailParts(t *testing.T) {
	const set = `"arn:", {"Ref": "AWS::Partition"}, ":ses:", {"Ref": "AWS::Region"}, ":", {"Ref": "AWS::AccountId"},
		":configuration-set/", {"Ref": "<SES::ConfigurationSet>"}`
	for kind, want := range map[string]string{
		"SES::EmailIdentity": `{
			"EmailIdentity": "exemple.org",
			"ConfigurationSetAttributes": {"ConfigurationSetName": {"Ref": "<SES::ConfigurationSet>"}},
			"DkimAttributes": {"SigningEnabled": true},
			"DkimSigningAttributes": {"NextSigningKeyLength": "RSA_2048_BIT"},
			"FeedbackAttributes": {"EmailForwardingEnabled": false},
			"MailFromAttributes": {"BehaviorOnMxFailure": "USE_DEFAULT_VALUE", "MailFromDomain": "mail.exemple.org"}}`,
		"SES::ConfigurationSet": `{
			"DeliveryOptions": {"TlsPolicy": "REQUIRE"},
			"ReputationOptions": {"ReputationMetricsEnabled": true},
			"SuppressionOptions": {"SuppressedReasons": []}}`,
		"SES::ConfigurationSetEventDestination": `{
			"ConfigurationSetName": {"Ref": "<SES::ConfigurationSet>"},
			"EventDestination": {
				"Enabled": true,
				"MatchingEventTypes": ["delivery", "deliveryDelay", "bounce", "complaint", "reject"],
				"SnsDestination": {"TopicARN": {"Ref": "<SNS::Topic>"}}}}`,
		"SNS::Topic": `{"DisplayName": "Tribune: what became of mails"}`,
		// Without this policy the cloud would write one that lets the whole account publish.
		"SNS::TopicPolicy": `{
			"Topics": [{"Ref": "<SNS::Topic>"}],
			"PolicyDocument": {"Version": "2012-10-17", "Statement": [{
				"Sid": "0", "Effect": "Allow", "Action": "sns:Publish", "Resource": {"Ref": "<SNS::Topic>"},
				"Principal": {"Service": "ses.amazonaws.com"},
				"Condition": {"StringEquals": {
					"AWS:SourceAccount": {"Ref": "AWS::AccountId"},
					"AWS:SourceArn": {"Fn::Join": ["", [` + set + `]]}}}}]}}`,
	} {
		tpl := synthesized(t)
		_, got := only[any](t, tpl, "AWS::"+kind)
		var parsed any
		if err := json.Unmarshal([]byte(named(t, tpl, want)), &parsed); err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		if !reflect.DeepEqual(got, parsed) {
			t.Errorf("%s\n got %v\nwant %v", kind, got, parsed)
		}
	}
}

// named puts the logical ids in.
func named(t *testing.T, tpl template, text string) string {
	t.Helper()
	for _, kind := range []string{"SES::ConfigurationSet", "SNS::Topic", "SES::EmailIdentity"} {
		id, _ := only[any](t, tpl, "AWS::"+kind)
		text = strings.ReplaceAll(text, "<"+kind+">", id)
	}
	return text
}

// What the mail service reports calls each function whose trigger says so, and
// no other may be called by a topic.
func TestReports(t *testing.T) {
	tpl := synthesized(t)
	var got, want []string
	for id, s := range all[map[string]value](t, tpl, "AWS::SNS::Subscription") {
		if len(s) != 3 {
			t.Errorf("%s filters or redirects: %v", id, s)
		}
		got = append(got, fmt.Sprintf("%s: %s of %s", s["Protocol"], s["Endpoint"], s["TopicArn"]))
	}
	callable, ids := map[value]value{}, deployed(t, tpl)
	for _, trigger := range site.Triggers {
		if trigger.Reports {
			function := value("${" + ids[trigger.Function] + ".Arn}")
			callable[function] = value(named(t, tpl, "${<SNS::Topic>}"))
			want = append(want, fmt.Sprintf("lambda: %s of %s", function, callable[function]))
		}
	}
	compare(t, "subscriptions", got, want)
	if from := callers(t, tpl, "sns.amazonaws.com"); !maps.Equal(from, callable) {
		t.Errorf("topics may call %v, want %v", from, callable)
	}
}

// The operator is told every record, as it is to be published, and nothing else.
func TestOutputs(t *testing.T) {
	tpl := synthesized(t)
	table, _ := only[any](t, tpl, "AWS::DynamoDB::Table")
	secret, _ := only[any](t, tpl, "AWS::SecretsManager::Secret")
	want := map[string]value{
		"Origin":     "${Api.ApiEndpoint}",
		"SecretArn":  value("${" + secret + "}"),
		"TableName":  value("${" + table + "}"),
		"MailReturn": "mail.exemple.org MX 10 feedback-smtp.${AWS::Region}.amazonses.com",
		"MailSpf":    "mail.exemple.org TXT v=spf1 include:amazonses.com ~all",
		"MailDmarc":  "_dmarc.exemple.org TXT v=DMARC1; p=none; rua=mailto:postmaster@exemple.org",
	}
	for i := 1; i <= 3; i++ {
		want[fmt.Sprintf("MailDkim%d", i)] = value(named(t, tpl, fmt.Sprintf(
			"${<SES::EmailIdentity>.DkimDNSTokenName%d} CNAME ${<SES::EmailIdentity>.DkimDNSTokenValue%d}", i, i)))
	}
	got := map[string]value{}
	for id, output := range tpl.Outputs {
		got[id] = output.Value
	}
	if !maps.Equal(got, want) {
		t.Errorf("outputs\n got %v\nwant %v", got, want)
	}
}
