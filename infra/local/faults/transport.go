package faults

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"
	"time"
)

// RoundTrip performs one call, or has it fail.
func (t *Transport) RoundTrip(req *http.Request) (*http.Response, error) {
	body, err := takeBody(req)
	if err != nil {
		return nil, err
	}
	ctx, op := req.Context(), operation(req)
	r := requestOf(ctx)
	if r.isKilled() {
		return nil, ErrKilled
	}
	flavour, pause, held := t.next(op, r)
	if err := held.wait(ctx, Before); err != nil {
		return nil, err
	}
	if r.isKilled() { // by a call beside this one, while it was held
		return nil, ErrKilled
	}
	resp, err := t.inject(withBody(req, body), op, body, flavour, pause)
	if err != nil {
		return nil, err
	}
	if err := held.wait(ctx, After); err != nil {
		resp.Body.Close()
		return nil, err
	}
	return resp, nil
}

// inject is the one place where a flavour becomes what it is named after.
func (t *Transport) inject(req *http.Request, op string, body []byte, f Flavour, pause time.Duration) (*http.Response, error) {
	switch f {
	case Refused:
		return nil, refused()
	case LostAnswer:
		return nil, t.performAndLose(req, reset())
	case Conflict, Throttled, ThrottledItem:
		return answer(req, op, body, f), nil
	case KilledBefore:
		return nil, requestOf(req.Context()).kill()
	case KilledAfter:
		return nil, t.performAndLose(req, requestOf(req.Context()).kill())
	case FrozenBefore:
		if err := sleep(req.Context(), pause); err != nil {
			return nil, err
		}
		return t.perform(req)
	case FrozenAfter:
		resp, err := t.perform(req)
		if err == nil {
			err = sleep(req.Context(), pause)
		}
		if err != nil && resp != nil {
			resp.Body.Close()
		}
		return resp, err
	default:
		return t.perform(req)
	}
}

// direct has no proxies: what is injected here talks to this machine alone.
var direct = &http.Transport{
	MaxIdleConnsPerHost: 100,
	IdleConnTimeout:     90 * time.Second,
}

func (t *Transport) perform(req *http.Request) (*http.Response, error) {
	if t.Next == nil {
		return direct.RoundTrip(req)
	}
	return t.Next.RoundTrip(req)
}

// performAndLose reads the answer to its end before it drops it: the engine has
// then done all that it will do. If the call itself failed, that is the error.
func (t *Transport) performAndLose(req *http.Request, lost error) error {
	resp, err := t.perform(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if _, err := io.Copy(io.Discard, resp.Body); err != nil {
		return err
	}
	return lost
}

func refused() error {
	return &net.OpError{Op: "dial", Net: "tcp", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}
}

func reset() error {
	return &net.OpError{Op: "read", Net: "tcp", Err: os.NewSyscallError("read", syscall.ECONNRESET)}
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// operation is the API's name of a call: DynamoDB's from its header, SES's from
// its path; method and path of anything else.
func operation(req *http.Request) string {
	if _, op, ok := strings.Cut(req.Header.Get("X-Amz-Target"), "."); ok {
		return op
	}
	if req.Method == http.MethodPost && req.URL.Path == "/v2/email/outbound-emails" {
		return "SendEmail"
	}
	return req.Method + " " + req.URL.Path
}

// takeBody reads the request's body and closes it, as a transport must even
// when it sends nothing.
func takeBody(req *http.Request) ([]byte, error) {
	if req.Body == nil {
		return nil, nil
	}
	defer req.Body.Close()
	b, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, fmt.Errorf("faults: read request: %w", err)
	}
	return b, nil
}

// withBody is a copy of the request with its body back: the original belongs to
// the caller.
func withBody(req *http.Request, body []byte) *http.Request {
	again := req.Clone(req.Context())
	if body != nil {
		again.Body = io.NopCloser(bytes.NewReader(body))
		again.ContentLength = int64(len(body))
	}
	return again
}
