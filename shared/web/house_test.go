package web_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/site"
	"tribune/shared/web"
)

const origin = "https://tribune.example.org"

var noon = time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC)

// text is a page of one line.
type text string

func (s text) Render(_ context.Context, w io.Writer) error {
	_, err := io.WriteString(w, string(s))
	return err
}

// house is a site whose pages say what they were asked for.
type house struct {
	http.Handler
	log bytes.Buffer
}

func newHouse() *house {
	h := &house{}
	s := web.Site{
		Origin: origin,
		Log:    slog.New(slog.NewJSONHandler(&h.log, nil)),
		Now:    func() time.Time { return noon },
		ErrorPage: func(l locale.Lang, _, path string, kind fault.Kind) web.Component {
			return text(fmt.Sprintf("error %q in %s at %q", kind, l, path))
		},
		RetryPage: func(l locale.Lang, path, action string, fields url.Values) web.Component {
			return text(fmt.Sprintf("send again in %s at %q to %s: %s", l, path, action, fields.Encode()))
		},
	}
	handlers := map[string]web.Handler{}
	for _, route := range site.Routes {
		if route.Function == site.Participants {
			handlers[route.Key] = func(w http.ResponseWriter, r *http.Request) error {
				return web.Page(w, r, http.StatusOK, text(route.Key))
			}
		}
	}
	handlers[site.EventPage] = behave
	handlers[site.Register] = func(w http.ResponseWriter, r *http.Request) error {
		if _, err := web.ReadForm(w, r, web.FormLimit); err != nil {
			return err
		}
		return behave(w, r)
	}
	handlers[site.Cancel] = func(http.ResponseWriter, *http.Request) error {
		return fault.New(fault.Unavailable, "test: cancel", nil)
	}
	h.Handler = s.Mux(site.Participants, handlers)
	return h
}

// behave does what the event's name says.
func behave(w http.ResponseWriter, r *http.Request) error {
	switch r.PathValue("event") {
	case "panics":
		panic("canary of a panic")
	case "panics-late":
		w.WriteHeader(http.StatusAccepted)
		panic("canary of a panic")
	case "breaks":
		return errors.New("canary of a cause")
	case "gone":
		return fault.New(fault.NotFound, "test: look", nil)
	case "down":
		return fault.New(fault.Unavailable, "test: look", nil)
	case "unrendered":
		return web.Page(w, r, http.StatusOK, broken{})
	case "public":
		web.CacheShortly(w)
	case "for-ever":
		web.CacheForever(w)
	case "public-down":
		web.CacheShortly(w)
		return fault.New(fault.Unavailable, "test: look", nil)
	}
	return web.Page(w, r, http.StatusOK, text("event"))
}

// broken is a page that fails half-way.
type broken struct{}

func (broken) Render(_ context.Context, w io.Writer) error {
	_, _ = io.WriteString(w, "half a page")
	return errors.New("no ink")
}

// ask sends a request; its headers stand in turn as names and values.
func (h *house) ask(method, target, body string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	r.Host = "tribune.example.org"
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func want(t *testing.T, what string, w *httptest.ResponseRecorder, status int, body string) {
	t.Helper()
	if w.Code != status || !strings.Contains(w.Body.String(), body) {
		t.Errorf("%s: %d %q, want %d %q", what, w.Code, w.Body, status, body)
	}
}
