// Package lambdahttp turns API Gateway's events into requests of net/http, and
// what a handler answers into API Gateway's answer, so that one http.Handler
// serves the cloud and this machine alike.
//
// It reads payload format 2.0 of an HTTP API on the stage "$default"; any other
// stage would stand as a prefix in every path. A handler finds the request as
// net/http's own server would hand it over, with these exceptions:
//
//   - API Gateway decodes the path before it calls the function, whatever the
//     name "rawPath" says. A slash that was written %2F arrives as a plain
//     slash, and nobody can tell the two apart any more. Do not put one in a
//     path.
//   - Headers that came several times arrive joined by commas, and are left so:
//     many headers hold commas of their own.
//   - The port in RemoteAddr is 0: it is not known.
//
// The whole answer is held in memory and sent at once, without flushing. Lambda
// bears 6 MB of it, as JSON: some 4.4 MB of bytes that must travel as base64.
// What is larger fails as a whole, so larger downloads need another way.
package lambdahttp

import (
	"context"
	"log/slog"
	"net/http"
	"runtime/debug"

	"github.com/aws/aws-lambda-go/events"
)

// Handler returns the function that Lambda calls, serving each event through h.
//
// Its error is always nil: an event that makes no request is answered with 400,
// a handler that panics with 500. Neither says why. The context that h finds
// ends at the function's deadline.
func Handler(h http.Handler) func(context.Context, events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, error) {
	return func(ctx context.Context, event events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, error) {
		r, err := request(ctx, event)
		if err != nil {
			return plain(http.StatusBadRequest), nil
		}
		return serve(h, r), nil
	}
}

func serve(h http.Handler, r *http.Request) (answer events.APIGatewayV2HTTPResponse) {
	defer func() {
		cause := recover()
		if cause == nil {
			return
		}
		// The panic's value stays out of the log: it may hold personal data.
		if cause != http.ErrAbortHandler {
			slog.ErrorContext(r.Context(), "handler panicked", "stack", string(debug.Stack()))
		}
		answer = plain(http.StatusInternalServerError)
	}()
	w := &writer{header: http.Header{}, head: r.Method == http.MethodHead}
	h.ServeHTTP(w, r)
	return w.answer()
}

// plain is an answer that says its status and no more.
func plain(status int) events.APIGatewayV2HTTPResponse {
	return events.APIGatewayV2HTTPResponse{
		StatusCode: status,
		Headers:    map[string]string{"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"},
		Cookies:    []string{},
		Body:       http.StatusText(status) + "\n",
	}
}
