// Command echo is a function that does as its event asks, for the gateway's
// tests.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"

	"tribune/shared/lambdahttp"
)

func main() {
	fmt.Fprintln(os.Stderr, "echo is ready")
	lambda.Start(handle)
}

func handle(ctx context.Context, raw json.RawMessage) (any, error) {
	var event events.APIGatewayV2HTTPRequest
	if err := json.Unmarshal(raw, &event); err == nil && event.RawPath != "" {
		if event.QueryStringParameters["do"] == "event" {
			return events.APIGatewayV2HTTPResponse{
				StatusCode: http.StatusOK, Body: string(raw), Cookies: []string{},
				Headers: map[string]string{"content-type": "application/json"},
			}, nil
		}
		if event.QueryStringParameters["do"] == "raw" { // answers what it is sent
			return json.RawMessage(event.Body), nil
		}
		return lambdahttp.Handler(http.HandlerFunc(serve))(ctx, event)
	}
	var ask struct{ Do string }
	if err := json.Unmarshal(raw, &ask); err != nil {
		return nil, err
	}
	return do(ctx, ask.Do)
}

func do(ctx context.Context, what string) (any, error) {
	switch what {
	case "fail":
		return nil, errors.New("asked to fail")
	case "panic":
		panic("asked to panic")
	case "exit":
		os.Exit(3)
	case "hang":
		time.Sleep(time.Minute)
	case "pause":
		time.Sleep(200 * time.Millisecond)
	case "big":
		return strings.Repeat("x", 7<<20), nil
	case "env":
		return os.Environ(), nil
	case "deadline":
		end, _ := ctx.Deadline()
		return time.Until(end).Milliseconds(), nil
	}
	return os.Getpid(), nil
}

// serve echoes the body with its type, and sets two cookies.
func serve(w http.ResponseWriter, r *http.Request) {
	if what := r.URL.Query().Get("do"); what != "" {
		do(r.Context(), what)
	}
	body, _ := io.ReadAll(r.Body)
	w.Header().Add("Set-Cookie", "a=1; Path=/")
	w.Header().Add("Set-Cookie", "b=2; Expires=Sat, 21 Nov 2026 09:30:00 GMT")
	w.Header().Add("Vary", "Cookie")
	w.Header().Add("Vary", "Accept-Language")
	w.Header().Set("Content-Type", r.Header.Get("Content-Type"))
	w.Header().Set("X-Function", os.Getenv("AWS_LAMBDA_FUNCTION_NAME"))
	w.WriteHeader(http.StatusAccepted)
	w.Write(body)
}
