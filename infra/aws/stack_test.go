package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"sync"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"tribune/shared/site"
)

func TestMain(m *testing.M) {
	code := m.Run()
	jsii.Close()
	os.Exit(code)
}

// domain is what the stack under test is told.
const domain = "exemple.org"

// standard is the template without an origin of its own, synthesized once.
var standard = sync.OnceValues(func() (template, error) { return synthesize("") })

func synthesized(t *testing.T) template {
	t.Helper()
	tpl, err := standard()
	if err != nil {
		t.Fatal(err)
	}
	return tpl
}

// synthesize makes the template from placeholders for the built functions. CDK
// reports its errors by panicking.
func synthesize(origin string) (tpl template, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("synthesize: %v", cause)
		}
	}()
	folder, err := os.MkdirTemp("", "tribune-aws-")
	if err != nil {
		return tpl, err
	}
	defer os.RemoveAll(folder)
	s := settings{Build: folder, Domain: domain, Sender: "envoi@" + domain, Origin: origin}
	if err := build(s); err != nil {
		return tpl, err
	}
	out := filepath.Join(folder, "out")
	app := awscdk.NewApp(&awscdk.AppProps{Outdir: &out, AnalyticsReporting: jsii.Bool(false)})
	newStack(app, s)
	app.Synth(nil)
	if tpl.text, err = os.ReadFile(filepath.Join(out, "Tribune.template.json")); err != nil {
		return tpl, err
	}
	return tpl, json.Unmarshal(tpl.text, &tpl)
}

// build leaves something where each built function would lie.
func build(s settings) error {
	for _, f := range site.Functions {
		if err := os.MkdirAll(s.folder(f.Name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(s.folder(f.Name), "bootstrap"), []byte(f.Name), 0o755); err != nil {
			return err
		}
	}
	return nil
}

// What is not listed here is not deployed: no custom resource, no policy beside
// the roles, nothing that CDK adds on its own.
func TestNothingElseIsDeployed(t *testing.T) {
	got := map[string]int{}
	for _, r := range synthesized(t).Resources {
		got[r.Type]++
	}
	called := map[site.Name]bool{site.Fallback: true}
	for _, r := range site.Routes {
		called[r.Function] = true
	}
	streams, schedules, reports := map[site.Name]bool{}, 0, 0 // a function reads the stream once
	for _, trigger := range site.Triggers {
		if trigger.Stream != "" {
			streams[trigger.Function] = true
		}
		if trigger.Every > 0 {
			schedules++
		}
		if trigger.Reports {
			reports++
		}
	}
	filters := 0
	for _, a := range site.Alarms {
		filters += len(a.Functions)
	}
	want := map[string]int{
		"AWS::DynamoDB::Table":                       1,
		"AWS::SecretsManager::Secret":                1,
		"AWS::S3::Bucket":                            1,
		"AWS::S3::BucketPolicy":                      1,
		"AWS::SES::EmailIdentity":                    1,
		"AWS::SES::ConfigurationSet":                 1,
		"AWS::SNS::Topic":                            1,
		"AWS::SNS::TopicPolicy":                      1,
		"AWS::SNS::Subscription":                     reports,
		"AWS::SES::ConfigurationSetEventDestination": 1,
		"AWS::Lambda::Function":                      len(site.Functions),
		"AWS::IAM::Role":                             len(site.Functions),
		"AWS::Logs::LogGroup":                        len(site.Functions) + 1,
		"AWS::Logs::MetricFilter":                    filters,
		"AWS::CloudWatch::Alarm":                     len(site.Alarms),
		"AWS::ApiGatewayV2::Api":                     1,
		"AWS::ApiGatewayV2::Stage":                   1,
		"AWS::ApiGatewayV2::Integration":             len(called),
		"AWS::ApiGatewayV2::Route":                   len(site.Routes) + 1,
		"AWS::Lambda::Permission":                    len(called) + schedules + reports,
		"AWS::Lambda::EventSourceMapping":            len(streams),
		"AWS::Events::Rule":                          schedules,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("resources\n got %v\nwant %v", got, want)
	}
}
