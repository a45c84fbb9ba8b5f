//go:build unix

package server_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"tribune/functions/mailer"
	"tribune/shared/lambdajob"
	"tribune/shared/outbox"
	"tribune/shared/registration"
	"tribune/shared/ses"
	"tribune/shared/token"
)

// instant is a mail service that takes everything and does nothing.
type instant struct{}

func (instant) RoundTrip(r *http.Request) (*http.Response, error) {
	answer := `{"MessageId":"sent"}`
	if r.Method == http.MethodGet {
		answer = `{"SendQuota":{"MaxSendRate":1000000}}`
	} else if _, err := io.Copy(io.Discard, r.Body); err != nil {
		return nil, err
	}
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Request: r,
		Body: io.NopCloser(bytes.NewBufferString(answer)), ContentLength: int64(len(answer)),
	}, nil
}

// cpu is the processor's time that this process has used.
func cpu(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkDrain measures how fast the outbox empties after the opening of a
// large event, ten thousand confirmations, with the real mailer on the real
// engine and a mail service that costs nothing: mails a second, and this
// process's processor time for each. Beside it stands the bare drain of the same
// run, which only claims and marks (floor-mails/s): on another machine the ratio
// of the times (x-floor) and the round trips (trips/mail) are what stays.
func BenchmarkDrain(b *testing.B) {
	const mails = 10_000
	h := newDeafHouse(b)
	cfg := h.Parts.AWS
	cfg.HTTPClient = &http.Client{Transport: instant{}}
	work := mailer.New(h.Parts, ses.Open(cfg, ""))
	people := 0
	for b.Loop() {
		b.StopTimer()
		floor := h.bareDrain(b, &people)
		h.confirm(b, &people, mails)
		before, used := h.Faults.Calls(), cpu(b)
		b.StartTimer()
		began := time.Now()
		if err := work(b.Context(), lambdajob.Cause{Kind: lambdajob.Schedule}); err != nil {
			b.Fatal(err)
		}
		took := time.Since(began) / mails
		b.StopTimer()
		used = cpu(b) - used
		trips := 0
		for op, calls := range h.Faults.Calls() {
			trips += calls - before[op]
		}
		if left, err := h.Parts.Table.Undelivered(b.Context(), outbox.Normal, 1); err != nil || len(left) > 0 {
			b.Fatal(left, err)
		}
		floor = min(floor, h.bareDrain(b, &people))
		b.ReportMetric(float64(time.Second)/float64(took), "mails/s")
		b.ReportMetric(float64(used.Microseconds())/mails, "cpu-µs/mail")
		b.ReportMetric(float64(trips)/mails, "trips/mail")
		b.ReportMetric(float64(time.Second)/float64(floor), "floor-mails/s")
		b.ReportMetric(float64(took)/float64(floor), "x-floor")
		b.StartTimer()
	}
}

// bareDrain is the time of a mail that is only claimed and marked.
func (h *house) bareDrain(b *testing.B, people *int) time.Duration {
	const mails = 1_000
	h.confirm(b, people, mails)
	began := time.Now()
	sent, err := outbox.Drain(b.Context(), h.Parts.Table, func(context.Context, outbox.Entry, time.Time) (string, error) {
		return "sent", nil
	}, h.Clock.Now, outbox.NewPace(1e6))
	if err != nil || sent != mails {
		b.Fatal(sent, err)
	}
	return time.Since(began) / mails
}

// confirm has n more people confirmed past the desk's rules, as many at once as
// a commit takes, each with her mail.
func (h *house) confirm(b *testing.B, people *int, n int) {
	const most = 45
	desk, err := h.Parts.Table.Desk(b.Context(), h.event.Ref)
	if err != nil {
		b.Fatal(err)
	}
	for done := 0; done < n; {
		var decisions []registration.Decision
		for range min(most, n-done) {
			*people, done = *people+1, done+1
			decisions = append(decisions, h.confirmed(b, *people))
		}
		desk.Version++
		if err := h.Parts.Table.Commit(b.Context(), desk, decisions); err != nil {
			b.Fatal(err)
		}
	}
}

func (h *house) confirmed(b *testing.B, n int) registration.Decision {
	address, err := outbox.ParseAddress(fmt.Sprintf("person%d@exemple.org", n))
	given, named := registration.ParseName("Zineb")
	if err != nil || named != nil {
		b.Fatal(err, named)
	}
	family, _ := registration.ParseName(strings.Repeat("Essai ", 2))
	var who token.Person
	copy(who[:], fmt.Sprintf("%08d", n))
	r := registration.Registration{
		Event: h.event.Ref, Person: who, State: registration.Confirmed, Generation: 1, Expires: h.event.Ends(),
		Attendee: registration.Attendee{Given: given, Family: family, Address: address, Lang: "fr"},
	}
	r.Workshops = append(r.Workshops, workshops[0])
	e := outbox.Promise(outbox.Confirmed, r.Ref(), "fr", h.Clock.Now(), "1")
	e.Keep, r.Mail = r.Expires, e.ID
	return registration.Decision{Registration: r, Promises: []outbox.Entry{e}}
}
