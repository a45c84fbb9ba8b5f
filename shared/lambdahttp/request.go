package lambdahttp

import (
	"context"
	"encoding/base64"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/aws/aws-lambda-go/events"

	"tribune/shared/fault"
)

// request makes the request that event tells of; fault.Unreadable if it tells
// of none.
func request(ctx context.Context, event events.APIGatewayV2HTTPRequest) (*http.Request, error) {
	method := event.RequestContext.HTTP.Method
	target, err := address(event)
	if err != nil || method == "" {
		return nil, fault.New(fault.Unreadable, "lambdahttp: read the address", err)
	}
	body, err := content(event)
	if err != nil {
		return nil, fault.New(fault.Unreadable, "lambdahttp: decode the body", err)
	}
	r := &http.Request{
		Method:        method,
		URL:           target,
		RequestURI:    target.RequestURI(),
		Proto:         "HTTP/1.1",
		ProtoMajor:    1,
		ProtoMinor:    1,
		Header:        header(event),
		Body:          http.NoBody,
		ContentLength: int64(len(body)),
		RemoteAddr:    net.JoinHostPort(event.RequestContext.HTTP.SourceIP, "0"),
	}
	if body != "" {
		r.Body = io.NopCloser(strings.NewReader(body))
	}
	// net/http keeps the host beside the header, not in it.
	if r.Host = r.Header.Get("Host"); r.Host == "" {
		r.Host = event.RequestContext.DomainName
	}
	r.Header.Del("Host")
	return r.WithContext(ctx), nil
}

// address escapes the decoded path, so that % and ? in it stay what they are,
// and parses it with the query as net/http's server does.
func address(event events.APIGatewayV2HTTPRequest) (*url.URL, error) {
	path := event.RawPath
	if !strings.HasPrefix(path, "/") {
		return nil, fault.New(fault.Unreadable, "lambdahttp: a path without its slash", nil)
	}
	uri := (&url.URL{Path: path}).EscapedPath()
	if event.RawQueryString != "" {
		uri += "?" + event.RawQueryString
	}
	return url.ParseRequestURI(uri)
}

func content(event events.APIGatewayV2HTTPRequest) (string, error) {
	if !event.IsBase64Encoded {
		return event.Body, nil
	}
	b, err := base64.StdEncoding.DecodeString(event.Body)
	return string(b), err
}

func header(event events.APIGatewayV2HTTPRequest) http.Header {
	h := make(http.Header, len(event.Headers)+1)
	for name, value := range event.Headers {
		h.Set(name, value)
	}
	if len(event.Cookies) > 0 {
		h.Set("Cookie", strings.Join(event.Cookies, "; "))
	}
	return h
}
