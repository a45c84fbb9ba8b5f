package lambdahttp_test

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"
)

// FuzzEvent holds that whatever an event says reaches the handler unchanged or
// is refused with 400, and that whatever the handler answers comes out again.
func FuzzEvent(f *testing.F) {
	f.Fuzz(func(t *testing.T, method, path, query, header, cookie, body string, encoded bool) {
		event := overJSON(t, events.APIGatewayV2HTTPRequest{
			RawPath: path, RawQueryString: query, Body: body, IsBase64Encoded: encoded,
			Headers: map[string]string{"host": "tribune.example.org", "x-header": header},
			Cookies: []string{cookie, "last=1"},
			RequestContext: events.APIGatewayV2HTTPRequestContext{
				HTTP: events.APIGatewayV2HTTPRequestContextHTTPDescription{Method: method, SourceIP: "203.0.113.9"},
			},
		})
		called := false
		answer := overJSON(t, call(t, func(w http.ResponseWriter, r *http.Request) {
			called = true
			w.Header().Add("Set-Cookie", cookie)
			w.Write([]byte(hold(t, event, r)))
		}, event))

		if want := status(event); answer.StatusCode != want || called != (want == http.StatusOK) {
			t.Fatalf("status %d, want %d; handler called: %t", answer.StatusCode, want, called)
		}
		if !called {
			return
		}
		if want := decoded(event); method != http.MethodHead && bytesOf(t, answer) != want {
			t.Errorf("answered %q, want %q", bytesOf(t, answer), want)
		}
		if len(answer.Cookies) != 1 || strings.ContainsAny(answer.Cookies[0], "\r\n") {
			t.Errorf("cookies %q", answer.Cookies)
		}
	})
}

// overJSON is v after the journey it makes between API Gateway and Lambda.
func overJSON[V any](t *testing.T, v V) (arrived V) {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &arrived); err != nil {
		t.Fatal(err)
	}
	return arrived
}

// hold compares the request with its event, and returns its body.
func hold(t *testing.T, event events.APIGatewayV2HTTPRequest, r *http.Request) string {
	t.Helper()
	got := look(t, r)
	want := seen{
		Method: event.RequestContext.HTTP.Method, URI: got.URI, Path: event.RawPath, Query: event.RawQueryString,
		Host: "tribune.example.org", RemoteAddr: "203.0.113.9:0", Body: decoded(event), Length: int64(len(decoded(event))),
	}
	if got != want {
		t.Errorf("handler found\n%+v, want\n%+v", got, want)
	}
	if u, err := url.ParseRequestURI(got.URI); err != nil || u.Path != event.RawPath {
		t.Errorf("request target %q does not lead back to path %q: %v", got.URI, event.RawPath, err)
	}
	if got := r.Header.Get("X-Header"); got != event.Headers["x-header"] {
		t.Errorf("header %q, want %q", got, event.Headers["x-header"])
	}
	if got, want := r.Header.Get("Cookie"), event.Cookies[0]+"; last=1"; got != want {
		t.Errorf("cookies %q, want %q", got, want)
	}
	return got.Body
}

// status is what the event deserves: 400 if it makes no request.
func status(event events.APIGatewayV2HTTPRequest) int {
	_, err := base64.StdEncoding.DecodeString(event.Body)
	controls := strings.ContainsFunc(event.RawQueryString, func(r rune) bool { return r < ' ' || r == 0x7f })
	if !strings.HasPrefix(event.RawPath, "/") || event.RequestContext.HTTP.Method == "" || controls || event.IsBase64Encoded && err != nil {
		return http.StatusBadRequest
	}
	return http.StatusOK
}

func decoded(event events.APIGatewayV2HTTPRequest) string {
	if !event.IsBase64Encoded {
		return event.Body
	}
	b, _ := base64.StdEncoding.DecodeString(event.Body)
	return string(b)
}
