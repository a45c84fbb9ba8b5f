package browser_test

import (
	"context"
	"encoding/base64"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"tribune/infra/local/demonstration"
	"tribune/infra/local/engine"
	"tribune/infra/local/enginetest"
	"tribune/infra/local/inbox"
	"tribune/infra/local/server"
	"tribune/shared/boot"
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/project"
	"tribune/templates/pages"
)

// Addresses and events that the tests go to.
const (
	owner    = "organisation@exemple.org" // of ahsud, by the demonstration
	newcomer = "nouvelle@exemple.org"     // of an organisation without events

	tangier = "/events/tanger-insertion-professionnelle"
	paris   = "/events/paris-restitution"
	past    = "/events/territoires-rome-2009-10-22"
	small   = "/events/petit-atelier"
	early   = "/events/bientot"
	closed  = "/events/close"
	awaited = "/events/attente"
	asking  = "/events/questions"
	today   = "/events/aujourd-hui"
	over    = "/events/hier"
)

// secret is the deployment's.
const secret = "the secret of a house that stands for one test"

// house is a site on the real engines, on loopback.
type house struct {
	*server.Server
	origin string
	inbox  string
	table  engine.Endpoint

	mu    sync.Mutex
	saved []page // shown again at /saved/pages/<name>
}

// newHouse opens a site with the demonstration and events in every state; an
// empty one has nothing at all.
func newHouse(t *testing.T, empty bool) *house {
	t.Helper()
	mailbox := enginetest.Inbox(t)
	h := &house{inbox: mailbox.URL, table: enginetest.Dynamo(t)}
	srv := httptest.NewUnstartedServer(nil)
	h.origin = "http://" + srv.Listener.Addr().String()
	log := slog.New(slog.DiscardHandler)
	var err error
	h.Server, err = server.New(t.Context(), server.Options{
		Dynamo: h.table, Inbox: mailbox, Origin: h.origin, Secret: secret, Log: log,
	})
	if err != nil {
		t.Fatal(err)
	}
	if !empty {
		if err := furnish(t.Context(), h.Parts); err != nil {
			t.Fatal(err)
		}
	}
	srv.Config.Handler, srv.Config.ErrorLog = h.doors(), slog.NewLogLogger(log.Handler(), slog.LevelError)
	srv.Start()
	t.Cleanup(srv.Close)
	t.Cleanup(h.Faults.Reset)
	return h
}

// doors adds to the site a page that breaks, and the saved pages as they were
// first answered: what answered a form can so be looked at in a browser.
func (h *house) doors() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/", h.Site())
	site := pages.Site(h.origin, h.Parts.Ring, h.Parts.Now, h.Parts.Log)
	mux.Handle("GET /{lang}/broken", site.Handle("broken", func(http.ResponseWriter, *http.Request) error {
		return fault.New(fault.Internal, "browser: break", nil)
	}))
	mux.HandleFunc("GET /saved/pages/{name}", func(w http.ResponseWriter, r *http.Request) {
		h.mu.Lock()
		defer h.mu.Unlock()
		for _, p := range h.saved {
			if p.name == r.PathValue("name") {
				p.write(w)
				return
			}
		}
		http.NotFound(w, r)
	})
	return mux
}

// save keeps a page under its name.
func (h *house) save(p page) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.saved = append(h.saved, p)
}

// furnish loads the demonstration, an organisation that has nothing yet, and
// events in every state.
func furnish(ctx context.Context, parts boot.Parts) error {
	if _, err := demonstration.Load(ctx, parts); err != nil {
		return err
	}
	fresh := organisation.Organisation{ID: "nouvelle", Name: locale.Text{locale.French: "La Nouvelle"}, WaivesFactor: true}
	if err := parts.Table.PutOrganisation(ctx, fresh); err != nil {
		return err
	}
	address, err := outbox.ParseAddress(newcomer)
	if err != nil {
		return err
	}
	member := organisation.Member{Organisation: fresh.ID, Address: address, Role: organisation.Owner, Lang: locale.French}
	if err := parts.Table.Join(ctx, parts.Ring.Account(address.Folded())[0], member); err != nil {
		return err
	}
	carried := funded()
	carried.Version = 1
	if err := parts.Table.SaveProject(ctx, carried, organisation.Audit{}); err != nil {
		return err
	}
	for _, e := range events(parts.Now()) {
		e.SecretVersion = parts.Ring.Current()
		if err := parts.Table.Publish(ctx, e, organisation.Audit{}); err != nil {
			return err
		}
	}
	return nil
}

// events are one that two people fill, one that is not open yet, one that is no
// longer, one that people wait for and one that asks. Their texts are in French
// alone.
func events(now time.Time) []event.Event {
	const day = 24 * time.Hour
	at := func(path, title string, capacity int) event.Event {
		slug := strings.TrimPrefix(path, "/events/")
		text := locale.Text{locale.French: title}
		starts := now.Add(10 * day).Truncate(day).Add(9 * time.Hour) // a form takes no day that ends on the next
		return event.Event{
			Ref: event.Ref{Organisation: "ahsud", Event: event.ID(slug)}, Slug: event.Slug(slug),
			Title: text, NeutralTitle: text, Summary: text, Place: text, City: locale.Text{locale.French: "Tanger"}, Country: "MA", Zone: "Africa/Casablanca",
			Days: []event.Day{{Starts: starts, Ends: starts.Add(6 * time.Hour)}}, Capacity: capacity,
			Opens: now.Add(-10 * day), Closes: now.Add(9 * day), Version: 1, Updated: now,
		}
	}
	two := at(small, "Petit atelier", 2)
	two.NoWaiting, two.Project = true, string(funded().ID)
	two.Slots = []event.Slot{{
		ID: "salle", Title: locale.Text{locale.French: "La salle"}, Starts: two.Starts(), Ends: two.Ends(),
		Workshops: []event.Workshop{
			{ID: "etroite", Title: locale.Text{locale.French: "Salle étroite"}, Capacity: 1},
			{ID: "large", Title: locale.Text{locale.French: "Salle large"}, Capacity: 5},
		},
	}}
	soon, shut := at(early, "Rencontre à venir", 20), at(closed, "Rencontre close", 20)
	soon.Opens, shut.Closes = now.Add(day), now.Add(-time.Hour)
	one := at(awaited, "Rencontre attendue", 1)
	one.ConfirmIn = day
	return []event.Event{two, soon, shut, one, held(at(today, "Rencontre d’aujourd’hui", 40), now.Add(-time.Hour)), held(at(over, "Rencontre d’hier", 40), now.Add(-26*time.Hour)), inquisitive(at(asking, "Rencontre à questions", 20))}
}

// funded is a project that has funders, one of them with a logo.
func funded() project.Project {
	const dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
	logo, _ := base64.StdEncoding.DecodeString(dot)
	return project.Project{Organisation: "ahsud", ID: "projet", Title: locale.Text{locale.French: "Projet soutenu"}, Partners: []project.Partner{
		{Name: "Fonds d’essai", Country: "FR", Funds: true, Logo: logo}, {Name: "Ville d’Exemple", Country: "MA", Funds: true},
	}}
}

// later moves the site's clock.
func (h *house) later(t *testing.T, d time.Duration) {
	t.Helper()
	if err := h.Clock.Advance(d); err != nil {
		t.Fatal(err)
	}
}

// mails sends what is promised and lists all that came, the newest last.
func (h *house) mails(t *testing.T) []inbox.Mail {
	t.Helper()
	if err := h.Tick(t.Context()); err != nil {
		t.Fatal(err)
	}
	all, err := inbox.All(h.inbox)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// mailTo is the newest mail to an address.
func (h *house) mailTo(t *testing.T, address string) inbox.Mail {
	t.Helper()
	if err := h.Tick(t.Context()); err != nil {
		t.Fatal(err)
	}
	m, err := inbox.Newest(h.inbox, address)
	if err != nil {
		t.Fatal(err)
	}
	return m
}
