package doors_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"tribune/infra/local/demonstration"
	"tribune/infra/local/engine"
	"tribune/infra/local/enginetest"
	"tribune/infra/local/gateway"
	"tribune/infra/local/server"
	"tribune/shared/boot"
	"tribune/shared/site"
	"tribune/shared/token"
)

// door is one way into the site.
type door struct {
	url    string // where questions go
	origin string // what the site calls itself
	inbox  string
	tick   func() error
	ring   token.Ring // the site's secret
	log    *log
	raw    *dynamodb.Client // the table, past the door
}

const table = "tribune"

// behind is what stands behind either door: a table of its own that holds the
// demonstration and what the scripts need beside it, and an inbox.
type behind struct {
	*door
	site   *server.Server
	dynamo engine.Endpoint
	secret string
}

func open(t *testing.T, origin string) behind {
	t.Helper()
	b := behind{dynamo: enginetest.Dynamo(t), secret: token.Random(48)}
	inbox, logged := enginetest.Inbox(t), &log{}
	var err error
	if b.site, err = server.New(t.Context(), server.Options{
		Dynamo: b.dynamo, Inbox: inbox, Origin: origin, Secret: b.secret, Log: boot.NewLog(logged),
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := demonstration.Load(t.Context(), b.site.Parts); err != nil {
		t.Fatal(err)
	}
	if err := furnish(t.Context(), b.site.Parts); err != nil {
		t.Fatal(err)
	}
	b.door = &door{origin: origin, inbox: inbox.URL, ring: b.site.Parts.Ring, log: logged, raw: dynamodb.New(dynamodb.Options{
		Region: b.dynamo.Region, BaseEndpoint: aws.String(b.dynamo.URL),
		Credentials:                     credentials.NewStaticCredentialsProvider(b.dynamo.AccessKey, "local", ""),
		DisableValidateResponseChecksum: true,
	})}
	return b
}

// localDoor is the local server.
func localDoor(t *testing.T) *door {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	b := open(t, "http://"+l.Addr().String())
	b.url = b.origin
	b.tick = func() error { return b.site.Tick(context.WithoutCancel(t.Context())) }
	srv := &http.Server{Handler: b.site.Site(), ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = srv.Serve(l) }() // ends by Close
	t.Cleanup(func() { srv.Close() })
	return b.door
}

// functionsDoor is the compiled functions behind the gateway.
func functionsDoor(t *testing.T) *door {
	t.Helper()
	folder, built := t.TempDir(), make(chan error)
	go func() { built <- build(t.Context(), folder) }()
	b := open(t, "https://tribune.exemple.org")
	if err := <-built; err != nil {
		t.Fatal(err)
	}
	mail := reporting(t, b.inbox)
	g, err := gateway.Start(gateway.Config{
		Folder: folder,
		Env: []string{
			site.EnvTable + "=" + table, site.EnvSecret + "=the-secret", site.EnvOrigin + "=" + b.origin, site.EnvWaive + "=yes",
			site.EnvSender + "=tribune@exemple.org", "AWS_REGION=" + b.dynamo.Region,
			"AWS_ACCESS_KEY_ID=" + b.dynamo.AccessKey,
			"AWS_ENDPOINT_URL_DYNAMODB=" + b.dynamo.URL, "AWS_ENDPOINT_URL_SESV2=" + mail.url,
		},
		Secrets: map[string]string{"the-secret": b.secret},
		Log:     b.log,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(g.Stop)
	b.url = g.URL()
	var one sync.Mutex // so that a tick that returns has seen everything sent
	b.tick = func() error {
		one.Lock()
		defer one.Unlock()
		ctx := context.WithoutCancel(t.Context())
		return errors.Join(invokeJobs(ctx, g), mail.passOn(ctx, g))
	}
	return b.door
}

// build compiles the functions as make does for the cloud, but for this machine.
func build(ctx context.Context, folder string) error {
	for _, f := range site.Functions {
		c := exec.CommandContext(ctx, "go", "build", "-tags", "lambda.norpc", "-trimpath", "-ldflags=-s -w -buildid=", "-buildvcs=false",
			"-o", filepath.Join(folder, string(f.Name), "bootstrap"), "tribune/functions/"+string(f.Name)+"/lambda")
		c.Env = append(os.Environ(), "CGO_ENABLED=0")
		if out, err := c.CombinedOutput(); err != nil {
			return fmt.Errorf("build %s: %w\n%s", f.Name, err, out)
		}
	}
	return nil
}

// invokeJobs calls what the manifest's triggers call, as the schedule and the
// table's stream do; the clock first, which may promise mail.
func invokeJobs(ctx context.Context, g *gateway.Gateway) error {
	for _, name := range []site.Name{site.Clock, site.Mailer} {
		for _, trigger := range site.Triggers {
			if trigger.Function != name {
				continue
			}
			event := scheduled
			if trigger.Stream != "" {
				event = fmt.Sprintf(streamed, site.PartitionKey, site.SortKey, site.QueueKey, trigger.Stream+streamedQueue[trigger.Stream])
			}
			if _, err := g.Invoke(ctx, name, []byte(event)); err != nil {
				return fmt.Errorf("invoke %s: %w", name, err)
			}
		}
	}
	return nil
}

// The events as they come from EventBridge and from the table's stream.
const (
	scheduled = `{"version":"0","id":"53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa","detail-type":"Scheduled Event",` +
		`"source":"aws.events","account":"000000000000","time":"2026-11-21T10:00:00Z","region":"eu-west-3",` +
		`"resources":["arn:aws:events:eu-west-3:000000000000:rule/every-minute"],"detail":{}}`
	streamed = `{"Records":[{"eventID":"7de3041dd709b024af6f29e4fa13d34c","eventName":"INSERT","eventVersion":"1.1",` +
		`"eventSource":"aws:dynamodb","awsRegion":"eu-west-3","dynamodb":{"ApproximateCreationDateTime":1479499740,` +
		`"Keys":{%q:{"S":"A"},%q:{"S":"B"}},"NewImage":{%q:{"S":%q}},"SequenceNumber":"13021600000000001596893679",` +
		`"SizeBytes":112,"StreamViewType":"NEW_IMAGE"}}]}`
)

// streamedQueue ends the queue that a trigger of the stream is told of.
var streamedQueue = map[string]string{site.MailQueue: "normal", site.WishQueue: "ahsud/journee-tanger"}

// audit gives the lines of the audit by somebody, as text.
func (d *door) audit(by string) ([]string, error) {
	var lines []string
	pages := dynamodb.NewScanPaginator(d.raw, &dynamodb.ScanInput{
		TableName: aws.String(table), ConsistentRead: aws.Bool(true),
		FilterExpression:         aws.String("#kind = :audit AND contains(#data, :by)"),
		ExpressionAttributeNames: map[string]string{"#kind": site.KindKey, "#data": "data"},
		ExpressionAttributeValues: map[string]types.AttributeValue{
			":audit": &types.AttributeValueMemberS{Value: "audit"}, ":by": &types.AttributeValueMemberS{Value: by},
		},
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(context.Background())
		if err != nil {
			return nil, err
		}
		for _, it := range page.Items {
			if data, ok := it["data"].(*types.AttributeValueMemberS); ok {
				lines = append(lines, strings.TrimSpace(data.Value))
			}
		}
	}
	return lines, nil
}
