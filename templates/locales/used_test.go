package locales_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"tribune/shared/charter"
	"tribune/shared/dossier"
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/mailing"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/publiclog"
	"tribune/shared/registration"
	"tribune/shared/roster"
	"tribune/templates/pages"
)

// family is keys that are put together from a prefix, a value and a suffix.
type family struct {
	prefix   string
	values   []string
	suffixes []string // none if nil
}

func (f family) keys() (all []string) {
	for _, v := range f.values {
		if f.suffixes == nil {
			all = append(all, f.prefix+v)
		}
		for _, s := range f.suffixes {
			all = append(all, f.prefix+v+s)
		}
	}
	return all
}

// names are values of the domain as strings.
func names[T ~string](values ...T) (all []string) {
	for _, v := range values {
		all = append(all, string(v))
	}
	return all
}

// composed are the families.
var composed = []family{
	{"charter.field.", names(charter.Fields...), nil},
	{"charter.kind.", names(charter.Kinds...), nil},
	{"sign.as.", names(pages.AsOrganisation, pages.AsIndividual), nil},
	{"problem.", names("organisation", "as", "kind", "field", "country", "signer-given", "signer-family", "function", "mandate", "explicit-consent"), []string{".missing"}},
	{"problem.function.", names("long", "link"), nil},
	{"arrival.", names("there", "first", "undone", "early", "held", "waiting", "gone", "other-day"), []string{".title"}},
	{"arrival.", names("early", "past", "other-day", "held", "waiting", "gone"), []string{".text"}},
	{"arrival.", names("there", "other-day"), []string{".tag"}},
	{"half.", names(event.Morning, event.Afternoon), nil},
	{"pass.", names("there", "early", "past", "other-day", "expected", "held", "waiting", "gone"), nil},
	{"problem.", names("name", "hours", "date", "seal"), []string{".missing"}},
	{"verify.", names("name", "hours", "date", "seal"), nil},
	{"answer.", names(registration.Full, registration.WorkshopFull, registration.QueueFull, registration.TooEarly, registration.TooLate, "called-off"), []string{".title", ".text"}},
	{"answer.", names(event.Yes, event.No), nil},
	{"certificate.", names("who", "function", "party", "what", "mandate", "country", "at", "version", "log", "look", "hash", "leaf", "title"), nil},
	{"charter.field.", names(charter.Fields...), nil},
	{"charter.mandate.", names(charter.Declared, charter.ByDomain), nil},
	{"signatories.look.", names(dossier.Looks...), nil},
	{"signatories.wait.", names("unseen", "aside", "alike"), nil},
	{"signature.state.", names(charter.Confirmed, charter.Counted, charter.Aside, charter.Invalidated, charter.Withdrawn), nil},
	{"verdict.", names(charter.Verdicts...), []string{"", ".text"}},
	{"handover.holds.", names("texts", "signatories", "counts", "log", "receipts"), nil},
	{"dossier.column.", names("name", "kind", "field", "country", "site", "mandate", "representative", "function", "date", "number", "commitments"), nil},
	{"dossier.readme.", names("what", "texts", "signatories", "individuals", "counts", "log", "receipts", "verify"), nil},
	{"charter.kind.", append(names(charter.Kinds...), "individual"), nil},
	{"mandate.", names(charter.Mandates...), []string{".mark", ".name", ".text"}},
	{"log.leaf.", names(publiclog.Kinds...), nil},
	{"log.receipt.", names(publiclog.Kinds...), nil},
	{"csv.", names("country", "rank", "source", "family", "given", "address", "phone", "organisation", "sector", "workshops", "state", "since", "mode", "days", "wanted", "lang", "delivery"), nil},
	{"delivery.", names(outbox.Fates...), nil},
	{"delivery.reason.", names(outbox.NoSuchAddress, outbox.MailboxFull, outbox.Unwanted, outbox.Suppressed, outbox.TooMany, outbox.Unreachable), nil},
	{"edit.row.", names("days", "programme", "slots", "workshops", "questions", "options", "notices", "documents", "partners", "publications", "articles"), nil},
	{"edit.add.", names("days", "programme", "slots", "workshops", "questions", "options", "notices", "documents", "partners", "publications", "articles"), nil},
	{"question.kind.", names(event.QuestionKinds...), nil},
	{"download.columns.", names("usual", "further", "sensitive"), nil},
	{"download.format.", pages.Formats, []string{"", ".hint"}},
	{"fault.", names("internal", fault.Invalid, fault.Unreadable, fault.Unsupported, fault.TooLarge, fault.Forbidden,
		fault.NotFound, fault.NotAllowed, fault.Conflict, fault.TooMany, fault.Unavailable), []string{".title", ".text"}},
	{"fault.", names(fault.NotFound), []string{".link"}},
	{"attendees.sort.", names(roster.Orders...), nil},
	{"do.", names(pages.Doings...), nil},
	{"history.", names(registration.Deeds...), nil},
	{"reach.", names(roster.Reached, roster.Unreached), nil},
	{"source.", names(registration.Sources...), nil},
	{"told.", names(pages.Tells...), nil},
	{"language.", names(locale.Languages...), nil},
	{"journal.", names("when", "who", "what", "event", "member", "format", "columns", "filter", "rows"), nil},
	{"journal.action.", names(organisation.Actions...), nil},
	{"role.", names(organisation.Roles...), []string{"", ".may"}},
	{"organisation.", names("name", "contact", "country", "dpo", "cndp", "reply-to"), nil},
	{"organisation.", names("organisation-name", "legal-basis", "recipients", "retention", "transfers"), []string{"", ".hint"}},
	{"", names("registered", "held", "queued"), []string{".title", ".mail", ".link"}},
	{"mail.", names(outbox.Confirmed, outbox.Held, outbox.Waiting, outbox.Offered, outbox.Lapsed, outbox.Changed, outbox.Moved,
		outbox.Already, outbox.LostLink, outbox.Cancelled, outbox.Refused, outbox.Removed, outbox.Reminder, outbox.Practical, outbox.Thanks, outbox.CalledOff,
		outbox.Approved, outbox.Declined, outbox.NamePeople, outbox.SignatureCode, outbox.Signed,
		outbox.SignedAlready, outbox.SignedLink, outbox.Amended), []string{".subject", ".preview", ".text"}},
	{"mail.", names("already.pending", "lapsed.unconfirmed"), []string{".subject", ".preview", ".text"}},
	{"charter.block.", names("article", "language", "same", "closed"), nil},
	{"publish.block.", names("title", "neutral-title", "city", "day", "past"), nil},
	{"message.kind.", names(outbox.Reminder, outbox.Practical, outbox.Thanks, outbox.CalledOff), nil},
	{"message.state.", names(mailing.Draft, mailing.Going, mailing.Gone), nil},
	{"message.to.", names("state", "workshop", "day", "sector", "lang"), nil},
	{"mail.refused.", names(registration.Full, registration.WorkshopFull, registration.QueueFull, registration.TooLate), nil},
	{"mail.standing.", names(registration.Unconfirmed, registration.Offered), nil},
	{"mode.", names("site", "online"), nil},
	{"paper.half.", names(event.Morning, event.Afternoon), nil},
	{"problem.", names("given", "family", "address", "sector", "consent"), []string{".missing"}},
	{"problem.", names("organisation", "kind", "field", "country", "signer-given", "signer-family", "function"), []string{".missing"}},
	{"problem.function.", names("long", "link"), nil},
	{"problem.organisation.", names("long", "link"), nil},
	{"problem.name.", names("long", "link", "control"), nil},
	{"problem.", names("address", "phone", "site"), []string{".invalid"}},
	{"problem.", names("event.full", "day.full", "workshop.full"), []string{"", ".wait"}},
	{"registration.", names(registration.Confirmed, registration.Unconfirmed, registration.Waiting, registration.Offered,
		registration.Lapsed, registration.Cancelled), []string{".title"}},
	{"registration.", names(registration.Unconfirmed, registration.Waiting, registration.Offered, registration.Lapsed, registration.Cancelled), []string{".text"}},
	{"receipt.part.", names("1", "2", "3", "4", "5", "6", "7", "8", "9", "10"), nil},
	{"signature.", names(charter.Confirmed, charter.Counted, charter.Aside, charter.Withdrawn, charter.Invalidated), []string{".title", ".text"}},
	{"signature.display.", names(pages.Show, pages.Hide), []string{"", ".beside"}},
	{"registration.accept.", names(registration.Unconfirmed, registration.Offered), nil},
	{"seats.mode.", names("site", "online"), nil},
	{"sector.", names(registration.Sectors...), nil},
	{"standing.", names("cancelled", "early", "full", "waiting", "none", "closed", "over"), nil},
	{"state.", names(registration.Confirmed, registration.Unconfirmed, registration.Waiting, registration.Offered,
		registration.Lapsed, registration.Cancelled, registration.Refused), nil},
}

func TestEveryKeyIsUsedAndEveryUsedKeyExists(t *testing.T) {
	known := catalogue(t, "fr")
	said := regexp.MustCompile(`\.[TN]\(("[^"]+")[,)]`)
	literals := map[string]bool{}
	for path, source := range sources(t) {
		for _, m := range said.FindAllStringSubmatch(source, -1) {
			key, err := strconv.Unquote(m[1])
			if err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			if _, ok := known[key]; !ok {
				t.Errorf("%s says %q, which no catalogue has", path, key)
			}
		}
		for _, m := range regexp.MustCompile(`"[a-z][a-z0-9.-]+"`).FindAllString(source, -1) {
			literals[strings.Trim(m, `"`)] = true
		}
	}
	puttable := map[string]bool{}
	for _, c := range composed {
		for _, key := range c.keys() {
			puttable[key] = true
			if _, ok := known[key]; !ok {
				t.Errorf("%s is put together, and no catalogue has it", key)
			}
		}
	}
	for key := range known {
		if !literals[key] && !puttable[key] {
			t.Errorf("nothing says %s", key)
		}
	}
}

// sources reads what people wrote of the program: Go and templ, no tests.
func sources(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, top := range []string{"shared", "templates", "functions", "infra"} {
		err := filepath.WalkDir(filepath.Join("../..", top), func(path string, d fs.DirEntry, err error) error {
			written := strings.HasSuffix(path, ".templ") || strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_templ.go") && !strings.HasSuffix(path, "_test.go")
			if err != nil || d.IsDir() || !written {
				return err
			}
			b, err := os.ReadFile(path)
			found[path] = string(b)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(found) < 10 {
		t.Fatalf("only %d source files found", len(found))
	}
	return found
}
