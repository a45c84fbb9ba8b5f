// Package gateway is the second door: it serves the compiled functions on
// loopback as API Gateway and Lambda serve them in the cloud, so that one
// end-to-end suite runs against the very binaries that are deployed.
//
// For each function it runs the program <folder>/<function>/bootstrap and speaks
// the Lambda Runtime API (2018-06-01) with it. A program serves one call at a
// time; when all are busy another is started, up to eight of each function, and
// further calls wait. Programs start at their first call, as in the cloud, and
// their starts are timed. They find the environment that Lambda gives, what
// [Config].Env adds, and a Secrets Manager that knows the given secrets; nothing
// is inherited from this process.
//
// Requests are matched and converted as an HTTP API does with payload format 2.0
// on its stage "$default". What its documentation leaves open follows published
// observations, and is marked so. In two places it is stricter than the cloud, in
// order to find defects: an answer without a status, and "cookies": null, count
// as malformed.
//
// Everything it starts dies with it: by Stop, or on Linux by the kernel's hand.
package gateway

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"tribune/shared/fault"
	"tribune/shared/site"
)

// Config says what to serve.
type Config struct {
	Folder    string            // holds <function>/bootstrap, built for this machine
	Env       []string          // "NAME=value" for every function; overrides what Lambda would give
	Secrets   map[string]string // by id: what the secret store answers
	Log       io.Writer         // gets what the functions print; nil drops it
	Functions []site.Function   // site.Functions if nil
}

// Gateway is a running door. Its methods may be called from any goroutine.
type Gateway struct {
	router    router
	functions map[site.Name]*function
	servers   []*http.Server
	site      string
	secrets   string
}

// Start opens the door on free ports of 127.0.0.1. It fails if a function's
// program is missing. The caller must Stop it.
func Start(c Config) (*Gateway, error) {
	if c.Functions == nil {
		c.Functions = site.Functions
	}
	if c.Log == nil {
		c.Log = io.Discard
	}
	g := &Gateway{router: newRouter(site.Routes, site.Fallback), functions: map[site.Name]*function{}}
	var err error
	if g.secrets, err = g.serve(secretStore(c.Secrets)); err != nil {
		return nil, err
	}
	log := &lockedWriter{to: c.Log}
	for _, f := range c.Functions {
		program, err := filepath.Abs(filepath.Join(c.Folder, string(f.Name), "bootstrap"))
		if err == nil {
			_, err = os.Stat(program)
		}
		if err != nil {
			g.Stop()
			return nil, fault.Wrap("gateway: find the program of "+string(f.Name), err)
		}
		env := append(environment(f, program, g.secrets), c.Env...)
		g.functions[f.Name] = newFunction(f, program, env, log)
	}
	if g.site, err = g.serve(http.HandlerFunc(g.answer)); err != nil {
		g.Stop()
		return nil, err
	}
	return g, nil
}

// URL is the site's address: scheme, host and port.
func (g *Gateway) URL() string { return g.site }

// SecretsURL is the secret store's address. Functions find it by themselves.
func (g *Gateway) SecretsURL() string { return g.secrets }

// Invoke calls a function with a payload, such as an event of the stream or the
// schedule, and returns what it answers. ctx bounds the wait for a free program;
// once the call has begun it ends by the function's own timeout. The error is a
// *FunctionError if the function failed, ErrTimeout if it took too long.
func (g *Gateway) Invoke(ctx context.Context, name site.Name, payload []byte) ([]byte, error) {
	f, ok := g.functions[name]
	if !ok {
		return nil, fault.New(fault.NotFound, "gateway: invoke "+string(name), nil)
	}
	return f.invoke(ctx, payload)
}

// ColdStart is how long a program took from its start to its first readiness.
type ColdStart struct {
	Function site.Name
	Took     time.Duration
}

// ColdStarts lists the programs' starts so far, in order for each function.
func (g *Gateway) ColdStarts() []ColdStart {
	var all []ColdStart
	for _, f := range g.functions {
		f.mu.Lock()
		all = append(all, f.starts...)
		f.mu.Unlock()
	}
	return all
}

// Processes lists the process ids of a function's running programs, for tests
// that freeze or kill one.
func (g *Gateway) Processes(name site.Name) []int {
	f, ok := g.functions[name]
	if !ok {
		return nil
	}
	return f.processes()
}

// Stop closes the door and ends every program, each by its own process id; it
// returns when they are gone. Calls under way fail. Twice is harmless.
func (g *Gateway) Stop() {
	for _, s := range g.servers {
		s.Close()
	}
	var wait sync.WaitGroup
	for _, f := range g.functions {
		wait.Go(f.stop)
	}
	wait.Wait()
}

// serve answers with h on a free port until Stop, and returns its address.
func (g *Gateway) serve(h http.Handler) (string, error) {
	server, address, err := listen(h)
	if err != nil {
		return "", err
	}
	g.servers = append(g.servers, server)
	return "http://" + address, nil
}

func listen(h http.Handler) (*http.Server, string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, "", fault.Wrap("gateway: listen", err)
	}
	s := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	go s.Serve(l) // ends by Close
	return s, l.Addr().String(), nil
}

// answer serves one request of the site.
func (g *Gateway) answer(w http.ResponseWriter, r *http.Request) {
	route := g.router.match(r.Method, r.URL.EscapedPath())
	payload, status := event(r, route)
	if status != 0 {
		refuse(w, status)
		return
	}
	answer, err := g.Invoke(r.Context(), route.function, payload)
	switch {
	case errors.Is(err, ErrTimeout):
		refuse(w, http.StatusServiceUnavailable)
	case err != nil:
		refuse(w, http.StatusInternalServerError)
	default:
		reply(w, answer)
	}
}

type lockedWriter struct {
	mu sync.Mutex
	to io.Writer
}

func (w *lockedWriter) Write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.to.Write(b)
}
