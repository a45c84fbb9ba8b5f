// Package control is the page from which a developer, or a script, plays time
// and misfortune on the local server: moves the clock, runs what time and the
// table's stream would run, looks at promised mail, has calls fail.
//
// It is served on a loopback port of its own and never deployed. It answers
// only requests that name that very address: a page of another site, or of
// this one, can neither read it (DNS rebinding) nor post to it.
//
//	GET  /        the page; the state as JSON with Accept: application/json
//	POST /clock   advance=48h, or now=2027-03-01T09:00:00Z
//	POST /tick
//	GET  /outbox  JSON
//	GET  /mails   a specimen of every mail; each at /mails/{name}/{lang}
//	POST /fail    operation=TransactWriteItems times=1 flavour=refused
//	POST /kill    when=before, or after
//
// A browser's form is led back to the page; a script gets the state as JSON.
// What cannot be understood is answered 400 with a plain sentence.
package control

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"tribune/infra/local/faults"
)

// Options are the pieces that the page works on; all are needed.
type Options struct {
	Clock     *Clock
	Tick      func(context.Context) error // runs what time and the stream would run, until nothing is due
	Outbox    func(context.Context) ([]Mail, error)
	Faults    *faults.Transport
	Alarms    func() []string // that were raised since the start
	Specimens func(context.Context) ([]Specimen, error)
}

// Mail is a promised mail, as far as the page shows it: never its words, nor to whom.
type Mail struct {
	ID       string    `json:"id"`
	Kind     string    `json:"kind"`
	State    string    `json:"state"`
	Due      time.Time `json:"due"`
	Attempts int       `json:"attempts"`
	Lang     string    `json:"lang"`
}

// New is the control page. Its server must listen on loopback.
func New(o Options) http.Handler {
	c := &control{o}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", c.show)
	mux.HandleFunc("GET /outbox", c.outbox)
	mux.HandleFunc("GET /mails", c.specimens)
	mux.HandleFunc("GET /mails/{name}/{lang}", c.specimen)
	mux.HandleFunc("GET /mails/{name}/{lang}/html", c.specimenHTML)
	mux.Handle("POST /clock", c.act(c.clock))
	mux.Handle("POST /tick", c.act(c.tick))
	mux.Handle("POST /fail", c.act(c.fail))
	mux.Handle("POST /kill", c.act(c.kill))
	return ownAddressOnly(mux)
}

type control struct{ Options }

// State is what the page tells at once.
type State struct {
	Now    time.Time      `json:"now"`
	Offset string         `json:"offset"` // from the true time, such as "48h0m0s"
	Faults []faults.Fault `json:"faults"` // planned, not happened yet
	Calls  map[string]int `json:"calls"`  // round trips by operation, since the start
	Alarms []string       `json:"alarms"` // raised since the start
}

func (c *control) state() State {
	return State{
		Now: c.Clock.Now(), Offset: c.Clock.Offset().Round(time.Second).String(),
		Faults: c.Faults.Planned(), Calls: c.Faults.Calls(), Alarms: c.Alarms(),
	}
}

// act runs an action on a posted form, and answers as the caller understands.
func (c *control) act(action func(context.Context, url.Values) error) http.Handler {
	const limit = 64 << 10
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, limit)
		if err := r.ParseForm(); err != nil {
			http.Error(w, "The form cannot be read.", http.StatusBadRequest)
			return
		}
		if err := action(r.Context(), r.PostForm); err != nil {
			var bad misuse
			if errors.As(err, &bad) {
				http.Error(w, err.Error(), http.StatusBadRequest)
			} else {
				http.Error(w, "It failed: "+err.Error(), http.StatusInternalServerError)
			}
			return
		}
		if accepts(r, "text/html") {
			http.Redirect(w, r, "/", http.StatusSeeOther)
			return
		}
		writeJSON(w, c.state())
	})
}

func (c *control) outbox(w http.ResponseWriter, r *http.Request) {
	mails, err := c.Outbox(r.Context())
	if err != nil {
		http.Error(w, "The outbox cannot be read: "+err.Error(), http.StatusInternalServerError)
		return
	}
	if mails == nil {
		mails = []Mail{} // an empty list is [] for a script, not null
	}
	writeJSON(w, mails)
}

//go:embed page.html
var pageSource string

var page = template.Must(template.New("page").Parse(pageSource))

func (c *control) show(w http.ResponseWriter, r *http.Request) {
	if accepts(r, "application/json") && !accepts(r, "text/html") {
		writeJSON(w, c.state())
		return
	}
	mails, err := c.Outbox(r.Context())
	writePage(w, page, struct {
		State
		Mails      []Mail
		MailError  error
		Operations []string
		Flavours   []faults.Flavour
	}{c.state(), mails, err, faults.Operations, faults.Flavours})
}

func writePage(w http.ResponseWriter, t *template.Template, v any) {
	var b strings.Builder
	if err := t.Execute(&b, v); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	writeHTML(w, b.String(), "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; form-action 'self'; frame-ancestors 'none'")
}

func writeHTML(w http.ResponseWriter, markup, policy string) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", policy)
	h.Set("Cache-Control", "no-store")
	fmt.Fprint(w, markup)
}

func accepts(r *http.Request, mediaType string) bool {
	return strings.Contains(r.Header.Get("Accept"), mediaType)
}

func writeJSON(w http.ResponseWriter, v any) {
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	fmt.Fprintf(w, "%s\n", b)
}

// ownAddressOnly refuses a request whose Host or Origin is not the loopback
// address that it came in by.
func ownAddressOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		local, _ := r.Context().Value(http.LocalAddrContextKey).(net.Addr)
		origins := r.Header.Values("Origin")
		ok := isOwn(r.Host, local) && len(origins) <= 1
		for _, origin := range origins {
			host, plain := strings.CutPrefix(origin, "http://")
			ok = ok && plain && isOwn(host, local)
		}
		if !ok {
			http.Error(w, "The control page answers only to its own address.", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func isOwn(host string, local net.Addr) bool {
	addr, ok := local.(*net.TCPAddr)
	if !ok || !addr.IP.IsLoopback() {
		return false
	}
	name, port, err := net.SplitHostPort(host)
	if err != nil || port != fmt.Sprint(addr.Port) {
		return false
	}
	return name == "127.0.0.1" || name == "::1" || strings.EqualFold(name, "localhost")
}
