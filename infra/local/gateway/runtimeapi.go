package gateway

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"time"
)

// runtimeAPI is what the program speaks with.
func (in *instance) runtimeAPI() http.Handler {
	const root = "/2018-06-01/runtime/"
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+root+"invocation/next", in.next)
	mux.HandleFunc("POST "+root+"invocation/{id}/response", in.response)
	mux.HandleFunc("POST "+root+"invocation/{id}/error", in.failure)
	mux.HandleFunc("POST "+root+"init/error", in.initError)
	return mux
}

// next says that the program is ready, and gives it work when there is some.
func (in *instance) next(w http.ResponseWriter, r *http.Request) {
	gone := r.Context().Done()
	select {
	case in.ready <- struct{}{}:
	case <-gone:
		return
	}
	var c *call
	select {
	case c = <-in.work:
	case <-gone:
		return
	}
	in.mu.Lock()
	in.current = c
	in.mu.Unlock()
	deadline := time.Now().Add(in.function.Timeout)
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Lambda-Runtime-Aws-Request-Id", c.id)
	h.Set("Lambda-Runtime-Deadline-Ms", strconv.FormatInt(deadline.UnixMilli(), 10))
	h.Set("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:"+region+":"+accountID+":function:"+string(in.function.Name))
	h.Set("Lambda-Runtime-Trace-Id", traceID)
	w.Write(c.payload)
}

func (in *instance) response(w http.ResponseWriter, r *http.Request) {
	answer, err := io.ReadAll(io.LimitReader(r.Body, maxPayload+1))
	switch {
	case err != nil:
		accept(w, http.StatusBadRequest, "the answer was cut short")
	case len(answer) > maxPayload:
		in.finish(r.PathValue("id"), outcome{err: &FunctionError{
			Type: "Function.ResponseSizeTooLarge", Message: "the answer exceeds 6 MB",
		}})
		accept(w, http.StatusRequestEntityTooLarge, "the answer exceeds 6 MB")
	default:
		in.settle(w, r, outcome{answer: answer, err: trailedError(r)})
	}
}

func (in *instance) failure(w http.ResponseWriter, r *http.Request) {
	in.settle(w, r, outcome{err: readError(r.Body)})
}

func (in *instance) initError(w http.ResponseWriter, r *http.Request) {
	failed := readError(r.Body)
	in.mu.Lock()
	in.failed = failed
	in.mu.Unlock()
	accept(w, http.StatusAccepted, "OK")
}

func (in *instance) settle(w http.ResponseWriter, r *http.Request, o outcome) {
	if !in.finish(r.PathValue("id"), o) {
		accept(w, http.StatusBadRequest, "no such call")
		return
	}
	accept(w, http.StatusAccepted, "OK")
}

// finish reports whether id is the call under way, and ends it.
func (in *instance) finish(id string, o outcome) bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.current == nil || in.current.id != id {
		return false
	}
	in.current.outcome <- o
	in.current = nil
	return true
}

// trailedError is an error that came up while the answer was under way.
func trailedError(r *http.Request) error {
	kind := r.Trailer.Get("Lambda-Runtime-Function-Error-Type")
	if kind == "" {
		return nil
	}
	failed := &FunctionError{Type: kind}
	if raw, err := base64.StdEncoding.DecodeString(r.Trailer.Get("Lambda-Runtime-Function-Error-Body")); err == nil {
		json.Unmarshal(raw, failed)
	}
	return failed
}

func readError(body io.Reader) *FunctionError {
	failed := &FunctionError{}
	if err := json.NewDecoder(io.LimitReader(body, maxPayload)).Decode(failed); err != nil {
		failed.Type = "Runtime.Unknown"
	}
	return failed
}

func accept(w http.ResponseWriter, status int, said string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(map[string]string{"status": said})
}
