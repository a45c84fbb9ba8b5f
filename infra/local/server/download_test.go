package server_test

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tribune/infra/local/booktest"
	"tribune/shared/event"
	"tribune/shared/files"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/registration"
	"tribune/shared/token"
	"tribune/templates/pages"
)

// fair is an event of two days, with workshops whose titles no sheet can bear and
// questions of every delicacy.
func (h *house) fair(t testing.TB) event.Event {
	t.Helper()
	text := func(s string) locale.Text { return locale.Text{locale.French: s} }
	starts := h.Clock.Now().Add(240 * time.Hour).Truncate(24 * time.Hour).Add(9 * time.Hour)
	day := func(n int) event.Day {
		at := starts.Add(time.Duration(n) * 24 * time.Hour)
		return event.Day{Starts: at, Ends: at.Add(8 * time.Hour)}
	}
	e := event.Event{
		Ref: event.Ref{Organisation: h.event.Organisation, Event: "foire"}, Slug: "foire", Title: text("La foire"), NeutralTitle: text("La foire"),
		Summary: text("La foire"), Place: text("Tanger"), City: text("Tanger"), Country: "MA", Zone: "Africa/Casablanca",
		Days: []event.Day{day(0), day(1)}, ByDay: true, Capacity: 200_000, Opens: starts.Add(-480 * time.Hour), Closes: starts, Version: 1,
		Slots: []event.Slot{{ID: "matin", Title: text("Matin"), Starts: starts, Ends: starts.Add(2 * time.Hour), Workshops: []event.Workshop{
			{ID: "a", Title: text("Emploi [A/B]: que faire ? Débat sur l’avenir"), Capacity: 100_000}, {ID: "b", Title: text("Εργασία"), Capacity: 100_000},
		}}},
		Questions: event.Questionnaire{
			{ID: "pays", Kind: event.Country, Label: text("Votre pays")},
			{ID: "mot", Kind: event.LongText, Label: text("Un mot")},
			{ID: "repas", Kind: event.ShortText, Label: text("Un régime"), Need: true},
		},
		SecretVersion: h.Parts.Ring.Current(), Updated: h.Clock.Now(),
	}
	if err := h.Parts.Table.Publish(t.Context(), e, organisation.Audit{}); err != nil {
		t.Fatal(err)
	}
	return e
}

// visitor is somebody who stands in the list, whatever the desk knows of her.
func (h *house) visitor(t testing.TB, e event.Event, given, family string, change func(*registration.Registration)) {
	t.Helper()
	address := must(outbox.ParseAddress(token.Hash(given + family)[:10] + "@exemple.org"))
	first, last := must(registration.ParseName(given)), must(registration.ParseName(family))
	r := registration.Registration{
		Event: e.Ref, Person: must(h.Parts.Ring.Person(e.SecretVersion, e.Ref.String(), address.Folded(), registration.FoldNames(first, last))),
		Generation: 1, State: registration.Confirmed, Since: h.Clock.Now(), Expires: e.Ends().Add(24 * time.Hour),
		Attendee: registration.Attendee{Given: first, Family: last, Address: address, Sector: "association", Lang: locale.French},
		Choice:   event.Choice{Days: []int{1, 2}, Workshops: []event.WorkshopID{"a"}},
	}
	if change != nil {
		change(&r)
	}
	if _, err := h.Parts.Table.Leave(t.Context(), r); err != nil {
		t.Error(err)
	}
}

const fairPath = "/organisers/events/foire"

// crowdOf are people whose names and words a spreadsheet must not touch.
func (h *house) crowdOf(t *testing.T, e event.Event) {
	t.Helper()
	h.visitor(t, e, "Ελένη", "Παπαδοπούλου", func(r *registration.Registration) {
		r.Choice = event.Choice{Days: []int{2}, Workshops: []event.WorkshopID{"b"}}
		r.Answers = event.Answers{"pays": {"GR"}, "mot": {"=1+1"}}
		r.Needs = registration.Needs{Answers: event.Answers{"repas": {"Sans arachides"}}}
	})
	h.visitor(t, e, "Ľubica", "Šťastná", func(r *registration.Registration) {
		r.Choice.Days, r.Answers = []int{1}, event.Answers{"pays": {"SK"}, "mot": {"-0,5 ; \"oui\"\nfin"}}
		r.Attendee.Organisation, r.Attendee.Phone = "+421 pomoc", must(registration.ParsePhone("0600000005"))
	})
	h.visitor(t, e, "فاطمة الزهراء", "العلوي", func(r *registration.Registration) {
		r.State, r.Attendee.Organisation, r.Attendee.Lang = registration.Cancelled, "جمعية المثال", locale.Arabic
		r.Needs = registration.Needs{Answers: event.Answers{"repas": {"حلال"}}}
	})
	h.visitor(t, e, "Disparue", "Refusée", func(r *registration.Registration) { r.State = registration.Refused })
}

// asCSV reads a file as French Excel does, as far as a reader of Go's can tell.
func asCSV(t *testing.T, p page) [][]string {
	t.Helper()
	body, marked := strings.CutPrefix(p.body, "\ufeff")
	if p.status != http.StatusOK || !marked || strings.Count(body, "\n") != strings.Count(body, "\r\n") {
		t.Fatalf("%d, marked %t: %.300s", p.status, marked, p.body)
	}
	r := csv.NewReader(strings.NewReader(body))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

var everyColumn = []string{
	"family", "given", "address", "phone", "organisation", "sector", "country", "state", "since", "rank", "source", "mode", "days", "workshops",
	"wanted", "lang", "delivery", "question.pays", "question.mot", "question.repas",
}

// Both files hold the same, to the letter but for the guard of CSV: what was
// typed, and of needs and phones only what there is a use for.
func TestAListIsReadAsItWasTyped(t *testing.T) {
	t.Parallel()
	h := newDeafHouse(t)
	e := h.fair(t)
	h.crowdOf(t, e)
	b := h.as(t, "equipe@exemple.org", organisation.Organiser, organisation.Scope{})
	columns := []string{"family", "given", "phone", "organisation", "country", "state", "days", "question.mot", "question.repas"}
	book := booktest.Read(t, []byte(b.file(t, "/fr"+fairPath+"?sort=name", pages.XLSX, columns...).body))
	want := [][]string{
		{"Nom", "Prénom", "Téléphone", "Organisme", "Pays", "État", "Jours", "mot", "repas"},
		{"Šťastná", "Ľubica", "", "+421 pomoc", "Slovaquie", "Place réservée", "1", "-0,5 ; \"oui\"\nfin", ""},
		{"Παπαδοπούλου", "Ελένη", "", "", "Grèce", "Place réservée", "2", "=1+1", "Sans arachides"},
		{"العلوي", "فاطمة الزهراء", "", "جمعية المثال", "", "Inscription annulée", "1 / 2", "", ""},
	}
	if got := book.Sheets[0]; !reflect.DeepEqual(got.Rows, want) || !reflect.DeepEqual(got.Types, []string{"s"}) {
		t.Errorf("cells of types %q:\n got %q\nwant %q", got.Types, got.Rows, want)
	}
	rows := asCSV(t, b.file(t, "/fr"+fairPath+"?sort=name", pages.CSV, columns...))
	guarded := slices.Clone(want)
	guarded[1], guarded[2] = slices.Clone(want[1]), slices.Clone(want[2])
	guarded[1][3], guarded[1][7], guarded[2][7] = "'+421 pomoc", "'-0,5 ; \"oui\"\nfin", "'=1+1"
	if !reflect.DeepEqual(rows, guarded) {
		t.Errorf("CSV:\n got %q\nwant %q", rows, guarded)
	}
	// A column holds the same whatever stands beside it.
	all := asCSV(t, b.file(t, "/fr"+fairPath+"?sort=name", pages.CSV, everyColumn...))
	for i, key := range everyColumn {
		alone := asCSV(t, b.file(t, "/fr"+fairPath+"?sort=name", pages.CSV, key, "family"))
		for n, row := range all {
			if !slices.Contains(alone[n], row[i]) {
				t.Errorf("%s is %q among others, and alone in %q", key, row[i], alone[n])
			}
		}
	}
}

// A file has a sheet for all, for each workshop and for each day, and is read
// from right to left where Arabic is; its rows are those of the list's filter.
func TestABookHasASheetForEachPart(t *testing.T) {
	t.Parallel()
	h := newDeafHouse(t)
	e := h.fair(t)
	h.crowdOf(t, e)
	b := h.as(t, "equipe@exemple.org", organisation.Organiser, organisation.Scope{})
	for lang, rtl := range map[string]bool{"fr": false, "ar": true} {
		got := b.file(t, "/"+lang+fairPath, pages.XLSX, "family")
		if saved := got.header.Get("Content-Disposition"); !strings.HasPrefix(saved, `attachment; filename="foire-20`) || !strings.HasSuffix(saved, `.xlsx"`) {
			t.Errorf("saved as %q", saved)
		}
		book := booktest.Read(t, []byte(got.body))
		var rows []int
		for _, s := range book.Sheets {
			rows = append(rows, len(s.Rows)-1)
		}
		if book.RTL != rtl || !slices.Equal(rows, []int{3, 2, 1, 2, 2}) {
			t.Errorf("%s: rtl %t, rows %v", lang, book.RTL, rows)
		}
		if a, b := book.Sheets[1].Name, book.Sheets[2].Name; a != "Emploi A B que faire Débat sur" || b != "Εργασία" {
			t.Errorf("%s: sheets %q and %q", lang, a, b)
		}
	}
	for query, people := range map[string]int{"?state=confirmed": 2, "?workshop=b": 1, "?day=1": 2, "?q=foire": 0, "?q=pomoc&state=confirmed": 1, "?country=GR": 1} {
		if form := b.get(t, "/fr"+fairPath+"/download"+query); people > 0 && !strings.Contains(form.body, fmt.Sprintf("%d personne", people)) {
			t.Errorf("%s: the form does not say %d: %s", query, people, form.text(t))
		}
		if rows := asCSV(t, b.file(t, "/fr"+fairPath+query, pages.CSV, "family")); len(rows) != people+1 {
			t.Errorf("%s: %d rows, want %d", query, len(rows)-1, people)
		}
	}
}

// The line says what was taken and of whom, and no word of them; a member of a
// partner takes her own people alone.
func TestWhatIsTakenIsWrittenDown(t *testing.T) {
	t.Parallel()
	h := newDeafHouse(t)
	e := h.fair(t)
	h.crowdOf(t, e)
	partner := h.as(t, "partenaire@exemple.org", organisation.Reader, organisation.Scope{Countries: []string{"SK"}})
	rows := asCSV(t, partner.file(t, "/fr"+fairPath+"?state=confirmed&q=Pomoc", pages.CSV, "family", "question.mot"))
	if len(rows) != 2 || rows[1][0] != "Šťastná" {
		t.Errorf("she took %q", rows)
	}
	var lines []organisation.Audit
	for a, err := range h.Parts.Table.Journal(t.Context(), e.Organisation, organisation.Period{To: h.Clock.Now().Add(time.Second)}) {
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, a)
	}
	want := organisation.Audit{
		Organisation: e.Organisation, By: must(outbox.ParseAddress("partenaire@exemple.org")), Action: organisation.Downloaded, Event: "foire", Format: "csv",
		Columns: []string{"family", "question.mot"}, Filter: []string{"state=confirmed", "search"}, Rows: 1,
	}
	if len(lines) == 1 {
		want.At, want.Line = lines[0].At, lines[0].Line
	}
	if !reflect.DeepEqual(lines, []organisation.Audit{want}) {
		t.Errorf("the journal says\n%+v, want\n%+v", lines, want)
	}
	for name, form := range map[string][]string{"no column": nil, "no format": {"family"}} {
		format := map[string]string{"no column": pages.XLSX, "no format": "pdf"}[name]
		if got := partner.file(t, "/fr"+fairPath, format, form...); got.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", name, got.status)
		}
	}
}

// What is too large for an answer waits behind a link that lives for minutes.
func TestALargeListGoesByALink(t *testing.T) {
	t.Parallel()
	h := newDeafHouse(t)
	e := h.fair(t)
	const people = 700
	var all sync.WaitGroup
	turns := make(chan struct{}, 8)
	for i := range people {
		all.Go(func() {
			turns <- struct{}{}
			defer func() { <-turns }()
			h.visitor(t, e, fmt.Sprintf("N %d", i), "Éloquente", func(r *registration.Registration) {
				r.Answers = event.Answers{"mot": {strings.Repeat("é«\"<", 1000)}}
			})
		})
	}
	all.Wait()
	b := h.as(t, "equipe@exemple.org", organisation.Organiser, organisation.Scope{})
	ready := b.file(t, "/fr"+fairPath, pages.CSV, "given", "question.mot")
	_, link, _ := strings.Cut(ready.body, `class="button" href="`+h.origin)
	link, _, _ = strings.Cut(link, `"`)
	if ready.status != http.StatusOK || !strings.HasPrefix(link, "/local/files/") || !strings.Contains(ready.text(t), "valable 5 minutes") {
		t.Fatalf("%d, link %q: %s", ready.status, link, ready.text(t))
	}
	rows := asCSV(t, browser{newClient(), h.origin}.get(t, link))
	seen := map[string]bool{}
	for _, row := range rows[1:] {
		seen[row[0]] = true
	}
	if len(rows) != people+1 || len(seen) != people {
		t.Errorf("%d rows of %d people", len(rows)-1, len(seen))
	}
	h.later(t, files.Life)
	if got := b.get(t, link); got.status != http.StatusNotFound {
		t.Errorf("after its life: %d", got.status)
	}
}
