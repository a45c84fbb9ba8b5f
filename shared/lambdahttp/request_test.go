package lambdahttp_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/aws/aws-lambda-go/events"

	"tribune/shared/lambdahttp"
)

func fixture(t *testing.T, name string) events.APIGatewayV2HTTPRequest {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var event events.APIGatewayV2HTTPRequest
	if err := json.Unmarshal(raw, &event); err != nil {
		t.Fatal(err)
	}
	return event
}

// call serves event through h and holds what every answer promises.
func call(t *testing.T, h http.HandlerFunc, event events.APIGatewayV2HTTPRequest) events.APIGatewayV2HTTPResponse {
	t.Helper()
	answer, err := lambdahttp.Handler(h)(t.Context(), event)
	if err != nil {
		t.Fatal(err)
	}
	if answer.Cookies == nil || answer.Headers == nil {
		t.Errorf("cookies %v, headers %v: API Gateway refuses null", answer.Cookies, answer.Headers)
	}
	if answer.MultiValueHeaders != nil {
		t.Errorf("multiValueHeaders %v: format 2.0 has none", answer.MultiValueHeaders)
	}
	return answer
}

type seen struct {
	Method, URI, Path, Query, Host, RemoteAddr, Body string
	Length                                           int64
}

func look(t *testing.T, r *http.Request) seen {
	t.Helper()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Error(err)
	}
	return seen{r.Method, r.RequestURI, r.URL.Path, r.URL.RawQuery, r.Host, r.RemoteAddr, string(body), r.ContentLength}
}

func TestRequest(t *testing.T) {
	const host, remote = "tribune.example.org", "203.0.113.9:0"
	const page = "/fr/events/tanger-insertion-professionnelle"
	const form = "given=%C3%89lodie&family=Haddad&workshop=2&note=a%2Bb+c"
	posted := seen{"POST", page + "/register", page + "/register", "", host, remote, form, int64(len(form))}
	query := "next=%2Ffr%2Forganisers&a=1&a=2&plus=a+b"
	for name, want := range map[string]seen{
		"get":                {"GET", page, page, "", host, remote, "", 0},
		"cookies":            {"GET", page + "?" + query, page, query, host, remote, "", 0},
		"form-base64":        posted,
		"form-text":          posted,
		"decoded-path":       {"GET", "/fr/events/100%25%20l%C3%A0%3F%23;a%20b", "/fr/events/100% là?#;a b", "", host, remote, "", 0},
		"still-escaped-path": {"GET", "/fr/a%252Fb%25zz", "/fr/a%2Fb%zz", "", host, remote, "", 0},
		"double-slash":       {"GET", "//elsewhere.example/fr/", "//elsewhere.example/fr/", "", host, remote, "", 0},
		"head":               {"HEAD", "/fr", "/fr", "", host, remote, "", 0},
		"ipv6":               {"GET", "/fr", "/fr", "", host, "[2001:db8::17]:0", "", 0},
		"no-host":            {"GET", page, page, "", "a1b2c3d4e5.execute-api.eu-west-3.amazonaws.com", remote, "", 0},
	} {
		t.Run(name, func(t *testing.T) {
			var got seen
			answer := call(t, func(_ http.ResponseWriter, r *http.Request) { got = look(t, r) }, fixture(t, name))
			if got != want {
				t.Errorf("handler found\n%+v, want\n%+v", got, want)
			}
			if answer.StatusCode != http.StatusOK || answer.Body != "" || answer.IsBase64Encoded {
				t.Errorf("a silent handler was answered %+v, want an empty 200", answer)
			}
		})
	}
}

func TestRequestHeader(t *testing.T) {
	call(t, func(_ http.ResponseWriter, r *http.Request) {
		for name, want := range map[string][]string{
			"Accept-Language": {"ar-MA,ar;q=0.9,fr;q=0.7"},
			"X-Forwarded-For": {"203.0.113.9, 198.51.100.20"},
			"Cookie":          {`session=abc123; lang="fr,MA"`},
			"Host":            nil,
		} {
			if got := r.Header[name]; !reflect.DeepEqual(got, want) {
				t.Errorf("%s: %q, want %q", name, got, want)
			}
		}
		if c, err := r.Cookie("session"); err != nil || c.Value != "abc123" {
			t.Errorf("session cookie: %v, %v", c, err)
		}
	}, fixture(t, "cookies"))
}

// A form is read the same, however its body travelled.
func TestRequestForm(t *testing.T) {
	for _, name := range []string{"form-base64", "form-text"} {
		answer := call(t, func(w http.ResponseWriter, r *http.Request) {
			io.WriteString(w, r.PostFormValue("given")+" "+r.PostFormValue("note"))
		}, fixture(t, name))
		if answer.Body != "Élodie a+b c" {
			t.Errorf("%s: %q", name, answer.Body)
		}
	}
}

func TestRequestRouted(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{lang}/events/{event}", func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, r.PathValue("event"))
	})
	if got := call(t, mux.ServeHTTP, fixture(t, "decoded-path")).Body; got != "100% là?#;a b" {
		t.Errorf("event %q", got)
	}
}

func TestRequestRefused(t *testing.T) {
	relative, controls := fixture(t, "get"), fixture(t, "get")
	relative.RawPath = "fr"
	controls.RawQueryString = "a=\x00"
	for name, event := range map[string]events.APIGatewayV2HTTPRequest{
		"bad base64":           fixture(t, "bad-base64"),
		"an event of a stream": fixture(t, "stream"),
		"no leading slash":     relative,
		"controls in query":    controls,
	} {
		answer := call(t, func(http.ResponseWriter, *http.Request) { t.Errorf("%s: handler called", name) }, event)
		if answer.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: status %d, want 400", name, answer.StatusCode)
		}
	}
}

func TestContext(t *testing.T) {
	type key struct{}
	ctx := context.WithValue(t.Context(), key{}, "carried")
	_, err := lambdahttp.Handler(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if r.Context().Value(key{}) != "carried" {
			t.Error("the context was lost")
		}
	}))(ctx, fixture(t, "get"))
	if err != nil {
		t.Fatal(err)
	}
}
