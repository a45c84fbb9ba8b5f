package lambdahttp_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"
)

func bytesOf(t *testing.T, answer events.APIGatewayV2HTTPResponse) string {
	t.Helper()
	if !answer.IsBase64Encoded {
		return answer.Body
	}
	b, err := base64.StdEncoding.DecodeString(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestBodyTravels(t *testing.T) {
	for _, c := range []struct {
		kind, encoding, body string
		base64               bool
	}{
		{"text/html; charset=utf-8", "", "<p>été</p>", false},
		{"text/calendar; charset=utf-8", "", "BEGIN:VCALENDAR\r\n", false},
		{"text/csv; charset=utf-8", "", "\ufeffnom;prénom\r\n", false},
		{"application/json", "", `{"a":1}`, false},
		{"application/problem+json", "", `{}`, false},
		{"application/xml", "", "<a/>", false},
		{"image/svg+xml", "", "<svg/>", false},
		{"image/png", "", "\x89PNG", true},
		{"application/zip", "", "PK", true},
		{"text/plain; charset=iso-8859-1", "", "\xe9t\xe9", true},
		{"text/css", "gzip", "plain after all", true},
		{"no type at all", "", "x", true},
		{"image/png", "", "", false},
	} {
		answer := call(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", c.kind)
			if c.encoding != "" {
				w.Header().Set("Content-Encoding", c.encoding)
			}
			io.WriteString(w, c.body)
		}, fixture(t, "get"))
		if answer.IsBase64Encoded != c.base64 || bytesOf(t, answer) != c.body {
			t.Errorf("%s %s: base64 %t, body %q", c.kind, c.encoding, answer.IsBase64Encoded, answer.Body)
		}
		raw, err := json.Marshal(answer)
		if err != nil {
			t.Fatal(err)
		}
		var read events.APIGatewayV2HTTPResponse
		if err := json.Unmarshal(raw, &read); err != nil || bytesOf(t, read) != c.body {
			t.Errorf("%s: after JSON %q, %v", c.kind, read.Body, err)
		}
	}
}

func TestHeaderOut(t *testing.T) {
	answer := call(t, func(w http.ResponseWriter, _ *http.Request) {
		h := w.Header()
		h.Add("Set-Cookie", "session=abc; Path=/; Expires=Sat, 21 Nov 2026 09:30:00 GMT")
		h.Add("set-cookie", "lang=fr\r\nX-Evil: 1")
		h.Add("Vary", "Accept-Language")
		h.Add("Vary", "Cookie")
		h.Set("Location", "/fr\nX-Evil: 1")
		h["Date"] = nil
		w.WriteHeader(http.StatusSeeOther)
		h.Set("Too-Late", "1")
		w.WriteHeader(http.StatusTeapot)
	}, fixture(t, "get"))
	if answer.StatusCode != http.StatusSeeOther {
		t.Errorf("status %d: the first one wins", answer.StatusCode)
	}
	want := []string{"session=abc; Path=/; Expires=Sat, 21 Nov 2026 09:30:00 GMT", "lang=fr  X-Evil: 1"}
	if !slices.Equal(answer.Cookies, want) {
		t.Errorf("cookies %q, want %q", answer.Cookies, want)
	}
	if len(answer.Headers) != 2 || answer.Headers["Vary"] != "Accept-Language, Cookie" || answer.Headers["Location"] != "/fr X-Evil: 1" {
		t.Errorf("headers %q", answer.Headers)
	}
}

// What net/http's own server would answer, so does this.
func TestLikeNetHTTP(t *testing.T) {
	for name, h := range map[string]http.HandlerFunc{
		"implicit 200":        func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "<!doctype html>") },
		"nothing":             func(http.ResponseWriter, *http.Request) {},
		"a type of its own":   func(w http.ResponseWriter, _ *http.Request) { w.Header()["Content-Type"] = nil; w.Write([]byte("x")) },
		"bytes":               func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte{0, 1, 255}) },
		"error":               func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "gone", http.StatusGone) },
		"redirect":            func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/fr", http.StatusFound) },
		"early hints":         func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(103); w.WriteHeader(201) },
		"header after a byte": func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("a")); w.Header().Set("X-Late", "1") },
		"body of a 204": func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusNoContent)
			if _, err := io.WriteString(w, "x"); !errors.Is(err, http.ErrBodyNotAllowed) {
				t.Errorf("a body was allowed to 204: %v", err)
			}
		},
	} {
		for _, event := range []string{"get", "head"} {
			s := httptest.NewServer(h)
			r, _ := http.NewRequest(strings.ToUpper(event), s.URL, nil)
			client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
			want, err := client.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			body, _ := io.ReadAll(want.Body)
			want.Body.Close()
			s.Close()
			got := call(t, h, fixture(t, event))
			if got.StatusCode != want.StatusCode || bytesOf(t, got) != string(body) {
				t.Errorf("%s, %s: %d %q, want %d %q", event, name, got.StatusCode, bytesOf(t, got), want.StatusCode, body)
			}
			if event == "head" {
				continue // net/http sees no body there and may leave its type out
			}
			for _, key := range []string{"Content-Type", "Location", "X-Late"} {
				if got.Headers[key] != want.Header.Get(key) {
					t.Errorf("%s: %s %q, want %q", name, key, got.Headers[key], want.Header.Get(key))
				}
			}
		}
	}
}

func TestPanic(t *testing.T) {
	var log bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	defer slog.SetDefault(before)
	for name, c := range map[string]struct {
		panics func(http.ResponseWriter)
		logged bool
	}{
		"a defect":          {func(http.ResponseWriter) { panic("Élodie's address") }, true},
		"an abort":          {func(http.ResponseWriter) { panic(http.ErrAbortHandler) }, false},
		"no such status":    {func(w http.ResponseWriter) { w.WriteHeader(1000) }, true},
		"after half a page": {func(w http.ResponseWriter) { io.WriteString(w, "<p>Élodie"); panic(1) }, true},
	} {
		log.Reset()
		answer := call(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Set-Cookie", "session=abc")
			c.panics(w)
		}, fixture(t, "get"))
		if answer.StatusCode != http.StatusInternalServerError || answer.Body != "Internal Server Error\n" || len(answer.Cookies) != 0 {
			t.Errorf("%s: answered %+v", name, answer)
		}
		if c.logged != strings.Contains(log.String(), "handler panicked") || strings.Contains(log.String(), "Élodie") {
			t.Errorf("%s: logged %q", name, log.String())
		}
	}
}
