package charter

import (
	"errors"
	"net/url"
	"slices"
	"strings"
)

// Kind is what sort of organisation signs.
type Kind string

// Kinds lists them in the order of the form.
var Kinds = []Kind{"association", "institution", "network", "company", "other"}

// Field is the field in which an organisation works.
type Field string

// Fields lists them in the order of the form.
var Fields = []Field{"health", "social", "employment", "education", "justice", "local", "other"}

// ParseKind reads a kind as the form sends it.
func ParseKind(s string) (Kind, bool) { return Kind(s), slices.Contains(Kinds, Kind(s)) }

// ParseField reads a field of work as the form sends it.
func ParseField(s string) (Field, bool) { return Field(s), slices.Contains(Fields, Field(s)) }

// Party is the organisation that signs; the zero one, if somebody signs for
// herself.
type Party struct {
	Name    string
	Kind    Kind
	Field   Field
	Country string // ISO 3166-1 alpha-2
	Site    Site   `json:",omitzero"`
}

// IsZero reports whether somebody signs for herself.
func (p Party) IsZero() bool { return p == Party{} }

// ErrSite is the answer to what is not the address of an organisation's site.
var ErrSite = errors.New("charter: not the address of a site")

// Site is the address of an organisation's site, as it may be linked to. It comes
// only from [ParseSite]; the zero Site is none.
type Site struct{ s string }

// MaxSite is the longest address of a site, in bytes.
const MaxSite = 200

// ParseSite reads what somebody typed, with or without its scheme; "" is none.
// The error is always ErrSite.
func ParseSite(s string) (Site, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return Site{}, nil
	}
	if !strings.Contains(s, "://") {
		s = "https://" + s
	}
	u, err := url.Parse(s)
	if err != nil || len(s) > MaxSite || u.Scheme != "https" && u.Scheme != "http" || u.User != nil || u.Port() != "" {
		return Site{}, ErrSite
	}
	if _, own := OwnDomain(u.Hostname()); !own {
		return Site{}, ErrSite
	}
	plain := url.URL{Scheme: u.Scheme, Host: strings.ToLower(u.Host), Path: strings.TrimSuffix(u.Path, "/")}
	return Site{plain.String()}, nil
}

// String is the site's address; "" if there is none.
func (s Site) String() string { return s.s }

// Host is the name of the machine it is on; "" if there is none.
func (s Site) Host() string {
	u, err := url.Parse(s.s)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// IsZero reports whether there is none.
func (s Site) IsZero() bool { return s.s == "" }

// MarshalText writes the site.
func (s Site) MarshalText() ([]byte, error) { return []byte(s.s), nil }

// UnmarshalText reads a site that was stored, under whatever rules held then.
func (s *Site) UnmarshalText(b []byte) error {
	s.s = string(b)
	return nil
}
