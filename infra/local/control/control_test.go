package control

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"tribune/infra/local/faults"
)

// desk is a control page with pieces that note what is asked of them.
type desk struct {
	Options
	srv       *httptest.Server
	mails     []Mail
	specimens []Specimen
	fails     error // of the tick, of the outbox and of the specimens
	ticks     int
}

func newDesk(t *testing.T) *desk {
	d := &desk{}
	d.Options = Options{
		Clock:     &Clock{},
		Faults:    &faults.Transport{},
		Tick:      func(context.Context) error { d.ticks++; return d.fails },
		Outbox:    func(context.Context) ([]Mail, error) { return d.mails, d.fails },
		Specimens: func(context.Context) ([]Specimen, error) { return d.specimens, d.fails },
		Alarms:    func() []string { return []string{"too-much"} },
	}
	d.srv = httptest.NewServer(New(d.Options))
	d.srv.Client().CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	t.Cleanup(d.srv.Close)
	return d
}

// ask sends one request; change may alter it first.
func (d *desk) ask(t *testing.T, method, path, form string, change func(*http.Request)) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, d.srv.URL+path, strings.NewReader(form))
	if err != nil {
		t.Fatal(err)
	}
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.Header.Set("Accept", "*/*")
	if change != nil {
		change(r)
	}
	resp, err := d.srv.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(b)
}

func accept(mediaType string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set("Accept", mediaType) }
}

func TestAScriptMovesTheClock(t *testing.T) {
	d := newDesk(t)
	resp, body := d.ask(t, "POST", "/clock", "advance=48h", nil)
	var s State
	if err := json.Unmarshal([]byte(body), &s); err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("%s %s: %v", resp.Status, body, err)
	}
	if away := time.Until(s.Now); away < 47*time.Hour || away > 48*time.Hour || s.Offset != "48h0m0s" {
		t.Errorf("state %+v", s)
	}
	if resp, body := d.ask(t, "POST", "/clock", "now="+url.QueryEscape("2027-03-01T10:00:00+01:00"), nil); resp.StatusCode != http.StatusOK {
		t.Fatalf("%s %s", resp.Status, body)
	}
	want := time.Date(2027, 3, 1, 9, 0, 0, 0, time.UTC)
	if past := d.Clock.Now().Sub(want); past < 0 || past > time.Minute {
		t.Errorf("the clock says %v", d.Clock.Now())
	}
}

func TestFaultsArePlanned(t *testing.T) {
	d := newDesk(t)
	d.ask(t, "POST", "/fail", "operation=TransactWriteItems&times=3&flavour=lost-answer", nil)
	d.ask(t, "POST", "/kill", "when=before", nil)
	_, body := d.ask(t, "POST", "/kill", "when=after", nil)
	var s State
	if err := json.Unmarshal([]byte(body), &s); err != nil {
		t.Fatal(err)
	}
	want := []faults.Fault{
		{Operation: "TransactWriteItems", Times: 3, Flavour: faults.LostAnswer},
		{Operation: faults.AnyWrite, Times: 1, Flavour: faults.KilledBefore},
		{Operation: faults.AnyWrite, Times: 1, Flavour: faults.KilledAfter},
	}
	if len(s.Faults) != len(want) {
		t.Fatalf("planned %v", s.Faults)
	}
	for i := range want {
		if s.Faults[i] != want[i] {
			t.Errorf("planned %v, want %v", s.Faults[i], want[i])
		}
	}
	for _, f := range []string{"refused", "lost-answer", "conflict", "throttled"} {
		if resp, body := d.ask(t, "POST", "/fail", "operation=SendEmail&times=1&flavour="+f, nil); resp.StatusCode != http.StatusOK {
			t.Errorf("%s: %s", f, body)
		}
	}
}

func TestTickAndOutbox(t *testing.T) {
	d := newDesk(t)
	if _, body := d.ask(t, "GET", "/outbox", "", nil); body != "[]\n" {
		t.Errorf("an empty outbox is %q", body)
	}
	d.mails = []Mail{{ID: "m-1", Kind: "confirmed", State: "promised", Lang: "fr", Due: time.Date(2027, 3, 1, 9, 0, 0, 0, time.UTC)}}
	resp, body := d.ask(t, "GET", "/outbox", "", nil)
	var got []Mail
	if err := json.Unmarshal([]byte(body), &got); err != nil || len(got) != 1 || got[0] != d.mails[0] {
		t.Errorf("%s %s: %v", resp.Status, body, err)
	}
	if resp, _ := d.ask(t, "POST", "/tick", "", nil); resp.StatusCode != http.StatusOK || d.ticks != 1 {
		t.Errorf("%s after %d ticks", resp.Status, d.ticks)
	}

	d.fails = errors.New("engine down")
	for method, path := range map[string]string{"POST": "/tick", "GET": "/outbox"} {
		resp, body := d.ask(t, method, path, "", nil)
		if resp.StatusCode != http.StatusInternalServerError || !strings.Contains(body, "engine down") {
			t.Errorf("%s: %s %s", path, resp.Status, body)
		}
	}
	if resp, body := d.ask(t, "GET", "/", "", nil); resp.StatusCode != http.StatusOK || !strings.Contains(body, "engine down") {
		t.Errorf("the page without its outbox: %s", resp.Status)
	}
}

func TestABrowserGetsThePageAndIsLedBackToIt(t *testing.T) {
	d := newDesk(t)
	d.mails = []Mail{{ID: "<script>alert(1)</script>"}}
	d.ask(t, "POST", "/fail", "operation=PutItem&times=2&flavour=refused", nil)
	resp, body := d.ask(t, "GET", "/", "", accept("text/html,application/xhtml+xml"))
	if resp.StatusCode != http.StatusOK || !strings.HasPrefix(resp.Header.Get("Content-Type"), "text/html") {
		t.Errorf("%s %v", resp.Status, resp.Header)
	}
	for _, want := range []string{`action="/clock"`, `action="/tick"`, `action="/fail"`, `action="/kill"`,
		"<td>PutItem</td><td>2</td><td>refused</td>", "&lt;script&gt;", "<strong>too-much</strong>", "</html>"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if strings.Contains(body, "<script>") {
		t.Error("the page runs what a mail's id says")
	}
	browser := func(r *http.Request) {
		r.Header.Set("Accept", "text/html,*/*;q=0.8")
		r.Header.Set("Origin", d.srv.URL)
	}
	resp, _ = d.ask(t, "POST", "/clock", "advance=1h", browser)
	if resp.StatusCode != http.StatusSeeOther || resp.Header.Get("Location") != "/" {
		t.Errorf("%s to %q", resp.Status, resp.Header.Get("Location"))
	}
	_, body = d.ask(t, "GET", "/", "", accept("application/json"))
	var s State
	if err := json.Unmarshal([]byte(body), &s); err != nil || s.Offset != "1h0m0s" {
		t.Errorf("%s: %v", body, err)
	}
}

func TestWhatCannotBeUnderstoodChangesNothing(t *testing.T) {
	d := newDesk(t)
	for _, c := range []struct{ path, form, says string }{
		{"/clock", "", "Give either advance"},
		{"/clock", "advance=48h&now=2027-03-01T09:00:00Z", "Give either advance"},
		{"/clock", "advance=48h&advance=1h", "more than once"},
		{"/clock", "advance=two+days", "a duration such as"},
		{"/clock", "now=tomorrow", "a time such as"},
		{"/clock", "advance=2000000h", "a hundred years"},
		{"/clock", "now=9999-01-01T00:00:00Z", "a hundred years"},
		{"/clock", "foward=48h", "There is no field"},
		{"/clock", "advance=%zz", "cannot be read"},
		{"/clock", "advance=" + strings.Repeat("4", 70<<10), "cannot be read"},
		{"/tick", "when=now", "There is no field"},
		{"/fail", "operation=TransactWriteItem&times=1&flavour=refused", "operation is one of"},
		{"/fail", "operation=PutItem&times=0&flavour=refused", "from 1 to 1000"},
		{"/fail", "operation=PutItem&times=1001&flavour=refused", "from 1 to 1000"},
		{"/fail", "operation=PutItem&flavour=refused", "from 1 to 1000"},
		{"/fail", "operation=PutItem&times=1&flavour=killed-before", "flavour is one of"},
		{"/kill", "", "before or after"},
		{"/kill", "when=later", "before or after"},
	} {
		resp, body := d.ask(t, "POST", c.path, c.form, nil)
		if resp.StatusCode != http.StatusBadRequest || !strings.Contains(body, c.says) {
			t.Errorf("%s %.40s: %s %s", c.path, c.form, resp.Status, body)
		}
	}
	if d.Clock.Offset() != 0 || d.ticks != 0 || len(d.Faults.Planned()) != 0 {
		t.Errorf("offset %v, %d ticks, planned %v", d.Clock.Offset(), d.ticks, d.Faults.Planned())
	}
	if resp, _ := d.ask(t, "GET", "/clock", "", nil); resp.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("GET /clock: %s", resp.Status)
	}
	if resp, _ := d.ask(t, "GET", "/elsewhere", "", nil); resp.StatusCode != http.StatusNotFound {
		t.Errorf("GET /elsewhere: %s", resp.Status)
	}
}

func TestOnlyItsOwnAddressIsAnswered(t *testing.T) {
	d := newDesk(t)
	_, port, _ := strings.Cut(strings.TrimPrefix(d.srv.URL, "http://"), ":")
	host := func(h string) func(*http.Request) { return func(r *http.Request) { r.Host = h } }
	origin := func(o ...string) func(*http.Request) { return func(r *http.Request) { r.Header["Origin"] = o } }
	for name, c := range map[string]struct {
		change func(*http.Request)
		want   int
	}{
		"by number":      {host("127.0.0.1:" + port), http.StatusOK},
		"by name":        {host("LocalHost:" + port), http.StatusOK},
		"by IPv6":        {host("[::1]:" + port), http.StatusOK},
		"own origin":     {origin("http://localhost:" + port), http.StatusOK},
		"rebound":        {host("evil.example:" + port), http.StatusForbidden},
		"dressed up":     {host("127.0.0.1.evil.example:" + port), http.StatusForbidden},
		"another port":   {host("127.0.0.1:1"), http.StatusForbidden},
		"no port":        {host("127.0.0.1"), http.StatusForbidden},
		"the site":       {origin("http://localhost:8080"), http.StatusForbidden},
		"foreign origin": {origin("http://evil.example"), http.StatusForbidden},
		"https":          {origin("https://localhost:" + port), http.StatusForbidden},
		"sandboxed":      {origin("null"), http.StatusForbidden},
		"empty":          {origin(""), http.StatusForbidden},
		"two":            {origin("http://localhost:"+port, "http://evil.example"), http.StatusForbidden},
	} {
		for _, request := range []string{"GET /", "GET /outbox", "GET /mails", "POST /tick"} {
			method, path, _ := strings.Cut(request, " ")
			if resp, body := d.ask(t, method, path, "", c.change); resp.StatusCode != c.want {
				t.Errorf("%s, %s: %s %.60s", name, request, resp.Status, body)
			}
		}
	}
	if d.ticks != 4 {
		t.Errorf("%d ticks ran", d.ticks)
	}
	w := httptest.NewRecorder()
	New(d.Options).ServeHTTP(w, httptest.NewRequest("GET", "http://127.0.0.1/", nil))
	if w.Code != http.StatusForbidden {
		t.Errorf("outside of a server: %d", w.Code)
	}
}
