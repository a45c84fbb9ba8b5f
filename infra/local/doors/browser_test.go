package doors_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// browser is one person's: its cookies and the page it shows.
type browser struct {
	door    *door
	cookies map[string]string

	asked  question
	status int
	header http.Header
	body   []byte
	came   time.Time
	page   document // of an HTML answer
	form   *form    // taken up on this page, or on one before
}

// question is a request, as it can be asked again.
type question struct {
	method, path string
	header       http.Header
	body         []byte
}

// client never follows a redirect and keeps no cookies: both are the browser's.
var client = &http.Client{
	Timeout:       20 * time.Second,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// ask sends a question and keeps the answer, held to what every answer must be.
func (b *browser) ask(q question) error {
	r, err := http.NewRequest(q.method, b.door.url+q.path, bytes.NewReader(q.body))
	if err != nil {
		return err
	}
	r.Header = q.header.Clone()
	for name, v := range b.cookies {
		// Secure cookies too: the functions' door is plain HTTP for a site that is not.
		r.AddCookie(&http.Cookie{Name: name, Value: v})
	}
	answer, err := client.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	b.asked, b.status, b.header, b.came = q, answer.StatusCode, answer.Header, time.Now()
	if b.body, err = io.ReadAll(answer.Body); err != nil {
		return err
	}
	if err := checkHeaders(b.header); err != nil {
		return fmt.Errorf("%s %s: %d: %w", q.method, q.path, b.status, err)
	}
	if err := b.keepCookies(answer.Cookies()); err != nil {
		return err
	}
	b.page = document{}
	if len(b.body) > 0 && strings.HasPrefix(b.header.Get("Content-Type"), "text/html") && b.status/100 != 3 {
		if b.page, err = parse(string(b.body)); err == nil {
			err = b.page.check()
		}
	}
	return err
}

// always is what every answer carries, whatever it is.
var always = map[string]string{
	"Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
		"form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
	"Strict-Transport-Security":    "max-age=63072000; includeSubDomains",
	"X-Content-Type-Options":       "nosniff",
	"Referrer-Policy":              "same-origin",
	"Cross-Origin-Opener-Policy":   "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin",
}

func checkHeaders(h http.Header) error {
	for name, want := range always {
		if got := strings.Join(h.Values(name), " | "); got != want {
			return fmt.Errorf("%s is %q", name, got)
		}
	}
	cache := h.Get("Cache-Control")
	if cache == "" || len(h["Set-Cookie"]) > 0 && cache != "no-store" {
		return fmt.Errorf("Cache-Control is %q with %d cookies", cache, len(h["Set-Cookie"]))
	}
	if h.Get("Server") != "" || h.Get("X-Powered-By") != "" {
		return fmt.Errorf("it tells what it is made with")
	}
	return nil
}

// keepCookies keeps what the site sets, and lets it set nothing but what is needed.
func (b *browser) keepCookies(cookies []*http.Cookie) error {
	secure := strings.HasPrefix(b.door.origin, "https:")
	for _, c := range cookies {
		name, prefixed := strings.CutPrefix(c.Name, "__Host-")
		if name != "session" && name != "challenge" && !strings.HasPrefix(name, "signature-") {
			return fmt.Errorf("a cookie named %s", c.Name)
		}
		if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" || c.Secure != secure || prefixed != secure {
			return fmt.Errorf("the cookie %s is not kept close: %s", c.Name, c.Raw)
		}
		if c.MaxAge < 0 {
			delete(b.cookies, c.Name)
			continue
		}
		b.cookies[c.Name] = c.Value
		b.door.log.forbid(c.Value)
	}
	return nil
}

// location is where the answer leads; "" if nowhere.
func (b *browser) location() string { return b.header.Get("Location") }

// text is what can be read in the answer.
func (b *browser) text() string {
	if b.page.root == nil {
		return plain(string(b.body))
	}
	return words(b.page.root)
}

// submit sends the form taken up.
func (b *browser) submit(header http.Header) error {
	if b.form == nil {
		return fmt.Errorf("no form is taken up")
	}
	for _, name := range []string{"given", "family", "address", "organisation", "subject_fr", "subject_ar", "body_fr", "body_ar", code} {
		for _, v := range b.form.fields[name] {
			b.door.log.forbid(v)
		}
	}
	return b.ask(question{http.MethodPost, b.form.action, formHeader(header), []byte(b.form.fields.Encode())})
}

func formHeader(header http.Header) http.Header {
	if header.Get("Content-Type") == "" {
		header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return header
}

// mended is the form that came back, whole.
func (b *browser) mended(fields []string) error {
	if b.page.root == nil {
		return fmt.Errorf("no page came back")
	}
	if err := b.page.mends(fields); err != nil {
		return err
	}
	address, err := url.Parse(b.asked.path)
	if err != nil {
		return err
	}
	// A form that goes on growing old need not wait again.
	back, err := b.page.takeUp(address.Path, b.form.since)
	if err != nil {
		return err
	}
	if err := b.form.kept(back); err != nil {
		return err
	}
	b.form = back
	return nil
}
