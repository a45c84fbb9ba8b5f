package gateway

import (
	"fmt"
	"net/http"
	"os/exec"
	"runtime"
	"sync"
	"time"

	"github.com/google/uuid"

	"tribune/shared/fault"
)

// maxInit is how long a program may take to start.
const maxInit = 10 * time.Second

// instance is one running program, with a Runtime API of its own.
//
// The goroutine that calls owns it between launch and its return to the idle
// ones; the Runtime API's handlers meet it over channels alone.
type instance struct {
	function *function
	command  *exec.Cmd
	api      *http.Server
	launched time.Time

	ready chan struct{} // the program asks for work
	work  chan *call    // handed to it
	gone  chan struct{} // closed when the program has ended

	mu      sync.Mutex
	current *call          // what the program works at
	failed  *FunctionError // why it could not start
}

// call is one piece of work.
type call struct {
	id      string
	payload []byte
	outcome chan outcome // holds one
}

type outcome struct {
	answer []byte
	err    error
}

// launch starts a program and does not wait for it.
func launch(f *function) (*instance, error) {
	in := &instance{
		function: f,
		launched: time.Now(),
		ready:    make(chan struct{}),
		work:     make(chan *call),
		gone:     make(chan struct{}),
	}
	api, address, err := listen(in.runtimeAPI())
	if err != nil {
		return nil, err
	}
	in.api = api
	in.command = exec.Command(f.program)
	in.command.Env = append([]string{"AWS_LAMBDA_RUNTIME_API=" + address}, f.env...)
	in.command.Stdout, in.command.Stderr = f.log, f.log
	dieWithParent(in.command)
	started := make(chan error)
	go in.run(started)
	if err := <-started; err != nil {
		return nil, fault.Wrap("gateway: start "+string(f.Name), err)
	}
	return in, nil
}

// run starts the program and sees it end. It keeps its thread to itself: the
// kernel counts the thread that started a child as its parent, and would end the
// child with it.
func (in *instance) run(started chan<- error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	defer in.api.Close()
	defer close(in.gone)
	err := in.command.Start()
	started <- err
	if err == nil {
		in.command.Wait() // how it ended shows in the call that it ended
	}
}

func (in *instance) alive() bool {
	select {
	case <-in.gone:
		return false
	default:
		return true
	}
}

// kill ends the program and waits until it is gone.
func (in *instance) kill() {
	in.command.Process.Kill()
	<-in.gone
}

// initialise waits until the program asks for its first work, and tells how long
// that took.
func (in *instance) initialise() (time.Duration, error) {
	select {
	case <-in.ready:
		return time.Since(in.launched), nil
	case <-in.gone:
		return 0, in.exitError()
	case <-time.After(maxInit):
		in.kill()
		return 0, ErrTimeout
	}
}

// call hands work to a program that is ready, and returns when it is ready again
// or gone: only then is a call over for Lambda.
func (in *instance) call(payload []byte) ([]byte, error) {
	c := &call{id: uuid.NewString(), payload: payload, outcome: make(chan outcome, 1)}
	select {
	case in.work <- c:
	case <-in.gone:
		return nil, in.exitError()
	}
	timeout := time.NewTimer(in.function.Timeout)
	defer timeout.Stop()
	unanswered := in.exitError
	select {
	case <-in.ready:
	case <-in.gone:
	case <-timeout.C:
		in.kill()
		unanswered = func() error { return ErrTimeout }
	}
	select {
	case o := <-c.outcome:
		return o.answer, o.err
	default:
		return nil, unanswered()
	}
}

// exitError is what Lambda says of a program that ended without an answer.
func (in *instance) exitError() error {
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.failed != nil {
		return in.failed
	}
	message := "the program asked for work before it had answered"
	if !in.alive() {
		message = fmt.Sprintf("the program ended early: %v", in.command.ProcessState)
	}
	return &FunctionError{Type: "Runtime.ExitError", Message: message}
}
