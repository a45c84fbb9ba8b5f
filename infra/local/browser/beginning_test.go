package browser_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"tribune/infra/local/engine"
	"tribune/shared/locale"
)

// beginner is the first owner of an organisation that has just begun.
type beginner struct {
	*tab
	house    *house
	lang     locale.Lang
	console  string // "/fr/organisers"
	address  string
	secret   string   // of her authenticator
	recovery []string // the codes that she keeps
}

// From an organisation of which there is but a name to an event that anybody can
// read of: its owner signs in, enrols, is told what keeps her from publishing,
// mends that, and publishes; and comes back by a code that she kept.
func TestFromNothingToAnEvent(t *testing.T) {
	h, n := newHouse(t, true), 0
	everyWay(t, func(t *testing.T, l locale.Lang, open func(*testing.T) *tab) {
		n++
		id := fmt.Sprintf("debut-%d", n)
		b := &beginner{tab: open(t), house: h, lang: l, console: "/" + string(l) + "/organisers", address: id + "@exemple.org"}
		h.found(t, id, b.address, l)
		b.signHalfIn(t, h, l, b.address)
		b.enrols()
		title := map[locale.Lang]string{locale.French: "Première journée", locale.Arabic: "اليوم الأول"}[l] + " " + fmt.Sprint(n)
		own := b.drafts(title)
		b.isComplete(own)
		public := b.publishes(own, title)
		b.isRead(open(t), public, title)
		b.comesBack(open(t))
	})
}

// found begins an organisation as whoever runs Tribune does.
func (h *house) found(t *testing.T, id, address string, l locale.Lang) {
	t.Helper()
	at, data := h.table, t.TempDir()
	if err := os.Mkdir(filepath.Join(data, "dynamo"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"secret": secret, "dynamo/access-key": at.AccessKey} {
		if err := os.WriteFile(filepath.Join(data, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	port := at.URL[strings.LastIndexByte(at.URL, ':')+1:]
	found := exec.CommandContext(t.Context(), "go", "run", "tribune/infra/cmd/found", "-id", id, "-name", "Début", "-owner", address, "-lang", string(l))
	found.Env = append(os.Environ(), "TRIBUNE_DATA="+data, engine.EnvDynamoPort+"="+port)
	if out, err := found.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}

var recoveryCode = regexp.MustCompile(`^[0-9A-Z]{5}-[0-9A-Z]{5}$`)

// enrols types into her authenticator the secret that she is shown, and the code
// that it then shows; and keeps the recovery codes.
func (b *beginner) enrols() {
	b.t.Helper()
	b.at("/factor/new")
	b.secret = strings.Join(strings.Fields(eval[string](b.tab, `document.querySelector(".secret").innerText`)), "")
	b.house.later(b.t, 5*time.Second)
	now, err := totp.GenerateCode(b.secret, b.house.Clock.Now())
	if err != nil {
		b.t.Fatal(err)
	}
	b.types("code", now)
	b.enter()
	b.recovery = eval[[]string](b.tab, `[...document.querySelectorAll(".codes li")].map(e => e.innerText.trim())`)
	if len(b.recovery) != 10 || !recoveryCode.MatchString(b.recovery[9]) {
		b.t.Fatalf("she is given %q to keep", b.recovery)
	}
	b.follow(b.console + "/events")
	b.at("/events")
}

// at wants the tab to show a page of the console.
func (b *beginner) at(path string) {
	b.t.Helper()
	b.want(fmt.Sprintf("location.pathname === %q", b.console+path))
}

// drafts writes an event, whose page it gives.
func (b *beginner) drafts(title string) (own string) {
	b.t.Helper()
	b.follow(b.console + "/events/new")
	b.house.later(b.t, 5*time.Second)
	b.types("title-"+string(b.lang), title)
	b.types("city-"+string(b.lang), "Tanger")
	b.types("country", morocco[b.lang])
	b.want(`document.activeElement.value === "MA"`)
	b.types("place-"+string(b.lang), "Salle 2")
	b.enter()
	b.want(fmt.Sprintf("document.querySelector('h1').innerText === %q", title))
	return eval[string](b.tab, "location.pathname")
}

// morocco is what is typed in a list of countries.
var morocco = map[locale.Lang]string{locale.French: "Maroc", locale.Arabic: "المغرب"}

// isComplete goes to publish the event, is told what the organisation lacks, goes
// where that leads, and writes it.
func (b *beginner) isComplete(own string) {
	b.t.Helper()
	b.follow(own + "/publication")
	b.want(`document.querySelectorAll(".panel.warn .lines a").length === 8 && !document.querySelector("[name=slug]")`)
	b.reachWithin(".lines", "[href="+b.console+"/organisation]")
	b.enter()
	b.house.later(b.t, 5*time.Second)
	b.types("name", "Association Début")
	b.types("contact", "donnees@exemple.org")
	b.types("country", morocco[b.lang])
	b.want(`document.activeElement.value === "MA"`)
	b.types("dpo", "dpo@exemple.org")
	b.types("cndp", "D-GC-000/2026")
	for _, text := range []string{"legal-basis", "recipients", "retention", "transfers"} {
		b.types(text+"-"+string(b.lang), "Ce qu’il faut dire ; ما يجب قوله")
	}
	b.reach("button.button")
	b.enter()
	b.at("/organisation")
	b.want(`document.querySelectorAll("main .panel.good").length === 2 && !document.querySelector("main .panel.warn")`)
}

// publishes puts the event before the public, at the address that it gives.
func (b *beginner) publishes(own, title string) (public string) {
	b.t.Helper()
	b.follow(b.console + "/events")
	b.follow(own)
	b.follow(own + "/publication")
	b.house.later(b.t, 5*time.Second)
	b.reach("[name=slug]")
	b.enter()
	public = eval[string](b.tab, `document.querySelector(".panel.good a[dir=ltr]").getAttribute("href")`)
	b.follow(public)
	b.want(fmt.Sprintf("document.querySelector('h1').innerText === %q", title))
	if away := b.strangers(b.house.origin); len(away) > 0 {
		b.t.Errorf("it asked elsewhere: %q", away)
	}
	return public
}

// isRead has a stranger find the event, and come to where one registers.
func (b *beginner) isRead(stranger *tab, public, title string) {
	b.t.Helper()
	b.house.later(b.t, 5*time.Second) // pages show what was read a moment ago
	stranger.open(b.house.origin + "/" + string(b.lang))
	stranger.follow(public)
	stranger.want(fmt.Sprintf("document.querySelector('h1').innerText === %q", title))
	stranger.follow(public + "/register")
	stranger.want(`document.querySelector("[name=given]") !== null`)
}

// comesBack signs her in elsewhere, by a code that she kept.
func (b *beginner) comesBack(elsewhere *tab) {
	b.t.Helper()
	elsewhere.signHalfIn(b.t, b.house, b.lang, b.address)
	elsewhere.want(fmt.Sprintf("location.pathname === %q", b.console+"/factor"))
	elsewhere.types("code", b.recovery[3])
	elsewhere.enter()
	elsewhere.want(fmt.Sprintf("location.pathname === %q", b.console+"/events"))
}
