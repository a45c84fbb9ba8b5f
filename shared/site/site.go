// Package site is the manifest: which functions there are, which routes and
// triggers lead to each, what each may do, and what the environment tells them.
//
// It is pure data, read by the cloud's stack (infra/aws), by the local server
// (infra/local) and by the handlers, so that the three cannot disagree.
//
// A route key such as "GET /{lang}/events/{event}" is valid both for API
// Gateway's HTTP API and for [net/http.ServeMux]. The two differ in places, and
// the keys keep to what they share: no key ends in a slash, no wildcard spans
// segments, and everything unknown goes to one explicit [Fallback].
package site

import (
	"slices"
	"time"
)

// Name is the name of a function; also of its folder below functions/.
type Name string

// The functions.
const (
	Participants Name = "participants"
	Signatories  Name = "signatories"
	Organisers   Name = "organisers"
	Mailer       Name = "mailer"
	Feedback     Name = "feedback"
	Clock        Name = "clock"
)

// Fallback is the function that answers what no route names: 404, 405, HEAD,
// and the redirect of a trailing slash. API Gateway calls the route "$default",
// ServeMux "/".
const Fallback = Participants

// Action is something a function may do to the table, to the mail service or to
// the bucket of large downloads.
type Action string

// The actions, by their IAM names without the service's prefix.
const (
	GetItem      Action = "dynamodb:GetItem"
	BatchGetItem Action = "dynamodb:BatchGetItem"
	Query        Action = "dynamodb:Query" // on the table and on its index
	PutItem      Action = "dynamodb:PutItem"
	UpdateItem   Action = "dynamodb:UpdateItem"
	DeleteItem   Action = "dynamodb:DeleteItem"
	CheckItem    Action = "dynamodb:ConditionCheckItem"
	SendEmail    Action = "ses:SendEmail"
	SendRawEmail Action = "ses:SendRawEmail" // SES asks for it when a mail has an attachment of its own making
	GetAccount   Action = "ses:GetAccount"   // the rate at which the account may send; it names no resource
	PutObject    Action = "s3:PutObject"     // in the bucket of large downloads
	GetObject    Action = "s3:GetObject"     // what a link that the function signs may do
)

// Function is one deployed function.
type Function struct {
	Name    Name
	Purpose string        // one line, shown in the cloud's console
	Timeout time.Duration // of one call
	Memory  int           // MB; CPU grows with it
	Grants  []Action      // the least it needs
}

// Functions lists every function once.
var Functions = []Function{
	{
		Name: Participants, Purpose: "event pages, registration, the private link",
		Timeout: 10 * time.Second, Memory: 512,
		Grants: []Action{GetItem, BatchGetItem, Query, PutItem, UpdateItem},
	},
	{
		Name: Signatories, Purpose: "charter pages, signing, the private link of a signature, the public log",
		Timeout: 10 * time.Second, Memory: 512,
		Grants: []Action{GetItem, BatchGetItem, Query, PutItem, UpdateItem},
	},
	{
		Name: Organisers, Purpose: "sign-in, lists, downloads",
		Timeout: 28 * time.Second, Memory: 1769, // a whole processor: a list of 100,000 is written within one answer's time
		Grants: []Action{GetItem, BatchGetItem, Query, PutItem, UpdateItem, DeleteItem, CheckItem, PutObject, GetObject},
	},
	{
		Name: Mailer, Purpose: "composes and sends promised mail",
		Timeout: 60 * time.Second, Memory: 512,
		Grants: []Action{GetItem, Query, PutItem, SendEmail, SendRawEmail, GetAccount},
	},
	{
		Name: Feedback, Purpose: "what became of mail: delivered, bounced, complained of",
		Timeout: 30 * time.Second, Memory: 256,
		Grants: []Action{GetItem, PutItem},
	},
	{
		Name: Clock, Purpose: "wishes left behind, holds that end, mailings, books of charters, recounts",
		Timeout: 60 * time.Second, Memory: 512,
		Grants: []Action{GetItem, BatchGetItem, Query, PutItem, UpdateItem, DeleteItem},
	},
}

// Route leads one method and path to a function.
type Route struct {
	Key      string
	Function Name
	Right    Right // that whoever asks must have
}

// The route keys. Handlers register under these names, so that a key is spelled once.
const (
	Stylesheet = "GET /tribune.css"
	Icon       = "GET /icon.svg"
	Robots     = "GET /robots.txt"
	Sitemap    = "GET /sitemap.xml"

	Home         = "GET /{lang}"
	EventPage    = "GET /{lang}/events/{event}"
	RegisterForm = "GET /{lang}/events/{event}/register"
	Register     = "POST /{lang}/events/{event}/register"
	Registered   = "GET /{lang}/events/{event}/registered"
	Queued       = "GET /{lang}/events/{event}/queued"
	LostLinkForm = "GET /{lang}/events/{event}/lost-link"
	LostLink     = "POST /{lang}/events/{event}/lost-link"
	LostLinkSent = "GET /{lang}/events/{event}/lost-link/sent"
	Registration = "GET /{lang}/events/{event}/registrations/{link}"
	ChangeForm   = "GET /{lang}/events/{event}/registrations/{link}/change"
	Change       = "POST /{lang}/events/{event}/registrations/{link}/change"
	Accept       = "POST /{lang}/events/{event}/registrations/{link}/accept"
	Stay         = "POST /{lang}/events/{event}/registrations/{link}/stay"
	Restore      = "POST /{lang}/events/{event}/registrations/{link}/restore"
	Cancel       = "POST /{lang}/events/{event}/registrations/{link}/cancel"
	Disown       = "POST /{lang}/events/{event}/registrations/{link}/disown"
	DeclineForm  = "GET /{lang}/events/{event}/registrations/{link}/decline"
	Decline      = "POST /{lang}/events/{event}/registrations/{link}/decline"

	OwnAttestation = "GET /{lang}/events/{event}/registrations/{link}/attestation"
	VerifyForm     = "GET /{lang}/events/{event}/attestations"
	Verify         = "POST /{lang}/events/{event}/attestations"
)

// Routes lists every route once.
var Routes = slices.Concat(Events, Charters, Console)

// Events lists every route of the participants' function once.
var Events = public(Participants,
	Stylesheet, Icon, Robots, Sitemap, Home, EventPage,
	RegisterForm, Register, Registered, Queued, LostLinkForm, LostLink, LostLinkSent,
	Registration, ChangeForm, Change, Accept, Stay, Restore, Cancel, Disown, DeclineForm, Decline,
	OwnAttestation, VerifyForm, Verify,
)

// Trigger calls a function without anybody asking.
type Trigger struct {
	Function Name
	Stream   string        // items that enter a queue with this prefix call it; "" if none
	Every    time.Duration // how often the schedule calls it; 0 if it does not
	Fresh    bool          // of the stream's items, those alone that nobody has claimed yet
	Reports  bool          // what the mail service reports of mails that were sent calls it
}

// Triggers lists what the table's stream, the schedule and the mail service call.
var Triggers = []Trigger{
	{Function: Mailer, Stream: MailQueue, Fresh: true},
	{Function: Mailer, Every: time.Minute},
	{Function: Feedback, Reports: true},
	{Function: Clock, Stream: WishQueue},
	{Function: Clock, Stream: MailingQueue},
	{Function: Clock, Stream: TrayQueue},
	{Function: Clock, Stream: NewsQueue},
	{Function: Clock, Every: time.Minute},
}

// The environment of every function.
const (
	EnvTable   = "TRIBUNE_TABLE"        // name of the table
	EnvSecret  = "TRIBUNE_SECRET"       // id of the one secret in the secret store
	EnvOrigin  = "TRIBUNE_ORIGIN"       // scheme and host of the site, for links in mail
	EnvSender  = "TRIBUNE_SENDER"       // address that mail is sent from; the mailer's alone
	EnvWaive   = "TRIBUNE_WAIVE_FACTOR" // "yes" lets organisations do without a second factor; never set in the cloud
	EnvBucket  = "TRIBUNE_BUCKET"       // that keeps large downloads; the organisers' alone
	EnvMailSet = "TRIBUNE_MAIL_SET"     // configuration set of the mail service, which reports what became of mails; the mailer's alone
)

// The table and its one index. Items that wait for something stand in a queue,
// in the order of what is due; the index holds them alone.
const (
	PartitionKey = "pk"
	SortKey      = "sk"
	QueueIndex   = "queues"
	QueueKey     = "queue"    // which queue
	DueKey       = "due"      // string, sorts by when it is due
	KindKey      = "kind"     // what an item is: "registration", "mail" …
	ClaimKey     = "attempts" // of a promised mail: how often it was claimed
	ExpiryKey    = "expires"  // Unix seconds; the table's TTL
)

// Prefixes of the queues.
const (
	MailQueue    = "mail#"    // promised mail, by lane; due when it may be sent
	WishQueue    = "wishes#"  // undecided wishes, by event; due since they were made
	MailingQueue = "mailings" // what is to be said to many and is not promised to all of them yet; due when it may be
	OpenQueue    = "open"     // published events; due when they end
	TrayQueue    = "tray#"    // signatures that wait for the book, by charter; due since they were written
	CharterQueue = "charters" // charters that were opened to signature; due since then
	NewsQueue    = "news"     // what is to be said to those who signed and is not promised to all of them yet; due since it was begun
)
