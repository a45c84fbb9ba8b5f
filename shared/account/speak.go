package account

import (
	"context"

	"tribune/shared/fault"
	"tribune/shared/locale"
)

// Speak sets the language of somebody's mail, and gives the id of the session
// that replaces hers.
func (s *Service) Speak(ctx context.Context, of Session, l locale.Lang) (id string, err error) {
	of.Member.Lang = l
	id, err = s.begin(ctx, of, Beginning{Replaces: of.Hash, Member: &of.Member})
	return id, fault.Wrap("account: set a language", err)
}
