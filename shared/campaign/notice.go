package campaign

import (
	"slices"
	"strings"

	"tribune/shared/event"
	"tribune/shared/locale"
)

const (
	maxNotices   = 20
	maxDocuments = 20    // of one notice
	farthest     = 60    // days of a notice from its event
	letter       = 3_000 // characters: with what the mail says beside, 30 kB at most
)

// notices reads the mails to everybody who has a seat. Where the file says
// nothing of them, they are those of every event; where it lists none, none.
func (r *reader) notices(at place, all []fileNotice) []event.Notice {
	if all == nil {
		return slices.Clone(event.DefaultNotices)
	}
	r.number(at, len(all), 0, maxNotices)
	var notices []event.Notice
	seen := map[string]bool{}
	for i, f := range all {
		notices = append(notices, r.notice(at.at(i), f, seen))
	}
	return notices
}

func (r *reader) notice(at place, f fileNotice, seen map[string]bool) event.Notice {
	n := event.Notice{
		ID:   r.unique(at.field("id"), f.ID, seen),
		Kind: event.NoticeKind(f.Kind),
		Days: r.number(at.field("days"), f.Days, 0, farthest),
		Text: r.markdown(at.field("text"), f.Text, letter),
	}
	if !slices.Contains(event.NoticeKinds, n.Kind) {
		r.problem(at.field("kind"), "written.kind", locale.Args{"Kinds": event.NoticeKinds})
	}
	at = at.field("documents")
	if len(f.Documents) > 0 && n.Kind == event.Reminder {
		r.problem(at, "written.documents.reminder")
	}
	r.number(at, len(f.Documents), 0, maxDocuments)
	for i, d := range f.Documents {
		n.Documents = append(n.Documents, r.document(at.at(i), d))
	}
	return n
}

func (r *reader) document(at place, f fileDocument) event.Document {
	if f.URL == "" {
		r.problem(at.field("url"), "written.given")
	}
	return event.Document{Title: r.title(at.field("title"), f.Title, line), URL: r.site(at.field("url"), f.URL)}
}

// markdown reads a text by language, whose line breaks mean what they mean in
// Markdown; nil if there is none.
func (r *reader) markdown(at place, t fileText, longest int) locale.Text {
	return r.texts(at, t, func(at place, s string) string {
		s = strings.TrimSpace(s)
		r.readable(at, s, longest)
		if s == "" {
			r.problem(at, "written.given")
		}
		return s
	})
}
