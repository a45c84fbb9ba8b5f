package doors_test

import (
	"fmt"
	"maps"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"tribune/shared/token"
)

// play is a script being played at a door.
type play struct {
	*browser // the one in use
	door     *door
	browsers map[string]*browser
	values   map[string]string
	answers  map[string]answer // remembered
	mail     *mail             // taken, and looked at since; nil while a page is

	with     http.Header // of the next question
	content  []byte      // of the next question
	unlooked bool        // nobody has named the status of the last answer
}

// step does what a line says; its error says what does not hold.
type step func(p *play, rest string) error

var steps = map[string]step{
	"with": (*play).addHeader, "body": (*play).setBody, "filler": (*play).setFiller,
	"click": (*play).click, "follow": (*play).follow, "again": (*play).again, "browser": (*play).change,
	"form": (*play).takeUp, "fill": (*play).fill, "force": (*play).force, "twice": (*play).twice,
	"drop": (*play).drop, "aged": (*play).age, "to": (*play).redirect, "wait": (*play).wait, "submit": (*play).send,
	"status": (*play).seeStatus, "location": (*play).seeLocation, "header": (*play).seeHeader,
	"no-header": (*play).seeNoHeader, "title": (*play).seeTitle, "text": (*play).seeText,
	"no-text": (*play).seeNoText, "bytes": (*play).seeBytes, "count": (*play).seeCount, "mend": (*play).seeMend,
	"remember": (*play).remember, "same": (*play).seeSame, "save": (*play).save,
	"tick": (*play).tick, "settle": (*play).settle, "mail": (*play).takeMail, "mails": (*play).countMails, "subject": (*play).seeSubject,
	"no-subject": (*play).seeNoSubject, "link": (*play).saveLink, "code": (*play).saveCode, "unsubscribe": (*play).saveUnsubscribe,
	"calendar": (*play).seeCalendar, "audited": (*play).seeAudit,
}

// newPlay is a script at its beginning. Its name tells its people from others'.
func newPlay(d *door, name string) *play {
	p := &play{door: d, browsers: map[string]*browser{}, values: map[string]string{}, answers: map[string]answer{}, with: http.Header{}}
	p.values["origin"] = d.origin
	p.values["organiser"], p.values["neighbour"] = organiserOf(name)
	_ = p.change("")
	return p
}

// play plays lines, named for its complaints. It may be called again to go on.
func (p *play) play(t *testing.T, name, script string) {
	t.Helper()
	n := 0
	for line := range strings.Lines(script) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if err := p.line(line); err != nil {
			t.Fatalf("%s:%d: %s\n%v\n%s", name, n, line, err, p.sight())
		}
	}
	if p.unlooked {
		t.Fatalf("%s ends and nobody looked at the status", name)
	}
}

func (p *play) line(line string) error {
	verb, rest, _ := strings.Cut(line, " ")
	rest, err := p.read(strings.TrimSpace(rest), verb == "save")
	if err != nil {
		return err
	}
	if verb == strings.ToUpper(verb) {
		return p.ask(question{verb, rest, p.with, p.content})
	}
	do, known := steps[verb]
	if !known {
		return fmt.Errorf("there is no verb %q", verb)
	}
	return do(p, rest)
}

// read puts values in their places and takes quotes off. A regular expression
// stays as it is.
func (p *play) read(rest string, literally bool) (string, error) {
	if literally {
		return rest, nil
	}
	var missing error
	rest = os.Expand(rest, func(name string) string {
		v, known := p.values[name]
		if !known {
			missing = fmt.Errorf("nothing is kept as $%s", name)
		}
		return v
	})
	if missing == nil && strings.HasPrefix(rest, `"`) {
		return strconv.Unquote(rest)
	}
	return rest, missing
}

// sight is what can be seen when a step does not hold.
func (p *play) sight() string {
	if p.mail != nil {
		return "the mail: " + p.mail.Subject + "\n" + p.mail.Body.Text
	}
	return fmt.Sprintf("%s %s: %d, location %q\n%.1500s", p.asked.method, p.asked.path, p.status, p.location(), p.text())
}

// ask asks in the browser in use.
func (p *play) ask(q question) error {
	if p.unlooked {
		return fmt.Errorf("nobody has looked at the status of %s %s", p.asked.method, p.asked.path)
	}
	if q.body != nil {
		q.header = formHeader(q.header)
	}
	p.with, p.content, p.mail, p.unlooked = http.Header{}, nil, nil, true
	return p.browser.ask(q)
}

func (p *play) addHeader(rest string) error {
	name, v, ok := strings.Cut(rest, ":")
	if !ok {
		return fmt.Errorf("a header is written Name: value")
	}
	p.with.Set(name, strings.TrimSpace(v))
	return nil
}

func (p *play) setBody(rest string) error {
	p.content = []byte(rest)
	return nil
}

func (p *play) setFiller(rest string) error {
	n, err := strconv.Atoi(rest)
	if err == nil {
		p.content = []byte("given=" + strings.Repeat("a", max(n-len("given="), 0)))
	}
	return err
}

func (p *play) click(rest string) error {
	if p.page.root == nil {
		return fmt.Errorf("no page is shown")
	}
	var found []string
	for _, a := range p.page.find("a[href]") {
		if words(a) == rest {
			found = append(found, value(a, "href"))
		}
	}
	if len(found) != 1 {
		return fmt.Errorf("the page has %d links %q", len(found), rest)
	}
	return p.ask(question{http.MethodGet, found[0], p.with, nil})
}

func (p *play) follow(string) error {
	if !strings.HasPrefix(p.location(), "/") {
		return fmt.Errorf("the answer leads to %q", p.location())
	}
	return p.ask(question{http.MethodGet, p.location(), p.with, nil})
}

func (p *play) again(string) error { return p.ask(p.asked) }

func (p *play) change(name string) error {
	if p.unlooked {
		return fmt.Errorf("nobody has looked at the status of %s %s", p.asked.method, p.asked.path)
	}
	if p.browsers[name] == nil {
		p.browsers[name] = &browser{door: p.door, cookies: map[string]string{}}
	}
	p.browser, p.mail = p.browsers[name], nil
	return nil
}

func (p *play) takeUp(rest string) (err error) {
	if p.page.root == nil {
		return fmt.Errorf("no page is shown")
	}
	p.form, err = p.page.takeUp(rest, p.came)
	return err
}

// onField does something with a field of the form taken up.
func (p *play) onField(rest string, do func(name, answer string) error) error {
	if p.form == nil {
		return fmt.Errorf("no form is taken up")
	}
	name, answer, _ := strings.Cut(rest, ":")
	answer, err := p.read(strings.TrimPrefix(answer, " "), false)
	if err != nil {
		return err
	}
	return do(name, answer)
}

func (p *play) fill(rest string) error {
	return p.onField(rest, func(name, answer string) error { return p.form.fill(name, answer) })
}

func (p *play) force(rest string) error {
	return p.onField(rest, func(name, answer string) error { p.form.fields.Set(name, answer); return nil })
}

func (p *play) twice(rest string) error {
	return p.onField(rest, func(name, answer string) error { p.form.fields.Add(name, answer); return nil })
}

func (p *play) drop(rest string) error {
	return p.onField(rest, func(name, _ string) error { p.form.fields.Del(name); return nil })
}

// age stamps the form by the secret that the site has.
func (p *play) age(rest string) error {
	old, purpose, _ := strings.Cut(rest, " ")
	d, err := time.ParseDuration(old)
	if err != nil {
		return err
	}
	return p.force(stamp + ": " + p.door.ring.Form(purpose, time.Now().Add(-d)))
}

func (p *play) redirect(rest string) error {
	if p.form == nil {
		return fmt.Errorf("no form is taken up")
	}
	p.form.action = rest
	return nil
}

func (p *play) wait(string) error {
	if p.form == nil {
		return fmt.Errorf("no form is taken up")
	}
	time.Sleep(time.Until(p.form.since.Add(token.FormMin)))
	return nil
}

// memory is the age up to which pages, and refusals, may know no better.
const memory = 2 * time.Second

func (p *play) settle(string) error {
	time.Sleep(memory)
	return nil
}

func (p *play) send(string) error {
	if p.unlooked {
		return fmt.Errorf("nobody has looked at the status of %s %s", p.asked.method, p.asked.path)
	}
	header := maps.Clone(p.with)
	p.with, p.mail, p.unlooked = http.Header{}, nil, true
	return p.submit(header)
}
