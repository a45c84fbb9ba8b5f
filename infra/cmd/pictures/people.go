package main

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/chromedp/chromedp"

	"tribune/infra/local/faults"
	"tribune/infra/local/inbox"
	"tribune/infra/local/signed"
	"tribune/shared/locale"
)

// people are made up. The first one's private link is opened; mail does not reach
// those who have an address here.
var people = []struct {
	lang                               locale.Lang
	given, family, organisation, phone string
	address                            string
}{
	{locale.French, "Amina", "Exemple", "Association d'essai", "+212 6 00 00 00 01", ""},
	{locale.Arabic, "سعاد", "المثال", "جمعية التجربة", "+212 6 00 00 00 02", faults.Simulated("bounce")},
	{locale.French, "Karim", "Modèle", "Maison des essais", "", ""},
	{locale.Arabic, "ياسين", "النموذج", "", "", ""},
	{locale.French, "Zoé", "Esquisse", "Ville d'Exemple", "06 39 98 00 00", faults.Simulated("suppressionlist")},
	{locale.English, "Tom", "Sample", "Sample Trust", "", ""},
	{locale.French, "Leïla", "Canevas", "Centre de soins d'essai", "", faults.Simulated("complaint")},
}

// workshops of the event, chosen in turn.
const workshops = 3

// crowd has everybody register, and finds the first one's private link.
func (h *house) crowd(ctx context.Context) error {
	for i, p := range people {
		if err := chromedp.Do(ctx, chromedp.Navigate(h.in(p.lang, tangier+"/register"))); err != nil {
			return err
		}
		if err := chromedp.Do(ctx, pick("sector", i), pick("workshop", i%workshops), pick("consent", 0)); err != nil {
			return err
		}
		fields := map[string]string{"given": p.given, "family": p.family, "address": address(i), "phone": p.phone, "organisation": p.organisation}
		if err := h.send(ctx, fields); err != nil {
			return err
		}
		at, err := chromedp.Run(ctx, chromedp.Location())
		if err != nil {
			return err
		}
		if !strings.HasSuffix(at, "/registered") {
			return fmt.Errorf("%s is not registered", p.given)
		}
	}
	text, err := h.mailTo(ctx, address(0))
	if err != nil {
		return err
	}
	h.private = regexp.MustCompile(`/events/[^/\s]+/registrations/[^/\s]+`).FindString(text)
	if err := h.sign(ctx); err != nil {
		return err
	}
	return h.later()
}

// sign has the demonstration's charter signed.
func (h *house) sign(ctx context.Context) error {
	r, err := h.Parts.Table.ResolveCharter(ctx, strings.TrimPrefix(charter, "/charters/"))
	if err != nil {
		return err
	}
	return signed.Write(ctx, h.Parts, r, 1, signed.Some(h.Parts.Now())...)
}

func address(i int) string {
	return cmp.Or(people[i].address, fmt.Sprintf("personne%d@exemple.org", i+1))
}

// organiser may see the list of the event, by the demonstration.
const organiser = "organisation@exemple.org"

func (h *house) signIn(ctx context.Context) error {
	if err := chromedp.Do(ctx, chromedp.Navigate(h.in(locale.French, "/organisers"))); err != nil {
		return err
	}
	if err := h.send(ctx, map[string]string{"address": organiser}); err != nil {
		return err
	}
	text, err := h.mailTo(ctx, organiser)
	if err != nil {
		return err
	}
	return h.send(ctx, map[string]string{"code": regexp.MustCompile(`\b\d{4}\x{a0}\d{4}\b`).FindString(text)})
}

// pick ticks the nth choice of the field whose name begins so.
func pick(name string, n int) chromedp.Action[chromedp.Void] {
	return chromedp.Evaluate[chromedp.Void](fmt.Sprintf(
		`(all => { all[%d %% all.length].checked = true })(document.querySelectorAll('.form input[name^="%s"]'))`, n, name))
}

// send fills in the fields of the page's form, sends it after the time that
// people take, and waits for the answer.
func (h *house) send(ctx context.Context, fields map[string]string) error {
	if err := h.later(); err != nil {
		return err
	}
	for name, value := range fields {
		script := fmt.Sprintf("document.getElementById(%q).value = %q", name, value)
		if err := chromedp.Do(ctx, chromedp.Evaluate[chromedp.Void](script)); err != nil {
			return fmt.Errorf("fill in %s: %w", name, err)
		}
	}
	_, err := chromedp.RunResponse(ctx, chromedp.Click(chromedp.CSS(".form .button")))
	return err
}

// mailTo has all mail sent, and is the text of the last one to an address.
func (h *house) mailTo(ctx context.Context, address string) (string, error) {
	if err := h.Tick(ctx); err != nil {
		return "", err
	}
	m, err := inbox.Newest(h.inbox, address)
	return m.Body.Text, err
}
