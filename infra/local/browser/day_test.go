package browser_test

import (
	"context"
	"fmt"
	"net/url"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"tribune/shared/event"
	"tribune/shared/locale"
)

// Twenty people come in, by the keyboard alone: a name, Enter, the button, and
// the next. Those who are there already are said to be. Then somebody copies what
// stands on a paper, and is told that it is authentic. With script in one
// language, without in the other.
func TestADayByKeyboard(t *testing.T) {
	h := newHouse(t, false)
	g := gallery{h, t}
	all := g.day()
	owns := g.signedIn(owner)
	for l, open := range map[locale.Lang]func(*testing.T) *tab{locale.French: newTab, locale.Arabic: withoutScript} {
		t.Run(string(l), func(t *testing.T) {
			b := open(t)
			b.signedInAs(owns)
			page := "/" + string(l) + "/organisers" + today + "/check-in"
			half := map[locale.Lang]string{locale.French: "1-morning", locale.Arabic: "1-afternoon"}[l]
			b.open(h.origin + page + "?half=" + half)
			for i := range 20 {
				b.arrives(fmt.Sprintf("%02d", i), l == locale.French && i < 12)
			}
			there := wantThere(t, h, all[today]["there"].Event, half)
			b.want(fmt.Sprintf(`document.querySelector(".halves [aria-current]").innerText.includes("%d")`, there))
			b.verifies(h, l, all[over])
			if away := b.strangers(h.origin); len(away) > 0 {
				t.Errorf("it asked elsewhere: %q", away)
			}
		})
	}
}

// arrives has somebody looked for and noted, from the field that has the focus
// when the page opens.
func (b *tab) arrives(number string, known bool) {
	b.t.Helper()
	b.want(`document.activeElement.name === "q"`)
	b.press("participante " + number)
	b.enter()
	b.want(fmt.Sprintf(`document.querySelector(".arrivals .who").innerText.includes("Participante %s")`, number))
	if known {
		b.want(`document.querySelector(".arrivals .tag.good") !== null`)
		b.reach("[href=" + eval[string](b, `document.querySelector(".search a").getAttribute("href")`) + "]")
		b.enter()
		return
	}
	b.reachWithin(".arrivals", ".button")
	b.enter()
	b.want(fmt.Sprintf(`document.querySelector(".told .good h2").innerText.includes("Participante %s")`, number))
}

// wantThere is how many of the twenty are there for a half-day.
func wantThere(t *testing.T, h *house, e event.Ref, half string) int {
	t.Helper()
	all, err := h.Parts.Table.Presences(t.Context(), e)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, p := range all {
		for in := range p.Marks {
			if string(in) == half {
				n++
			}
		}
	}
	if n != 20 {
		t.Errorf("%d are there for %s", n, half)
	}
	return n
}

// verifies reads somebody's paper and types what stands on it.
func (b *tab) verifies(h *house, l locale.Lang, of guests) {
	b.t.Helper()
	r := of["there"]
	home := h.origin + "/" + string(l) + over
	b.open(home + "/registrations/" + h.Parts.Ring.Link(r.Event.String(), r.Person, r.Generation) + "/attestation")
	copied := eval[[]string](b, `[...document.querySelectorAll(".proof dd")].map(e => e.innerText.trim())`)
	if len(copied) != 4 {
		b.t.Fatalf("the paper says %q", copied)
	}
	b.open(home + "/attestations")
	h.later(b.t, 5*time.Second)
	for i, name := range []string{"name", "hours", "date", "seal"} {
		b.types(name, copied[i])
	}
	b.enter()
	b.want(`document.querySelector(".panel.good h2") !== null`)
}

// signedInAs gives a tab the session of somebody who is signed in.
func (b *tab) signedInAs(v *visitor) {
	b.t.Helper()
	origin, err := url.Parse(v.house.origin)
	if err != nil {
		b.t.Fatal(err)
	}
	for _, c := range v.client.Jar.Cookies(origin) {
		b.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
			_, err := chromedp.Call(ctx, network.SetCookie, network.SetCookieParams{Name: c.Name, Value: c.Value, URL: v.house.origin})
			return err
		}))
	}
}
