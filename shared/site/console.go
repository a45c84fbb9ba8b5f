package site

import "slices"

// Right is what somebody must be allowed to do where a route leads. Which role
// has which is organisation.Role.May's to say.
type Right string

// The rights.
const (
	Anyone  Right = ""         // nobody has to be signed in
	Member  Right = "member"   // is signed in: her own account, the list of events
	See     Right = "see"      // reads events, and those of their people whom her scope shows
	Export  Right = "export"   // takes personal data away; asks for a factor that is fresh
	Run     Right = "run"      // changes events and their people, and writes to them
	CheckIn Right = "check-in" // says who is there on the day
	Govern  Right = "govern"   // the organisation, its team, its journal
)

// The routes of the console by what they are about; each is written where its
// handlers register under the same names.
const (
	SignInForm = "GET /{lang}/organisers"
	AskCode    = "POST /{lang}/organisers"
	CodeForm   = "GET /{lang}/organisers/code"
	EnterCode  = "POST /{lang}/organisers/code"
	SignOut    = "POST /{lang}/organisers/sign-out"

	OwnEvents = "GET /{lang}/organisers/events"

	NewEvent     = "GET /{lang}/organisers/events/new"
	CreateEvent  = "POST /{lang}/organisers/events/new"
	EditEvent    = "GET /{lang}/organisers/events/{event}/edit"
	SaveEvent    = "POST /{lang}/organisers/events/{event}/edit"
	PreviewEvent = "GET /{lang}/organisers/events/{event}/preview"

	Attendees   = "GET /{lang}/organisers/events/{event}"
	AttendeeCSV = "GET /{lang}/organisers/events/{event}/attendees.csv"
	Unreached   = "GET /{lang}/organisers/events/{event}/unreached"

	Messages     = "GET /{lang}/organisers/events/{event}/messages"
	MessageForm  = "GET /{lang}/organisers/events/{event}/messages/new"
	WriteMessage = "POST /{lang}/organisers/events/{event}/messages/new"
	MessagePage  = "GET /{lang}/organisers/events/{event}/messages/{message}"
	EditMessage  = "GET /{lang}/organisers/events/{event}/messages/{message}/edit"
	SaveMessage  = "POST /{lang}/organisers/events/{event}/messages/{message}/edit"
	TryMessage   = "POST /{lang}/organisers/events/{event}/messages/{message}/try"
	SendMessage  = "POST /{lang}/organisers/events/{event}/messages/{message}/send"
)

// Console lists every route of the organisers' console once.
var Console = slices.Concat(
	console(Anyone, SignInForm, AskCode, CodeForm, EnterCode, SignOut),
	console(Member, OwnEvents),
	console(See, Attendees, Unreached),
	console(Run, NewEvent, CreateEvent, EditEvent, SaveEvent, PreviewEvent),
	console(Export, AttendeeCSV),
	console(Run, Messages, MessageForm, WriteMessage, MessagePage, EditMessage, SaveMessage, TryMessage, SendMessage),
)

// RightTo is the right that a route asks for.
func RightTo(key string) Right {
	for _, r := range Console {
		if r.Key == key {
			return r.Right
		}
	}
	return Anyone
}

// console are routes of the organisers' function that ask for a right.
func console(right Right, keys ...string) []Route {
	routes := make([]Route, len(keys))
	for i, key := range keys {
		routes[i] = Route{Key: key, Function: Organisers, Right: right}
	}
	return routes
}
