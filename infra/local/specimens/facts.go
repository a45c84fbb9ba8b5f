package specimens

import (
	"time"

	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/mailing"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/registration"
	"tribune/shared/site"
	"tribune/templates/layout"
	"tribune/templates/mail"
)

// How a registration may stand.
const (
	nobody         = "" // the mail is about none
	seated         = "seated"
	online         = "online"
	alsoWaits      = "also-waits"
	unconfirmed    = "unconfirmed"
	waiting        = "waiting"
	offered        = "offered"
	lapsed         = "lapsed"
	neverConfirmed = "never-confirmed"
	cancelled      = "cancelled"
	removed        = "removed"
	full           = "full"
	tooLate        = "too-late"
)

// Where the links of the specimens lead.
const (
	Origin = "https://tribune.example"       // the site's
	Room   = "https://salle.example/reunion" // where the event is attended online
)

const link = "v2daQbNsWNwAAAAAAAAAAAAAAAAAAAAAAAAASYvCKdP8OinMxGXaWwx3v0"

var (
	now    = time.Date(2027, time.January, 12, 9, 30, 0, 0, time.UTC)
	starts = time.Date(2027, time.March, 25, 9, 0, 0, 0, time.UTC)
)

// facts are what a mail of a kind about a registration that stands so may say.
func facts(l locale.Lang, kind outbox.Kind, stands string) mail.Facts {
	e, r := anEvent(), registrations()[stands]
	r.Attendee = registration.Attendee{Given: must(registration.ParseName("Zineb")), Family: must(registration.ParseName("بنعلي")), Lang: l}
	slug := string(e.Slug)
	return ofSignature(kind, l, mail.Facts{
		Event: e, Registration: r, Rank: 3, Now: now, Code: codes[kind],
		Organisation: organisation.Organisation{
			Name: three("Association Exemple", "جمعية مثال", "Example association"), ReplyTo: must(outbox.ParseAddress("contact@exemple.org")),
		},
		EventURL: Origin + layout.Address(site.EventPage, l, slug),
		Notice:   notices[kind],
		Said: mailing.Mailing{
			Subject: three("Un changement de salle", "تغيير في القاعة", "A change of room"), Body: written, News: stands == waiting,
		},
		Group:   mail.Group{Seats: 6, Named: 4, Until: starts.AddDate(0, 0, -7)},
		Audit:   organisation.Audit{At: now, Format: "csv", Rows: 128},
		By:      "organisation@exemple.org",
		Decline: Origin + layout.Address(site.DeclineForm, l, slug, link),
		Link:    Origin + layout.Address(site.Registration, l, slug, link),
	})
}

// codes are as long as those that people type.
var codes = map[outbox.Kind]string{outbox.SignInCode: "01234567", outbox.SignatureCode: "012345"}

// anEvent is in Tangier on two days, of which people choose, on site and
// online, with workshops on both. Not all of it is said in every language.
func anEvent() event.Event {
	second := starts.AddDate(0, 0, 1)
	workshop := func(id event.WorkshopID, title locale.Text) event.Workshop {
		return event.Workshop{ID: id, Title: title, Capacity: 5, Remote: 5}
	}
	return event.Event{
		Slug: "tanger", Zone: "Africa/Casablanca", Country: "MA",
		Title: three("Un titre", "عنوان", "A title"), NeutralTitle: three("Journée d’étude", "يوم دراسي", "Study day"),
		Place:   three("Maison des associations", "دار الجمعيات", "House of associations"),
		Address: locale.Text{locale.French: "1, rue de l’Exemple"}, City: three("Tanger", "طنجة", "Tangier"),
		Access: three("À dix minutes à pied de la gare.", "على بعد عشر دقائق مشياً من المحطة.", "Ten minutes on foot from the station."),
		Days:   []event.Day{{Starts: starts, Ends: starts.Add(7 * time.Hour)}, {Starts: second, Ends: second.Add(3 * time.Hour)}},
		ByDay:  true, Capacity: 40, Remote: event.Remote{Capacity: 40, URL: Room},
		Slots: []event.Slot{
			{ID: "a", Starts: starts.Add(time.Hour), Ends: starts.Add(2 * time.Hour), Workshops: []event.Workshop{
				workshop("w", three("Coopératives et entreprises sociales", "التعاونيات والمقاولات الاجتماعية", "Cooperatives and social enterprises")),
			}},
			{ID: "b", Starts: second.Add(time.Hour), Ends: second.Add(2 * time.Hour), Workshops: []event.Workshop{
				workshop("x", three("Friches", "الأراضي المهملة", "Wasteland")), workshop("y", locale.Text{locale.French: "Récits"}),
			}},
		},
		Opens: now.AddDate(0, -1, 0), Closes: starts,
	}
}

// registrations are one that stands in each way.
func registrations() map[string]registration.Registration {
	has := event.Choice{Days: []int{1}, Workshops: []event.WorkshopID{"w"}}
	wants := event.Choice{Days: []int{1, 2}, Workshops: []event.WorkshopID{"w", "x"}}
	remote := event.Choice{Remote: true, Days: []int{2}, Workshops: []event.WorkshopID{"y"}}
	until, kept := now.Add(event.DefaultOffer), starts.Add(registration.Keep)
	return map[string]registration.Registration{
		seated:         {State: registration.Confirmed, Choice: has, Expires: kept},
		online:         {State: registration.Confirmed, Choice: remote, Expires: kept},
		alsoWaits:      {State: registration.Confirmed, Choice: has, Wants: &wants, Ticket: 1, Expires: kept},
		unconfirmed:    {State: registration.Unconfirmed, Wants: &wants, Ticket: 1, Until: until, Expires: kept},
		waiting:        {State: registration.Waiting, Wants: &wants, Ticket: 1, Expires: kept},
		offered:        {State: registration.Offered, Wants: &wants, Ticket: 1, Until: until, Expires: kept},
		lapsed:         {State: registration.Lapsed, Choice: wants, Since: now, Expires: kept},
		neverConfirmed: {State: registration.Lapsed, Choice: wants, Since: now, Expires: now.Add(24 * time.Hour)},
		cancelled:      {State: registration.Cancelled, Seated: true, Choice: has, Since: now, Expires: kept},
		removed:        {State: registration.Cancelled, Seated: true, Removed: true, Choice: has, Since: now, Expires: kept},
		full:           {State: registration.Refused, Outcome: registration.WorkshopFull, Since: now},
		tooLate:        {State: registration.Refused, Outcome: registration.TooLate, Since: now},
	}
}

func three(fr, ar, en string) locale.Text {
	return locale.Text{locale.French: fr, locale.Arabic: ar, locale.English: en}
}

// must is for what is made up here: a wrong one is a defect that every test meets.
func must[T any](v T, err error) T {
	if err != nil {
		panic("specimens: " + err.Error())
	}
	return v
}
