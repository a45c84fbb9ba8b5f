package doors_test

import (
	"encoding/base64"
	"fmt"
	"regexp"
	"strings"

	"tribune/infra/local/inbox"
)

// mail is one as the local inbox shows it.
type mail struct {
	inbox.Mail
	document document // its HTML
}

// mails are those to an address, the oldest first.
func (d *door) mails(address string) (all []mail, err error) {
	found, err := inbox.To(d.inbox, address)
	for _, m := range found {
		all = append(all, mail{Mail: m})
	}
	return all, err
}

func (m *mail) readable() (inHTML, inText string) { return words(m.document.root), plain(m.Body.Text) }

// says wants something to stand in both forms of the mail.
func (m *mail) says(what string) error {
	inHTML, inText := m.readable()
	what = plain(what)
	if h, t := strings.Contains(inHTML, what), strings.Contains(inText, what); !h || !t {
		return fmt.Errorf("it stands in the HTML: %t, in the plain text: %t", h, t)
	}
	return nil
}

// mentions reports whether something stands in either form.
func (m *mail) mentions(what string) bool {
	inHTML, inText := m.readable()
	return strings.Contains(inHTML, plain(what)) || strings.Contains(inText, plain(what))
}

var privateLink = regexp.MustCompile(`(https?://[^/\s"]+)(/[a-z]{2}/events/[^\s"]+/registrations/[^\s"]+)`)

// link is the path of the one private link, the same in both forms, at the site's address.
func (m *mail) link(origin string) (string, error) {
	inText := privateLink.FindAllStringSubmatch(m.Body.Text, -1)
	inHTML := privateLink.FindAllStringSubmatch(m.Body.HTML, -1)
	if len(inText) != 1 || len(inHTML) != 1 || inText[0][0] != inHTML[0][0] {
		return "", fmt.Errorf("there are %d private links in the HTML and %d in the plain text", len(inHTML), len(inText))
	}
	if inText[0][1] != origin {
		return "", fmt.Errorf("it leads to %s, not to %s", inText[0][1], origin)
	}
	return inText[0][2], nil
}

// unsubscribe is the path that a mail program posts to for its owner to have no
// more such mails; it stands in the mail too.
func (m *mail) unsubscribe(origin string) (string, error) {
	headers := map[string]string{}
	for _, h := range m.Headers {
		headers[h.Name] = h.Value
	}
	if post := headers["List-Unsubscribe-Post"]; post != "List-Unsubscribe=One-Click" {
		return "", fmt.Errorf("List-Unsubscribe-Post is %q in %v", post, m.Headers)
	}
	address := strings.TrimSuffix(strings.TrimPrefix(headers["List-Unsubscribe"], "<"), ">")
	path, ours := strings.CutPrefix(address, origin)
	if "<"+address+">" != headers["List-Unsubscribe"] || !ours || !strings.HasPrefix(path, "/") {
		return "", fmt.Errorf("List-Unsubscribe is %q", headers["List-Unsubscribe"])
	}
	if !strings.Contains(m.Body.Text, address) || !strings.Contains(m.Body.HTML, address) {
		return "", fmt.Errorf("the mail does not say %s", address)
	}
	return path, nil
}

var inHalves = regexp.MustCompile(`(?m)^\d{3,4}\x{a0}\d{3,4}$`)

// code is the one code, the same in both forms.
func (m *mail) code() (string, error) {
	found := inHalves.FindAllString(m.Body.Text, -1)
	if len(found) != 1 || !strings.Contains(m.Body.HTML, ">"+found[0]+"<") {
		return "", fmt.Errorf("the plain text has the codes %q", found)
	}
	return found[0], nil
}

// calendarHolds wants something to stand in the one calendar that is attached.
func (m *mail) calendarHolds(what string) error {
	if len(m.Attachments) != 1 || !strings.HasPrefix(m.Attachments[0].ContentType, "text/calendar; charset=utf-8; method=") {
		return fmt.Errorf("there are %d files attached, not one calendar", len(m.Attachments))
	}
	file, err := base64.StdEncoding.DecodeString(m.Attachments[0].Content)
	if err != nil {
		return err
	}
	unfolded := strings.ReplaceAll(string(file), "\r\n ", "")
	if !strings.Contains(unfolded, what) {
		return fmt.Errorf("it holds\n%s", unfolded)
	}
	return nil
}
