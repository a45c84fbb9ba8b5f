// Command aws describes Tribune's place in the cloud as one CDK stack.
//
// Everything comes from the manifest, [tribune/shared/site]: a function, route,
// trigger or grant that is added there is deployed with no edit here. Each
// function gets a role of its own that allows its grants and nothing else, on
// named resources only, but for the one question that names none.
//
// What holds people's data, the table and the secret, outlives the stack. Logs
// are kept two weeks and hold route keys, never paths: a private link's token
// stands in the path.
//
// The CDK command line runs this program (see cdk.json); it needs the built
// functions but no credentials.
package main

import (
	"fmt"
	"os"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "infra/aws:", err)
		os.Exit(1)
	}
}

func run() error {
	s := settingsFrom(os.Getenv)
	if err := s.check(); err != nil {
		return err
	}
	defer jsii.Close()
	app := awscdk.NewApp(&awscdk.AppProps{AnalyticsReporting: jsii.Bool(false)})
	newStack(app, s)
	app.Synth(nil)
	return nil
}
