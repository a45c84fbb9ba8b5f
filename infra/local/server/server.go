// Package server is the whole site in one process, on this machine's engines:
// the same handlers and jobs that are deployed, each behind the routes that the
// manifest gives it, with a clock that can be moved and a transport that can be
// made to fail.
package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"tribune/functions/clock"
	"tribune/functions/feedback"
	"tribune/functions/mailer"
	"tribune/functions/organisers"
	"tribune/functions/participants"
	"tribune/functions/signatories"
	"tribune/infra/local/control"
	"tribune/infra/local/engine"
	"tribune/infra/local/faults"
	"tribune/infra/local/watch"
	"tribune/shared/boot"
	"tribune/shared/dynamo"
	"tribune/shared/files"
	"tribune/shared/lambdajob"
	"tribune/shared/outbox"
	"tribune/shared/ses"
	"tribune/shared/site"
	"tribune/shared/token"
)

// tableName is the table's on this machine.
const tableName = "tribune"

// sender is the address that mail comes from on this machine.
const sender = "tribune@exemple.org"

// Large downloads stand beside the manifest, as in the cloud they are elsewhere.
const (
	filesPath = "/local/files/" // where no page of the manifest could be
	largeFile = "GET " + filesPath + "{file}"
)

// Options say where the engines are and what the server keeps to itself.
type Options struct {
	Dynamo, Inbox engine.Endpoint
	Origin        string // scheme and host of the site
	Secret        string // the one secret; token.ParseRing reads it
	Log           *slog.Logger
	Data          string // folder for large downloads; one of its own in the system's if ""
}

// Server is the site on this machine.
type Server struct {
	Clock  *control.Clock
	Faults *faults.Transport
	Watch  *watch.Watch
	Parts  boot.Parts

	files    *files.Folder
	jobs     []func(context.Context, lambdajob.Cause) error
	feedback func(context.Context, lambdajob.Cause) error
	tick     sync.Mutex

	mu      sync.Mutex
	reports []string // of the mail service, not passed on yet
}

// New opens the table, makes it if there is none, and wires everything.
func New(ctx context.Context, o Options) (*Server, error) {
	s := &Server{Clock: &control.Clock{}, Faults: &faults.Transport{}, Watch: watch.New(o.Log.Handler())}
	ring, err := token.ParseRing(o.Secret)
	if err != nil {
		return nil, err
	}
	from, err := outbox.ParseAddress(sender)
	if err != nil {
		return nil, err
	}
	data := s.client(o.Dynamo, s.Faults)
	inbox := s.client(o.Inbox, &faults.Mail{Next: s.Faults, Report: s.reported, Now: s.Clock.Now})
	s.Parts = boot.Parts{
		Origin: o.Origin, Sender: from, Ring: ring, Waive: true, AWS: inbox, Now: s.Clock.Now, Log: slog.New(s.Watch),
		Table: dynamo.Open(dynamo.Connect(data), tableName, s.Clock.Now),
	}
	if _, err := s.Parts.Table.Create(ctx); err != nil {
		return nil, err
	}
	if o.Data == "" {
		o.Data = filepath.Join(os.TempDir(), "tribune-"+token.ID())
	}
	if s.files, err = files.NewFolder(o.Data, o.Origin+filesPath, s.Clock.Now); err != nil {
		return nil, err
	}
	s.jobs = append(s.jobs, clock.New(s.Parts), mailer.New(s.Parts, ses.Open(inbox, "")))
	s.feedback = feedback.New(s.Parts)
	return s, nil
}

func (s *Server) client(e engine.Endpoint, transport http.RoundTripper) aws.Config {
	return aws.Config{
		Region:       e.Region,
		BaseEndpoint: aws.String(e.URL),
		Credentials:  credentials.NewStaticCredentialsProvider(e.AccessKey, "local", ""),
		HTTPClient:   &http.Client{Transport: transport},
	}
}

// Site is every page, the style guide and large downloads, routed as API Gateway routes: by the manifest's keys, and
// what no key names, HEAD among it, to the fallback.
func (s *Server) Site() http.Handler {
	functions := map[site.Name]http.Handler{
		site.Participants: participants.New(s.Parts),
		site.Signatories:  signatories.New(s.Parts),
		site.Organisers:   organisers.New(s.Parts, s.files),
	}
	// The mux finds the key and answers nothing itself: what it would redirect
	// is the function's to redirect, under the headers of every answer.
	mux, byKey := http.NewServeMux(), map[string]http.Handler{}
	for _, r := range site.Routes {
		byKey[r.Key] = functions[r.Function]
		mux.Handle(r.Key, byKey[r.Key])
	}
	for key, h := range map[string]http.Handler{styleGuide: s.style(), largeFile: s.files} {
		byKey[key] = h
		mux.Handle(key, h)
	}
	return faults.Requests(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, key := mux.Handler(r)
		h := byKey[key]
		if h == nil || r.Method == http.MethodHead {
			h = functions[site.Fallback]
		}
		h.ServeHTTP(w, r)
	}))
}

// Control is the control page.
func (s *Server) Control() http.Handler {
	return control.New(control.Options{Clock: s.Clock, Tick: s.Tick, Outbox: s.outbox, Faults: s.Faults, Alarms: s.Watch.Raised, Specimens: specimen})
}

// Tick runs once what time and the table's stream would run. Ticks wait for
// each other.
func (s *Server) Tick(ctx context.Context) error {
	s.tick.Lock()
	defer s.tick.Unlock()
	ctx, cancel := context.WithTimeout(ctx, tickLimit)
	defer cancel()
	var err error
	for _, job := range s.jobs {
		err = errors.Join(err, job(ctx, lambdajob.Cause{Kind: lambdajob.Schedule}))
	}
	return errors.Join(err, s.files.Sweep(), s.passOn(ctx))
}

// reported keeps a report of the mail service for the next tick.
func (s *Server) reported(event string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reports = append(s.reports, event)
}

// passOn gives the reports to the function that they call. What it fails on
// comes again, as it does in the cloud.
func (s *Server) passOn(ctx context.Context) error {
	s.mu.Lock()
	reports := s.reports
	s.reports = nil
	s.mu.Unlock()
	if len(reports) == 0 {
		return nil
	}
	err := s.feedback(ctx, lambdajob.Cause{Kind: lambdajob.Reports, Reports: reports})
	if err != nil {
		s.mu.Lock()
		s.reports = append(reports, s.reports...)
		s.mu.Unlock()
	}
	return err
}

// tickLimit is how long a tick may take, as a function's call may.
const tickLimit = time.Minute

// beat is the pause between two ticks.
const beat = time.Second

// Run ticks every second until ctx is done. What fails is in the log, and is
// tried again at the next tick.
func (s *Server) Run(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(beat):
			_ = s.Tick(ctx)
		}
	}
}

// mostMails is how many entries of each lane the control page shows.
const mostMails = 100

// outbox lists promised mail that is still to be sent.
func (s *Server) outbox(ctx context.Context) ([]control.Mail, error) {
	mails := []control.Mail{}
	for _, lane := range outbox.Lanes {
		entries, err := s.Parts.Table.Undelivered(ctx, lane, mostMails)
		if err != nil {
			return nil, fmt.Errorf("look at the outbox: %w", err)
		}
		for _, e := range entries {
			mails = append(mails, control.Mail{
				ID: e.ID, Kind: string(e.Kind), State: string(e.State), Due: e.Due, Attempts: e.Attempts, Lang: string(e.Lang),
			})
		}
	}
	return mails, nil
}
