package mailer

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"tribune/shared/charter"
	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/recent"
	"tribune/shared/site"
	"tribune/shared/token"
	"tribune/templates/layout"
	"tribune/templates/mail"
)

// shelf is what mails about signatures were composed from a moment ago.
type shelf struct {
	calls *recent.Cache[charter.Ref, charter.Call]
	texts *recent.Cache[edition, charter.Charter]
	news  *recent.Cache[notice, charter.Announcement]
}

// edition is a version of a charter.
type edition struct {
	charter charter.Ref
	version int
}

// notice is an announcement, by its charter and its id there.
type notice struct {
	charter charter.Ref
	id      string
}

func newShelf() shelf {
	return shelf{
		calls: recent.New[charter.Ref, charter.Call](fresh), texts: recent.New[edition, charter.Charter](fresh),
		news: recent.New[notice, charter.Announcement](fresh),
	}
}

// ofSignature reports whether a mail is about a signature, given or asked for.
func ofSignature(e outbox.Entry) bool { return e.Ref.Charter != "" || e.Kind == outbox.SignatureCode }

// toSignatory makes the letter of a mail about a signature. Whoever typed a code
// from a mail has shown that its address is hers.
func (m *mailer) toSignatory(ctx context.Context, e outbox.Entry, now time.Time) (letter, error) {
	f, err := m.signing(ctx, e, now)
	if err != nil {
		return letter{}, fault.Wrap("mailer: gather the facts", gone(err))
	}
	content, known := mail.Compose(e.Kind, locale.For(e.Lang), f)
	if !known {
		return letter{}, fault.New(fault.Internal, "mailer: compose", fmt.Errorf("no mail of kind %q", e.Kind))
	}
	message, err := m.message(ctx, e, content, f.Signing.Signature.Address)
	message.ReplyTo = f.Organisation.ReplyTo
	if content.Decline != nil {
		message.Decline = content.Decline.URL
	}
	return letter{message, e.Kind != outbox.SignatureCode}, err
}

// signing are the facts of a mail about a signature. ErrMoot if it no longer stands
// as the mail says.
func (m *mailer) signing(ctx context.Context, e outbox.Entry, now time.Time) (f mail.Facts, err error) {
	f.Now = now
	s, err := m.signature(ctx, e, &f)
	if err != nil {
		return f, err
	}
	call, err := m.shelf.calls.Get(ctx, s.Charter, now, func(ctx context.Context) (charter.Call, error) { return m.Table.Call(ctx, s.Charter) })
	if err != nil {
		return f, err
	}
	f.Organisation, err = m.organisations.Get(ctx, s.Charter.Organisation, now, func(ctx context.Context) (organisation.Organisation, error) {
		return m.Table.Organisation(ctx, s.Charter.Organisation)
	})
	if err != nil {
		return f, err
	}
	if f.Signing.Text, err = m.text(ctx, edition{s.Charter, s.Version}, now); err != nil {
		return f, err
	}
	f.Signing.Signature = s
	address := func(key string) string {
		return m.Origin + layout.Address(key, e.Lang, call.Slug, strconv.Itoa(s.Version), charter.Link(m.Ring, s))
	}
	f.Link, f.Disown = address(site.Signature), address(site.WithdrawForm)
	if s.News {
		f.Decline = address(site.NewsForm)
	}
	switch e.Kind {
	case outbox.Amended:
		f.Link = address(site.SignAgainForm)
		f.Signing.Later, err = m.later(ctx, call, s, now)
	case outbox.CharterNews:
		f.Signing.News, err = m.announced(ctx, e, s, now)
	}
	return f, err
}

// signature is the one that a mail is about: as it was asked for, with its code, or
// as it stands.
func (m *mailer) signature(ctx context.Context, e outbox.Entry, f *mail.Facts) (charter.Signature, error) {
	if e.Kind == outbox.SignatureCode {
		ask, err := m.Table.AskOf(ctx, e.Ref.Challenge)
		if err == nil && (ask.Done || ask.Void) {
			err = outbox.ErrMoot
		}
		f.Code = m.Ring.SignatureCode(ask.Mail)
		s := ask.Signature
		s.Charter, s.Version, s.Signatory = ask.Charter, ask.Version, ask.Signatory
		return s, err
	}
	who, err := token.ParsePerson(e.Ref.Person)
	if err != nil {
		return charter.Signature{}, fault.New(fault.Internal, "mailer: read a signatory's key", err)
	}
	r := charter.Ref{Organisation: organisation.ID(e.Ref.Organisation), ID: charter.ID(e.Ref.Charter)}
	s, err := m.Table.Signature(ctx, r, e.Ref.Version, who)
	if err == nil && (!s.State.Active() || s.Generation != e.Ref.Generation || s.Address.IsZero()) {
		err = outbox.ErrMoot
	}
	return s, err
}

func (m *mailer) text(ctx context.Context, of edition, now time.Time) (charter.Charter, error) {
	return m.shelf.texts.Get(ctx, of, now, func(ctx context.Context) (charter.Charter, error) {
		return m.Table.Text(ctx, of.charter, of.version)
	})
}

// later is the text that somebody is told of who signed an earlier one. ErrMoot if
// there is none that can be signed, or if she has signed it.
func (m *mailer) later(ctx context.Context, call charter.Call, s charter.Signature, now time.Time) (charter.Charter, error) {
	if call.Current <= s.Version { // as it stood a moment ago: it may have come out just now
		var err error
		if call, err = m.Table.Call(ctx, s.Charter); err != nil {
			return charter.Charter{}, err
		}
	}
	if call.Current <= s.Version || !call.Open(now) {
		return charter.Charter{}, outbox.ErrMoot
	}
	who, err := charter.NewService(m.Table, m.Ring, m.Now).Signatory(call, call.Current, s.Address)
	if err != nil {
		return charter.Charter{}, err
	}
	again, err := m.Table.Signature(ctx, call.Ref, call.Current, who)
	if err == nil && again.State.Active() {
		err = outbox.ErrMoot
	}
	if err != nil {
		return charter.Charter{}, err
	}
	return m.text(ctx, edition{call.Ref, call.Current}, now)
}

// announced is what an organiser writes. ErrMoot if she wants no news any more.
func (m *mailer) announced(ctx context.Context, e outbox.Entry, s charter.Signature, now time.Time) (charter.Announcement, error) {
	if !s.News {
		return charter.Announcement{}, outbox.ErrMoot
	}
	return m.shelf.news.Get(ctx, notice{s.Charter, e.Ref.Mailing}, now, func(ctx context.Context) (charter.Announcement, error) {
		return m.Table.Announcement(ctx, s.Charter, e.Ref.Mailing)
	})
}
