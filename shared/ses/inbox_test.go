package ses_test

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/mail"
	"testing"

	"tribune/infra/local/enginetest"
	"tribune/shared/ses"
)

// stored is a mail as the local inbox shows it.
type stored struct {
	MessageID   string
	From        string
	ReplyTo     []string
	Destination struct{ To, Cc, Bcc []string }
	Subject     string
	Body        struct{ HTML, Text string }
	Attachments []struct{ Content, ContentType, Filename string }
	Headers     []struct{ Name, Value string }
}

// The real inbox receives everything that is given, in each language. It keeps
// no tags: those are read on their way to it.
func TestInbox(t *testing.T) {
	at := enginetest.Inbox(t)
	for lang, m := range messages(t) {
		sent := &recorder{next: http.DefaultTransport}
		cfg := config(at.URL)
		cfg.HTTPClient = &http.Client{Transport: sent}
		id, err := ses.Open(cfg, "").Send(t.Context(), m)
		if err != nil {
			t.Fatalf("%s: %v", lang, err)
		}
		got := receive(t, at.URL, id)
		from, err := mail.ParseAddress(got.From)
		if err != nil || from.Name != m.FromName.String() || from.Address != m.From.String() {
			t.Errorf("%s: from %v (%v)", lang, from, err)
		}
		if len(got.Destination.To) != 1 || got.Destination.To[0] != m.To.String() || len(got.Destination.Cc)+len(got.Destination.Bcc) != 0 {
			t.Errorf("%s: to %v", lang, got.Destination)
		}
		if got.Subject != m.Subject.String() || got.Body.HTML != m.HTML || got.Body.Text != m.Text {
			t.Errorf("%s: %+v", lang, got)
		}
		headers := map[string]string{}
		for _, h := range got.Headers {
			headers[h.Name] = h.Value
		}
		if headers["Auto-Submitted"] != "auto-generated" || headers["X-Entity-Ref-ID"] != m.EntryID || headers["Content-Language"] != string(lang) {
			t.Errorf("%s: headers %v", lang, headers)
		}
		checkAttachment(t, got, m)
		if m.ReplyTo.IsZero() != (len(got.ReplyTo) == 0) || len(got.ReplyTo) > 0 && got.ReplyTo[0] != m.ReplyTo.String() {
			t.Errorf("%s: answers go to %v", lang, got.ReplyTo)
		}
		var tagged struct {
			EmailTags []struct{ Name, Value string }
		}
		if err := json.Unmarshal(sent.body, &tagged); err != nil {
			t.Fatal(err)
		}
		if tags := tagged.EmailTags; len(tags) != 1 || tags[0].Name != "entry" || tags[0].Value != m.EntryID {
			t.Errorf("%s: tags %v", lang, tagged.EmailTags)
		}
	}
}

func checkAttachment(t *testing.T, got stored, m ses.Message) {
	t.Helper()
	if m.Calendar.File == nil {
		if len(got.Attachments) != 0 {
			t.Errorf("%s: attached %+v", m.Lang, got.Attachments)
		}
		return
	}
	if len(got.Attachments) != 1 {
		t.Fatalf("%s: attached %+v", m.Lang, got.Attachments)
	}
	a := got.Attachments[0]
	content, err := base64.StdEncoding.DecodeString(a.Content)
	if err != nil || string(content) != string(m.Calendar.File) || a.Filename != "tribune.ics" || a.ContentType != "text/calendar; charset=utf-8; method=PUBLISH" {
		t.Errorf("%s: attached %+v (%v)", m.Lang, a, err)
	}
}

func receive(t *testing.T, url, id string) stored {
	t.Helper()
	resp, err := http.Get(url + "/store")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var store struct{ Emails []stored }
	if err := json.NewDecoder(resp.Body).Decode(&store); err != nil {
		t.Fatal(err)
	}
	for _, e := range store.Emails {
		if e.MessageID == id {
			return e
		}
	}
	t.Fatalf("mail %s did not arrive among %d", id, len(store.Emails))
	return stored{}
}
