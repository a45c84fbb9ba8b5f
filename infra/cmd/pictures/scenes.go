package main

import (
	"context"
	"encoding/base64"
	"fmt"

	"github.com/chromedp/chromedp"

	"tribune/infra/local/specimens"
	"tribune/shared/locale"
)

// scene is a page in a state, and how to get there.
type scene struct {
	name   string
	inside bool // behind the sign-in
	visit  func(ctx context.Context, h *house, l locale.Lang) error
}

// The event of the demonstration that people register for.
const tangier = "/events/tanger-insertion-professionnelle"

// The event of the demonstration with most to choose.
const paris = "/events/paris-restitution"

// The charter of the demonstration.
const charter = "/charters/charte-tanger-cooperation"

var (
	home  = page("home", "")
	event = page("event", tangier)
	form  = page("form", tangier+"/register")
)

// scenes are the main pages; those behind the sign-in are last.
var scenes = []scene{
	home, event, form,
	page("event-choices", paris), page("form-choices", paris+"/register"),
	{name: "form-errors", visit: sendEmpty},
	page("charter", charter), page("charter-log", charter+"/log"),
	page("registered", tangier+"/registered"),
	{name: "private", visit: openPrivate},
	letter("practical-seated"), letter("confirmed-also-waits"), letter("confirmed-online"), letter("offered-offered"), letter("sign-in"),
	page("sign-in", "/organisers"),
	inside(page("own-events", "/organisers/events")),
	inside(page("attendees", "/organisers/events/journee-tanger")),
	inside(page("editor", "/organisers/events/journee-tanger/edit")),
	inside(page("publication", "/organisers/events/journee-tanger/publication")),
	inside(page("download", "/organisers/events/journee-tanger/download")),
	inside(page("arrivals", "/organisers/events/journee-tanger/check-in")),
	inside(page("report", "/organisers/events/journee-tanger/report")),
	inside(page("projects", "/organisers/projects")),
	inside(page("journal", "/organisers/journal")),
	inside(page("unreached", "/organisers/events/journee-tanger/unreached")),
	inside(page("paper", "/organisers/events/journee-tanger/paper")),
	inside(page("sheet", "/organisers/events/journee-tanger/paper/sheet")),
	inside(page("badges", "/organisers/events/journee-tanger/paper/badges")),
	inside(page("account", "/organisers/account")),
	inside(page("enrol", "/organisers/factor/new")),
	inside(page("team", "/organisers/team")),
	inside(page("invite", "/organisers/team/new")),
	inside(page("organisation", "/organisers/organisation")),
	inside(page("message-form", messages+"/new")),
	inside(scene{name: "message", visit: writeMessage}),
}

func page(name, path string) scene {
	return scene{name: name, visit: func(ctx context.Context, h *house, l locale.Lang) error {
		return chromedp.Do(ctx, chromedp.Navigate(h.in(l, path)))
	}}
}

// letter is the specimen of a mail.
func letter(name string) scene {
	return scene{name: "mail-" + name, visit: func(ctx context.Context, _ *house, l locale.Lang) error {
		for _, s := range specimens.All() {
			if s.Name != name || s.Content.Lang != l {
				continue
			}
			markup, err := s.Content.HTML(ctx)
			if err != nil {
				return err
			}
			return chromedp.Do(ctx, chromedp.Navigate("data:text/html;charset=utf-8;base64,"+base64.StdEncoding.EncodeToString([]byte(markup))))
		}
		return fmt.Errorf("there is no mail %s in %s", name, l)
	}}
}

func inside(s scene) scene {
	s.inside = true
	return s
}

// messages is where the organiser writes to the people of the event.
const messages = "/organisers/events/journee-tanger/messages"

// writeMessage keeps a draft, which leads to how it reads.
func writeMessage(ctx context.Context, h *house, l locale.Lang) error {
	if err := chromedp.Do(ctx, chromedp.Navigate(h.in(l, messages+"/new"))); err != nil {
		return err
	}
	return h.send(ctx, map[string]string{
		"subject_fr": "La salle change", "body_fr": "Nous vous attendons dans la **grande salle**.\n\n- à pied, par le parc\n- en fauteuil, par la cour",
		"subject_ar": "تغيير في القاعة", "body_ar": "ننتظركم في **القاعة الكبرى**.",
	})
}

// sendEmpty sends a form in which one field alone is filled in, and wrongly.
func sendEmpty(ctx context.Context, h *house, l locale.Lang) error {
	if err := chromedp.Do(ctx, chromedp.Navigate(h.in(l, tangier+"/register"))); err != nil {
		return err
	}
	return h.send(ctx, map[string]string{"address": "amina.exemple.org"})
}

// openPrivate follows the link that the first person was mailed.
func openPrivate(ctx context.Context, h *house, l locale.Lang) error {
	return chromedp.Do(ctx, chromedp.Navigate(h.in(l, h.private)))
}
