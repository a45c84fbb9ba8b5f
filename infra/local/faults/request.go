package faults

import (
	"context"
	"net/http"
	"sync/atomic"
)

// ErrKilled is what a killed request gets from its call and from every call
// that it makes afterwards. The SDK does not retry it.
var ErrKilled error = killed{}

type killed struct{}

func (killed) Error() string { return "faults: this request was killed" }

// CanceledError is the mark by which the SDK's retryer knows an error that the
// caller wanted; it looks for it before anything else.
func (killed) CanceledError() bool { return true }

// request is what is known of one request: a pointer in its context.
type request struct{ killed atomic.Bool }

type requestKey struct{}

// WithRequest marks the calls made with this context as one request, or one
// call of a function: what a kill ends.
func WithRequest(ctx context.Context) context.Context {
	return context.WithValue(ctx, requestKey{}, new(request))
}

func requestOf(ctx context.Context) *request {
	r, _ := ctx.Value(requestKey{}).(*request)
	return r
}

// Killed reports whether the request of this context was killed.
func Killed(ctx context.Context) bool { return requestOf(ctx).isKilled() }

func (r *request) isKilled() bool { return r != nil && r.killed.Load() }

// kill marks the request. Without one there is nothing more to end than the call.
func (r *request) kill() error {
	if r != nil {
		r.killed.Store(true)
	}
	return ErrKilled
}

// Requests makes each HTTP request one that can be killed. The connection of a
// killed one is cut: whatever its handler still says, nobody hears it. It
// belongs outside of everything that could recover a panic.
func Requests(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := WithRequest(r.Context())
		next.ServeHTTP(&mute{w, requestOf(ctx)}, r.WithContext(ctx))
		if Killed(ctx) {
			panic(http.ErrAbortHandler)
		}
	})
}

// mute drops what a killed request writes.
type mute struct {
	http.ResponseWriter
	r *request
}

func (m *mute) WriteHeader(status int) {
	if !m.r.isKilled() {
		m.ResponseWriter.WriteHeader(status)
	}
}

func (m *mute) Write(b []byte) (int, error) {
	if m.r.isKilled() {
		return 0, ErrKilled
	}
	return m.ResponseWriter.Write(b)
}

// Unwrap serves [http.ResponseController].
func (m *mute) Unwrap() http.ResponseWriter { return m.ResponseWriter }
