package charter

import "time"

// Edition is how far a text has come: the version, and the revision of its draft.
// Who changes or publishes it says what she has read.
type Edition struct{ Version, Revision int }

// Edition is that of the text.
func (c Charter) Edition() Edition { return Edition{c.Version, c.Revision} }

// Next is the draft of the version that follows: at first it says the same.
func (c Charter) Next() Charter {
	c.Version, c.Revision, c.Published = c.Version+1, 0, time.Time{}
	return c
}

// Blocks are what keeps a draft from being published, each in a word: "article",
// there is none; "language", none in which the whole is written; "same", the
// version that is signed now says so already; "closed", nobody could sign it.
func (c Charter) Blocks(call Call, current Charter, now time.Time) (all []string) {
	switch {
	case len(c.Articles) == 0:
		all = append(all, "article")
	case len(c.Languages()) == 0:
		all = append(all, "language")
	case call.Current > 0 && Same(c, current):
		all = append(all, "same")
	}
	if call.Closed(now) {
		all = append(all, "closed")
	}
	return all
}

// Opening is where a charter stands once it is published: given once.
type Opening struct {
	Origin, Slug  string
	SecretVersion int
}

// Publish puts a draft before the public: the text and its call as they are then
// written. Whatever else holds of the call stays, and where it stands is given with
// its first version.
func Publish(call Call, draft Charter, at Opening, now time.Time) (Call, Charter) {
	if call.Current == 0 {
		call.Slug, call.Log, call.SecretVersion, call.Opened = at.Slug, LogName(at.Origin, at.Slug), at.SecretVersion, now
	}
	call.Current, call.Revision = draft.Version, call.Revision+1
	draft.Slug, draft.Published, draft.Revision = call.Slug, now, draft.Revision+1
	return call, draft
}
