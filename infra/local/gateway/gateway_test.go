package gateway_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tribune/infra/local/gateway"
	"tribune/shared/site"
)

// folder holds testdata/echo under the name of every function.
var folder string

func TestMain(m *testing.M) {
	os.Exit(func() int {
		if folder = os.Getenv(orphanage); folder != "" {
			return leaveOrphans()
		}
		var err error
		if folder, err = build(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer os.RemoveAll(folder)
		return m.Run()
	}())
}

// orphanage names, in a second run of this test's own program, the folder of the
// functions it shall start and never stop.
const orphanage = "GATEWAY_TEST_ORPHANS"

func leaveOrphans() int {
	g, err := gateway.Start(gateway.Config{Folder: folder})
	if err != nil {
		return 1
	}
	if _, err := g.Invoke(context.Background(), site.Clock, []byte(`{}`)); err != nil {
		return 1
	}
	fmt.Println(g.Processes(site.Clock)[0])
	time.Sleep(time.Minute)
	return 0
}

func build() (string, error) {
	dir, err := os.MkdirTemp("", "gateway")
	if err != nil {
		return "", err
	}
	program := filepath.Join(dir, "echo")
	if out, err := exec.Command("go", "build", "-tags", "lambda.norpc", "-o", program, "./testdata/echo").CombinedOutput(); err != nil {
		return "", fmt.Errorf("build echo: %v\n%s", err, out)
	}
	for _, f := range site.Functions {
		if err := os.Mkdir(filepath.Join(dir, string(f.Name)), 0o755); err != nil {
			return "", err
		}
		if err := os.Link(program, filepath.Join(dir, string(f.Name), "bootstrap")); err != nil {
			return "", err
		}
	}
	return dir, nil
}

func start(t *testing.T, c gateway.Config) *gateway.Gateway {
	t.Helper()
	c.Folder = folder
	g, err := gateway.Start(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(g.Stop)
	return g
}

// only is one function with a timeout of its own.
func only(name site.Name, timeout time.Duration) gateway.Config {
	return gateway.Config{Functions: []site.Function{{Name: name, Timeout: timeout}}}
}

// send makes one request and reads the whole answer. Redirects are not followed.
func send(t *testing.T, r *http.Request) (*http.Response, string) {
	t.Helper()
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer, string(body)
}

func request(t *testing.T, method, url string, body []byte) *http.Request {
	t.Helper()
	r, err := http.NewRequest(method, url, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestRoundTrip(t *testing.T) {
	g := start(t, gateway.Config{})
	every := make([]byte, 256)
	for i := range every {
		every[i] = byte(i)
	}
	for _, c := range []struct{ kind, body string }{
		{"application/x-www-form-urlencoded", "given=%C3%89lodie&note=a+b"},
		{"text/plain; charset=utf-8", "été, صيف"},
		{"application/json", `{"a":"<&>"}`},
		{"application/octet-stream", string(every)},
		{"text/html", ""},
	} {
		r := request(t, "POST", g.URL()+"/fr/events/x/register", []byte(c.body))
		r.Header.Set("Content-Type", c.kind)
		answer, body := send(t, r)
		if answer.StatusCode != http.StatusAccepted || body != c.body || answer.Header.Get("Content-Type") != c.kind {
			t.Errorf("%s: %d %s %q", c.kind, answer.StatusCode, answer.Header.Get("Content-Type"), body)
		}
		if got := answer.Header["Set-Cookie"]; len(got) != 2 || got[1] != "b=2; Expires=Sat, 21 Nov 2026 09:30:00 GMT" {
			t.Errorf("Set-Cookie %q", got)
		}
		if got := answer.Header.Get("Vary"); got != "Cookie, Accept-Language" {
			t.Errorf("Vary %q", got)
		}
	}
}

func TestRoutesToFunctions(t *testing.T) {
	g := start(t, gateway.Config{})
	for target, want := range map[string]site.Name{
		"GET /fr":                   site.Participants,
		"GET /":                     site.Fallback,
		"GET /fr/organisers":        site.Organisers,
		"HEAD /fr/organisers":       site.Fallback,
		"GET /fr/organisers/":       site.Fallback,
		"POST /fr/organisers/code":  site.Organisers,
		"GET /fr/organisers/events": site.Organisers,
		"DELETE /fr":                site.Fallback,
	} {
		method, path, _ := strings.Cut(target, " ")
		answer, body := send(t, request(t, method, g.URL()+path, nil))
		if got := answer.Header.Get("X-Function"); got != string(want) {
			t.Errorf("%s went to %q, want %q", target, got, want)
		}
		if answer.StatusCode != http.StatusAccepted || body != "" {
			t.Errorf("%s: %d %q", target, answer.StatusCode, body)
		}
	}
}

func TestMalformedAnswer(t *testing.T) {
	g := start(t, gateway.Config{})
	for raw, want := range map[string]int{
		`{"statusCode":200,"headers":{"Content-Length":"9"},"cookies":[],"body":"b2s=","isBase64Encoded":true}`: 200,
		`{"statusCode":302,"headers":{"location":"/fr"}}`:                                                       302,
		`{"statusCode":200,"cookies":null}`:                                                                     500,
		`{"statusCode":200,"cookies":"a=1"}`:                                                                    500,
		`{"statusCode":200,"body":"not base64","isBase64Encoded":1}`:                                            500,
		`{"statusCode":200,"body":"é","isBase64Encoded":true}`:                                                  500,
		`{"statusCode":99}`:    500,
		`{"body":"no status"}`: 500,
		`"text"`:               500,
		`null`:                 500,
		`[]`:                   500,
		`{"statusCode":`:       500, // the function itself fails
	} {
		r := request(t, "POST", g.URL()+"/fr/organisers?do=raw", []byte(raw))
		r.Header.Set("Content-Type", "application/json")
		answer, body := send(t, r)
		if answer.StatusCode != want {
			t.Errorf("%s: status %d, want %d", raw, answer.StatusCode, want)
		}
		if want == 500 && body != `{"message":"Internal Server Error"}` {
			t.Errorf("%s: body %q", raw, body)
		}
		if want == 200 && body != "ok" {
			t.Errorf("%s: body %q, want ok", raw, body)
		}
	}
}

func TestLimits(t *testing.T) {
	g := start(t, gateway.Config{})
	long := request(t, "GET", g.URL()+"/fr", nil)
	long.Header.Set("X-Long", strings.Repeat("x", 10_240))
	for name, c := range map[string]struct {
		r    *http.Request
		want int
	}{
		"header over 10 kB": {long, http.StatusRequestHeaderFieldsTooLarge},
		"body over 10 MB":   {request(t, "POST", g.URL()+"/fr", make([]byte, 10<<20+1)), http.StatusRequestEntityTooLarge},
		"event over 6 MB":   {request(t, "POST", g.URL()+"/fr", make([]byte, 5<<20)), http.StatusRequestEntityTooLarge},
		"body of 1 MB":      {request(t, "POST", g.URL()+"/fr", make([]byte, 1<<20)), http.StatusAccepted},
	} {
		if answer, _ := send(t, c.r); answer.StatusCode != c.want {
			t.Errorf("%s: status %d, want %d", name, answer.StatusCode, c.want)
		}
	}
}

func TestFunctionFails(t *testing.T) {
	g := start(t, only(site.Participants, 10*time.Second))
	for what, want := range map[string]int{
		"exit": http.StatusInternalServerError,
		"":     http.StatusAccepted,
	} {
		answer, body := send(t, request(t, "GET", g.URL()+"/fr?do="+what, nil))
		if answer.StatusCode != want {
			t.Errorf("%q: status %d %s, want %d", what, answer.StatusCode, body, want)
		}
	}
	hasty := start(t, only(site.Participants, 200*time.Millisecond))
	if answer, body := send(t, request(t, "GET", hasty.URL()+"/fr?do=hang", nil)); answer.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("a function that hangs: status %d %s, want 503", answer.StatusCode, body)
	}
	// A route to a function that is not there.
	if answer, _ := send(t, request(t, "GET", g.URL()+"/fr/organisers", nil)); answer.StatusCode != http.StatusInternalServerError {
		t.Errorf("a missing function: status %d", answer.StatusCode)
	}
}

func TestProgramMissing(t *testing.T) {
	if _, err := gateway.Start(gateway.Config{Folder: t.TempDir()}); err == nil {
		t.Error("the door opened without its functions")
	}
}
