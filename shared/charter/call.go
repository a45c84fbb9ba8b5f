package charter

import (
	"strings"
	"time"

	"tribune/shared/fault"
	"tribune/shared/organisation"
	"tribune/shared/publiclog"
	"tribune/shared/token"
)

// Ref names a charter, in all its versions.
type Ref struct {
	Organisation organisation.ID
	ID           ID
}

// String is how keys name it.
func (r Ref) String() string { return string(r.Organisation) + "/" + string(r.ID) }

// Ref is what names the charter whose text this is.
func (c Charter) Ref() Ref { return Ref{c.Organisation, c.ID} }

// Call is a charter that is open to signature: what holds for it whatever its
// text says now.
type Call struct {
	Ref           Ref
	Slug          string    // of its page; given once
	Log           string    // names its public log, for ever: the host on which it was opened, and a path
	Opened        time.Time // when its first text was published; zero before
	Closes        time.Time `json:",omitzero"` // from then on nobody signs; never, if zero
	Current       int       // the version that is signed now; 0 before there is one
	SecretVersion int       // under which its signatories are named
	Individuals   bool      // sign it too, not organisations alone
	Reviewed      bool      // organisations stand on the wall only once an organiser looked
	Sensitive     bool      // signing it may say something about health or opinions: it asks for explicit consent
	Revision      int       `json:"-"` // rises with every change of this record
}

// KeepAfter is how long after its closing the signatories of a charter are kept.
const KeepAfter = 365 * 24 * time.Hour

// Open reports whether it is signed at now.
func (c Call) Open(now time.Time) bool { return c.Current > 0 && !c.Closed(now) }

// Closed reports whether the day is past from which on nobody signs.
func (c Call) Closed(now time.Time) bool { return !c.Closes.IsZero() && !now.Before(c.Closes) }

// Kept reports whether its signatories are still kept at now.
func (c Call) Kept(now time.Time) bool {
	return c.Closes.IsZero() || now.Before(c.Closes.Add(KeepAfter))
}

// scope is what links to signatures of a version are made for. No event has such a
// name, for theirs hold no space.
func (r Ref) scope(version int) string { return "charter " + r.String() + " " + number(version) }

// LogName is the name of the log of a charter that is opened on a site of this
// origin: without its scheme (c2sp.org/tlog-checkpoint).
func LogName(origin, slug string) string {
	_, host, _ := strings.Cut(origin, "://")
	return host + "/charters/" + slug
}

// Link is the private link of a signature.
func Link(ring token.Ring, s Signature) string {
	return ring.Link(s.Charter.scope(s.Version), s.Signatory, s.Generation)
}

// LogKeys are the keys that sign, and signed, the log of a charter, the current one
// first.
func LogKeys(ring token.Ring, c Call) ([]publiclog.Key, error) {
	var keys []publiclog.Key
	for _, seed := range ring.LogSeeds(c.Log) {
		k, err := publiclog.NewKey(c.Log, seed)
		if err != nil {
			return nil, fault.New(fault.Internal, "charter: make the log's keys", err)
		}
		keys = append(keys, k)
	}
	return keys, nil
}
