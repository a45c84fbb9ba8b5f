package organisers

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"iter"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"

	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/registration"
	"tribune/shared/roster"
	"tribune/shared/token"
	"tribune/templates/pages"
)

// people is the longest list that is promised.
const people = 100_000

// BenchmarkDownload writes the longest list, each time in a process of its own:
// how long it takes beside reading it alone, and the most memory that the process
// ever held. What DynamoDB takes to answer comes on top; its items are decoded.
func BenchmarkDownload(b *testing.B) {
	floor := apart(b, "read")
	b.Logf("reading alone: %.1f s, %.0f MB", floor.Seconds, floor.Peak)
	for _, format := range []string{pages.CSV, pages.XLSX} {
		b.Run(format, func(b *testing.B) {
			var sum written
			for b.Loop() {
				w := apart(b, format)
				sum = written{sum.Seconds + w.Seconds, sum.CPU + w.CPU, max(sum.Peak, w.Peak), w.Size}
			}
			b.ReportMetric(sum.Seconds/float64(b.N), "s/file")
			b.ReportMetric(sum.CPU/float64(b.N), "cpu-s/file")
			b.ReportMetric(sum.CPU/floor.CPU/float64(b.N), "×reading")
			b.ReportMetric(sum.Peak, "MB-peak")
			b.ReportMetric(sum.Size, "MB-file")
		})
	}
}

// written is what a file took: seconds, on the clock and of a processor, and
// megabytes.
type written struct{ Seconds, CPU, Peak, Size float64 }

var alone = flag.String("alone", "", "write the longest list in this process, as csv or xlsx; or only read it")

// apart runs [TestAlone] in a process of its own.
func apart(b *testing.B, what string) (w written) {
	b.Helper()
	c := exec.CommandContext(b.Context(), os.Args[0], "-test.run=^TestAlone$", "-alone="+what)
	out, err := c.Output()
	if err != nil {
		b.Fatalf("%v: %.1000s", err, out)
	}
	if _, err := fmt.Sscan(string(out), &w.Seconds, &w.Peak, &w.Size); err != nil {
		b.Fatalf("%v: %.1000s", err, out)
	}
	w.CPU = (c.ProcessState.UserTime() + c.ProcessState.SystemTime()).Seconds()
	return w
}

func TestAlone(t *testing.T) {
	if *alone == "" {
		t.Skip("a part of BenchmarkDownload")
	}
	e, began := fair(), time.Now()
	all := roster.NewReader(crowd{e}, time.Now).Each(t.Context(), e, organisation.Scope{}, roster.Filter{})
	var file spool
	defer file.close()
	if *alone == "read" {
		n := 0
		for range all {
			n++
		}
		if n != people {
			t.Fatalf("%d people", n)
		}
	} else {
		s := setting{Printer: locale.For(locale.French), event: e, order: roster.ByState}
		l, err := gather(all, s, columnsOf(s.Printer, e))
		if err != nil || len(l.rows) != people {
			t.Fatalf("%d rows, %v", len(l.rows), err)
		}
		if err := l.write(&file, *alone, locale.French); err != nil {
			t.Fatal(err)
		}
	}
	fmt.Println(time.Since(began).Seconds(), peak(t), float64(file.size)/1e6)
}

// peak is the most memory that this process ever held, in megabytes.
func peak(t *testing.T) float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return float64(m.Sys) / 1e6
	}
	for line := range strings.Lines(string(status)) {
		var kilobytes float64
		if _, err := fmt.Sscanf(line, "VmHWM: %f kB", &kilobytes); err == nil {
			return kilobytes * 1024 / 1e6
		}
	}
	t.Fatalf("no peak in %s", status)
	return 0
}

// crowd are as many people as are promised, made up as they are read: each is
// decoded from what an item holds.
type crowd struct{ event event.Event }

func fair() event.Event {
	text := func(s string) locale.Text { return locale.Text{locale.French: s} }
	start := time.Date(2027, 3, 1, 8, 0, 0, 0, time.UTC)
	return event.Event{
		Ref: event.Ref{Organisation: "ahsud", Event: "foire"}, Zone: "Africa/Casablanca", Capacity: people, ByDay: true,
		Days: []event.Day{{Starts: start, Ends: start.Add(8 * time.Hour)}, {Starts: start.Add(24 * time.Hour), Ends: start.Add(32 * time.Hour)}},
		Slots: []event.Slot{{ID: "matin", Starts: start, Ends: start.Add(time.Hour), Workshops: []event.Workshop{
			{ID: "a", Title: text("Les populations vulnérables"), Capacity: people}, {ID: "b", Title: text("Les entreprises sociales"), Capacity: people},
		}}},
		Questions: event.Questionnaire{{ID: "pays", Kind: event.Country, Label: text("Votre pays")}, {ID: "mot", Kind: event.LongText, Label: text("Un mot")}},
	}
}

func (c crowd) Desk(context.Context, event.Ref) (registration.Desk, error) {
	return registration.NewDesk(c.event), nil
}

func (c crowd) Registrations(context.Context, event.Ref) iter.Seq2[registration.Registration, error] {
	return func(yield func(registration.Registration, error) bool) {
		for i := range people {
			var r registration.Registration
			err := json.Unmarshal(c.item(i), &r)
			r.Event, r.Person = c.event.Ref, person(i)
			if !yield(r, err) {
				return
			}
		}
	}
}

// item is what the table holds of somebody.
func (c crowd) item(i int) []byte {
	families := []string{"Παπαδοπούλου", "Šťastná", "العلوي", "Martin", "O’Neil"}
	return fmt.Appendf(nil, `{"State":"confirmed","Generation":1,"Nonce":"c29tZXRoaW5nLXJhbmRvbQ","Outcome":"accepted",
		"Attendee":{"Given":"Prénom %d","Family":"%s %d","Address":"personne.%d@exemple.org","Organisation":"Association d’aide n° %d",
		"Sector":"association","Lang":"fr","Consent":"2027-01-12T09:30:15.25Z"},"Days":[1,2],"Workshops":["%c"],
		"Answers":{"pays":["MA"],"mot":["Un mot que %d personnes diraient autrement, et qui a la longueur d’une phrase."]},
		"Since":"2027-01-12T09:30:15.25Z","Wish":null,"Expires":"2037-05-30T16:00:00Z"}`, i, families[i%len(families)], i, i, i%500, 'a'+rune(i%2), i)
}

func (crowd) Deliveries(context.Context, event.Ref) (map[string]outbox.Delivery, error) {
	all := make(map[string]outbox.Delivery, people)
	for i := range people {
		all[person(i).String()] = outbox.Delivery{Fate: outbox.Delivered, At: time.Now(), Kind: outbox.Confirmed, Entry: person(i).String()}
	}
	return all, nil
}

func (c crowd) DeliveriesOf(context.Context, event.Ref, []token.Person) (map[string]outbox.Delivery, error) {
	return nil, errors.New("a whole list asks for all of them at once")
}

func person(n int) (p token.Person) {
	binary.BigEndian.PutUint64(p[:], uint64(n+1)*0x9E3779B97F4A7C15)
	return p
}
