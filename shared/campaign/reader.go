package campaign

import (
	"net/url"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"

	"tribune/shared/locale"
	"tribune/shared/outbox"
)

// reader turns what is written into what is meant, and collects what is wrong
// on the way.
type reader struct {
	today    time.Time
	places   map[string]place // where each thing with a name stands
	problems Problems
}

func (r *reader) problem(at place, key string, args ...locale.Args) {
	f := flaw{key: key}
	if len(args) > 0 {
		f.args = args[0]
	}
	r.flawed(at, &f)
}

// flawed says what a value could not be read for.
func (r *reader) flawed(at place, f *flaw) {
	r.problems = append(r.problems, Problem{Place: string(at), Sentence: f.Error(), said: *f})
}

// claim says that the thing called by kind and key stands at a place, and
// refuses a second one.
func (r *reader) claim(at place, kind, key string) {
	name := kind + " " + key
	if other, ok := r.places[name]; ok {
		r.problem(at, "written.same", locale.Args{"Place": string(other)})
		return
	}
	r.places[name] = at
}

// refer refuses to lead to what the file does not hold.
func (r *reader) refer(at place, kind, key, shown string) {
	if _, ok := r.places[kind+" "+key]; !ok {
		r.problem(at, "written.unknown", locale.Args{"Kind": kind, "ID": shown})
	}
}

// longestID is how long an id is at most, in characters.
const longestID = 64

var slug = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// id reads an id or a slug; both stand in addresses and keys.
func (r *reader) id(at place, s string) string {
	switch {
	case s == "":
		r.problem(at, "written.given")
	case len(s) > longestID:
		r.problem(at, "written.long", locale.Args{"Most": longestID})
	case !slug.MatchString(s):
		r.problem(at, "written.id")
	}
	return s
}

// The longest texts, in characters.
const (
	name  = 120   // of a person's making, on one line
	line  = 300   // a title or one item
	prose = 8_000 // paragraphs
)

// word reads a text without a language.
func (r *reader) word(at place, s string, longest int) string {
	s = tidy(s)
	r.readable(at, s, longest)
	if longest != prose && strings.Contains(s, "\n") {
		r.problem(at, "written.paragraph")
	}
	return s
}

// readable refuses what is too long to be read, or cannot be seen.
func (r *reader) readable(at place, s string, longest int) {
	if utf8.RuneCountInString(s) > longest {
		r.problem(at, "written.long", locale.Args{"Most": longest})
	}
	if strings.ContainsFunc(s, hidden) {
		r.problem(at, "written.hidden")
	}
}

// needed is word for what cannot be left out.
func (r *reader) needed(at place, s string, longest int) string {
	s = r.word(at, s, longest)
	if s == "" {
		r.problem(at, "written.given")
	}
	return s
}

// text reads a text by language; nil if there is none.
func (r *reader) text(at place, t fileText, longest int) locale.Text {
	return r.texts(at, t, func(at place, s string) string { return r.needed(at, s, longest) })
}

// texts is text where read reads each.
func (r *reader) texts(at place, t fileText, read func(at place, s string) string) locale.Text {
	var out locale.Text
	for _, l := range locale.Languages {
		s, ok := t[string(l)]
		if !ok {
			continue
		}
		if out == nil {
			out = locale.Text{}
		}
		out[l] = read(at.field(string(l)), s)
	}
	for key := range t {
		if _, ok := locale.Parse(key); !ok {
			r.problem(at.field(key), "written.language")
		}
	}
	return out
}

// title is text for what cannot be left out.
func (r *reader) title(at place, t fileText, longest int) locale.Text {
	if len(t) == 0 {
		r.problem(at, "written.title")
	}
	return r.text(at, t, longest)
}

func (r *reader) address(at place, s string) outbox.Address {
	if s == "" {
		return outbox.Address{}
	}
	a, err := outbox.ParseAddress(s)
	if err != nil {
		r.problem(at, "written.address", locale.Args{"Address": s})
	}
	return a
}

func (r *reader) country(at place, s string) string {
	region, err := language.ParseRegion(s)
	if err != nil || !region.IsCountry() || region.String() != s {
		r.problem(at, "written.country")
	}
	return s
}

func (r *reader) site(at place, s string) string {
	if s == "" {
		return ""
	}
	if u, err := url.Parse(s); err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil {
		r.problem(at, "written.site")
	}
	return s
}

// number reads a count that must lie between least and most.
func (r *reader) number(at place, n, least, most int) int {
	switch {
	case n < least:
		r.problem(at, "written.least", locale.Args{"Least": least})
	case n > most:
		r.problem(at, "written.most", locale.Args{"Most": most})
	}
	return n
}

// tidy joins the lines of each paragraph and parts the paragraphs with one
// empty line, however the file wraps them.
func tidy(s string) string {
	var paragraphs []string
	var lines []string
	flush := func() {
		if len(lines) > 0 {
			paragraphs = append(paragraphs, strings.Join(lines, " "))
			lines = nil
		}
	}
	for l := range strings.Lines(s) {
		if l = strings.Trim(l, " \t\r\n"); l == "" {
			flush()
			continue
		}
		lines = append(lines, l)
	}
	flush()
	return strings.Join(paragraphs, "\n\n")
}

// hidden are the characters that could break a header or reorder a line's text.
// The joiners of Arabic script are none of them.
func hidden(c rune) bool {
	return unicode.IsControl(c) && c != '\n' || c >= '\u202a' && c <= '\u202e' || c >= '\u2066' && c <= '\u2069'
}
