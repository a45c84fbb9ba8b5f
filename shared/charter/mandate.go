package charter

import (
	"net/netip"
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"

	"tribune/shared/outbox"
)

// Mandate is how well it is known that somebody may sign for her organisation. It
// is a word and not a yes, so that stronger ones may follow.
type Mandate string

// The mandates. Nobody vouches for more than they say.
const (
	Declared Mandate = "declared" // she says so
	ByDomain Mandate = "domain"   // and the code reached her at an address of the organisation's own domain
)

// Mandates lists them, the weakest first.
var Mandates = []Mandate{Declared, ByDomain}

// MandateOf is the mandate of who typed the code that an address was mailed, for
// an organisation with a site.
func MandateOf(a outbox.Address, site Site) Mandate {
	if site.IsZero() || a.IsZero() || a.Free() {
		return Declared
	}
	own, known := OwnDomain(site.Host())
	from, mailed := OwnDomain(a.Domain())
	if known && mailed && own == from {
		return ByDomain
	}
	return Declared
}

// OwnDomain is the domain that was registered, under a suffix below which anybody
// registers one (publicsuffix.org): of blog.asso.example.org.ma it is
// example.org.ma. A suffix by itself, an IP address and a name without a dot are
// nobody's own.
func OwnDomain(host string) (string, bool) {
	if _, err := netip.ParseAddr(strings.Trim(host, "[]")); err == nil {
		return "", false
	}
	ascii, err := idna.Lookup.ToASCII(strings.TrimSuffix(host, "."))
	if err != nil {
		return "", false
	}
	own, err := publicsuffix.EffectiveTLDPlusOne(ascii)
	return own, err == nil
}
