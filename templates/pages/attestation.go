package pages

import (
	"fmt"
	"strings"
	"time"

	"tribune/shared/attendance"
	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/site"
	"tribune/shared/web"
	"tribune/templates/layout"
)

// AttestationsView is papers to print, one a page: in the console, or somebody's own.
type AttestationsView struct {
	Page layout.Page
	Announcement
	Papers []attendance.Attestation
	Link   string // the last segment of her private page's address; "" in the console
}

// The fields of [Verify].
const (
	FieldName  = "name"
	FieldHours = "hours"
	FieldDate  = "date"
	FieldSeal  = "seal" // the code; that of a mail is another field
)

// VerifyView is the public page on which a paper is verified.
type VerifyView struct {
	Page layout.Page
	Announcement
	Stamp                   string
	Name, Hours, Date, Code string // as they were typed
	Problems                web.Problems
	Answered, Authentic     bool
	Paper                   attendance.Attestation // what an authentic one says
}

// hoursWords says how long, in words.
func hoursWords(p locale.Printer, d time.Duration) string {
	hours, minutes := int(d/time.Hour), int(d%time.Hour/time.Minute)
	switch {
	case minutes == 0:
		return p.N("attestation.hours", hours)
	case hours == 0:
		return p.N("attestation.minutes", minutes)
	}
	return p.List([]string{p.N("attestation.hours", hours), p.N("attestation.minutes", minutes)})
}

// verifies is the address of the page on which papers of an event are verified.
func verifies(origin string, l locale.Lang, e event.Event) string {
	return origin + layout.Address(site.VerifyForm, l, string(e.Slug))
}

// spelt is an address as it stands on paper.
func spelt(url string) string {
	return strings.TrimPrefix(strings.TrimPrefix(url, "https://"), "http://")
}

// attests is the sentence of a paper.
func (v AttestationsView) attests(a attendance.Attestation) string {
	p := v.Page.Printer
	return p.T("attestation.text", locale.Args{
		"Organisation": locale.IsolateText(v.Organisation.Name, p.Lang), "Name": locale.Isolate(a.Name),
		"Event": locale.IsolateText(v.Event.Title, p.Lang), "Hours": hoursWords(p, a.Attended),
	})
}

// during says when a half-day was.
func (a Announcement) halfDuring(p locale.Printer, h event.HalfDay) string {
	return p.Date(a.local(h.Starts)) + p.T("mail.comma") + p.Hours(a.local(h.Starts), h.Ends)
}

// where is the place of the event, for a sentence.
func (a Announcement) placeWords(p locale.Printer) string {
	var parts []string
	for _, t := range []locale.Text{a.Event.Place, a.Event.City} {
		if s, _ := t.In(p.Lang); s != "" {
			parts = append(parts, locale.Isolate(s))
		}
	}
	return strings.Join(parts, p.T("mail.comma"))
}

// back is where one comes from to papers.
func (v AttestationsView) back() (href, text string) {
	p := v.Page.Printer
	if v.Link != "" {
		return layout.Address(site.Registration, p.Lang, string(v.Event.Slug), v.Link), p.T("registration.back")
	}
	return layout.Address(site.Report, p.Lang, string(v.Event.Ref.Event)), p.T("report.title")
}

func (v AttestationsView) backText() string { _, text := v.back(); return text }

func (v AttestationsView) backHref() string { href, _ := v.back(); return href }

// fields are what stands on the paper, to be copied.
func (v VerifyView) fields() []layout.Input {
	p := v.Page.Printer
	input := func(name, value string) layout.Input {
		return layout.Input{Name: name, Label: p.T("verify." + name), Value: value, Problem: v.Problems.For(name), Complete: "off"}
	}
	who, hours, date, code := input(FieldName, v.Name), input(FieldHours, v.Hours), input(FieldDate, v.Date), input(FieldSeal, v.Code)
	hours.Hint, hours.Dir = p.T("verify.hours.hint"), "ltr"
	date.Hint, date.Dir = p.T("verify.date.hint", ExampleDate()), "ltr"
	code.Hint, code.Dir = p.T("verify.seal.hint"), "ltr"
	return []layout.Input{who, hours, date, code}
}

// answer says what a paper is worth.
func (v VerifyView) answer() string {
	p := v.Page.Printer
	if !v.Authentic {
		return p.T("verify.not.title")
	}
	return p.T("verify.authentic.title")
}

// proves is what an authentic paper says.
func (v VerifyView) proves() string {
	p := v.Page.Printer
	return p.T("verify.authentic.text", locale.Args{
		"Name": locale.Isolate(v.Paper.Name), "Hours": hoursWords(p, v.Paper.Attended), "Event": locale.IsolateText(v.Event.Title, p.Lang),
	})
}

func (v VerifyView) tone() layout.Tone {
	if v.Authentic {
		return layout.Good
	}
	return layout.Bad
}

func (v VerifyView) title() string {
	if v.Answered {
		return v.answer()
	}
	return v.Page.Printer.T("verify.title")
}

// ExampleDate is a day as papers write it, for a sentence; it keeps its order in
// either direction of writing.
func ExampleDate() locale.Args { return locale.Args{"Example": locale.Isolate("2027-03-11")} }

// issued is the day of issue in words.
func issued(p locale.Printer, a attendance.Attestation) locale.Args {
	return locale.Args{"Date": p.Date(a.Issued)}
}

// typedHours is how long, as it is typed in every language: "6h30".
func typedHours(d time.Duration) string {
	return fmt.Sprintf("%dh%02d", d/time.Hour, d%time.Hour/time.Minute)
}
