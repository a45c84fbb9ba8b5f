package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigatewayv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"tribune/shared/site"
)

// What the stage lets through, requests a second over all routes: some thousand
// people who open a registration in the same minute, and a bounded bill.
const (
	throttleRate  = 300
	throttleBurst = 600
)

// accessLog is one line of the access log. It names the route, never the path
// nor the caller.
const accessLog = `{"request":"$context.requestId","time":"$context.requestTimeEpoch",` +
	`"route":"$context.routeKey","status":"$context.status","latency":"$context.responseLatency",` +
	`"function":"$context.integrationStatus"}`

func newAPI(scope constructs.Construct) awsapigatewayv2.CfnApi {
	api := awsapigatewayv2.NewCfnApi(scope, jsii.String("Api"), &awsapigatewayv2.CfnApiProps{
		Name:         jsii.String("tribune"),
		ProtocolType: jsii.String("HTTP"),
	})
	awsapigatewayv2.NewCfnStage(scope, jsii.String("Stage"), &awsapigatewayv2.CfnStageProps{
		ApiId:      api.AttrApiId(),
		StageName:  jsii.String("$default"),
		AutoDeploy: jsii.Bool(true),
		DefaultRouteSettings: &awsapigatewayv2.CfnStage_RouteSettingsProperty{
			ThrottlingRateLimit:  jsii.Number(throttleRate),
			ThrottlingBurstLimit: jsii.Number(throttleBurst),
		},
		AccessLogSettings: &awsapigatewayv2.CfnStage_AccessLogSettingsProperty{
			DestinationArn: newLogs(scope, "access-logs").LogGroupArn(),
			Format:         jsii.String(accessLog),
		},
	})
	return api
}

// addRoutes leads every route to its function. The low-level constructs serve
// here: the HttpApi of CDK writes one permission a route into each function's
// policy, which holds about sixty.
func (h *house) addRoutes() {
	targets := map[site.Name]*string{}
	route := func(key string, name site.Name) {
		if targets[name] == nil {
			targets[name] = h.addIntegration(name)
		}
		awsapigatewayv2.NewCfnRoute(h.stack, jsii.String(key), &awsapigatewayv2.CfnRouteProps{
			ApiId:    h.api.AttrApiId(),
			RouteKey: jsii.String(key),
			Target:   targets[name],
		})
	}
	for _, r := range site.Routes {
		route(r.Key, r.Function)
	}
	route("$default", site.Fallback)
}

// addIntegration lets the API call a function, and returns the target that
// routes name.
func (h *house) addIntegration(name site.Name) *string {
	function := h.functions[name]
	integration := awsapigatewayv2.NewCfnIntegration(h.stack, jsii.String(string(name)+"-integration"), &awsapigatewayv2.CfnIntegrationProps{
		ApiId:                h.api.AttrApiId(),
		IntegrationType:      jsii.String("AWS_PROXY"),
		IntegrationUri:       function.FunctionArn(),
		PayloadFormatVersion: jsii.String("2.0"),
	})
	awslambda.NewCfnPermission(h.stack, jsii.String(string(name)+"-permission"), &awslambda.CfnPermissionProps{
		Action:       jsii.String("lambda:InvokeFunction"),
		FunctionName: function.FunctionArn(),
		Principal:    jsii.String("apigateway.amazonaws.com"),
		SourceArn: h.stack.FormatArn(&awscdk.ArnComponents{
			Service: jsii.String("execute-api"), Resource: h.api.AttrApiId(), ResourceName: jsii.String("*"),
		}),
	})
	return jsii.String("integrations/" + *integration.Ref())
}
