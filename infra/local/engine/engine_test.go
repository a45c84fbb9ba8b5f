package engine

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The test binary plays two more parts: a server that is killed, and an engine
// that fails to start.
func TestMain(m *testing.M) {
	if data := os.Getenv("ENGINE_TEST_SERVE"); data != "" {
		serveUntilKilled(data)
	}
	if err := Install(context.Background(), os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

func serveUntilKilled(data string) {
	p, err := Dynamo(context.Background(), Options{Data: data})
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println(p.pid, p.URL, p.AccessKey)
	select {}
}

func ask(t *testing.T, at Endpoint, operation, body string) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, at.URL, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Amz-Target", "DynamoDB_20120810."+operation)
	r.Header.Set("Content-Type", "application/x-amz-json-1.0")
	r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential="+at.AccessKey+"/20260101/"+at.Region+
		"/dynamodb/aws4_request, SignedHeaders=host, Signature=0")
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s %s", operation, resp.Status, b)
	}
	return string(b)
}

const createTable = `{"TableName":"notes","BillingMode":"PAY_PER_REQUEST",
	"KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],
	"AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}]}`

func start(t *testing.T, o Options) *Process {
	t.Helper()
	p, err := Dynamo(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Stop)
	return p
}

func alive(pid int) bool { return syscall.Kill(pid, 0) == nil }

func TestDataSurvivesAndOnlyItsKeySeesIt(t *testing.T) {
	data := filepath.Join(t.TempDir(), "dynamo")
	p := start(t, Options{Data: data})
	ask(t, p.Endpoint, "CreateTable", createTable)
	ask(t, p.Endpoint, "PutItem", `{"TableName":"notes","Item":{"pk":{"S":"kept"}}}`)

	stranger := p.Endpoint
	stranger.AccessKey = "guess"
	if got := ask(t, stranger, "ListTables", "{}"); strings.Contains(got, "notes") {
		t.Errorf("another key sees %s", got)
	}
	info, err := os.Stat(filepath.Join(data, "access-key"))
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o600 {
		t.Errorf("access key has mode %v", info.Mode())
	}
	if _, err := Dynamo(t.Context(), Options{Data: data}); err == nil || !strings.Contains(err.Error(), "in use") {
		t.Errorf("a second server on the same data: %v", err)
	}

	p.Stop()
	if alive(p.pid) {
		t.Error("it runs on after Stop")
	}
	again := start(t, Options{Data: data})
	if got := ask(t, again.Endpoint, "Scan", `{"TableName":"notes"}`); !strings.Contains(got, "kept") {
		t.Errorf("after a restart: %s", got)
	}
}

func TestKillOfTheParentEndsTheEngineAndKeepsTheData(t *testing.T) {
	data := t.TempDir()
	parent := exec.Command(os.Args[0])
	parent.Env = append(os.Environ(), "ENGINE_TEST_SERVE="+data)
	out, err := parent.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	var at Endpoint
	var pid int
	if _, err := fmt.Sscan(line, &pid, &at.URL, &at.AccessKey); err != nil {
		t.Fatalf("%q: %v", line, err)
	}
	at.Region = Region
	ask(t, at, "CreateTable", createTable)
	ask(t, at, "PutItem", `{"TableName":"notes","Item":{"pk":{"S":"kept"}}}`)

	if err := parent.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = parent.Wait()
	// Started at once, on the same port, while the killed engine may still hold it.
	port, err := strconv.Atoi(at.URL[strings.LastIndex(at.URL, ":")+1:])
	if err != nil {
		t.Fatal(err)
	}
	again := start(t, Options{Data: data, Port: port})
	if got := ask(t, again.Endpoint, "Scan", `{"TableName":"notes"}`); !strings.Contains(got, "kept") {
		t.Errorf("after kill -9: %s", got)
	}
	if again.AccessKey != at.AccessKey {
		t.Error("the access key changed")
	}
}

func TestTakenPort(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	port := l.Addr().(*net.TCPAddr).Port
	want := fmt.Sprintf("port %d is taken: set TRIBUNE_DYNAMO_PORT, or stop what listens there", port)
	if _, err := Dynamo(t.Context(), Options{Port: port}); err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
	want = strings.Replace(want, "DYNAMO", "INBOX", 1)
	if _, err := Inbox(t.Context(), Options{Port: port}); err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
}

func TestInboxTakesMail(t *testing.T) {
	var printed strings.Builder
	p, err := Inbox(t.Context(), Options{Log: &printed})
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, p.URL+"/v2/email/outbound-emails", strings.NewReader(
		`{"FromEmailAddress":"a@exemple.org","Destination":{"ToAddresses":["b@exemple.org"]},
		"Content":{"Simple":{"Subject":{"Data":"Bonjour"},"Body":{"Text":{"Data":"…"}}}}}`))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential="+p.AccessKey)
	if err := expectOK(r); err != nil {
		t.Fatal(err)
	}
	resp, err := http.Get(p.URL + "/store")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if b, err := io.ReadAll(resp.Body); err != nil || !strings.Contains(string(b), "Bonjour") {
		t.Errorf("%s, %v", b, err)
	}
	p.Stop()
	if !strings.Contains(printed.String(), "aws-ses-v2-local") {
		t.Errorf("printed %q", printed.String())
	}
}

func TestAnEngineThatEndsIsReportedWithItsLastWords(t *testing.T) {
	_, err := launch(t.Context(), Options{}, EnvInboxPort, func(int) command {
		return command{
			name: "an engine", argv: []string{"sh", "-c", "echo it hurts; exit 3"},
			ask: func(context.Context, string) error { return io.EOF },
		}
	})
	if err == nil || !strings.Contains(err.Error(), "an engine ended (exit status 3)") || !strings.Contains(err.Error(), "it hurts") {
		t.Errorf("got %v", err)
	}
}

func TestAnEngineThatNeverAnswersIsStopped(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	before := time.Now()
	_, err := launch(ctx, Options{}, EnvInboxPort, func(int) command {
		return command{
			name: "an engine", argv: []string{"sleep", "60"},
			ask: func(context.Context, string) error { return io.EOF },
		}
	})
	if err == nil || !strings.Contains(err.Error(), "is not ready") {
		t.Errorf("got %v", err)
	}
	if d := time.Since(before); d > 3*time.Second {
		t.Errorf("took %v", d)
	}
}

func TestStopKillsWhatIgnoresIt(t *testing.T) {
	p, err := command{name: "stubborn", argv: []string{"sh", "-c", `trap "" TERM; while :; do sleep 0.1; done`}}.start(nil)
	if err != nil {
		t.Fatal(err)
	}
	time.Sleep(100 * time.Millisecond) // until the trap stands
	p.Stop()
	p.Stop()
	if alive(p.pid) {
		t.Error("it runs on")
	}
}
