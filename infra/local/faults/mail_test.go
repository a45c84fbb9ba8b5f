package faults

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/sesv2"
	"github.com/aws/aws-sdk-go-v2/service/sesv2/types"

	"tribune/infra/local/enginetest"
)

// post is the real client on the local inbox, with faults between them.
type post struct {
	*sesv2.Client
	url    string
	faults *Transport
}

func newPost(t *testing.T) post {
	t.Helper()
	at := enginetest.Inbox(t)
	f := &Transport{}
	return post{sesv2.New(sesv2.Options{
		BaseEndpoint: &at.URL, Region: at.Region,
		Credentials: credentials.NewStaticCredentialsProvider(at.AccessKey, "secret", ""),
		HTTPClient:  &http.Client{Transport: &Mail{Next: f, Delay: 50 * time.Millisecond}},
		Retryer:     retry.NewStandard(func(o *retry.StandardOptions) { o.MaxBackoff = time.Millisecond }),
	}), at.URL, f}
}

func (p post) send(ctx context.Context, to *types.Destination) error {
	text := func(s string) *types.Content { return &types.Content{Data: aws.String(s)} }
	_, err := p.SendEmail(ctx, &sesv2.SendEmailInput{
		FromEmailAddress: aws.String("tribune@exemple.org"), Destination: to,
		Content: &types.EmailContent{Simple: &types.Message{
			Subject: text("Inscription"), Body: &types.Body{Text: text("Bonjour")},
		}},
	})
	return err
}

func to(address string) *types.Destination { return &types.Destination{ToAddresses: []string{address}} }

func (p post) wantReceived(t *testing.T, n int) {
	t.Helper()
	resp, err := http.Get(p.url + "/store")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var store struct{ Emails []json.RawMessage }
	if err := json.NewDecoder(resp.Body).Decode(&store); err != nil {
		t.Fatal(err)
	}
	if len(store.Emails) != n {
		t.Errorf("%d mails arrived, want %d", len(store.Emails), n)
	}
}

func TestAddressesFailAsNamed(t *testing.T) {
	t.Parallel()
	p := newPost(t)
	var passing *types.InternalServiceErrorException
	if err := p.send(t.Context(), to("temperror@exemple.org")); !errors.As(err, &passing) {
		t.Errorf("temperror: %v", err)
	}
	var rejected *types.BadRequestException
	for _, d := range []*types.Destination{
		to("permerror+1@exemple.org"), to("Une Personne <PermError@exemple.org>"),
		{ToAddresses: []string{"a@exemple.org"}, BccAddresses: []string{"permerror@exemple.org"}},
	} {
		if err := p.send(t.Context(), d); !errors.As(err, &rejected) {
			t.Errorf("%v: %v", *d, err)
		}
	}
	var timeout interface{ Timeout() bool }
	start := time.Now()
	if err := p.send(t.Context(), to("timeout@exemple.org")); !errors.As(err, &timeout) || !timeout.Timeout() {
		t.Errorf("timeout: %v", err)
	}
	if d := time.Since(start); d < 3*50*time.Millisecond {
		t.Errorf("three attempts took %v", d)
	}
	p.wantReceived(t, 0)

	for _, address := range []string{"a@exemple.org", "not-temperror@exemple.org", "b@timeout.exemple.org"} {
		if err := p.send(t.Context(), to(address)); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
	p.wantReceived(t, 3)
}

func TestATimeoutEndsWithItsContext(t *testing.T) {
	t.Parallel()
	p := newPost(t)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if err := p.send(ctx, to("timeout@exemple.org")); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}

func TestSendingFailsInEachFlavour(t *testing.T) {
	t.Parallel()
	p := newPost(t)
	p.faults.Fail("SendEmail", 1, Refused)
	p.faults.Fail("SendEmail", 1, Throttled)
	if err := p.send(t.Context(), to("a@exemple.org")); err != nil {
		t.Errorf("refused, throttled, then sent: %v", err)
	}
	p.wantReceived(t, 1)

	p.faults.Fail("SendEmail", 1, LostAnswer)
	if err := p.send(t.Context(), to("a@exemple.org")); err != nil {
		t.Error(err)
	}
	p.wantReceived(t, 3) // at least once: the lost call and its repetition

	p.faults.Fail("SendEmail", 3, Throttled)
	var throttled *types.TooManyRequestsException
	if err := p.send(t.Context(), to("a@exemple.org")); !errors.As(err, &throttled) {
		t.Errorf("got %v", err)
	}
	p.wantReceived(t, 3)
	if n := p.faults.Calls()["SendEmail"]; n != 8 {
		t.Errorf("%d calls", n)
	}
}
