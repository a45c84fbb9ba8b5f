package web

import (
	"net/http"
	"strings"

	"tribune/shared/fault"
)

// policy lets a page load what is ours and needed, and nothing else. There is no script.
var policy = strings.Join([]string{
	"default-src 'none'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'",
	"form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'",
}, "; ")

var headers = map[string]string{
	"Content-Security-Policy":      policy,
	"Strict-Transport-Security":    "max-age=63072000; includeSubDomains",
	"X-Content-Type-Options":       "nosniff",
	"Referrer-Policy":              "same-origin",
	"Cross-Origin-Opener-Policy":   "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin",
	"Cache-Control":                "no-store",
}

// protect sets the headers that every answer carries and refuses what another
// site's page sends. A request without Origin and Sec-Fetch-Site comes from no
// browser and passes.
func (s Site) protect(next http.Handler) http.Handler {
	cross := http.NewCrossOriginProtection()
	if err := cross.AddTrustedOrigin(s.Origin); err != nil {
		panic("web: the origin of the site: " + err.Error())
	}
	cross.SetDenyHandler(s.Handle("cross-origin", func(http.ResponseWriter, *http.Request) error {
		return fault.New(fault.Forbidden, "web: a form of another site", nil)
	}))
	inner := s.limit(cross.Handler(next))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for name, value := range headers {
			w.Header().Set(name, value)
		}
		inner.ServeHTTP(w, r)
	})
}

// CacheShortly lets the edge keep a public page for two seconds; a browser asks again.
func CacheShortly(w http.ResponseWriter) {
	w.Header().Set("Cache-Control", "public, max-age=0, s-maxage=2")
}

// CacheForever is for what carries its hash in its address.
func CacheForever(w http.ResponseWriter) {
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
}

// Cookie names. With TLS they are bound to the host by their prefix.
const (
	SessionCookie   = "session"
	ChallengeCookie = "challenge"
	SignatureCookie = "signature"
)

func (s Site) cookie(name string) (full string, secure bool) {
	if strings.HasPrefix(s.Origin, "https://") {
		return "__Host-" + name, true
	}
	return name, false
}

// SetCookie keeps a value in the browser until it is closed or the seconds have
// passed; a negative age takes it away.
func (s Site) SetCookie(w http.ResponseWriter, name, value string, seconds int) {
	full, secure := s.cookie(name)
	http.SetCookie(w, &http.Cookie{
		Name: full, Value: value, Path: "/", MaxAge: seconds,
		Secure: secure, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

// Cookie is what the browser keeps under a name; "" if nothing.
func (s Site) Cookie(r *http.Request, name string) string {
	full, _ := s.cookie(name)
	c, err := r.Cookie(full)
	if err != nil {
		return ""
	}
	return c.Value
}
