package web

import (
	"net/http"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"tribune/shared/fault"
)

// What one place may post: a burst that a full meeting room behind one address
// does not reach, then two a second. It is held by each process for itself;
// the cloud's edge counts over all.
const (
	postBurst  = 600
	postRate   = rate.Limit(2)
	mostPlaces = 10_000 // places remembered before all are forgotten
)

// limiter counts what each place posts. Places are never written anywhere.
type limiter struct {
	mu     sync.Mutex
	places map[string]*rate.Limiter
}

func (l *limiter) allow(place string, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.places == nil || len(l.places) >= mostPlaces {
		l.places = map[string]*rate.Limiter{}
	}
	p := l.places[place]
	if p == nil {
		p = rate.NewLimiter(postRate, postBurst)
		l.places[place] = p
	}
	return p.AllowN(now, 1)
}

// place is where a request comes from: an IPv4 address, or the /64 that one
// subscriber has of IPv6.
func place(remote string) string {
	at, err := netip.ParseAddrPort(remote)
	if err != nil {
		return remote
	}
	bits := 32
	if at.Addr().Unmap().Is6() {
		bits = 64
	}
	network, err := at.Addr().Unmap().WithZone("").Prefix(bits)
	if err != nil {
		return remote
	}
	return network.String()
}

// limit refuses what one place posts beyond its limit.
func (s Site) limit(next http.Handler) http.Handler {
	l := &limiter{}
	refuse := s.Handle("limit", func(w http.ResponseWriter, r *http.Request) error {
		_, _ = ReadForm(w, r, FormLimit) // kept for the page, if it is one
		return fault.New(fault.TooMany, "web: limit what one place posts", nil)
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost && !l.allow(place(r.RemoteAddr), s.Now()) {
			refuse.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}
