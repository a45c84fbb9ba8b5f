package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"tribune/shared/boot"
	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
)

// wanted is what is asked for, as it was typed.
type wanted struct{ id, name, owner, lang string }

// slug is what ids are, as campaign files have them.
var slug = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// The longest id and name, in characters.
const (
	longestID   = 64
	longestName = 120
)

// read checks everything, and says everything that is wrong.
func (w wanted) read() (o organisation.Organisation, owner organisation.Member, err error) {
	var wrong []error
	if !slug.MatchString(w.id) || len(w.id) > longestID {
		wrong = append(wrong, errors.New("-id may hold only a–z, 0–9 and single hyphens between them, 64 at most"))
	}
	name := strings.Join(strings.Fields(w.name), " ")
	if name == "" || utf8.RuneCountInString(name) > longestName {
		wrong = append(wrong, fmt.Errorf("-name must be given, with %d characters at most", longestName))
	}
	address, addressErr := outbox.ParseAddress(w.owner)
	if addressErr != nil {
		wrong = append(wrong, errors.New("-owner must be a mail address"))
	}
	lang, ok := locale.Parse(w.lang)
	if !ok {
		wrong = append(wrong, errors.New("-lang must be fr, ar or en"))
	}
	o = organisation.Organisation{ID: organisation.ID(w.id), Name: locale.Text{lang: name}, ReplyTo: address}
	owner = organisation.Member{Organisation: o.ID, Address: address, Role: organisation.Owner, Lang: lang}
	return o, owner, errors.Join(wrong...)
}

// found writes an organisation and its owner. What was cut short after the first
// is finished by doing it again.
func found(ctx context.Context, parts boot.Parts, o organisation.Organisation, owner organisation.Member) error {
	if h, err := parts.Table.Holder(ctx, parts.Ring.Account(owner.Address.Folded())); err == nil {
		return fmt.Errorf("%s works for %s already: an address belongs to one organisation", owner.Address, h.Member.Organisation)
	} else if !fault.Is(err, fault.NotFound) {
		return err
	}
	team, err := parts.Table.Members(ctx, o.ID)
	if err != nil {
		return err
	}
	if len(team) > 0 {
		return fmt.Errorf("%s is there already, with a team of %d: its owners invite others", o.ID, len(team))
	}
	if err := parts.Table.PutOrganisation(ctx, o); err != nil {
		return err
	}
	return parts.Table.Join(ctx, parts.Ring.Account(owner.Address.Folded())[0], owner)
}
