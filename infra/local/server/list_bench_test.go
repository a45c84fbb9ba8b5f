package server_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"tribune/functions/organisers"
	"tribune/infra/local/enginetest"
	"tribune/shared/boot"
	"tribune/shared/dynamo"
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/registration"
)

// thousands is how many people the list is measured with.
const thousands = 10_000

// readings counts what is read of the table, as its engine charges it.
type readings struct {
	away time.Duration // how much longer each call takes: the engine here is near

	mu    sync.Mutex
	trips int
	units float64
	bytes int
}

// RoundTrip has a read say what it costs.
func (r *readings) RoundTrip(req *http.Request) (*http.Response, error) {
	_, op, _ := strings.Cut(req.Header.Get("X-Amz-Target"), ".")
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	if op == "Query" || op == "GetItem" || op == "BatchGetItem" {
		body = append([]byte(`{"ReturnConsumedCapacity":"TOTAL",`), body[1:]...)
	}
	time.Sleep(r.away)
	req = req.Clone(req.Context())
	req.Body, req.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if body, err = io.ReadAll(resp.Body); err != nil {
		return nil, err
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	r.count(body)
	return resp, nil
}

func (r *readings) count(answer []byte) {
	var one struct {
		ConsumedCapacity struct{ CapacityUnits float64 }
	}
	var several struct {
		ConsumedCapacity []struct{ CapacityUnits float64 }
	}
	units := 0.0
	if json.Unmarshal(answer, &one) == nil {
		units = one.ConsumedCapacity.CapacityUnits
	} else if json.Unmarshal(answer, &several) == nil {
		for _, c := range several.ConsumedCapacity {
			units += c.CapacityUnits
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.trips, r.units, r.bytes = r.trips+1, r.units+units, r.bytes+len(answer)
}

// BenchmarkList measures the list of an event of ten thousand people, as the
// function makes its page: cold, where it has read nothing yet, and warm, where
// somebody looked at the list before. Beside the time of a bare read in the same
// run (x-floor) it says what is read (trips, RCU, kB), what the processor does
// (cpu-ms) and how large the page is (page-kB).
func BenchmarkList(b *testing.B) {
	at := enginetest.Dynamo(b)
	h := newHouseOn(b, at, enginetest.Inbox(b))
	session := h.signIn(b)
	e := h.populate(b, thousands)
	meter := &readings{}
	parts := h.Parts
	parts.Table = dynamo.Open(dynamo.Connect(aws.Config{
		Region: at.Region, BaseEndpoint: &at.URL, HTTPClient: &http.Client{Transport: meter},
		Credentials: credentials.NewStaticCredentialsProvider(at.AccessKey, "local", ""),
	}), "tribune", h.Clock.Now)
	l := look{h: h, meter: meter, parts: parts, session: session}
	list := "/fr/organisers/events/" + string(e.Ref.Event)
	next := l.next(b, list)
	l.handler = nil
	for _, c := range []struct{ name, path string }{
		{"first-page", list}, {"next-page", next}, {"search", list + "?q=" + url.QueryEscape("أحمد")}, {"by-structure", list + "?sort=structure"},
		{"unreached", list + "?reach=unreached"},
	} {
		b.Run(c.name+"/cold", func(b *testing.B) { l.measure(b, c.path, true) })
		b.Run(c.name+"/warm", func(b *testing.B) { l.measure(b, c.path, false) })
	}
	meter.away = 100 * time.Millisecond
	b.Run("far/cold", func(b *testing.B) { l.measure(b, list, true) })
}

// populate publishes an event and has people confirmed at it past the desk's
// rules, each with a mail that arrived or, of one in fifty, did not.
func (h *house) populate(b *testing.B, n int) event.Event {
	e := h.event
	e.Ref.Event, e.Slug, e.Capacity = "throng", "throng", 2*n
	if err := h.Parts.Table.Publish(b.Context(), e, organisation.Audit{}); err != nil {
		b.Fatal(err)
	}
	desk, err := h.Parts.Table.Desk(b.Context(), e.Ref)
	if err != nil {
		b.Fatal(err)
	}
	const most = 99
	for first := 0; first < n; first += most {
		var decisions []registration.Decision
		for i := first; i < min(first+most, n); i++ {
			decisions = append(decisions, registration.Decision{Registration: h.one(b, e, i)})
		}
		desk.Version++
		if err := h.Parts.Table.Commit(b.Context(), desk, decisions); err != nil {
			b.Fatal(err)
		}
	}
	var all sync.WaitGroup
	for part := range 16 {
		all.Go(func() {
			for i := part; i < n; i += 16 {
				h.fares(b, h.one(b, e, i), i%50 == 0)
			}
		})
	}
	all.Wait()
	return e
}

// one is somebody with a name of her own in one of three scripts.
func (h *house) one(b *testing.B, e event.Event, n int) registration.Registration {
	names := [][2]string{{"Zineb", "Benali"}, {"أحمد", "العلوي"}, {"Ελένη", "Παπαδοπούλου"}, {"José", "D’Almeida e Sousa"}}[n%4]
	given, _ := registration.ParseName(names[0])
	family, err := registration.ParseName(names[1] + " " + strings.ToUpper(fmt.Sprintf("%x", n*7919%thousands)))
	if err != nil {
		b.Fatal(err)
	}
	address, err := outbox.ParseAddress(fmt.Sprintf("person%d@exemple.org", n))
	if err != nil {
		b.Fatal(err)
	}
	who, err := h.Parts.Ring.Person(e.SecretVersion, e.Ref.String(), address.Folded(), registration.FoldNames(given, family))
	if err != nil {
		b.Fatal(err)
	}
	r := registration.Registration{
		Event: e.Ref, Person: who, Generation: 1, State: registration.States[[]int{0, 0, 0, 0, 5}[n%5]], Nonce: "n", Outcome: registration.Accepted, Expires: e.Ends().Add(registration.Keep),
		Since: h.Clock.Now().Add(-time.Duration(n) * time.Minute).UTC(),
		Attendee: registration.Attendee{
			Given: given, Family: family, Address: address, Organisation: fmt.Sprint("Association ", n%300), Sector: registration.Sectors[n%5],
			Lang: locale.Languages[n%3], Consent: h.Clock.Now().UTC(),
		},
		Choice: event.Choice{Workshops: []event.WorkshopID{workshops[n%3]}},
	}
	r.History = []registration.Step{{At: r.Since, Did: registration.Registered}}
	return r
}

// fares notes what became of a mail to somebody.
func (h *house) fares(b *testing.B, r registration.Registration, bounced bool) {
	entry := r.Promise(outbox.Confirmed, r.Ref(), h.Clock.Now())
	after := entry
	after.Delivery = outbox.Delivery{Fate: outbox.Delivered, At: h.Clock.Now().UTC(), Kind: outbox.Confirmed, Entry: entry.ID}
	if bounced {
		after.Delivery.Fate, after.Delivery.Reason = outbox.Bounced, outbox.NoSuchAddress
	}
	err := h.Parts.Table.Delivered(b.Context(), entry, after)
	if err != nil && !fault.Is(err, fault.Conflict) { // the entry itself is not there, nor looked at
		b.Error(err)
	}
}

// look is an organiser who looks at the list.
type look struct {
	h       *house
	meter   *readings
	parts   boot.Parts
	session browser
	handler http.Handler
}

func (l *look) get(b *testing.B, path string) *httptest.ResponseRecorder {
	if l.handler == nil {
		l.handler = organisers.New(l.parts, nil)
	}
	req := httptest.NewRequest(http.MethodGet, l.session.origin+path, nil)
	to, err := url.Parse(l.session.origin)
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range l.session.client.Jar.Cookies(to) {
		req.AddCookie(c)
	}
	answer := httptest.NewRecorder()
	l.handler.ServeHTTP(answer, req)
	if answer.Code != http.StatusOK {
		b.Fatalf("%s: %d", path, answer.Code)
	}
	return answer
}

// next is the address of the page after the first.
func (l *look) next(b *testing.B, list string) string {
	found := nextLeaf.FindStringSubmatch(l.get(b, list).Body.String())
	if found == nil {
		b.Fatal("there is no next page")
	}
	return html.UnescapeString(found[1])
}

var nextLeaf = regexp.MustCompile(`href="([^"]*[?&;]after=[^"]*)"`)

func (l *look) measure(b *testing.B, path string, cold bool) {
	floor := l.h.floor(b)
	l.get(b, path)
	var before readings
	var cpu time.Duration
	size := 0
	before.trips, before.units, before.bytes = l.meter.trips, l.meter.units, l.meter.bytes
	for b.Loop() {
		if cold {
			l.handler = nil
		}
		began := processor(b)
		size = l.get(b, path).Body.Len()
		cpu += processor(b) - began
	}
	floor = min(floor, l.h.floor(b))
	n, kept := float64(b.N), heap()
	runtime.KeepAlive(l.handler)
	l.handler = nil
	b.ReportMetric((kept-heap())/1e6, "kept-MB")
	b.ReportMetric(float64(l.meter.trips-before.trips)/n, "trips/op")
	b.ReportMetric((l.meter.units-before.units)/n, "RCU/op")
	b.ReportMetric(float64(l.meter.bytes-before.bytes)/n/1000, "read-kB/op")
	b.ReportMetric(float64(cpu.Microseconds())/n/1000, "cpu-ms/op")
	b.ReportMetric(float64(b.Elapsed())/n/float64(floor), "x-floor")
	b.ReportMetric(float64(size)/1000, "page-kB")
}

// heap is what is in use, in bytes, once the rest is collected.
func heap() float64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC() // what the first finalised
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}

// processor is the time that this process has computed so far.
func processor(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
