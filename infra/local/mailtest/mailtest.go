// Package mailtest holds a mail to what every mail must be: light, the same in
// both parts, well addressed, without anything to load or to run, legible. It
// reads the input to SendEmail, which is all that leaves the house.
//
// What only a browser sees (layout, the colours that a scheme brings) is held in
// tribune/infra/local/browser.
package mailtest

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"golang.org/x/net/html"

	"tribune/shared/outbox"
	"tribune/shared/ses"
	"tribune/templates/mail"
)

// Complaints are what is wrong with an input to SendEmail, whose links lead to
// the site's origin, or to the very addresses elsewhere.
func Complaints(input []byte, origin string, elsewhere ...string) []string {
	var l letter
	if err := json.Unmarshal(input, &l); err != nil {
		return []string{"cannot be read: " + err.Error()}
	}
	return l.complaints(origin, elsewhere...)
}

// letter is an input to SendEmail, as far as it is held to anything.
type letter struct {
	FromEmailAddress string
	EmailTags        []struct{ Name, Value string }
	Content          struct {
		Simple struct {
			Subject     struct{ Data string }
			Body        struct{ Html, Text struct{ Data string } }
			Headers     []struct{ Name, Value string }
			Attachments []struct{ RawContent []byte }
		}
	}
}

func (l letter) complaints(origin string, elsewhere ...string) []string {
	root, err := html.Parse(strings.NewReader(l.Content.Simple.Body.Html.Data))
	if err != nil {
		return []string{"the HTML cannot be read: " + err.Error()}
	}
	return slices.Concat(l.weight(), l.envelope(root), l.headers(root), l.parts(root),
		markup(root), links(root, origin, elsewhere), contrasts(first(root, "body"), ink{}))
}

// mostBytes is what a mail may weigh, its files as they are sent.
const mostBytes = 30_000

func (l letter) weight() []string {
	m := l.Content.Simple
	n := len(m.Body.Html.Data) + len(m.Body.Text.Data)
	for _, a := range m.Attachments {
		n += base64.StdEncoding.EncodedLen(len(a.RawContent))
	}
	if n > mostBytes {
		return []string{fmt.Sprintf("it weighs %d bytes of %d", n, mostBytes)}
	}
	return nil
}

// Input is what SendEmail is given for a mail that says c.
func Input(t testing.TB, c mail.Content) []byte {
	t.Helper()
	markup, err := c.HTML(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	somebody, err := outbox.ParseAddress("zineb@exemple.org")
	if err != nil {
		t.Fatal(err)
	}
	var sent post
	sender := ses.Open(aws.Config{
		Region: "eu-west-3", BaseEndpoint: aws.String("http://mail.invalid"),
		Credentials: credentials.NewStaticCredentialsProvider("local", "local", ""),
		HTTPClient:  &http.Client{Transport: &sent},
	}, "")
	decline := ""
	if c.Decline != nil {
		decline = c.Decline.URL
	}
	if _, err := sender.Send(t.Context(), ses.Message{
		Decline: decline, To: somebody, From: somebody, FromName: c.From, Subject: c.Subject,
		HTML: markup, Text: c.Text(), Lang: c.Lang, EntryID: "specimen",
	}); err != nil {
		t.Fatal(err)
	}
	return sent
}

// post keeps what it is given to send.
type post []byte

func (p *post) RoundTrip(r *http.Request) (*http.Response, error) {
	b, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	*p = b
	return &http.Response{
		StatusCode: http.StatusOK, Request: r, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(strings.NewReader(`{"MessageId":"kept"}`)),
	}, nil
}
