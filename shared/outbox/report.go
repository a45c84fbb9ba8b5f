package outbox

import (
	"cmp"
	"context"
	"time"

	"tribune/shared/fault"
)

// ReportStore keeps what reports say, and what is remembered of addresses. DynamoDB is the one that there is.
type ReportStore interface {
	// Mail reads an entry; NotFound if it is gone.
	Mail(ctx context.Context, id string) (Entry, error)
	// Delivered writes an entry as a report leaves it, if it stands as before,
	// and what is known of its person's mail with it; Conflict otherwise. The
	// later word about a person holds, in whatever order they come.
	Delivered(ctx context.Context, before, after Entry) error
	// Recipient reads what is remembered of an address by any of its keys, under
	// the first of them; a zero one if nothing is.
	Recipient(ctx context.Context, keys []string) (Recipient, error)
	// PutRecipient writes that, if it has not changed; Conflict otherwise.
	PutRecipient(ctx context.Context, r Recipient) error
}

// tries is how often something is read and written again that changed between: a
// family registers at once, with one address.
const tries = 5

// Learn notes what the mail service reports. keys computes those of an address.
// A report may come twice, late, and before the mailer has marked its mail: that
// it was sent is then known from the report. One about a mail that nothing is
// known of, any longer or at all, tells something about its address only.
func Learn(ctx context.Context, s ReportStore, keys func(folded string) []string, r Report) error {
	if r.Fate == Complained || r.Fate == Bounced && r.Final {
		for _, to := range r.To {
			if err := suppress(ctx, s, keys(to.Folded()), r); err != nil {
				return fault.Wrap("outbox: suppress an address", err)
			}
		}
	}
	return fault.Wrap("outbox: note a report", again(func() error {
		before, err := s.Mail(ctx, r.Entry)
		if fault.Is(err, fault.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		if after, news := before.learn(r); news {
			return s.Delivered(ctx, before, after)
		}
		return nil
	}))
}

func suppress(ctx context.Context, s ReportStore, keys []string, r Report) error {
	return again(func() error {
		known, err := s.Recipient(ctx, keys)
		if err != nil {
			return err
		}
		return s.PutRecipient(ctx, known.Learn(r))
	})
}

// Admit lets a mail go to an address, by the keys of it, or says that it must
// not (ErrSuppressed), or not yet (Later). One that is limited is counted.
func Admit(ctx context.Context, s ReportStore, keys []string, e Entry, limited bool, now time.Time) error {
	return again(func() error {
		r, err := s.Recipient(ctx, keys)
		if err != nil {
			return fault.Wrap("outbox: look at the recipient", err)
		}
		if r.Suppressed(now) {
			return ErrSuppressed
		}
		if !limited {
			return nil
		}
		if r, err = r.Admit(e.ID, e.Kind.Anybody(), now); err != nil {
			return err
		}
		return fault.Wrap("outbox: count a mail", s.PutRecipient(ctx, r))
	})
}

// again does what conflicts with somebody else's doing the same.
func again(do func() error) (err error) {
	for range tries {
		if err = do(); !fault.Is(err, fault.Conflict) {
			return err
		}
	}
	return err
}

// learn is the entry after a report; false if it knew as much already.
func (e Entry) learn(r Report) (Entry, bool) {
	known, said := e.Delivery, Delivery{Fate: r.Fate, Reason: r.Reason, At: r.At, Kind: e.Kind, Entry: e.ID}
	switch heavier := cmp.Compare(said.rank(), known.rank()); {
	case heavier < 0:
		return e, false
	case heavier > 0 && !said.At.After(known.At):
		said.At = known.At.Add(1) // holds beside the person too, where the later word does
	case heavier == 0 && cmp.Or(said.At.Compare(known.At), cmp.Compare(said.Fate.Weight(), known.Fate.Weight())) <= 0:
		return e, false
	}
	e.State, e.Claimed, e.Message, e.Delivery = Sent, false, r.Message, said
	return e, true
}
