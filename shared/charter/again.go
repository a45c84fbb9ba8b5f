package charter

import (
	"slices"
	"time"

	"tribune/shared/locale"
	"tribune/shared/publiclog"
)

// Again is what somebody who signed the earlier text signs of the later one, in a
// language: all that she said of herself, and what she took upon herself of the
// articles that say there what they said. Her consent is that which she gave, when
// she gave it. It is hers for the asking, and counts
// once its own code is typed.
func (s Signature) Again(earlier, later Charter, read locale.Lang) Signature {
	kept := unchanged(earlier, later, read)
	next := s
	next.Version, next.Revision, next.Generation = later.Version, 0, 0
	next.Read, next.Text = read, later.Hash(read)
	next.State, next.At, next.Salt, next.Booked, next.Commitments = "", time.Time{}, publiclog.Salt{}, Booked{}, nil
	for _, c := range s.Commitments {
		if i := slices.IndexFunc(kept, func(k Change) bool { return k.Before == c.Article }); i >= 0 {
			c.Article = kept[i].Now
			next.Commitments = append(next.Commitments, c)
		}
	}
	return next
}

// unchanged are the articles that say in a language what they said; none if it is
// a language in which the earlier text was not written.
func unchanged(earlier, later Charter, l locale.Lang) []Change {
	if !earlier.in(l) || !later.in(l) {
		return nil
	}
	return keep(earlier.Articles, later.Articles, l)
}
