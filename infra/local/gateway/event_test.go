package gateway_test

import (
	"encoding/json"
	"io"
	"net"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"tribune/infra/local/gateway"
)

// arrived is the event that the function gets for r.
func arrived(t *testing.T, r *http.Request) map[string]any {
	t.Helper()
	answer, body := send(t, r)
	if answer.StatusCode != http.StatusOK {
		t.Fatalf("%s: status %d %s", r.URL, answer.StatusCode, body)
	}
	var event map[string]any
	if err := json.Unmarshal([]byte(body), &event); err != nil {
		t.Fatal(err)
	}
	return event
}

// at follows dotted names through an event.
func at(event map[string]any, path string) any {
	var v any = event
	for name := range strings.SplitSeq(path, ".") {
		m, _ := v.(map[string]any)
		v = m[name]
	}
	return v
}

func hold(t *testing.T, name string, event, want map[string]any) {
	t.Helper()
	for path, v := range want {
		if got := at(event, path); !reflect.DeepEqual(got, v) {
			t.Errorf("%s: %s is %#v, want %#v", name, path, got, v)
		}
	}
}

func TestEvent(t *testing.T) {
	g := start(t, gateway.Config{})
	r := request(t, "POST", g.URL()+"/fr/events/a%20b/register?do=event&q=a%2Bb&q=c+d", []byte("a=1"))
	r.Host = "tribune.example.org"
	r.Header = http.Header{
		"Cookie":          {"session=abc;  lang=fr", "third=3"},
		"Content-Type":    {"application/x-www-form-urlencoded"},
		"X-Several":       {"first", "second"},
		"X-Forwarded-For": {"203.0.113.9"},
		"User-Agent":      {"test"},
		"Connection":      {"keep-alive"},
	}
	event := arrived(t, r)
	hold(t, "form", event, map[string]any{
		"version":                         "2.0",
		"routeKey":                        "POST /{lang}/events/{event}/register",
		"rawPath":                         "/fr/events/a b/register",
		"rawQueryString":                  "do=event&q=a%2Bb&q=c+d",
		"queryStringParameters.q":         "a+b,c d",
		"pathParameters.event":            "a b",
		"pathParameters.lang":             "fr",
		"cookies":                         []any{"session=abc", "lang=fr", "third=3"},
		"headers.cookie":                  nil,
		"headers.connection":              nil,
		"headers.host":                    "tribune.example.org",
		"headers.x-several":               "first,second",
		"headers.x-forwarded-for":         "203.0.113.9, 127.0.0.1",
		"headers.x-forwarded-proto":       "https",
		"headers.content-length":          "3",
		"body":                            "YT0x",
		"isBase64Encoded":                 true,
		"requestContext.http.method":      "POST",
		"requestContext.http.path":        "/fr/events/a b/register",
		"requestContext.http.sourceIp":    "127.0.0.1",
		"requestContext.http.userAgent":   "test",
		"requestContext.stage":            "$default",
		"requestContext.domainName":       "tribune.example.org",
		"requestContext.routeKey":         "POST /{lang}/events/{event}/register",
		"requestContext.http.protocol":    "HTTP/1.1",
		"requestContext.authorizer":       nil,
		"queryStringParameters.do":        "event",
		"requestContext.domainPrefix":     "local",
		"multiValueHeaders":               nil,
		"multiValueQueryStringParameters": nil,
	})
}

func TestEventPaths(t *testing.T) {
	g := start(t, gateway.Config{})
	for path, want := range map[string]map[string]any{
		"/fr/events/a%2Fb": {"routeKey": "GET /{lang}/events/{event}", "rawPath": "/fr/events/a/b", "pathParameters.event": "a/b"},
		"/fr/events/a%25":  {"routeKey": "GET /{lang}/events/{event}", "rawPath": "/fr/events/a%"},
		"/fr/events/a%3Fb": {"routeKey": "GET /{lang}/events/{event}", "rawPath": "/fr/events/a", "rawQueryString": "do=event"},
		"/fr/":             {"routeKey": "$default", "rawPath": "/fr/", "pathParameters": nil, "cookies": nil, "body": nil, "isBase64Encoded": false},
	} {
		hold(t, path, arrived(t, request(t, "GET", g.URL()+path+"?do=event", nil)), want)
	}
}

func TestEventBody(t *testing.T) {
	g := start(t, gateway.Config{})
	for kind, base64 := range map[string]bool{
		"text/plain": false, "text/html; charset=utf-8": false, "application/json": false,
		"application/xml": false, "application/javascript": false,
		"application/x-www-form-urlencoded": true, "application/problem+json": true,
		"multipart/form-data; boundary=x": true, "application/octet-stream": true, "": true, "???": true,
	} {
		r := request(t, "POST", g.URL()+"/fr/organisers?do=event", []byte("<a>"))
		r.Header.Set("Content-Type", kind)
		want := map[string]any{"isBase64Encoded": base64, "body": "<a>"}
		if base64 {
			want["body"] = "PGE+"
		}
		hold(t, kind, arrived(t, r), want)
	}
}

// A body cut short reaches no function.
func TestBodyCutShort(t *testing.T) {
	g := start(t, gateway.Config{})
	c, err := net.Dial("tcp", strings.TrimPrefix(g.URL(), "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	io.WriteString(c, "POST /fr/organisers HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nshort")
	c.(*net.TCPConn).CloseWrite()
	answer, err := io.ReadAll(c)
	if err != nil || !strings.HasPrefix(string(answer), "HTTP/1.1 400 ") {
		t.Errorf("answered %q, %v; want 400", answer, err)
	}
	if n := len(g.ColdStarts()); n != 0 {
		t.Errorf("%d programs were started for it", n)
	}
}
