package gateway

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/google/uuid"
)

// The limits of an HTTP API and of Lambda's calls, in bytes.
const (
	maxHeader  = 10_240   // request line and header values together
	maxBody    = 10 << 20 // of a request
	maxPayload = 6 << 20  // of a call and of its answer, as JSON
)

// httpEvent is payload format 2.0. It is spelled out here, not shared with the
// functions' side, so that a wrong name on either side shows.
type httpEvent struct {
	Version    string            `json:"version"`
	RouteKey   string            `json:"routeKey"`
	RawPath    string            `json:"rawPath"`
	RawQuery   string            `json:"rawQueryString"`
	Cookies    []string          `json:"cookies,omitempty"`
	Headers    map[string]string `json:"headers"`
	Query      map[string]string `json:"queryStringParameters,omitempty"`
	Parameters map[string]string `json:"pathParameters,omitempty"`
	Context    requestContext    `json:"requestContext"`
	Body       string            `json:"body,omitempty"`
	IsBase64   bool              `json:"isBase64Encoded"`
}

type requestContext struct {
	AccountID    string      `json:"accountId"`
	APIID        string      `json:"apiId"`
	DomainName   string      `json:"domainName"`
	DomainPrefix string      `json:"domainPrefix"`
	HTTP         httpContext `json:"http"`
	RequestID    string      `json:"requestId"`
	RouteKey     string      `json:"routeKey"`
	Stage        string      `json:"stage"`
	Time         string      `json:"time"`
	TimeEpoch    int64       `json:"timeEpoch"` // ms
}

type httpContext struct {
	Method    string `json:"method"`
	Path      string `json:"path"`
	Protocol  string `json:"protocol"`
	SourceIP  string `json:"sourceIp"`
	UserAgent string `json:"userAgent"`
}

// event is the payload for r, or the status with which r is refused.
func event(r *http.Request, route matched) (payload []byte, refused int) {
	if headerSize(r) > maxHeader {
		return nil, http.StatusRequestHeaderFieldsTooLarge
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	switch {
	case err != nil:
		return nil, http.StatusBadRequest // cut short
	case len(body) > maxBody:
		return nil, http.StatusRequestEntityTooLarge
	}
	e := httpEvent{
		Version:    "2.0",
		RouteKey:   route.key,
		RawPath:    rawPath(r.URL),
		RawQuery:   r.URL.RawQuery,
		Cookies:    cookies(r.Header["Cookie"]),
		Headers:    headers(r),
		Query:      query(r.URL.RawQuery),
		Parameters: route.parameters,
		Context:    contextOf(r, route.key),
	}
	if e.IsBase64 = len(body) > 0 && !arrivesAsText(r.Header.Get("Content-Type")); e.IsBase64 {
		e.Body = base64.StdEncoding.EncodeToString(body)
	} else {
		e.Body = string(body) // bytes that are not UTF-8 become U+FFFD in JSON
	}
	payload, err = json.Marshal(e)
	if err != nil {
		return nil, http.StatusInternalServerError
	}
	if len(payload) > maxPayload {
		return nil, http.StatusRequestEntityTooLarge
	}
	return payload, 0
}

func contextOf(r *http.Request, key string) requestContext {
	now := time.Now().UTC()
	return requestContext{
		AccountID: accountID, APIID: "local", DomainName: r.Host, DomainPrefix: "local",
		HTTP: httpContext{
			Method: r.Method, Path: rawPath(r.URL), Protocol: r.Proto,
			SourceIP: sourceIP(r), UserAgent: r.UserAgent(),
		},
		RequestID: uuid.NewString(), RouteKey: key, Stage: "$default",
		Time: now.Format("02/Jan/2006:15:04:05 -0700"), TimeEpoch: now.UnixMilli(),
	}
}

// rawPath is decoded, whatever its name says, and cut at a question mark that
// was written %3F. Both were observed; neither is documented.
func rawPath(u *url.URL) string {
	path, _, _ := strings.Cut(u.Path, "?")
	return path
}

// arrivesAsText holds for what an HTTP API was observed to hand over as it is.
// All else comes as base64, forms included.
func arrivesAsText(contentType string) bool {
	kind, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		return false
	}
	switch kind {
	case "application/json", "application/xml", "application/javascript":
		return true
	}
	return strings.HasPrefix(kind, "text/")
}

func cookies(lines []string) []string {
	var all []string
	for _, line := range lines {
		for _, c := range strings.Split(line, ";") {
			if c = strings.TrimSpace(c); c != "" {
				all = append(all, c)
			}
		}
	}
	return all
}

// hopByHop headers concern one connection only.
var hopByHop = map[string]bool{
	"Connection": true, "Keep-Alive": true, "Proxy-Connection": true, "Te": true,
	"Trailer": true, "Transfer-Encoding": true, "Upgrade": true,
}

// headers joins what came several times, and adds what API Gateway adds. It
// speaks HTTPS only, and so it says here.
func headers(r *http.Request) map[string]string {
	all := map[string]string{}
	for name, values := range r.Header {
		if name != "Cookie" && !hopByHop[name] {
			all[strings.ToLower(name)] = strings.Join(values, ",")
		}
	}
	all["host"] = r.Host
	all["x-forwarded-proto"] = "https"
	all["x-forwarded-port"] = "443"
	all["x-amzn-trace-id"] = traceID
	if before := all["x-forwarded-for"]; before != "" {
		all["x-forwarded-for"] = before + ", " + sourceIP(r)
	} else {
		all["x-forwarded-for"] = sourceIP(r)
	}
	return all
}

func query(raw string) map[string]string {
	values, _ := url.ParseQuery(raw) // what cannot be read is left out
	all := map[string]string{}
	for name, v := range values {
		all[name] = strings.Join(v, ",")
	}
	return all
}

func headerSize(r *http.Request) int {
	n := len(r.Method) + len(r.RequestURI) + len(r.Host)
	for _, values := range r.Header {
		for _, v := range values {
			n += len(v)
		}
	}
	return n
}

func sourceIP(r *http.Request) string {
	ip, _, _ := net.SplitHostPort(r.RemoteAddr)
	return ip
}
