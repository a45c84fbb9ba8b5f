package mailer_test

import (
	"fmt"
	"io"
	"net/http"
	"testing"
	"time"

	"tribune/shared/account"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/registration"
	"tribune/shared/token"
)

// ring is the house's, to find the record of an address.
var ring = must(token.ParseRing("the secret of these tests, long enough to be one"))

const typed = "anybody@exemple.org"

// typedBy promises a mail to the one address that everybody types here, as the
// n-th person.
func (h *house) typedBy(t *testing.T, n int, k outbox.Kind, stands string, proven bool) outbox.Entry {
	t.Helper()
	r := registrations()[stands]
	r.Proven = proven
	e := h.promise(t, n, r, k, locale.French)
	r = must(h.Find(t.Context(), ref, must(token.ParsePerson(e.Ref.Person))))
	r.Attendee.Address = address(typed)
	h.write(t, r, nil)
	return e
}

func (h *house) state(t *testing.T, e outbox.Entry) outbox.Entry {
	t.Helper()
	return must(h.Mail(t.Context(), e.ID))
}

// wantSent wants these of the mails to have gone, and the others to wait.
func (h *house) wantSent(t *testing.T, what string, all []outbox.Entry, n int) {
	t.Helper()
	for i, e := range all {
		want := outbox.Pending
		if i < n {
			want = outbox.Sent
		}
		if got := h.state(t, e); got.State != want {
			t.Errorf("%s: number %d is %s (%s)", what, i+1, got.State, got.Why)
		}
	}
}

// The fourth mail in an hour to an address that nobody has shown to be hers
// waits until the first is an hour old, and goes then. Her registration stands.
func TestTheFourthMailInAnHourWaits(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	began := h.Clock.Now()
	var all []outbox.Entry
	for n := range 4 {
		all = append(all, h.typedBy(t, n+1, outbox.Confirmed, seated, false))
		h.run(t)
		h.Clock.Advance(time.Minute)
	}
	h.wantSent(t, "in the first minutes", all, 3)
	if e := h.state(t, all[3]); !e.Due.Equal(began.Add(time.Hour)) {
		t.Errorf("the fourth is due at %v, want %v", e.Due, began.Add(time.Hour))
	}
	r := must(h.Find(t.Context(), ref, must(token.ParsePerson(all[3].Ref.Person))))
	if r.State != registration.Confirmed {
		t.Errorf("her registration is %s", r.State)
	}
	h.Clock.Set(began.Add(time.Hour - 1))
	h.run(t)
	h.wantSent(t, "a moment before the hour", all, 3)
	h.Clock.Set(began.Add(time.Hour))
	h.run(t)
	h.wantSent(t, "after an hour", all, 4)
}

func TestTheEleventhMailInADayWaits(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	began := h.Clock.Now()
	var all []outbox.Entry
	for n := range 11 {
		h.Clock.Set(began.Add(time.Duration(n) * 30 * time.Minute))
		all = append(all, h.typedBy(t, n+1, outbox.Confirmed, seated, false))
		h.run(t)
	}
	h.wantSent(t, "in five hours", all, 10)
	h.Clock.Set(began.Add(24*time.Hour - 1))
	h.run(t)
	h.wantSent(t, "a moment before a day is over", all, 10)
	h.Clock.Set(began.Add(24 * time.Hour))
	h.run(t)
	h.wantSent(t, "after a day", all, 11)
}

// Who has shown that the address is hers gets what she causes herself, without
// limit; what anybody can cause who knows her is limited all the same, and does
// not count what is hers.
func TestProvenAddressesAreLimitedForOthersOnly(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	var own []outbox.Entry
	for n := range 12 {
		own = append(own, h.typedBy(t, n+1, outbox.Changed, seated, true))
	}
	h.run(t)
	h.wantSent(t, "her own", own, 12)
	n := 12
	for k, stands := range map[outbox.Kind]string{outbox.Already: seated, outbox.LostLink: seated} {
		h.Clock.Advance(24 * time.Hour)
		var others []outbox.Entry
		for range 4 {
			n++
			others = append(others, h.typedBy(t, n, k, stands, true))
			h.run(t)
			h.Clock.Advance(time.Second)
		}
		h.wantSent(t, string(k), others, outbox.UnaskedHourly)
		h.Clock.Advance(time.Hour)
		h.run(t)
		h.wantSent(t, string(k), others, 2*outbox.UnaskedHourly)
	}
}

// A family registers with one address, all at once: the mails that may go do,
// without being in each other's way.
func TestMailsToOneAddressAtOnce(t *testing.T) {
	t.Parallel()
	for range 3 {
		h := newHouse(t)
		var all []outbox.Entry
		for n := range outbox.MostHourly {
			all = append(all, h.typedBy(t, n+1, outbox.Confirmed, seated, false))
		}
		h.run(t)
		h.wantSent(t, "at once", all, outbox.MostHourly)
	}
}

// suppress has the address bounce for good, or its owner complain.
func (h *house) suppress(t *testing.T, to string, fate outbox.Fate) {
	t.Helper()
	err := outbox.Learn(t.Context(), h.Table, ring.Recipient, outbox.Report{
		Entry: "an earlier one", To: []outbox.Address{address(to)}, Fate: fate, Final: true, At: h.Clock.Now(),
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A suppressed address gets nothing, proven or not, and the mail says why, as
// does what is known of its person.
func TestASuppressedAddressGetsNothing(t *testing.T) {
	t.Parallel()
	for fate, lasts := range map[outbox.Fate]time.Duration{outbox.Bounced: outbox.AfterBounce, outbox.Complained: outbox.AfterComplaint} {
		h := newHouse(t)
		h.suppress(t, typed, fate)
		all := []outbox.Entry{h.typedBy(t, 1, outbox.Confirmed, seated, false), h.typedBy(t, 2, outbox.Changed, seated, true)}
		h.run(t)
		if len(h.sent) != 0 {
			t.Errorf("%s: %d mails went", fate, len(h.sent))
		}
		fares := must(h.Deliveries(t.Context(), ref))
		for _, e := range all {
			if got := h.state(t, e); got.State != outbox.Failed || got.Why != outbox.Suppressed {
				t.Errorf("%s: the mail is %+v", fate, got)
			}
			if d := fares[e.Ref.Person]; d.Fate != outbox.Undeliverable || d.Reason != outbox.Suppressed {
				t.Errorf("%s: she fares %+v", fate, d)
			}
		}
		h.Clock.Advance(lasts)
		if r := must(h.Recipient(t.Context(), ring.Recipient(typed))); r.Suppressed(h.Clock.Now()) {
			t.Errorf("%s: suppressed after %v", fate, lasts)
		}
	}
}

// An organiser's code goes whatever is known of her address, however often.
func TestSignInCodesAreNeverLimited(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.suppress(t, typed, outbox.Complained)
	var all []outbox.Entry
	for n := range 12 {
		hash := fmt.Sprint("challenge ", n)
		e := outbox.Promise(outbox.SignInCode, outbox.Ref{Organisation: string(ref.Organisation), Challenge: hash}, locale.French, h.Clock.Now())
		m := organisation.Member{Organisation: ref.Organisation, Address: address(typed), Lang: locale.French}
		c := account.Challenge{Hash: hash, Mail: "what the code derives from", Member: m, Lang: locale.French, Expires: h.Clock.Now().Add(account.CodeLife)}
		if err := h.Ask(t.Context(), c, &e); err != nil {
			t.Fatal(err)
		}
		all = append(all, e)
	}
	h.run(t)
	h.wantSent(t, "codes", all, len(all))
}

// answering has the mail service answer differently for as long as it is told.
func (h *house) answering(answer func(w http.ResponseWriter, r *http.Request) (done bool)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.answer = answer
}

// The account is asked for its rate, and again ten minutes later; one that does
// not answer is taken for one of a mail a second, and asked at the next call.
func TestTheRateIsTheAccounts(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	asked, rate, status := 0, "7", http.StatusInternalServerError
	h.answering(func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path != "/v2/email/account" {
			return false
		}
		asked++
		w.WriteHeader(status)
		_, _ = io.WriteString(w, `{"SendQuota":{"MaxSendRate":`+rate+`}}`)
		return true
	})
	for _, step := range []struct {
		status  int
		rate    string
		later   time.Duration
		asked   bool
		perhaps float64
	}{
		{http.StatusInternalServerError, "7", 0, true, 1},
		{http.StatusOK, "7", 0, true, 7},
		{http.StatusOK, "90", 10*time.Minute - 1, false, 7},
		{http.StatusOK, "90", 1, true, 90},
		{http.StatusInternalServerError, "1", 10 * time.Minute, true, 90}, // what it told last
		{http.StatusOK, "14", 0, true, 14},
	} {
		status, rate = step.status, step.rate
		h.Clock.Advance(step.later)
		before := asked
		h.run(t)
		if (asked > before) != step.asked || h.pace() != step.perhaps {
			t.Errorf("%+v: asked %d times, %v mails a second", step, asked-before, h.pace())
		}
	}
}

// The service says that it is given too much: the mailer goes more slowly, and
// the mail goes later.
func TestThrottlingSlowsTheMailer(t *testing.T) {
	t.Parallel()
	for code, status := range map[string]int{"TooManyRequestsException": http.StatusTooManyRequests, "ThrottlingException": http.StatusBadRequest, "InternalServiceErrorException": http.StatusInternalServerError} {
		h := newHouse(t)
		e := h.promise(t, 1, registrations()[seated], outbox.Confirmed, locale.French)
		h.answering(func(w http.ResponseWriter, r *http.Request) bool {
			if r.URL.Path == "/v2/email/account" {
				return false
			}
			w.Header().Set("X-Amzn-Errortype", code)
			w.WriteHeader(status)
			_, _ = io.WriteString(w, `{"message":"Maximum sending rate exceeded."}`)
			return true
		})
		h.run(t)
		slower := code != "InternalServiceErrorException"
		if got := h.pace(); (got == 500) != slower || (got == 1000) == slower {
			t.Errorf("after %s: %v mails a second", code, got)
		}
		h.answering(nil)
		h.Clock.Advance(15 * time.Second)
		h.run(t)
		if got := h.state(t, e); got.State != outbox.Sent || got.Attempts != 2 {
			t.Errorf("after %s: %+v", code, got)
		}
	}
}
