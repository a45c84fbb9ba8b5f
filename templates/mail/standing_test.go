package mail_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/outbox"
	"tribune/shared/registration"
	"tribune/templates/mail"
)

// How a registration may stand.
const (
	seated         = "seated"
	alsoWaits      = "seated and waiting for another seat"
	unconfirmed    = "unconfirmed"
	waiting        = "waiting"
	offered        = "offered"
	lapsed         = "lapsed"
	neverConfirmed = "never confirmed"
	cancelled      = "cancelled"
	refused        = "refused"
	nobody         = "nobody"
)

var (
	starts = time.Date(2027, time.March, 25, 8, 0, 0, 0, time.UTC)
	until  = time.Date(2027, time.March, 26, 21, 15, 40, 0, time.UTC)
	now    = starts.AddDate(0, -1, 0)
)

// anEvent has two days, of which people choose, and workshops on both.
func anEvent() event.Event {
	second := starts.AddDate(0, 0, 1)
	workshop := func(id event.WorkshopID, title string, spans ...string) event.Workshop {
		return event.Workshop{ID: id, Title: text(title), Capacity: 5, Remote: 5, Spans: spans}
	}
	return event.Event{
		Title: text("Insertion des " + theme), NeutralTitle: text("Journée\r\nd’étude"), Summary: text(theme),
		Place: text("Maison"), Address: text("1 rue Exemple"), City: text("Tanger"), Zone: "Africa/Casablanca",
		ByDay: true, Capacity: 10, Remote: event.Remote{Capacity: 10, URL: room},
		Days: []event.Day{{Starts: starts, Ends: starts.Add(8 * time.Hour)}, {Starts: second, Ends: second.Add(3 * time.Hour)}},
		Slots: []event.Slot{
			{ID: "a", Starts: starts.Add(2 * time.Hour), Ends: starts.Add(3*time.Hour + 30*time.Minute), Workshops: []event.Workshop{workshop("w", "Coopératives"), workshop("x", "Friches")}},
			{ID: "b", Starts: second, Ends: second.Add(time.Hour), Workshops: []event.Workshop{workshop("y", "Récits", "c")}},
			{ID: "c", Starts: second.Add(time.Hour), Ends: second.Add(2 * time.Hour), Workshops: []event.Workshop{workshop("z", "Cartes")}},
		},
	}
}

// registrations are one that stands in each way.
func registrations() map[string]registration.Registration {
	has := event.Choice{Days: []int{1}, Workshops: []event.WorkshopID{"w"}}
	wants := event.Choice{Days: []int{1, 2}, Workshops: []event.WorkshopID{"x", "y"}}
	since := now.Add(-time.Minute)
	kept := starts.Add(registration.Keep)
	return map[string]registration.Registration{
		seated:         {State: registration.Confirmed, Choice: has, Expires: kept},
		alsoWaits:      {State: registration.Confirmed, Choice: has, Wants: &wants, Ticket: 7, Expires: kept},
		unconfirmed:    {State: registration.Unconfirmed, Wants: &wants, Ticket: 7, Until: until, Expires: kept},
		waiting:        {State: registration.Waiting, Wants: &wants, Ticket: 7, Expires: kept},
		offered:        {State: registration.Offered, Wants: &wants, Ticket: 7, Until: until, Expires: kept},
		lapsed:         {State: registration.Lapsed, Choice: wants, Since: since, Expires: kept},
		neverConfirmed: {State: registration.Lapsed, Choice: wants, Since: since, Expires: since.Add(24 * time.Hour)},
		cancelled:      {State: registration.Cancelled, Choice: has, Since: since, Expires: kept},
		refused:        {State: registration.Refused, Outcome: registration.Full, Since: since},
	}
}

// compose makes a mail in French.
func compose(t *testing.T, k outbox.Kind, f mail.Facts) (mail.Content, string) {
	t.Helper()
	c := kinds[k].compose(locale.For(locale.French), f)
	return c, strings.ReplaceAll(c.Text(), "\n", " ")
}

func wantIn(t *testing.T, text string, want bool, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if strings.Contains(text, part) != want {
			t.Errorf("says %q is to be %t:\n%s", part, want, text)
		}
	}
}

// Each mail lists the days and workshops that somebody has, or that are held
// for her or waited for, and no other.
func TestWhatIsAttended(t *testing.T) {
	const first, second = "Quand\u00a0: jeudi 25 mars 2027", "Quand\u00a0: vendredi 26 mars 2027"
	_, got := compose(t, outbox.Confirmed, facts(t, seated))
	wantIn(t, got, true, first, "Coopératives")
	wantIn(t, got, false, second, "Friches", "Récits")
	for k, stands := range map[outbox.Kind]string{outbox.Held: unconfirmed, outbox.Waiting: waiting, outbox.Offered: offered, outbox.Lapsed: lapsed} {
		_, got := compose(t, k, facts(t, stands))
		wantIn(t, got, true, first, second, "Friches", "Atelier, vendredi 26 mars 2027, de 9\u00a0h à 11\u00a0h\u00a0: Récits")
		wantIn(t, got, false, "Coopératives")
	}
	_, got = compose(t, outbox.Refused, facts(t, refused)) // of what is not on record
	wantIn(t, got, true, first, second, "1 rue Exemple")
	f := facts(t, refused)
	f.Event.Capacity = 0
	_, got = compose(t, outbox.Refused, f) // of an event that is online only
	wantIn(t, got, true, "Où\u00a0: En ligne")
	wantIn(t, got, false, "1 rue Exemple", room)
}

// Who has a seat and waits for another keeps what she has, and reads apart
// from it what she waits for, until the start.
func TestWhoHasASeatAndWaits(t *testing.T) {
	for _, k := range []outbox.Kind{outbox.Waiting, outbox.LostLink, outbox.Already, outbox.Changed} {
		f := facts(t, alsoWaits)
		_, got := compose(t, k, f)
		wantIn(t, got, true, "Quand\u00a0: jeudi 25 mars", "de 11\u00a0h à 12\u00a0h\u00a030\u00a0: Coopératives", "En attente\u00a0: vendredi 26 mars 2027",
			"Atelier attendu, jeudi 25 mars 2027, de 11\u00a0h à 12\u00a0h\u00a030\u00a0: Friches", "Récits", "Vous gardez la place que vous avez", "à l’envoi de ce message\u00a0: 3")
		wantIn(t, got, false, "Quand\u00a0: vendredi", "Vous êtes sur la liste d’attente. Quand")
		f.Now = starts
		_, got = compose(t, k, f)
		wantIn(t, got, true, "Coopératives")
		wantIn(t, got, false, "En attente", "attendu", "Vous gardez la place", "à l’envoi de ce message")
	}
	f := facts(t, alsoWaits)
	f.Registration.Wants = &event.Choice{Remote: true, Days: []int{1}, Workshops: []event.WorkshopID{"w"}}
	_, got := compose(t, outbox.Waiting, f)
	wantIn(t, got, true, "En attente\u00a0: En ligne", "Atelier attendu, jeudi 25 mars 2027, de 11\u00a0h à 12\u00a0h\u00a030\u00a0: Coopératives")
}

func TestRank(t *testing.T) {
	const rank = "à l’envoi de ce message"
	_, got := compose(t, outbox.Waiting, facts(t, waiting))
	wantIn(t, got, true, rank+"\u00a0: 3", "Vous êtes sur la liste d’attente. Quand votre tour vient")
	f := facts(t, waiting)
	f.Rank = 0
	_, got = compose(t, outbox.Waiting, f)
	wantIn(t, got, false, rank)
	f.Rank, f.Now = 3, starts
	_, got = compose(t, outbox.LostLink, f)
	wantIn(t, got, true, "La rencontre a commencé")
	wantIn(t, got, false, rank, "Vous êtes sur la liste d’attente. Quand")
	_, got = compose(t, outbox.Offered, facts(t, offered))
	wantIn(t, got, false, rank)
}

// The address online goes to those who attend online and have a seat.
func TestTheAddressOnline(t *testing.T) {
	onEveryFacts(t, func(t *testing.T, k outbox.Kind, f mail.Facts, p locale.Printer) {
		for _, remote := range []bool{true, false} {
			f.Registration.Remote = remote
			if f.Registration.Wants != nil {
				wants := *f.Registration.Wants
				wants.Remote = remote || f.Registration.State == registration.Confirmed // who waits to be online is not yet
				f.Registration.Wants = &wants
			}
			c := kinds[k].compose(p, f)
			markup := inHTML(t, c)
			told := remote && f.Registration.State == registration.Confirmed
			if strings.Contains(c.Text(), room) != told || strings.Contains(markup, `href="`+room+`"`) != told || strings.Contains(markup, "salle.example") != told {
				t.Errorf("online %t: told the address is to be %t", remote, told)
			}
			if remote && k != outbox.Refused && k != outbox.SignInCode && strings.Contains(c.Text(), "1 rue Exemple") {
				t.Error("sends somebody who is online to the place")
			}
		}
	})
}

// Whose seat is held reads until when, in the zone of the event, and that it
// takes a press of the button.
func TestHolds(t *testing.T) {
	onEveryFacts(t, func(t *testing.T, k outbox.Kind, f mail.Facts, p locale.Printer) {
		local := until.In(f.Event.Location())
		said := p.T("mail.moment", locale.Args{"Date": p.Date(local), "Time": p.Time(local), "Zone": p.Zone(local)})
		c := kinds[k].compose(p, f)
		held := f.Registration.State.Held()
		if found := strings.Contains(strings.ReplaceAll(c.Text(), "\n", " "), said); found != held {
			t.Errorf("says %q: %t", said, found)
		}
		if found := strings.Contains(words(t, inHTML(t, c)), said); found != held {
			t.Errorf("the markup says %q: %t", said, found)
		}
		if held && c.Action.Label == p.T("mail.action") {
			t.Errorf("the button says %q", c.Action.Label)
		}
	})
	_, got := compose(t, outbox.Offered, facts(t, offered))
	wantIn(t, got, true, "jusqu’au vendredi 26 mars 2027 à 22\u00a0h\u00a015 (heure du Maroc)")
}

// Nobody is told of a seat that she has not, nor that it is gone when it is not.
func TestTheTruth(t *testing.T) {
	for k, kind := range kinds {
		for _, stands := range kind.stands {
			c, got := compose(t, k, facts(t, stands))
			got = c.Subject.String() + " " + c.Preview + " " + got
			has := stands == seated || stands == alsoWaits
			if !has {
				wantIn(t, got, false, "vous avez déjà une place", "Votre place est réservée", "aviez déjà une place", "votre place profitera", "fichier joint")
			}
			wantIn(t, got, k != outbox.Refused && (stands == lapsed || stands == neverConfirmed), "Vous pouvez reprendre une place sur la même page")
			wantIn(t, got, k == outbox.LostLink && stands == lapsed, "La place qui était gardée pour vous ne l’est plus")
			wantIn(t, got, k == outbox.LostLink && stands == cancelled, "Cette inscription est annulée")
			wantIn(t, got, stands == waiting, "Quand votre tour vient, une place vous est proposée")
		}
	}
}

func TestWhatLapsed(t *testing.T) {
	offer, _ := compose(t, outbox.Lapsed, facts(t, lapsed))
	hold, _ := compose(t, outbox.Lapsed, facts(t, neverConfirmed))
	wantIn(t, offer.Subject.String(), true, "non acceptée à temps")
	wantIn(t, hold.Subject.String(), true, "non confirmée à temps")
	p, f := locale.For(locale.French), facts(t, lapsed)
	for _, c := range []struct {
		noQueue bool
		now     time.Time
		want    string
	}{
		{false, now, "mail.again"},
		{true, now, "mail.again.no-queue"},
		{false, starts.Add(-1), "mail.again"},
		{false, starts, "mail.standing.started"},
	} {
		f.Event.NoWaiting, f.Now = c.noQueue, c.now
		if got := mail.Lapsed(p, f).After; !slices.Equal(got, []string{p.T(c.want)}) {
			t.Errorf("without a queue %t, at %v: %q", c.noQueue, c.now, got)
		}
	}
}
