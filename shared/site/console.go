package site

import "slices"

// Right is what somebody must be allowed to do where a route leads. Which role
// has which is organisation.Role.May's to say.
type Right string

// The rights.
const (
	Anyone   Right = ""          // nobody has to be signed in
	Halfway  Right = "halfway"   // the code of the mail was given; the second factor need not be yet
	Member   Right = "member"    // is signed in: her own account, the list of events
	See      Right = "see"       // reads events, and those of their people whom her scope shows
	Export   Right = "export"    // takes personal data of an event's people away
	Run      Right = "run"       // changes events and their people, and writes to them
	CheckIn  Right = "check-in"  // says who is there on the day
	Govern   Right = "govern"    // the organisation, its team, its journal
	TakeAway Right = "take-away" // takes the journal away
)

// Fresh reports whether a right asks for a second factor that is fresh: what
// takes personal data away does.
func (r Right) Fresh() bool { return r == Export || r == TakeAway }

// The routes of the console by what they are about; each is written where its
// handlers register under the same names.
const (
	SignInForm = "GET /{lang}/organisers"
	AskCode    = "POST /{lang}/organisers"
	CodeForm   = "GET /{lang}/organisers/code"
	EnterCode  = "POST /{lang}/organisers/code"
	SignOut    = "POST /{lang}/organisers/sign-out"

	FactorForm = "GET /{lang}/organisers/factor"
	PassFactor = "POST /{lang}/organisers/factor"
	FactorCode = "POST /{lang}/organisers/factor/code"
	EnrolForm  = "GET /{lang}/organisers/factor/new"
	Enrol      = "POST /{lang}/organisers/factor/new"

	Account     = "GET /{lang}/organisers/account"
	SetAccount  = "POST /{lang}/organisers/account"
	NewRecovery = "POST /{lang}/organisers/account/recovery"
	EndSessions = "POST /{lang}/organisers/account/sessions"

	Team         = "GET /{lang}/organisers/team"
	InviteForm   = "GET /{lang}/organisers/team/new"
	Invite       = "POST /{lang}/organisers/team/new"
	MemberPage   = "GET /{lang}/organisers/team/{member}"
	SetMember    = "POST /{lang}/organisers/team/{member}"
	InviteAgain  = "POST /{lang}/organisers/team/{member}/invite"
	RemoveMember = "POST /{lang}/organisers/team/{member}/remove"
	ResetFactor  = "POST /{lang}/organisers/team/{member}/factor"

	OwnOrganisation = "GET /{lang}/organisers/organisation"
	SetOrganisation = "POST /{lang}/organisers/organisation"

	Journal     = "GET /{lang}/organisers/journal"
	TakeJournal = "POST /{lang}/organisers/journal"

	OwnEvents = "GET /{lang}/organisers/events"

	NewEvent     = "GET /{lang}/organisers/events/new"
	CreateEvent  = "POST /{lang}/organisers/events/new"
	EditEvent    = "GET /{lang}/organisers/events/{event}/edit"
	SaveEvent    = "POST /{lang}/organisers/events/{event}/edit"
	PreviewEvent = "GET /{lang}/organisers/events/{event}/preview"

	Publication = "GET /{lang}/organisers/events/{event}/publication"
	Publish     = "POST /{lang}/organisers/events/{event}/publication"
	CloseEvent  = "POST /{lang}/organisers/events/{event}/close" // to registration
	ReopenEvent = "POST /{lang}/organisers/events/{event}/reopen"
	CallOffForm = "GET /{lang}/organisers/events/{event}/cancel"
	CallOff     = "POST /{lang}/organisers/events/{event}/cancel"
	AgainForm   = "GET /{lang}/organisers/events/{event}/duplicate"
	Again       = "POST /{lang}/organisers/events/{event}/duplicate"
	WriteFile   = "GET /{lang}/organisers/events/{event}/campaign.yaml"
	ImportForm  = "GET /{lang}/organisers/events/import"
	Import      = "POST /{lang}/organisers/events/import"

	Projects      = "GET /{lang}/organisers/projects"
	NewProject    = "GET /{lang}/organisers/projects/new"
	CreateProject = "POST /{lang}/organisers/projects/new"
	ProjectPage   = "GET /{lang}/organisers/projects/{project}"
	EditProject   = "GET /{lang}/organisers/projects/{project}/edit"
	SaveProject   = "POST /{lang}/organisers/projects/{project}/edit"
	GroupEvents   = "POST /{lang}/organisers/projects/{project}/events"

	OwnCharters        = "GET /{lang}/organisers/charters"
	NewCharter         = "GET /{lang}/organisers/charters/new"
	CreateCharter      = "POST /{lang}/organisers/charters/new"
	OwnCharter         = "GET /{lang}/organisers/charters/{charter}"
	EditCharter        = "GET /{lang}/organisers/charters/{charter}/edit" // the draft of its next version
	SaveCharter        = "POST /{lang}/organisers/charters/{charter}/edit"
	PreviewCharter     = "GET /{lang}/organisers/charters/{charter}/preview"
	CharterSettings    = "GET /{lang}/organisers/charters/{charter}/settings"
	SetCharter         = "POST /{lang}/organisers/charters/{charter}/settings"
	CloseCharter       = "POST /{lang}/organisers/charters/{charter}/close" // to signature
	ReopenCharter      = "POST /{lang}/organisers/charters/{charter}/reopen"
	CharterPublication = "GET /{lang}/organisers/charters/{charter}/publication"
	PublishCharter     = "POST /{lang}/organisers/charters/{charter}/publication"

	Attendees = "GET /{lang}/organisers/events/{event}"
	Unreached = "GET /{lang}/organisers/events/{event}/unreached"

	DownloadForm = "GET /{lang}/organisers/events/{event}/download"
	Download     = "POST /{lang}/organisers/events/{event}/download"

	Paper     = "GET /{lang}/organisers/events/{event}/paper"
	Sheet     = "GET /{lang}/organisers/events/{event}/paper/sheet"
	Badges    = "GET /{lang}/organisers/events/{event}/paper/badges"
	DoorList  = "GET /{lang}/organisers/events/{event}/paper/door"
	SheetPDF  = "POST /{lang}/organisers/events/{event}/paper/sheet"
	BadgesPDF = "POST /{lang}/organisers/events/{event}/paper/badges"
	DoorPDF   = "POST /{lang}/organisers/events/{event}/paper/door"

	PersonForm  = "GET /{lang}/organisers/events/{event}/people/new"
	AddPerson   = "POST /{lang}/organisers/events/{event}/people/new"
	SeveralForm = "GET /{lang}/organisers/events/{event}/people/several"
	DoToSeveral = "POST /{lang}/organisers/events/{event}/people/several"
	PersonPage  = "GET /{lang}/organisers/events/{event}/people/{person}"
	DoToPerson  = "POST /{lang}/organisers/events/{event}/people/{person}"
	EditPerson  = "GET /{lang}/organisers/events/{event}/people/{person}/edit"
	SavePerson  = "POST /{lang}/organisers/events/{event}/people/{person}/edit"

	Messages     = "GET /{lang}/organisers/events/{event}/messages"
	MessageForm  = "GET /{lang}/organisers/events/{event}/messages/new"
	WriteMessage = "POST /{lang}/organisers/events/{event}/messages/new"
	MessagePage  = "GET /{lang}/organisers/events/{event}/messages/{message}"
	EditMessage  = "GET /{lang}/organisers/events/{event}/messages/{message}/edit"
	SaveMessage  = "POST /{lang}/organisers/events/{event}/messages/{message}/edit"
	TryMessage   = "POST /{lang}/organisers/events/{event}/messages/{message}/try"
	SendMessage  = "POST /{lang}/organisers/events/{event}/messages/{message}/send"

	SignatoryList = "GET /{lang}/organisers/charters/{charter}/signatories"
	Moderate      = "POST /{lang}/organisers/charters/{charter}/signatories"
	SignatoryPage = "GET /{lang}/organisers/charters/{charter}/signatories/{version}/{signatory}"
	CharterNews   = "GET /{lang}/organisers/charters/{charter}/news"
	TellNews      = "POST /{lang}/organisers/charters/{charter}/news"
	HandoverForm  = "GET /{lang}/organisers/charters/{charter}/handover"
	Handover      = "POST /{lang}/organisers/charters/{charter}/handover"

	Arrivals    = "GET /{lang}/organisers/events/{event}/check-in"
	Arrive      = "POST /{lang}/organisers/events/{event}/check-in"
	UndoArrival = "POST /{lang}/organisers/events/{event}/check-in/undo"
	WalkInForm  = "GET /{lang}/organisers/events/{event}/check-in/walk-in"
	WalkIn      = "POST /{lang}/organisers/events/{event}/check-in/walk-in"
	PassPage    = "GET /{lang}/organisers/events/{event}/check-in/{pass}"

	Report       = "GET /{lang}/organisers/events/{event}/report"
	Attestations = "GET /{lang}/organisers/events/{event}/attestations"
	Attestation  = "GET /{lang}/organisers/events/{event}/attestations/{person}"
)

// Console lists every route of the organisers' console once.
var Console = slices.Concat(
	console(Anyone, SignInForm, AskCode, CodeForm, EnterCode, SignOut),
	console(Run, NewEvent, CreateEvent, EditEvent, SaveEvent, PreviewEvent, ImportForm, Import),
	console(Run, Publication, Publish, CloseEvent, ReopenEvent, CallOffForm, CallOff, AgainForm, Again, WriteFile),
	console(See, Projects, ProjectPage),
	console(Run, NewProject, CreateProject, EditProject, SaveProject, GroupEvents),
	console(See, OwnCharters, OwnCharter),
	console(Run, NewCharter, CreateCharter, EditCharter, SaveCharter, PreviewCharter),
	console(Run, CharterSettings, SetCharter, CloseCharter, ReopenCharter, CharterPublication, PublishCharter),
	console(Halfway, FactorForm, PassFactor, FactorCode, EnrolForm, Enrol),
	console(Member, Account, SetAccount, NewRecovery, EndSessions, OwnEvents),
	console(Govern, Team, InviteForm, Invite, MemberPage, SetMember, InviteAgain, RemoveMember, ResetFactor, OwnOrganisation, SetOrganisation, Journal),
	console(TakeAway, TakeJournal),
	console(See, Attendees, Unreached, Paper),
	console(Export, DownloadForm, Download, Sheet, Badges, DoorList, SheetPDF, BadgesPDF, DoorPDF),
	console(See, PersonPage),
	console(Run, PersonForm, AddPerson, SeveralForm, DoToSeveral, DoToPerson, EditPerson, SavePerson),
	console(See, Report),
	console(Export, Attestations, Attestation),
	console(CheckIn, Arrivals, Arrive, UndoArrival, WalkInForm, WalkIn, PassPage),
	console(See, SignatoryList, SignatoryPage, HandoverForm),
	console(Run, Moderate, CharterNews, TellNews),
	console(Export, Handover),
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
