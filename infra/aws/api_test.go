package main

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"tribune/shared/site"
)

// Every route of the manifest, and the fallback, leads to its own function, and
// each of these lets the API call it.
func TestRoutes(t *testing.T) {
	tpl := synthesized(t)
	type integration struct {
		IntegrationType      string
		IntegrationUri       value
		PayloadFormatVersion string
		ApiId                value
	}
	uris := map[value]value{}
	for id, i := range all[integration](t, tpl, "AWS::ApiGatewayV2::Integration") {
		if i.IntegrationType != "AWS_PROXY" || i.PayloadFormatVersion != "2.0" || i.ApiId != "${Api.ApiId}" {
			t.Errorf("integration %s: %+v", id, i)
		}
		uris[value("integrations/${"+id+"}")] = i.IntegrationUri
	}
	type route struct {
		RouteKey string
		Target   value
		ApiId    value
	}
	got := map[string]value{}
	for id, r := range all[route](t, tpl, "AWS::ApiGatewayV2::Route") {
		if r.ApiId != "${Api.ApiId}" {
			t.Errorf("route %s is in %s", id, r.ApiId)
		}
		if _, twice := got[r.RouteKey]; twice {
			t.Errorf("%s stands twice", r.RouteKey)
		}
		got[r.RouteKey] = uris[r.Target]
	}
	ids := deployed(t, tpl)
	want := map[string]value{"$default": value("${" + ids[site.Fallback] + ".Arn}")}
	for _, r := range site.Routes {
		want[r.Key] = value("${" + ids[r.Function] + ".Arn}")
	}
	if !maps.Equal(got, want) {
		t.Errorf("routes\n got %v\nwant %v", got, want)
	}
	callable := callers(t, tpl, "apigateway.amazonaws.com")
	for key, function := range want {
		if from := callable[function]; from != "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Api.ApiId}/*" {
			t.Errorf("%s: %s may be called from %q", key, function, from)
		}
	}
}

// callers maps each function that a service may call to where the call must
// come from.
func callers(t *testing.T, tpl template, service string) map[value]value {
	t.Helper()
	type permission struct {
		Action, Principal       string
		FunctionName, SourceArn value
	}
	from := map[value]value{}
	for id, p := range all[permission](t, tpl, "AWS::Lambda::Permission") {
		if p.Action != "lambda:InvokeFunction" || p.SourceArn == "" {
			t.Errorf("permission %s: %+v", id, p)
		}
		if p.Principal == service {
			from[p.FunctionName] = p.SourceArn
		}
	}
	return from
}

func TestStage(t *testing.T) {
	tpl := synthesized(t)
	_, api := only[map[string]any](t, tpl, "AWS::ApiGatewayV2::Api")
	if api["ProtocolType"] != "HTTP" || api["CorsConfiguration"] != nil {
		t.Errorf("API: %v", api)
	}
	_, stage := only[struct {
		StageName            string
		AutoDeploy           bool
		DefaultRouteSettings struct{ ThrottlingRateLimit, ThrottlingBurstLimit int }
		AccessLogSettings    struct {
			DestinationArn value
			Format         string
		}
	}](t, tpl, "AWS::ApiGatewayV2::Stage")
	if stage.StageName != "$default" || !stage.AutoDeploy {
		t.Errorf("stage %q would show in every path, or stay behind", stage.StageName)
	}
	if limits := stage.DefaultRouteSettings; limits.ThrottlingRateLimit <= 0 || limits.ThrottlingBurstLimit <= 0 {
		t.Errorf("no throttle: %+v", limits)
	}
	logged := regexp.MustCompile(`\$context\.[\w.]+`).FindAllString(stage.AccessLogSettings.Format, -1)
	harmless := []string{
		"$context.requestId", "$context.requestTimeEpoch", "$context.routeKey",
		"$context.status", "$context.responseLatency", "$context.integrationStatus",
	}
	if slices.Sort(logged); !slices.Contains(logged, "$context.routeKey") {
		t.Error("the access log does not name the route")
	}
	for _, variable := range logged {
		if !slices.Contains(harmless, variable) {
			t.Errorf("the access log tells %s", variable)
		}
	}
	group := strings.TrimSuffix(strings.TrimPrefix(string(stage.AccessLogSettings.DestinationArn), "${"), ".Arn}")
	if tpl.Resources[group].Type != "AWS::Logs::LogGroup" {
		t.Errorf("the access log goes to %s", stage.AccessLogSettings.DestinationArn)
	}
}

func TestLogsForget(t *testing.T) {
	for id, g := range all[struct{ RetentionInDays int }](t, synthesized(t), "AWS::Logs::LogGroup") {
		if g.RetentionInDays != 14 {
			t.Errorf("%s is kept %d days", id, g.RetentionInDays)
		}
	}
}
