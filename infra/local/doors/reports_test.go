package doors_test

import (
	"context"
	"encoding/json"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"sync"
	"testing"

	"tribune/infra/local/faults"
	"tribune/infra/local/gateway"
	"tribune/shared/site"
)

// reports is a mail service in front of the inbox that tells what becomes of
// each mail, as the cloud's does through its topic.
type reports struct {
	url string

	mu     sync.Mutex
	events []string
}

func reporting(t *testing.T, inbox string) *reports {
	t.Helper()
	to, err := url.Parse(inbox)
	if err != nil {
		t.Fatal(err)
	}
	r := &reports{}
	through := &faults.Mail{Report: func(event string) {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.events = append(r.events, event)
	}}
	front := httptest.NewServer(&httputil.ReverseProxy{Transport: through, Rewrite: func(p *httputil.ProxyRequest) { p.SetURL(to) }})
	t.Cleanup(front.Close)
	r.url = front.URL
	return r
}

// passOn calls the function that reports call, as the topic does.
func (r *reports) passOn(ctx context.Context, g *gateway.Gateway) error {
	r.mu.Lock()
	events := r.events
	r.events = nil
	r.mu.Unlock()
	for _, event := range events {
		message, err := json.Marshal(event)
		if err != nil {
			return err
		}
		notice := `{"Records":[{"EventSource":"aws:sns","EventVersion":"1.0","EventSubscriptionArn":"arn:aws:sns:eu-west-3:000000000000:reports:1",` +
			`"Sns":{"Type":"Notification","MessageId":"1","TopicArn":"arn:aws:sns:eu-west-3:000000000000:reports","Message":` + string(message) + `}}]}`
		if _, err := g.Invoke(ctx, site.Feedback, []byte(notice)); err != nil {
			return err
		}
	}
	return nil
}
