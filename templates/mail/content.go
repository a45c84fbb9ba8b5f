// Package mail is every mail that is sent: what it says, composed from facts,
// and how it looks, in HTML and in plain text from one and the same [Content].
//
// Mail is discreet: subject and preview name the organisation and the event's
// neutral title, never its theme. It carries no image and nothing that tells
// the sender whether it was read.
package mail

import (
	"context"
	"strings"

	"tribune/shared/locale"
	"tribune/shared/markdown"
	"tribune/shared/outbox"
)

// Content is what one mail says. Names of people stand in it isolated
// ([locale.Isolate]), so that they are shown whole in either direction.
type Content struct {
	Lang       locale.Lang
	From       outbox.Line // the sender's name
	Subject    outbox.Line
	Preview    string // what a list of mails shows beside the subject
	Greeting   string
	Paragraphs []string
	Body       []markdown.Block // what an organiser wrote …
	BodyLang   locale.Lang      // … in this language
	Facts      []Fact
	Code       string // to be typed by hand; "" if none
	Action     *Action
	After      []string // paragraphs below the action
	SmallPrint []string
	Disown     *Action // where who did not ask for it takes it back; nil where nothing is
	Decline    *Action // where mails like this one are declined; nil where they cannot be
}

// Fact is a line of what is to be known: when, where, which workshop.
type Fact struct {
	Label string
	Value string
	Lang  locale.Lang // of the value: which side it begins on
	URL   bool        // the value is an address, to be followed
}

// Action is the one thing to do, as a button.
type Action struct{ Label, URL string }

// HTML is the mail as a whole HTML document.
func (c Content) HTML(ctx context.Context) (string, error) {
	var b strings.Builder
	err := document(c).Render(ctx, &b)
	return b.String(), err
}

// start is the side on which lines begin, for mail programs that heed no dir.
func start(c Content) string {
	if c.Lang.Dir() == "rtl" {
		return "right"
	}
	return "left"
}

// colon is what stands between a label and its value.
func colon(l locale.Lang) string {
	if l == locale.French {
		return "\u00a0: "
	}
	return ": "
}
