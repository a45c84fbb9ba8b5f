package mail_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"

	"tribune/infra/local/mailtest"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/registration"
	"tribune/templates/mail"
)

const (
	hostile  = `<b>Zineb<b>'"&amp; <script>x<script>`
	link     = "https://tribune.example/fr/events/tanger/registrations/AbC-_123"
	page     = "https://tribune.example/fr/events/tanger"
	theme    = "usagers de drogues"
	employer = "Employeur Secret"
	room     = "https://salle.example/reunion?code=7"
)

// kinds are all mails, by the kind of entry that promises them, and how the
// registration may stand that they are about.
var kinds = map[outbox.Kind]struct {
	compose func(locale.Printer, mail.Facts) mail.Content
	stands  []string
}{
	outbox.Confirmed:  {mail.Confirmed, []string{seated, alsoWaits}},
	outbox.Held:       {mail.Held, []string{unconfirmed}},
	outbox.Waiting:    {mail.Waiting, []string{waiting, alsoWaits}},
	outbox.Offered:    {mail.Offered, []string{offered}},
	outbox.Lapsed:     {mail.Lapsed, []string{lapsed, neverConfirmed}},
	outbox.Changed:    {mail.Changed, []string{seated, alsoWaits}},
	outbox.Moved:      {mail.Moved, []string{seated, alsoWaits}},
	outbox.Cancelled:  {mail.Cancelled, []string{cancelled}},
	outbox.Already:    {mail.Already, []string{seated, alsoWaits, unconfirmed, waiting, offered}},
	outbox.LostLink:   {mail.LostLink, []string{seated, alsoWaits, unconfirmed, waiting, offered, lapsed, cancelled}},
	outbox.Refused:    {mail.Refused, []string{refused, lapsed, cancelled}},
	outbox.SignInCode: {mail.SignInCode, []string{nobody}},
}

func text(s string) locale.Text { return locale.Text{locale.French: s} }

// facts are those of a mail about a registration that stands so.
func facts(t *testing.T, stands string) mail.Facts {
	t.Helper()
	given, err := registration.ParseName(hostile)
	if err != nil {
		t.Fatal(err)
	}
	reply, err := outbox.ParseAddress("contact@exemple.org")
	if err != nil {
		t.Fatal(err)
	}
	r := registrations()[stands]
	r.Attendee = registration.Attendee{Given: given, Organisation: employer}
	return mail.Facts{
		Event:        anEvent(),
		Organisation: organisation.Organisation{Name: text("Association & Cie"), ReplyTo: reply},
		Registration: r, Rank: 3, Now: now,
		Link: link, EventURL: page, Code: "01234567",
	}
}

// onEveryMail holds a promise on every kind of mail in every language, however
// the registration may stand.
func onEveryMail(t *testing.T, promise func(t *testing.T, k outbox.Kind, c mail.Content, markup string)) {
	t.Helper()
	onEveryFacts(t, func(t *testing.T, k outbox.Kind, f mail.Facts, p locale.Printer) {
		c := kinds[k].compose(p, f)
		promise(t, k, c, inHTML(t, c))
	})
}

func onEveryFacts(t *testing.T, promise func(t *testing.T, k outbox.Kind, f mail.Facts, p locale.Printer)) {
	t.Helper()
	for _, l := range locale.Languages {
		for k, kind := range kinds {
			for _, stands := range kind.stands {
				t.Run(string(l)+" "+string(k)+" "+stands, func(t *testing.T) { promise(t, k, facts(t, stands), locale.For(l)) })
			}
		}
	}
}

func inHTML(t *testing.T, c mail.Content) string {
	t.Helper()
	markup, err := c.HTML(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return markup
}

// words is the text that a mail program shows.
func words(t *testing.T, markup string) string {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(markup))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for n := range doc.Descendants() {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
	}
	return b.String()
}

// Whatever people wrote, a mail is what a mail must be.
func TestMailsAreFit(t *testing.T) {
	onEveryMail(t, func(t *testing.T, _ outbox.Kind, c mail.Content, _ string) {
		for _, complaint := range mailtest.Complaints(mailtest.Input(t, c), "https://tribune.example", room) {
			t.Error(complaint)
		}
	})
}

func TestNoKeyIsShown(t *testing.T) {
	key := regexp.MustCompile(`\[[a-z-]+\.[a-z.-]+\]|<no value>`)
	onEveryMail(t, func(t *testing.T, _ outbox.Kind, c mail.Content, markup string) {
		if found := key.FindString(c.Subject.String() + c.Preview + markup + c.Text()); found != "" {
			t.Errorf("a mail shows %s", found)
		}
	})
}

// Whoever glances at a list of mails learns nothing of the theme, and no header
// can be broken open.
func TestSubjectsAreDiscreet(t *testing.T) {
	onEveryMail(t, func(t *testing.T, k outbox.Kind, c mail.Content, markup string) {
		for _, s := range []string{c.Subject.String(), c.Preview, c.From.String(), c.Text(), words(t, markup)} {
			if strings.Contains(s, theme) {
				t.Errorf("tells the theme: %q", s)
			}
		}
		subject := c.Subject.String()
		if strings.ContainsFunc(subject, unicode.IsControl) || !utf8.ValidString(subject) {
			t.Errorf("subject %q", subject)
		}
		if k != outbox.SignInCode && (c.From.String() != "Association & Cie" || !strings.Contains(subject, "d’étude")) {
			t.Errorf("subject %q from %q", subject, c.From.String())
		}
	})
}

// Nothing that a stranger typed goes to an address, but the name of its owner.
func TestOnlyTheNameIsRepeated(t *testing.T) {
	onEveryMail(t, func(t *testing.T, _ outbox.Kind, c mail.Content, markup string) {
		if strings.Contains(c.Text(), employer) || strings.Contains(markup, employer) {
			t.Error("repeats what was typed as the organisation")
		}
	})
}

func TestHostileNamesAreTextAndIsolated(t *testing.T) {
	onEveryMail(t, func(t *testing.T, k outbox.Kind, c mail.Content, markup string) {
		if k == outbox.SignInCode {
			return // names nobody
		}
		name := hostile
		if c.Lang == locale.Arabic {
			name = locale.Isolate(hostile)
		}
		if !strings.Contains(c.Text(), name) || strings.Contains(c.Text(), "\u2068") != (name != hostile) {
			t.Errorf("the text does not show the name, or isolates what needs it not: %q", c.Text())
		}
		if !strings.Contains(words(t, markup), hostile) || strings.ContainsAny(markup, "\u2068\u2069") {
			t.Error("the markup does not show the name as it was typed")
		}
	})
}

// What can be done with a mail, each with its link in both parts.
func TestActions(t *testing.T) {
	want := map[outbox.Kind]string{
		outbox.Confirmed: link, outbox.Already: link, outbox.LostLink: link, outbox.Held: link, outbox.Waiting: link,
		outbox.Offered: link, outbox.Lapsed: link, outbox.Changed: link, outbox.Moved: link,
		outbox.Cancelled: link, outbox.Refused: page,
	}
	onEveryMail(t, func(t *testing.T, k outbox.Kind, c mail.Content, markup string) {
		if url := want[k]; url != "" && !(strings.Contains(c.Text(), "\n"+url+"\n") && strings.Contains(markup, `href="`+url+`"`)) {
			t.Errorf("does not lead to %s", url)
		}
		if private := want[k] == link; strings.Contains(c.Text()+markup, link) != private {
			t.Errorf("holds the private link: not %t", private)
		}
		if owned := want[k] == link && k != outbox.Cancelled; owned != slices.Contains(c.SmallPrint, locale.For(c.Lang).T("mail.not-me")) {
			t.Errorf("says what to do if it was not her: not %t", owned)
		}
	})
}

// A code is typed by hand: its mail has nothing to press.
func TestCodesComeWithoutLinks(t *testing.T) {
	onEveryMail(t, func(t *testing.T, k outbox.Kind, c mail.Content, markup string) {
		if shown := strings.Contains(c.Text(), "\n0123\u00a04567\n") && strings.Contains(markup, ">0123\u00a04567<"); shown != (k == outbox.SignInCode) {
			t.Errorf("shows the code: %t", shown)
		}
		if k == outbox.SignInCode && (strings.Contains(markup, "href") || strings.Contains(c.Subject.String()+c.Preview, "0123")) {
			t.Error("a code's mail has a link, or its subject the code")
		}
	})
}

func TestTextSaysTheFacts(t *testing.T) {
	got := mail.Confirmed(locale.For(locale.French), facts(t, seated)).Text()
	for _, want := range []string{
		"jeudi 25 mars 2027, de 9\u00a0h à 17\u00a0h (heure du Maroc)", "Maison, 1 rue Exemple, Tanger", "Atelier, jeudi 25 mars 2027, de 11\u00a0h à 12\u00a0h\u00a030\u00a0: Coopératives",
	} {
		if !strings.Contains(strings.ReplaceAll(got, "\n", " "), want) {
			t.Errorf("lacks %q:\n%s", want, got)
		}
	}
	for line := range strings.Lines(got) {
		if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > 76 && strings.Contains(line, " ") {
			t.Errorf("a line of %d characters: %q", n, line)
		}
	}
}

// A name that may run against the sentence stays apart from it; no other is
// wrapped in what some programs show as boxes.
func TestNamesThatRunTheOtherWay(t *testing.T) {
	for name, isolated := range map[string]bool{"Zineb": false, "Zoé 2": false, "زينب": true, "Zineb زينب": true, "٣": true, "\u202eZineb": true} {
		for _, l := range locale.Languages {
			want := name
			if isolated || l == locale.Arabic {
				want = locale.Isolate(name)
			}
			if got := (mail.Content{Lang: l, Greeting: locale.Isolate(name)}).Text(); got != want+"\n" {
				t.Errorf("%s: %q, want %q", l, got, want)
			}
		}
	}
}

// The town is named once.
func TestTheTownIsSaidOnce(t *testing.T) {
	f := facts(t, seated)
	f.Event.Address = text("1 rue Exemple, Tanger")
	if got := mail.Confirmed(locale.For(locale.French), f).Text(); strings.Count(got, "Tanger") != 1 {
		t.Errorf("the place is\n%s", got)
	}
}

func TestRefusalsSayWhy(t *testing.T) {
	p := locale.For(locale.French)
	for _, o := range []registration.Outcome{registration.Full, registration.WorkshopFull, registration.QueueFull, registration.TooLate} {
		f := facts(t, refused)
		f.Registration.Outcome = o
		if c := mail.Refused(p, f); !slices.Contains(c.Paragraphs, p.T("mail.refused."+string(o))) {
			t.Errorf("%s: %q", o, c.Paragraphs)
		}
	}
}

// What the pseudo-language does not mark was written by people, counted by a
// calendar, or has escaped the catalogues.
func TestNothingEscapesTheCatalogues(t *testing.T) {
	p := locale.Pseudo()
	own := []string{hostile, "Association & Cie", "contact@exemple.org", "Journée  d’étude", room}
	for _, d := range anEvent().Days {
		own = append(own, p.Date(d.Starts.In(anEvent().Location())))
	}
	for k, kind := range kinds {
		for _, stands := range kind.stands {
			for _, said := range sayings(kind.compose(p, facts(t, stands))) {
				rest := unmarked(said)
				for _, o := range own {
					rest = strings.ReplaceAll(rest, o, "")
				}
				if strings.ContainsFunc(rest, unicode.IsLetter) {
					t.Errorf("%s, %s: %q is in no catalogue", k, stands, rest)
				}
			}
		}
	}
}

// sayings are all that a mail says, but what was written in another language.
func sayings(c mail.Content) []string {
	said := append(slices.Concat(c.Paragraphs, c.After, c.SmallPrint), c.Subject.String(), c.Preview, c.Greeting)
	for _, fact := range c.Facts {
		said = append(said, fact.Label)
		if fact.Lang == c.Lang {
			said = append(said, fact.Value)
		}
	}
	if c.Action != nil {
		said = append(said, c.Action.Label)
	}
	return said
}

// unmarked is s without its marked sentences, the ones in others first.
func unmarked(s string) string {
	for {
		rest := marked.ReplaceAllString(s, "")
		if rest == s {
			return s
		}
		s = rest
	}
}

var marked = regexp.MustCompile(locale.PseudoBegins + "[^" + locale.PseudoBegins + locale.PseudoEnds + "]*" + locale.PseudoEnds)
