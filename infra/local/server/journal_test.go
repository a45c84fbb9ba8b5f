package server_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"tribune/infra/local/booktest"
	"tribune/shared/dynamo"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/templates/pages"
)

const journalPath = "/fr/organisers/journal"

// note writes lines of the audit, each an hour after the one before, the last now.
func (h *house) note(t *testing.T, lines ...organisation.Audit) {
	t.Helper()
	for i, a := range lines {
		a.Organisation, a.At = h.event.Organisation, h.Clock.Now().Add(time.Duration(i+1-len(lines))*time.Hour)
		if a.By.IsZero() {
			a.By = must(outbox.ParseAddress(organiser))
		}
		if err := h.Parts.Table.Audit(t.Context(), dynamo.AuditID(a.At), a); err != nil {
			t.Fatal(err)
		}
	}
}

// by are the numbers of people of the lines of a page, which tells them apart.
func (p page) by(t *testing.T) (all []string) {
	t.Helper()
	for _, m := range regexp.MustCompile(`(\d+) personnes?`).FindAllStringSubmatch(p.text(t), -1) {
		all = append(all, m[1])
	}
	return all
}

func numbered(n int) organisation.Audit {
	return organisation.Audit{Action: organisation.Downloaded, Event: "journee-tanger", Format: "csv", Columns: []string{"family"}, Rows: n}
}

// The journal reads from the latest line to the first and back, fifty at a time,
// and each stands on one page whatever is done meanwhile.
func TestTheJournalIsReadPageByPage(t *testing.T) {
	t.Parallel()
	h := newDeafHouse(t)
	owner := h.as(t, "responsable@exemple.org", organisation.Owner, organisation.Scope{})
	var lines []organisation.Audit
	var want []string
	for n := 101; n <= 230; n++ {
		lines, want = append(lines, numbered(n)), append(want, fmt.Sprint(n))
	}
	slices.Reverse(want)
	h.note(t, lines...)
	turn := func(p page, rel string) string {
		m := regexp.MustCompile(`href="([^"]+)" rel="` + rel + `"`).FindStringSubmatch(p.body)
		if m == nil {
			return ""
		}
		return strings.ReplaceAll(m[1], "&amp;", "&")
	}
	var got []string
	var at page
	for path := journalPath; path != ""; path = turn(at, "next") {
		at = owner.get(t, path)
		got = append(got, at.by(t)...)
		if len(got) == 50 {
			h.note(t, numbered(999)) // at the head, behind her
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("forth: %v", got)
	}
	var back [][]string
	for path := turn(at, "prev"); path != ""; path = turn(at, "prev") {
		at = owner.get(t, path)
		back = append(back, at.by(t))
	}
	if len(back) != 3 || !slices.Equal(slices.Concat(back[1], back[0]), want[:100][0:]) || !slices.Equal(back[2], []string{"999"}) {
		t.Errorf("back: %v", back)
	}
	if empty := owner.get(t, journalPath+"?before="+strings.Repeat("z", 200)+"&from=nothing&by=nobody&action=x&event=y"); empty.status != http.StatusOK || len(empty.by(t)) != 50 {
		t.Errorf("nonsense: %d %v", empty.status, empty.by(t))
	}
	if none := owner.get(t, journalPath+"?from=2031-01-02&to=2030-01-01"); none.status != http.StatusOK || len(none.by(t)) != 0 {
		t.Errorf("a period that ends before it begins: %d", none.status)
	}
}

// It is asked for by who, what, where and when, and says whom a line is about
// while she is known.
func TestTheJournalIsAsked(t *testing.T) {
	t.Parallel()
	h := newDeafHouse(t)
	h.fair(t)
	p := somebody("Zineb")
	h.comes(t, h.event, p)
	_, all := h.books(t)
	owner := h.as(t, "responsable@exemple.org", organisation.Owner, organisation.Scope{})
	reader := must(outbox.ParseAddress("lectrice@exemple.org"))
	h.as(t, reader.String(), organisation.Reader, organisation.Scope{})
	fair, hers := numbered(12), numbered(13)
	fair.Event, hers.By = "foire", reader
	changed := organisation.Audit{Action: organisation.PersonChanged, Event: "journee-tanger", Person: all[p.address].Person.String(), Rows: 1}
	h.note(t, numbered(11), fair, hers, changed)
	account := h.Parts.Ring.Account(reader.Folded())[0]
	zone := h.event.Location()
	for query, want := range map[string][]string{
		"?event=foire": {"12"}, "?action=download": {"13", "12", "11"}, "?by=" + account: {"13"}, "?event=foire&by=" + account: nil,
		"?to=" + h.Clock.Now().Add(-48*time.Hour).In(zone).Format(time.DateOnly):  nil,
		"?from=" + h.Clock.Now().Add(48*time.Hour).In(zone).Format(time.DateOnly): nil,
	} {
		if got := owner.get(t, journalPath+query); got.status != http.StatusOK || !slices.Equal(got.by(t), want) {
			t.Errorf("%s: %d %v, want %v", query, got.status, got.by(t), want)
		}
	}
	whole := owner.get(t, journalPath)
	if link := listPath + "/people/" + changed.Person; !strings.Contains(whole.body, link) || !strings.Contains(whole.body, p.given) {
		t.Error("the journal does not lead to whom a line is about")
	}
	limited := h.as(t, "ailleurs@exemple.org", organisation.Owner, organisation.Scope{Events: []string{"foire"}})
	if got := limited.get(t, journalPath); !slices.Equal(got.by(t), []string{"12"}) || strings.Contains(got.body, p.given) {
		t.Errorf("she whose event is another sees %v", got.by(t))
	}
	if got := h.as(t, "equipe@exemple.org", organisation.Organiser, organisation.Scope{}).get(t, journalPath); got.status != http.StatusNotFound {
		t.Errorf("who does not govern: %d", got.status)
	}
	h.setClock(t, h.Clock.Now().AddDate(1, 0, 2))
	if got := h.as(t, "responsable@exemple.org", organisation.Owner, organisation.Scope{}).get(t, journalPath); len(got.by(t)) != 0 {
		t.Errorf("after a year it says %v", got.by(t))
	}
}

// The journal is taken away as it is asked for, and that is a line of it.
func TestTheJournalIsTaken(t *testing.T) {
	t.Parallel()
	h := newDeafHouse(t)
	owner := h.as(t, "responsable@exemple.org", organisation.Owner, organisation.Scope{})
	h.note(t, numbered(11), organisation.Audit{Action: organisation.MessageSent, Event: "journee-tanger", Format: "m", Rows: 12})
	rows := asCSV(t, owner.post(t, journalPath+"?action=download", url.Values{pages.FieldFormat: {pages.CSV}}))
	if len(rows) != 2 || rows[1][8] != "11" || rows[1][6] != "family" || rows[1][1] != organiser {
		t.Errorf("the file says %q", rows)
	}
	book := booktest.Read(t, []byte(owner.post(t, journalPath, url.Values{pages.FieldFormat: {pages.XLSX}}).body))
	if got := book.Sheets[0]; got.Name != "Journal" || len(got.Rows) != 4 || got.Rows[1][2] != "a téléchargé le journal" || got.Rows[1][7] != "action=download" {
		t.Errorf("the book says %q", got.Rows)
	}
	if got := owner.post(t, journalPath, url.Values{}); got.status != http.StatusUnprocessableEntity {
		t.Errorf("in no format: %d", got.status)
	}
	h.later(t, 11*time.Minute) // her factor is old
	got := owner.post(t, journalPath+"?action=download", url.Values{pages.FieldFormat: {pages.CSV}})
	if to := got.header.Get("Location"); got.status != http.StatusSeeOther || to != "/fr/organisers/factor?to="+url.QueryEscape(journalPath+"?action=download") {
		t.Errorf("with an old factor: %d %s", got.status, to)
	}
}
