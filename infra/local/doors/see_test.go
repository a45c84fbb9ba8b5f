package doors_test

import (
	"bytes"
	"fmt"
	"html"
	"path"
	"regexp"
	"strconv"
	"strings"
)

func (p *play) seeStatus(rest string) error {
	want, err := strconv.Atoi(rest)
	if err != nil {
		return err
	}
	p.unlooked = false
	if p.status != want {
		return fmt.Errorf("the status is %d", p.status)
	}
	return nil
}

func (p *play) seeLocation(rest string) error {
	if p.location() != rest {
		return fmt.Errorf("the answer leads to %q", p.location())
	}
	return nil
}

func (p *play) seeHeader(rest string) error {
	name, want, _ := strings.Cut(rest, ":")
	if got := strings.Join(p.header.Values(name), ", "); got != strings.TrimSpace(want) {
		return fmt.Errorf("it is %q", got)
	}
	return nil
}

func (p *play) seeNoHeader(rest string) error {
	if got := p.header.Values(rest); len(got) > 0 {
		return fmt.Errorf("it is %q", got)
	}
	return nil
}

func (p *play) seeTitle(rest string) error {
	if d := p.shown(); d.root == nil || !strings.HasPrefix(d.title(), rest) {
		return fmt.Errorf("that is not how the title begins")
	}
	return nil
}

// shown is the page or the mail at hand.
func (p *play) shown() document {
	if p.mail != nil {
		return p.mail.document
	}
	return p.page
}

func (p *play) seeText(rest string) error {
	if p.mail != nil {
		return p.mail.says(rest)
	}
	if !strings.Contains(p.text(), plain(rest)) {
		return fmt.Errorf("that cannot be read")
	}
	return nil
}

func (p *play) seeNoText(rest string) error {
	if p.mail != nil && p.mail.mentions(rest) || p.mail == nil && strings.Contains(p.text(), plain(rest)) {
		return fmt.Errorf("that can be read")
	}
	return nil
}

func (p *play) seeBytes(rest string) error {
	if !bytes.Contains(p.body, []byte(rest)) {
		return fmt.Errorf("they were not sent: %.300q", p.body)
	}
	return nil
}

func (p *play) seeCount(rest string) error {
	number, selector, _ := strings.Cut(rest, " ")
	want, err := strconv.Atoi(number)
	if err != nil {
		return err
	}
	if p.shown().root == nil {
		return fmt.Errorf("no page is shown")
	}
	if n := len(p.shown().find(selector)); n != want {
		return fmt.Errorf("there are %d", n)
	}
	return nil
}

func (p *play) seeMend(rest string) error { return p.mended(strings.Fields(rest)) }

// answer is what somebody can tell two answers apart by.
type answer struct {
	status          int
	location, cache string
	cookies         int
	body            string
}

func (p *play) answered() answer {
	return answer{p.status, p.location(), p.header.Get("Cache-Control"), len(p.header["Set-Cookie"]), string(p.body)}
}

func (p *play) remember(rest string) error {
	p.answers[rest] = p.answered()
	return nil
}

func (p *play) seeSame(rest string) error {
	before, known := p.answers[rest]
	if !known {
		return fmt.Errorf("no answer is remembered so")
	}
	if now := p.answered(); now != before {
		return fmt.Errorf("it was\n%+v\nand is\n%+v", before, now)
	}
	return nil
}

func (p *play) save(rest string) error {
	name, expression, _ := strings.Cut(rest, " ")
	re, err := regexp.Compile(strings.TrimSpace(expression))
	if err != nil {
		return err
	}
	found := re.FindStringSubmatch(html.UnescapeString(string(p.body)))
	if len(found) < 2 {
		return fmt.Errorf("nothing matches")
	}
	p.values[name] = found[1]
	return nil
}

func (p *play) tick(string) error { return p.door.tick() }

func (p *play) takeMail(rest string) error {
	mails, err := p.door.mails(rest)
	if err != nil {
		return err
	}
	if len(mails) == 0 {
		return fmt.Errorf("nothing has come")
	}
	p.mail = &mails[len(mails)-1]
	p.mail.document, err = parse(p.mail.Body.HTML)
	return err
}

func (p *play) countMails(rest string) error {
	number, address, _ := strings.Cut(rest, " ")
	want, err := strconv.Atoi(number)
	if err != nil {
		return err
	}
	mails, err := p.door.mails(address)
	if err == nil && len(mails) != want {
		var subjects []string
		for _, m := range mails {
			subjects = append(subjects, m.Subject)
		}
		err = fmt.Errorf("there are %d: %q", len(mails), subjects)
	}
	return err
}

// onMail does something with the mail at hand.
func (p *play) onMail(do func(m *mail) error) error {
	if p.mail == nil {
		return fmt.Errorf("no mail is at hand")
	}
	return do(p.mail)
}

func (p *play) seeSubject(rest string) error {
	return p.onMail(func(m *mail) error {
		if !strings.Contains(plain(m.Subject), plain(rest)) {
			return fmt.Errorf("it does not")
		}
		return nil
	})
}

func (p *play) seeNoSubject(rest string) error {
	return p.onMail(func(m *mail) error {
		if strings.Contains(strings.ToLower(m.Subject+m.From), strings.ToLower(rest)) {
			return fmt.Errorf("subject or sender says so: %s", m.From)
		}
		return nil
	})
}

func (p *play) saveLink(rest string) error {
	return p.onMail(func(m *mail) (err error) {
		p.values[rest], err = m.link(p.door.origin)
		p.door.log.forbid(path.Base(p.values[rest]))
		return err
	})
}

func (p *play) saveUnsubscribe(rest string) error {
	return p.onMail(func(m *mail) (err error) {
		p.values[rest], err = m.unsubscribe(p.door.origin)
		p.door.log.forbid(path.Base(path.Dir(p.values[rest])))
		return err
	})
}

func (p *play) saveCode(rest string) error {
	return p.onMail(func(m *mail) (err error) {
		p.values[rest], err = m.code()
		p.door.log.forbid(p.values[rest])
		p.door.log.forbid(strings.ReplaceAll(p.values[rest], "\u00a0", ""))
		return err
	})
}

func (p *play) seeCalendar(rest string) error {
	return p.onMail(func(m *mail) error { return m.calendarHolds(rest) })
}

func (p *play) seeAudit(rest string) error {
	by, what, _ := strings.Cut(rest, " ")
	lines, err := p.door.audit(by)
	if err != nil {
		return err
	}
	for _, l := range lines {
		if strings.Contains(l, what) {
			return nil
		}
	}
	return fmt.Errorf("the audit of %s says %q", by, lines)
}
