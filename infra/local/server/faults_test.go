package server_test

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"testing"
	"time"

	"tribune/infra/local/enginetest"
	"tribune/infra/local/faults"
)

// flavours are the ways to fail that are planned on the control page here.
var flavours = []faults.Flavour{faults.Refused, faults.LostAnswer, faults.Conflict, faults.Throttled}

func (h *house) fail(t testing.TB, operation string, times int, f faults.Flavour) {
	t.Helper()
	h.order(t, "/fail", "operation", operation, "times", strconv.Itoa(times), "flavour", string(f))
}

// The one write that takes a seat or gives it back fails, in every way and for
// longer and longer: in the end it is done once, and told once.
func TestCommitsFail(t *testing.T) {
	t.Parallel()
	inbox := enginetest.Inbox(t)
	for _, flavour := range flavours {
		t.Run(string(flavour), func(t *testing.T) {
			t.Parallel()
			h := newHouseOn(t, enginetest.Dynamo(t), inbox)
			for _, times := range []int{1, 3, 10} {
				started := time.Now()
				p := somebody("%s %d", flavour, times)
				form := h.form(t, p)
				h.fail(t, "TransactWriteItems", times, flavour)
				presses := h.register(t, p, form)
				h.Faults.Reset() // what was not met: most give in earlier
				h.wantRegistered(t, p.address)
				if got := h.promised(t); got["confirmed"] != 1 || len(got) != 1 {
					t.Errorf("%d times: promised %v, want one confirmation", times, got)
				}
				h.tick(t)
				link := h.wantMails(t, p.address, "place réservée")[0].link(t, p)

				h.fail(t, "TransactWriteItems", times, flavour)
				answer, again := h.press(t, link+"/cancel", nil)
				h.Faults.Reset()
				if answer.status != http.StatusSeeOther || answer.header.Get("Location") != link {
					t.Errorf("%d times: cancelled: %d %s", times, answer.status, answer.text(t))
				}
				h.wantRegistered(t)
				if got := h.promised(t); got["cancelled"] != 1 || len(got) != 1 {
					t.Errorf("%d times: promised %v, want one cancellation", times, got)
				}
				h.tick(t)
				h.wantMails(t, p.address, "place réservée", "annulée")
				t.Logf("%d times: pressed %d and %d times, %v", times, presses, again, time.Since(started).Round(time.Millisecond))
			}
		})
	}
}

// Every other operation fails for longer than the client tries: each page is
// either what it always is, or says "later" and keeps the form. To a reader a
// lost answer is a refused connection, and nothing conflicts with her.
func TestOperationsFail(t *testing.T) {
	t.Parallel()
	reads, writes := []string{"GetItem", "BatchGetItem", "Query"}, []string{"UpdateItem", "PutItem"}
	for flavour, operations := range map[faults.Flavour][]string{
		faults.Refused:    slices.Concat(reads, writes),
		faults.Throttled:  slices.Concat(reads, writes),
		faults.LostAnswer: writes,
		faults.Conflict:   writes,
	} {
		t.Run(string(flavour), func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			v := newVisit(t, h)
			for _, operation := range operations {
				v.later(t, time.Hour) // codes are counted by the hour, each lost answer with them
				v.organisers = v.signIn(t)
				if slices.Contains(reads, operation) {
					v.look(t, operation, flavour)
				}
				v.lookAsOrganiser(t, operation, flavour)
				v.act(t, operation, flavour)
			}
			v.plan(t, "DeleteItem", flavour)
			signedOut, _ := v.organisers.press(t, "/fr/organisers/sign-out", nil)
			v.wantDone(t, "sign out", signedOut)
			h.tick(t)
			h.wantRegistered(t, v.registered...)
			for _, address := range v.registered {
				if len(h.received(t, address)) == 0 {
					t.Errorf("%s has no mail", address)
				}
			}
		})
	}
}

// visit is somebody who goes everywhere.
type visit struct {
	*house
	private    string // her link
	her        person
	organisers browser
	registered []string
}

func newVisit(t *testing.T, h *house) *visit {
	t.Helper()
	v := &visit{house: h, her: somebody("Visitor")}
	v.register(t, v.her, v.form(t, v.her))
	v.tick(t)
	v.private = v.wantMails(t, v.her.address, "place réservée")[0].link(t, v.her)
	v.organisers = v.signIn(t)
	v.registered = append(v.registered, v.her.address)
	return v
}

// plan has an operation fail for the next request, however often it is tried.
func (v *visit) plan(t *testing.T, operation string, f faults.Flavour) {
	t.Helper()
	v.later(t, 3*time.Second) // nothing is fresh
	v.fail(t, operation, 4, f)
}

// look opens every public page with the fault planned for it.
func (v *visit) look(t *testing.T, operation string, f faults.Flavour) {
	t.Helper()
	for _, path := range []string{"/fr", v.her.path(""), v.her.path("/register"), v.her.path("/registered"), v.private} {
		v.plan(t, operation, f)
		v.wantAnswer(t, operation+" "+path, v.get(t, path))
	}
}

// lookAsOrganiser opens the organisers' pages, a minute after one another: then
// it is noted too that the session is used.
func (v *visit) lookAsOrganiser(t *testing.T, operation string, f faults.Flavour) {
	t.Helper()
	for _, path := range []string{"/fr/organisers/events", listPath, downloadPath} {
		v.later(t, time.Minute)
		v.plan(t, operation, f)
		v.wantAnswer(t, operation+" "+path, v.organisers.get(t, path))
	}
}

func (v *visit) wantAnswer(t *testing.T, what string, p page) {
	t.Helper()
	met := len(v.Faults.Planned()) == 0
	v.Faults.Reset()
	switch {
	case p.status == http.StatusServiceUnavailable && met:
		p.wantLater(t)
	case p.status != http.StatusOK:
		t.Errorf("%s: %d (fault met: %t): %s", what, p.status, met, p.text(t))
	}
}

// act sends every form with the fault planned for it, and presses again.
func (v *visit) act(t *testing.T, operation string, f faults.Flavour) {
	t.Helper()
	newcomer := somebody("%s %s", operation, f)
	v.registered = append(v.registered, newcomer.address)
	form := v.form(t, newcomer)
	v.fail(t, "TransactWriteItems", 1, faults.Conflict) // so that it goes the combined way too
	v.send(t, operation, f, newcomer.path("/register"), form)

	// By somebody registered already: a mail is promised, no seat taken.
	v.send(t, operation, f, v.her.path("/register"), v.form(t, v.her))
	path, lost := v.get(t, v.her.path("/lost-link")).form(t)
	lost.Set("address", v.her.address)
	v.later(t, 4*time.Second)
	v.send(t, operation, f, path, lost)
	path, ask := v.get(t, "/fr/organisers").form(t)
	ask.Set("address", organiser)
	v.send(t, operation, f, path, ask)

	b, code := v.askCode(t)
	path, enter := b.get(t, "/fr/organisers/code").form(t)
	enter.Set("code", code)
	v.plan(t, operation, f)
	answer, _ := b.press(t, path, enter)
	v.wantDone(t, operation+" "+path, answer)
}

func (v *visit) send(t *testing.T, operation string, f faults.Flavour, path string, form url.Values) {
	t.Helper()
	v.plan(t, operation, f)
	answer, _ := v.press(t, path, form)
	v.wantDone(t, operation+" "+path, answer)
}

func (v *visit) wantDone(t *testing.T, what string, p page) {
	t.Helper()
	v.Faults.Reset()
	if p.status != http.StatusSeeOther && p.status != http.StatusOK {
		t.Errorf("%s: in the end %d: %s", what, p.status, p.text(t))
	}
}
