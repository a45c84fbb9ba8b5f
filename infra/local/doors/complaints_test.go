package doors_test

import (
	"net/http"
	"strings"
	"testing"
)

// wrong are steps after "GET /fr/events/paris-restitution/register", each with
// what must be complained of. A script that cannot fail holds nothing.
var wrong = []struct{ step, complaint string }{
	{"status 404", "the status is 200"},
	{"location /fr", `leads to ""`},
	{"header Content-Type: text/plain", `it is "text/html; charset=utf-8"`},
	{"no-header Cache-Control", `it is ["no-store"]`},
	{"title Erreur", "not how the title begins"},
	{"text Ouvrez-vous", "cannot be read"},
	{"no-text Métro", ""},
	{"no-text Réserver ma place", "can be read"},
	{`bytes "\x00"`, "were not sent"},
	{"count 2 h1", "there are 1"},
	{"count 1 main p.lead b", "there are 0"},
	{"count 1 body[class=", "there are 0"},
	{"click Nulle part", `0 links "Nulle part"`},
	{"form /cancel", "0 forms"},
	{"fill given: Amina", "no form is taken up"},
	{"wait", "no form is taken up"},
	{"submit", "nobody has looked at the status"},
	{"GET /fr", "nobody has looked at the status"},
	{"browser OTHER", "nobody has looked at the status"},
	{"follow", `leads to ""`},
	{"save x (Nulle part)", "nothing matches"},
	{"save x (", "missing closing"},
	{"text $nulle-part", "nothing is kept as"},
	{"same BEFORE", "no answer is remembered so"},
	{"mail nobody@exemple.org", "nothing has come"},
	{"mails 1 nobody@exemple.org", "there are 0"},
	{"subject Tribune", "no mail is at hand"},
	{"link x", "no mail is at hand"},
	{"audited nobody@exemple.org Rows", "the audit of nobody@exemple.org says []"},
	{"mend", "does not begin with"},
	{"look around", "there is no verb"},
}

func complaints(t *testing.T, d *door) {
	for _, w := range wrong {
		p := newPlay(d, "complaints")
		if err := p.line("GET /fr/events/paris-restitution/register"); err != nil {
			t.Fatal(err)
		}
		switch err := p.line(w.step); {
		case err == nil && w.complaint != "":
			t.Errorf("%s holds", w.step)
		case err != nil && (w.complaint == "" || !strings.Contains(err.Error(), w.complaint)):
			t.Errorf("%s: %v", w.step, err)
		}
	}
	p := newPlay(d, "complaints")
	for _, line := range []string{"GET /fr/events/paris-restitution/register", "status 200", "form /register"} {
		if err := p.line(line); err != nil {
			t.Fatal(err)
		}
	}
	for step, complaint := range map[string]string{
		"fill telephone: 1":   `no field "telephone"`,
		"fill sector: pirate": `does not offer "pirate"`,
	} {
		if err := p.line(step); err == nil || !strings.Contains(err.Error(), complaint) {
			t.Errorf("%s: %v", step, err)
		}
	}
}

// What the runner holds every answer to, it notices when it is missing.
func TestAnswersAreLookedAt(t *testing.T) {
	whole := func() http.Header {
		h := http.Header{"Cache-Control": {"no-store"}}
		for name, v := range always {
			h.Set(name, v)
		}
		return h
	}
	if err := checkHeaders(whole()); err != nil {
		t.Fatal(err)
	}
	for name := range whole() {
		h := whole()
		h.Del(name)
		if checkHeaders(h) == nil {
			t.Errorf("nobody misses %s", name)
		}
		h = whole()
		h.Add(name, "twice")
		if name != "Cache-Control" && checkHeaders(h) == nil {
			t.Errorf("%s may stand twice", name)
		}
	}
	for raw, good := range map[string]bool{
		"__Host-session=x; Path=/; HttpOnly; Secure; SameSite=Lax":            true,
		"session=x; Path=/; HttpOnly; Secure; SameSite=Lax":                   false,
		"__Host-session=x; Path=/; Secure; SameSite=Lax":                      false,
		"__Host-session=x; Path=/; HttpOnly; Secure":                          false,
		"__Host-session=x; Path=/fr; HttpOnly; Secure; SameSite=Lax":          false,
		"__Host-visits=x; Path=/; HttpOnly; Secure; SameSite=Lax":             false,
		"__Host-session=x; Path=/; HttpOnly; Secure; SameSite=Lax; Domain=ab": false,
	} {
		c, err := http.ParseSetCookie(raw)
		if err != nil {
			t.Fatal(err)
		}
		b := browser{door: &door{origin: "https://tribune.exemple.org", log: &log{}}, cookies: map[string]string{}}
		if err := b.keepCookies([]*http.Cookie{c}); (err == nil) != good {
			t.Errorf("%s: %v", raw, err)
		}
	}
	const page = `<html lang=fr dir=ltr><title>T</title><main><h1>T</h1>HERE</main>`
	for what, good := range map[string]bool{
		"<p>":                                 true,
		"<script>1</script>":                  false,
		"<img src=//elsewhere.example/i>":     false,
		"<form action=https://e.example>":     false,
		"<link rel=x href=https://e.example>": false,
		"<h1>T</h1>":                          false,
		"<a href=https://e.example>":          true,
	} {
		d, err := parse(strings.Replace(page, "HERE", what, 1))
		if err != nil {
			t.Fatal(err)
		}
		if err := d.check(); (err == nil) != good {
			t.Errorf("%s: %v", what, err)
		}
	}
}
