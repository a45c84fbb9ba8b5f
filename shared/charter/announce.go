package charter

import (
	"context"
	"errors"
	"iter"
	"strconv"
	"time"

	"golang.org/x/time/rate"

	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/outbox"
)

// Announcement is something said to those who signed a version of a charter: that
// it has a new text, or what an organiser writes to those who want news of it.
type Announcement struct {
	Charter  Ref
	ID       string
	Revision int         `json:"-"` // rises with every change of this record; 0 before it is written
	Kind     outbox.Kind // Amended or CharterNews
	Version  int         // of the text: those who signed it are told
	Subject  locale.Text `json:",omitempty"` // CharterNews
	Body     locale.Text `json:",omitempty"` // CharterNews: in Markdown
	State    Progress
	By       outbox.Address
	Begun    time.Time
	Ended    time.Time `json:",omitzero"`
	Expected int       `json:",omitempty"` // so many were to get it when it was begun, where that was counted
	Promised int       // to so many up to now …
	Last     string    // … of whom this was the last that was looked at, by her key
}

// Progress is where an announcement stands.
type Progress string

// The states of an announcement.
const (
	Going Progress = "going" // it is being promised to one after another
	Gone  Progress = "gone"  // it is promised to everybody whom it is for
)

// Amendment is the announcement of a later text to those who signed the one
// before it. There is one of a text, ever.
func Amendment(later Charter, by outbox.Address) Announcement {
	return Announcement{
		Charter: later.Ref(), ID: "amended-" + strconv.Itoa(later.Version), Kind: outbox.Amended, Version: later.Version - 1,
		State: Going, By: by, Begun: later.Published,
	}
}

// For reports whether an announcement is for somebody who signed its version. Who
// wants no news hears all the same that what she signed has another text.
func (a Announcement) For(s Signature) bool {
	return s.Reads() || a.Kind == outbox.Amended && s.State.Active() && !s.Forgotten()
}

// Promise is an announcement's mail to somebody.
func (a Announcement) Promise(s Signature, now time.Time) outbox.Entry {
	ref := s.ref()
	ref.Mailing = a.ID
	return outbox.Promise(a.Kind, ref, s.Lang, now)
}

// AnnouncementStore keeps announcements. DynamoDB is the one that there is.
type AnnouncementStore interface {
	// GoingAnnouncements lists those that are to be promised, the first begun first.
	// With an error it lists what could be read all the same.
	GoingAnnouncements(ctx context.Context, limit int) ([]Announcement, error)
	// SignaturesAfter gives the signatures of a version whose keys come after one,
	// in their order.
	SignaturesAfter(ctx context.Context, r Ref, version int, last string) iter.Seq2[Signature, error]
	// PromiseAll writes how far an announcement is, with what is promised by it: all
	// of it or nothing. Conflict if the announcement is not as it was read.
	PromiseAll(ctx context.Context, a Announcement, promised []outbox.Entry) error
}

// Announcer promises announcements. It promises each to everybody once: what is
// promised and how far it is are one write.
type Announcer struct {
	store AnnouncementStore
	now   func() time.Time
	pace  *rate.Limiter
}

// How much is done at once. Promised mail stands in one queue, of which the table's
// index bears a thousand writes a second: what people wait for must find room in it.
const (
	mostAtOnce    = 90  // promises in one write
	perSecond     = 300 // by one process
	mostGoing     = 20  // announcements with which one call goes on
	announceUntil = 10 * time.Second
)

// NewAnnouncer makes an announcer on a store and a clock.
func NewAnnouncer(s AnnouncementStore, now func() time.Time) *Announcer {
	return &Announcer{s, now, rate.NewLimiter(perSecond, mostAtOnce)}
}

// Run goes on with every announcement that is going, until each is promised to
// everybody or the call's time is nearly up; the next call goes on from there.
func (s *Announcer) Run(ctx context.Context) error {
	going, err := s.store.GoingAnnouncements(ctx, mostGoing)
	err = fault.Wrap("charter: list announcements", err)
	for i, a := range going {
		if i > 0 && nearlyUp(ctx) {
			break // what began first goes on at any rate
		}
		runErr := s.run(ctx, a)
		if fault.Is(runErr, fault.Conflict) {
			continue // another call goes on with it
		}
		err = errors.Join(err, fault.Wrap("charter: announce", runErr))
	}
	return err
}

// nearlyUp reports whether a call has no time for another write.
func nearlyUp(ctx context.Context) bool {
	deadline, bounded := ctx.Deadline()
	return bounded && time.Until(deadline) < announceUntil
}

func (s *Announcer) run(ctx context.Context, a Announcement) error {
	again, err := s.signedAgain(ctx, a)
	if err != nil {
		return err
	}
	var promised []outbox.Entry
	for signature, err := range s.store.SignaturesAfter(ctx, a.Charter, a.Version, a.Last) {
		if err != nil {
			return err
		}
		a.Last = signature.Signatory.String()
		if !a.For(signature) || again[signature.Address.Mailbox()] {
			continue
		}
		a.Promised++
		if promised = append(promised, a.Promise(signature, s.now())); len(promised) < mostAtOnce {
			continue
		}
		if a, err = s.promise(ctx, a, promised); err != nil || nearlyUp(ctx) {
			return err
		}
		promised = nil
	}
	a.State, a.Ended = Gone, s.now()
	_, err = s.promise(ctx, a, promised)
	return err
}

func (s *Announcer) promise(ctx context.Context, a Announcement, promised []outbox.Entry) (Announcement, error) {
	if err := s.pace.WaitN(ctx, len(promised)); err != nil {
		return a, fault.New(fault.Unavailable, "charter: pace promises", err)
	}
	err := s.store.PromiseAll(ctx, a, promised)
	a.Revision++
	return a, err
}

// signedAgain are the mailboxes from which the next text was signed already: they
// need not be told of it. The mailer asks again before it sends.
func (s *Announcer) signedAgain(ctx context.Context, a Announcement) (map[string]bool, error) {
	again := map[string]bool{}
	if a.Kind != outbox.Amended {
		return again, nil
	}
	for signature, err := range s.store.SignaturesAfter(ctx, a.Charter, a.Version+1, "") {
		if err != nil {
			return nil, err
		}
		if signature.State.Active() {
			again[signature.Address.Mailbox()] = true
		}
	}
	return again, nil
}
