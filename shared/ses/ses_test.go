package ses_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/mail"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"tribune/infra/local/goldentest"
	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/outbox"
	"tribune/shared/ses"
)

func address(t testing.TB, s string) outbox.Address {
	t.Helper()
	a, err := outbox.ParseAddress(s)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func config(url string) aws.Config {
	return aws.Config{
		Region:       "eu-west-3",
		BaseEndpoint: aws.String(url),
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "local", SecretAccessKey: "local"}, nil
		}),
	}
}

// messages are one in each language.
func messages(t testing.TB) map[locale.Lang]ses.Message {
	common := ses.Message{
		To:       address(t, "participante@exemple.org"),
		From:     address(t, "inscriptions@tribune.exemple.org"),
		ReplyTo:  address(t, "contact@exemple.org"),
		Calendar: ses.Calendar{Method: "PUBLISH", File: []byte("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:PUBLISH\r\nSUMMARY:طنجة\r\nEND:VCALENDAR\r\n")},
		EntryID:  "Zm9v-YmFy_01",
	}
	fr, ar, en := common, common, common
	fr.Lang, fr.FromName, fr.Subject = locale.French, outbox.OneLine("Association Hasnouna (AHSUD), Tanger"), outbox.OneLine("Votre inscription : Journée d'étude — Tanger")
	fr.HTML, fr.Text = `<html lang="fr" dir="ltr"><p>Votre place est gardée.</p></html>`, "Votre place est gardée.\n"
	ar.Lang, ar.FromName, ar.Subject = locale.Arabic, outbox.OneLine("جمعية حسنونة (AHSUD)"), outbox.OneLine("تسجيلكم: يوم دراسي — طنجة")
	ar.HTML, ar.Text = `<html lang="ar" dir="rtl"><p>مقعدكم محفوظ.</p></html>`, "مقعدكم محفوظ.\n"
	en.Lang, en.FromName, en.Subject = locale.English, outbox.OneLine(`Hasnouna "AHSUD"`), outbox.OneLine("Your registration: Study day, Tangier")
	en.HTML, en.Text = `<html lang="en" dir="ltr"><p>Your seat is kept.</p></html>`, "Your seat is kept.\n"
	en.Calendar, en.ReplyTo = ses.Calendar{}, outbox.Address{}
	return map[locale.Lang]ses.Message{locale.French: fr, locale.Arabic: ar, locale.English: en}
}

// recorder keeps the body of the last request on its way to next.
type recorder struct {
	next http.RoundTripper
	body []byte
}

func (r *recorder) RoundTrip(q *http.Request) (*http.Response, error) {
	b, err := io.ReadAll(q.Body)
	if err != nil {
		return nil, err
	}
	r.body = b
	q.Body = io.NopCloser(bytes.NewReader(b))
	return r.next.RoundTrip(q)
}

// answering is an SES that gives every request the same answer, and counts them.
func answering(t *testing.T, status int, code, message string) (url string, asked *atomic.Int32) {
	t.Helper()
	asked = new(atomic.Int32)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		asked.Add(1)
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("X-Amzn-Requestid", "request-1")
		if code != "" {
			w.Header().Set("X-Amzn-Errortype", code)
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, message) // the client may have gone
	}))
	t.Cleanup(s.Close)
	return s.URL, asked
}

// What goes over the wire to SES, in each language.
func TestInput(t *testing.T) {
	url, _ := answering(t, 200, "", `{"MessageId":"sent-1"}`)
	for lang, m := range messages(t) {
		sent := &recorder{next: http.DefaultTransport}
		cfg := config(url)
		cfg.HTTPClient = &http.Client{Transport: sent}
		id, err := ses.Open(cfg, "").Send(t.Context(), m)
		if err != nil || id != "sent-1" {
			t.Fatalf("%s: %q, %v", lang, id, err)
		}
		var got bytes.Buffer
		if err := json.Indent(&got, sent.body, "", "  "); err != nil {
			t.Fatal(err)
		}
		got.WriteByte('\n')
		goldentest.Check(t, "testdata/golden/"+string(lang)+".json", got.Bytes())
	}
}

type wire struct {
	FromEmailAddress string
	Content          struct {
		Simple struct{ Subject, Text struct{ Data string } }
	}
}

// Nothing in a name or a subject can end its header, or be taken for an address.
func TestHostileHeaders(t *testing.T) {
	url, _ := answering(t, 200, "", `{"MessageId":"sent-1"}`)
	for _, c := range []struct{ in, want string }{
		{"Tanger\r\nBcc: autre@exemple.org", "Tanger  Bcc: autre@exemple.org"},
		{`Autre" <autre@exemple.org>, "`, `Autre" <autre@exemple.org>, "`},
		{"a\x00b\u202ec\u2028d", "a bc d"},
		{"=?utf-8?q?autre?=", "=?utf-8?q?autre?="},
		{strings.Repeat("طنجة ", 30), strings.TrimSpace(strings.Repeat("طنجة ", 30))},
		{"\xff", "\ufffd"},
		{" \t ", ""},
	} {
		sent := &recorder{next: http.DefaultTransport}
		cfg := config(url)
		cfg.HTTPClient = &http.Client{Transport: sent}
		m := messages(t)[locale.French]
		m.FromName, m.Subject = outbox.OneLine(c.in), outbox.OneLine(c.in)
		if _, err := ses.Open(cfg, "").Send(t.Context(), m); err != nil {
			t.Fatal(err)
		}
		var got wire
		if err := json.Unmarshal(sent.body, &got); err != nil {
			t.Fatal(err)
		}
		if s := got.Content.Simple.Subject.Data; s != c.want {
			t.Errorf("%q is the subject %q", c.in, s)
		}
		from := got.FromEmailAddress
		for _, b := range []byte(from) {
			if b < ' ' || b > '~' {
				t.Errorf("%q is sent from %q", c.in, from)
				break
			}
		}
		list, err := mail.ParseAddressList(from)
		if err != nil || len(list) != 1 || list[0].Address != m.From.String() || list[0].Name != c.want {
			t.Errorf("%q is sent from %v (%v)", c.in, list, err)
		}
	}
}

func TestErrors(t *testing.T) {
	const private = "participante@exemple.org"
	for _, c := range []struct {
		name    string
		status  int
		code    string
		refused bool
	}{
		{"rejected", 400, "MessageRejected", false},
		{"sender not verified", 400, "MailFromDomainNotVerifiedException", false},
		{"bad request", 400, "BadRequestException", true},
		{"throttled", 429, "TooManyRequestsException", false},
		{"quota", 400, "LimitExceededException", false},
		{"paused", 400, "SendingPausedException", false},
		{"suspended", 400, "AccountSuspendedException", false},
		{"not allowed", 403, "AccessDeniedException", false},
		{"defect at SES", 500, "InternalServiceErrorException", false},
		{"proxy", 502, "", false},
		{"unknown", 400, "", false},
		{"no sense", 200, "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			body := `{"message":"` + private + ` is not verified"}`
			if c.status == 200 {
				body = "<html>"
			}
			url, asked := answering(t, c.status, c.code, body)
			_, err := ses.Open(config(url), "").Send(t.Context(), messages(t)[locale.French])
			if errors.Is(err, outbox.ErrRefused) != c.refused || !c.refused && !fault.Is(err, fault.Unavailable) {
				t.Errorf("got %v", err)
			}
			if err == nil || strings.Contains(err.Error(), "exemple.org") || c.code != "" && !strings.Contains(err.Error(), c.code) {
				t.Errorf("the error says %v", err)
			}
			if n := asked.Load(); n != 1 {
				t.Errorf("asked %d times", n)
			}
		})
	}
}

func TestNoAnswer(t *testing.T) {
	hold := make(chan struct{})
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-hold }))
	defer s.Close()
	defer close(hold)
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	_, err := ses.Open(config(s.URL), "").Send(ctx, messages(t)[locale.French])
	if !fault.Is(err, fault.Unavailable) || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("an answer that does not come: %v", err)
	}

	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	if _, err := ses.Open(config(closed.URL), "").Send(t.Context(), messages(t)[locale.French]); !fault.Is(err, fault.Unavailable) {
		t.Errorf("nobody there: %v", err)
	}
}
