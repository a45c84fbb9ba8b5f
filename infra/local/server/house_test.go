// The tests play misfortune on the whole site: over real HTTP, on the real
// engines, with the control page as a script would use it.
package server_test

import (
	"encoding/json"
	"flag"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"tribune/infra/local/control"
	"tribune/infra/local/demonstration"
	"tribune/infra/local/engine"
	"tribune/infra/local/enginetest"
	"tribune/infra/local/server"
	"tribune/shared/boot"
	"tribune/shared/event"
)

// TestMain has more tests run at once than there are processors: for most of
// their time they wait, between attempts or for an engine.
func TestMain(m *testing.M) {
	flag.Parse()
	if set := flag.Lookup("test.parallel"); set.Value.String() == set.DefValue {
		_ = set.Value.Set("6") // a number is accepted
	}
	os.Exit(m.Run())
}

// slug is the event that people register for here: 60 seats, three workshops of 20.
const slug = "tanger-insertion-professionnelle"

var workshops = []event.WorkshopID{"populations-vulnerables", "entreprises-sociales", "programmes-institutionnels"}

// house is the site of one test with what stands around it.
type house struct {
	*server.Server
	browser        // without cookies
	control string // address of the control page
	inbox   string // address of the inbox
	event   event.Event
	log     *journal
}

func newHouse(t testing.TB) *house {
	t.Helper()
	return newHouseOn(t, enginetest.Dynamo(t), enginetest.Inbox(t))
}

// newDeafHouse is newHouse for a test that lets no mail be sent: an inbox is a
// process of its own.
func newDeafHouse(t testing.TB) *house {
	t.Helper()
	return newHouseOn(t, enginetest.Dynamo(t), engine.Endpoint{URL: "http://127.0.0.1:9", Region: engine.Region, AccessKey: "none"})
}

// newHouseOn opens a house on a database and an inbox. When the test ends,
// nothing may have panicked and no page may have said 500.
func newHouseOn(t testing.TB, at, inbox engine.Endpoint) *house {
	t.Helper()
	h := &house{log: &journal{}, inbox: inbox.URL}
	t.Cleanup(func() { h.log.wantCalm(t) })
	log := boot.NewLog(h.log)
	pages, controls := httptest.NewUnstartedServer(nil), httptest.NewUnstartedServer(nil)
	h.browser = browser{newClient(), "http://" + pages.Listener.Addr().String()}
	h.control = "http://" + controls.Listener.Addr().String()
	var err error
	h.Server, err = server.New(t.Context(), server.Options{
		Dynamo: at, Inbox: inbox, Origin: h.origin, Secret: strings.Repeat("s", 32), Log: log,
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := demonstration.Load(t.Context(), h.Parts); err != nil {
		t.Fatal(err)
	}
	ref, err := h.Parts.Table.Resolve(t.Context(), slug)
	if err != nil {
		t.Fatal(err)
	}
	if h.event, err = h.Parts.Table.Event(t.Context(), ref); err != nil {
		t.Fatal(err)
	}
	for srv, handler := range map[*httptest.Server]http.Handler{pages: h.Site(), controls: h.Control()} {
		srv.Config.Handler, srv.Config.ErrorLog = handler, slog.NewLogLogger(log.Handler(), slog.LevelError)
		srv.Start()
		t.Cleanup(srv.Close)
	}
	t.Cleanup(h.Faults.Reset) // before the servers wait for requests that are held
	return h
}

// order gives the control page an order and wants it obeyed.
func (h *house) order(t testing.TB, path string, fields ...string) {
	t.Helper()
	form := url.Values{}
	for i := 0; i < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	resp, err := h.client.PostForm(h.control+path, form)
	if err != nil {
		t.Fatal(err)
	}
	if p := read(t, resp); p.status != http.StatusOK {
		t.Fatalf("POST %s %v: %d %s", path, form, p.status, p.body)
	}
}

func (h *house) later(t testing.TB, d time.Duration) {
	t.Helper()
	h.order(t, "/clock", "advance", d.String())
}

func (h *house) setClock(t testing.TB, at time.Time) {
	t.Helper()
	h.order(t, "/clock", "now", at.Format(time.RFC3339Nano))
}

func (h *house) tick(t testing.TB) {
	t.Helper()
	h.order(t, "/tick")
}

// promised counts the promised mails that are still to be sent, by kind.
func (h *house) promised(t testing.TB) map[string]int {
	t.Helper()
	counts := map[string]int{}
	for _, m := range h.outbox(t) {
		counts[m.Kind]++
	}
	return counts
}

func (h *house) outbox(t testing.TB) []control.Mail {
	t.Helper()
	var mails []control.Mail
	getJSON(t, h.control+"/outbox", &mails)
	return mails
}

func getJSON(t testing.TB, address string, v any) {
	t.Helper()
	resp, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	p := read(t, resp)
	if err := json.Unmarshal([]byte(p.body), v); err != nil {
		t.Fatalf("GET %s: %d %s (%v)", address, p.status, p.body, err)
	}
}

// journal keeps what the site logs.
type journal struct {
	mu    sync.Mutex
	lines []string
}

func (j *journal) Write(b []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.lines = append(j.lines, string(b))
	return len(b), nil
}

// entry is what tests read of a line.
type entry struct {
	Msg, Route, Cause string
	Status            int
}

func (j *journal) entries(t testing.TB) []entry {
	t.Helper()
	j.mu.Lock()
	defer j.mu.Unlock()
	entries := make([]entry, len(j.lines))
	for i, line := range j.lines {
		if err := json.Unmarshal([]byte(line), &entries[i]); err != nil {
			t.Errorf("the log is not JSON: %s", line)
		}
	}
	return entries
}

func (j *journal) wantCalm(t testing.TB) {
	t.Helper()
	for _, e := range j.entries(t) {
		if e.Status >= 500 && e.Status != http.StatusServiceUnavailable || strings.Contains(e.Cause+e.Msg, "panic") {
			t.Errorf("logged: %+v", e)
		}
	}
}

// startEngine runs a database of the test's own, which it may stop.
func startEngine(t testing.TB, o engine.Options) *engine.Process {
	t.Helper()
	if err := engine.Install(t.Context(), os.Stderr); err != nil {
		t.Fatal(err)
	}
	p, err := engine.Dynamo(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Stop)
	return p
}
