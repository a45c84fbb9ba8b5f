package gateway

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"sync"

	"tribune/shared/fault"
	"tribune/shared/site"
)

const (
	maxInstances = 8 // programs of one function at a time
	region       = "eu-west-3"
	accountID    = "000000000000"
	traceID      = "Root=1-00000000-000000000000000000000000"
)

// ErrTimeout says that a function took longer than its timeout; its program was
// ended.
var ErrTimeout = errors.New("gateway: the function timed out")

// errStopped says that the gateway was stopped.
var errStopped = errors.New("gateway: stopped")

// FunctionError is how a function failed, in its own words.
type FunctionError struct {
	Type    string `json:"errorType"`
	Message string `json:"errorMessage"`
}

func (e *FunctionError) Error() string { return "function failed: " + e.Type + ": " + e.Message }

// function is a deployed function with its running programs.
type function struct {
	site.Function
	program string
	env     []string
	log     io.Writer
	slots   chan struct{} // one taken by each call under way

	mu      sync.Mutex
	stopped bool
	idle    []*instance // the one used last is used first, as in Lambda
	live    []*instance // idle ones, busy ones, and those that start
	starts  []ColdStart
}

func newFunction(f site.Function, program string, env []string, log io.Writer) *function {
	return &function{Function: f, program: program, env: env, log: log, slots: make(chan struct{}, maxInstances)}
}

// environment is what Lambda tells a function.
func environment(f site.Function, program, secrets string) []string {
	return []string{
		"AWS_LAMBDA_FUNCTION_NAME=" + string(f.Name),
		"AWS_LAMBDA_FUNCTION_MEMORY_SIZE=" + strconv.Itoa(f.Memory),
		"AWS_LAMBDA_FUNCTION_VERSION=$LATEST",
		"AWS_LAMBDA_INITIALIZATION_TYPE=on-demand",
		"AWS_REGION=" + region,
		"AWS_DEFAULT_REGION=" + region,
		"AWS_ACCESS_KEY_ID=local",
		"AWS_SECRET_ACCESS_KEY=local",
		"AWS_ENDPOINT_URL_SECRETS_MANAGER=" + secrets,
		"_HANDLER=bootstrap",
		"LAMBDA_TASK_ROOT=" + filepath.Dir(program),
		"LANG=en_US.UTF-8",
		"TZ=:UTC",
	}
}

// invoke makes one call. A call that has begun goes on when ctx ends, as a
// function goes on when its client leaves.
func (f *function) invoke(ctx context.Context, payload []byte) ([]byte, error) {
	if len(payload) > maxPayload {
		return nil, fault.New(fault.TooLarge, "gateway: invoke "+string(f.Name), nil)
	}
	select {
	case f.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, fault.New(fault.Unavailable, "gateway: wait for "+string(f.Name), ctx.Err())
	}
	defer func() { <-f.slots }()
	in, err := f.take()
	if err != nil {
		return nil, err
	}
	answer, err := in.call(payload)
	f.mu.Lock()
	defer f.mu.Unlock()
	if in.alive() {
		f.idle = append(f.idle, in)
	} else {
		f.forget(in)
	}
	return answer, err
}

// take returns a program that waits for a call, starting one if need be.
func (f *function) take() (*instance, error) {
	f.mu.Lock()
	for len(f.idle) > 0 {
		in := f.idle[len(f.idle)-1]
		f.idle = f.idle[:len(f.idle)-1]
		if in.alive() {
			f.mu.Unlock()
			return in, nil
		}
		f.forget(in)
	}
	f.mu.Unlock()
	return f.start()
}

func (f *function) start() (*instance, error) {
	f.mu.Lock()
	if f.stopped {
		f.mu.Unlock()
		return nil, errStopped
	}
	in, err := launch(f)
	if err != nil {
		f.mu.Unlock()
		return nil, err
	}
	f.live = append(f.live, in)
	f.mu.Unlock()

	took, err := in.initialise()
	f.mu.Lock()
	defer f.mu.Unlock()
	if err != nil {
		f.forget(in)
		return nil, err
	}
	f.starts = append(f.starts, ColdStart{f.Name, took})
	return in, nil
}

// forget drops a program that is gone. The caller holds f.mu.
func (f *function) forget(in *instance) {
	f.live = slices.DeleteFunc(f.live, func(other *instance) bool { return other == in })
}

func (f *function) processes() []int {
	f.mu.Lock()
	defer f.mu.Unlock()
	var ids []int
	for _, in := range f.live {
		if in.alive() {
			ids = append(ids, in.command.Process.Pid)
		}
	}
	return ids
}

func (f *function) stop() {
	f.mu.Lock()
	f.stopped = true
	live := slices.Clone(f.live)
	f.mu.Unlock()
	for _, in := range live {
		in.kill()
	}
}
