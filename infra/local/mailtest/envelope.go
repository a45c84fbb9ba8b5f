package mailtest

import (
	"fmt"
	"net/mail"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// mostCharacters is where mail programs cut a subject, if not sooner.
const mostCharacters = 78

// envelope reads the sender's name and the subject, as a list of mails shows them.
func (l letter) envelope(root *html.Node) (complaints []string) {
	from, err := mail.ParseAddress(l.FromEmailAddress)
	if err != nil {
		return []string{fmt.Sprintf("nobody sends it: %q", l.FromEmailAddress)}
	}
	subject := l.Content.Simple.Subject.Data
	for _, s := range []string{l.FromEmailAddress, from.Name, subject} {
		if strings.TrimSpace(s) == "" || !utf8.ValidString(s) || strings.ContainsFunc(s, disturbing) {
			complaints = append(complaints, fmt.Sprintf("its envelope says nothing, or what breaks or turns the line: %q", s))
		}
	}
	if n := utf8.RuneCountInString(subject); n > mostCharacters {
		complaints = append(complaints, fmt.Sprintf("its subject has %d characters of %d", n, mostCharacters))
	}
	if title := first(root, "title"); title == nil || words(title) != subject {
		complaints = append(complaints, "its title is not its subject")
	}
	return complaints
}

// disturbing is a character that would break a header's line, or turn it round.
func disturbing(r rune) bool {
	return unicode.IsControl(r) || unicode.In(r, unicode.Bidi_Control) || r == '\u2028' || r == '\u2029'
}

// headers tell programs that nobody wrote this mail, which it is, and in which language.
func (l letter) headers(root *html.Node) (complaints []string) {
	got := map[string]string{}
	for _, h := range l.Content.Simple.Headers {
		if _, twice := got[h.Name]; twice || strings.ContainsFunc(h.Value, disturbing) {
			complaints = append(complaints, fmt.Sprintf("the header %s is given twice, or breaks the line: %q", h.Name, h.Value))
		}
		got[h.Name] = h.Value
	}
	if len(l.EmailTags) != 1 || l.EmailTags[0].Name != "entry" || l.EmailTags[0].Value == "" {
		return append(complaints, fmt.Sprintf("its tags are %v", l.EmailTags))
	}
	for name, want := range map[string]string{
		"Auto-Submitted": "auto-generated", "X-Entity-Ref-ID": l.EmailTags[0].Value, "Content-Language": attribute(first(root, "html"), "lang"),
	} {
		if got[name] != want || want == "" {
			complaints = append(complaints, fmt.Sprintf("the header %s is %q, want %q", name, got[name], want))
		}
	}
	return complaints
}
