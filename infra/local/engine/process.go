package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"time"
)

const (
	startLimit = 30 * time.Second // an engine that is not ready by then never will be
	stopGrace  = 3 * time.Second  // between asking a process to end and killing it
)

// Process is a running engine.
type Process struct {
	Endpoint
	name    string
	pid     int // also its process group
	out     *tail
	done    chan struct{}
	err     error  // set before done is closed
	release func() // gives its data folder back
}

// Done is closed when the process has ended, asked to or not.
func (p *Process) Done() <-chan struct{} { return p.done }

// Err says how the process ended, with the last lines that it printed. Call it
// after Done is closed.
func (p *Process) Err() error {
	return fmt.Errorf("%s ended (%v)%s", p.name, p.err, p.out.quote())
}

// Stop ends the process and what it started, and waits until it is gone. It may
// be called more than once, and by several goroutines.
func (p *Process) Stop() {
	for _, s := range []syscall.Signal{syscall.SIGTERM, syscall.SIGKILL} {
		select {
		case <-p.done:
			continue
		default:
		}
		_ = syscall.Kill(-p.pid, s) // fails only if it ended just now
		select {
		case <-p.done:
		case <-time.After(stopGrace):
		}
	}
	<-p.done
	p.release()
}

// command is how to start a process, and how to ask whether it is ready.
type command struct {
	name      string
	dir       string
	argv, env []string
	ask       func(ctx context.Context, url string) error
}

func (c command) start(log io.Writer) (*Process, error) {
	p := &Process{name: c.name, out: &tail{log: log}, done: make(chan struct{}), release: func() {}}
	cmd := exec.Command(c.argv[0], c.argv[1:]...)
	cmd.Dir, cmd.Env = c.dir, c.env
	cmd.Stdout, cmd.Stderr = p.out, p.out
	cmd.SysProcAttr = ownGroup()
	cmd.WaitDelay = time.Second
	started := make(chan error, 1)
	go func() {
		// The kernel's death signal follows the thread that started the child,
		// not the process: this one must live as long as the child does.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		if err == nil {
			p.pid = cmd.Process.Pid
		}
		started <- err
		if err == nil {
			p.err = cmd.Wait()
			close(p.done)
		}
	}()
	if err := <-started; err != nil {
		return nil, fmt.Errorf("start %s: %w", c.name, err)
	}
	return p, nil
}

// launch starts an engine on its port and waits until it answers. With port 0
// somebody else may take the free port first; it then tries another.
func launch(ctx context.Context, o Options, envPort string, build func(port int) command) (*Process, error) {
	const tries = 3
	var failed error
	for range tries {
		port, err := claimPort(ctx, o.Port, envPort)
		if err != nil {
			return nil, err
		}
		c := build(port)
		p, err := c.start(o.Log)
		if err != nil {
			return nil, err
		}
		p.Endpoint = Endpoint{URL: fmt.Sprintf("http://127.0.0.1:%d", port), Region: Region}
		if failed = p.awaitReady(ctx, c.ask); failed == nil {
			return p, nil
		}
		p.Stop()
		if o.Port != 0 || ctx.Err() != nil {
			break
		}
	}
	return nil, failed
}

func (p *Process) awaitReady(ctx context.Context, ask func(context.Context, string) error) error {
	ctx, cancel := context.WithTimeout(ctx, startLimit)
	defer cancel()
	for {
		attempt, cancel := context.WithTimeout(ctx, time.Second)
		err := ask(attempt, p.URL)
		cancel()
		select {
		case <-p.done: // also when another process on that port gave the answer
			return p.Err()
		default:
		}
		if err == nil {
			return nil
		}
		select {
		case <-p.done:
			return p.Err()
		case <-ctx.Done():
			return fmt.Errorf("%s is not ready: %w%s", p.name, errors.Join(ctx.Err(), err), p.out.quote())
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// tail keeps the last of what a process printed, for error messages.
type tail struct {
	log io.Writer

	mu   sync.Mutex
	last []byte
}

func (t *tail) Write(b []byte) (int, error) {
	const keep = 2 << 10
	t.mu.Lock()
	defer t.mu.Unlock()
	t.last = append(t.last, b...)
	t.last = t.last[max(0, len(t.last)-keep):]
	if t.log != nil {
		_, _ = t.log.Write(b) // a full log must not stop the engine
	}
	return len(b), nil
}

func (t *tail) quote() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	s := strings.TrimSpace(string(t.last))
	if s == "" {
		return ""
	}
	return "; it printed:\n" + s
}
