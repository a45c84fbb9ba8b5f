package outbox

import "strings"

// providers are the mail domains that people of these countries have most.
var providers = []string{
	"gmail.com", "hotmail.com", "hotmail.fr", "outlook.com", "outlook.fr", "live.fr", "live.com", "yahoo.com", "yahoo.fr",
	"icloud.com", "orange.fr", "wanadoo.fr", "free.fr", "sfr.fr", "laposte.net", "menara.ma", "proton.me", "protonmail.com",
}

// Suggest gives the address that somebody probably meant whose domain is one
// slip of the finger away from a well-known one, such as gmial.com; the zero
// Address if nothing suggests itself.
func Suggest(a Address) Address {
	at := strings.LastIndexByte(a.s, '@')
	if at < 0 {
		return Address{}
	}
	domain := strings.ToLower(a.s[at+1:])
	meant := ""
	for _, p := range providers {
		if domain == p {
			return Address{}
		}
		if meant == "" && oneSlip(domain, p) {
			meant = p
		}
	}
	if meant == "" {
		return Address{}
	}
	return Address{a.s[:at+1] + meant}
}

// oneSlip reports whether one letter added, lost or changed, or two neighbours
// exchanged, make b of a.
func oneSlip(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return a[i:] == b[i+1:]
	}
	if i == len(a) {
		return false
	}
	changed := a[i+1:] == b[i+1:]
	exchanged := i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
	return changed || exchanged
}
