package outbox

import (
	"slices"
	"strings"
)

// Domain is what stands behind the @, in lower case.
func (a Address) Domain() string {
	return strings.ToLower(a.s[strings.LastIndexByte(a.s, '@')+1:])
}

// Mailbox is the mailbox that an address leads to, as far as its spelling tells:
// in lower case, without what follows a plus, at Google without the dots that it
// passes over. It tells spellings apart, and is not written to.
func (a Address) Mailbox() string {
	local, domain, ok := strings.Cut(a.Folded(), "@")
	if !ok {
		return ""
	}
	if tagless, _, tagged := strings.Cut(local, "+"); tagged && tagless != "" {
		local = tagless
	}
	if domain == "googlemail.com" {
		domain = "gmail.com"
	}
	if dotless := strings.ReplaceAll(local, ".", ""); domain == "gmail.com" && dotless != "" {
		local = dotless
	}
	return local + "@" + domain
}

// elsewhere are providers beside [providers] where anybody may have an address.
var elsewhere = []string{
	"googlemail.com", "msn.com", "me.com", "mac.com", "aol.com", "gmx.com", "gmx.net", "gmx.de", "gmx.fr", "mail.com", "mail.ru", "yandex.com", "yandex.ru",
	"yahoo.it", "yahoo.gr", "yahoo.co.uk", "ymail.com", "hotmail.it", "hotmail.es", "hotmail.co.uk", "outlook.pt", "outlook.it", "live.it", "live.com.pt",
	"bbox.fr", "numericable.fr", "neuf.fr", "club-internet.fr", "aliceadsl.fr", "pm.me", "tutanota.com", "tuta.io", "zoho.com", "iam.net.ma",
	"libero.it", "virgilio.it", "tiscali.it", "alice.it", "tin.it", "sapo.pt", "iol.pt", "mail.pt", "clix.pt", "otenet.gr", "forthnet.gr", "hol.gr",
	"yahoo.es", "yahoo.pt", "yahoo.com.br", "hotmail.de", "hotmail.gr", "outlook.es", "outlook.de", "live.nl", "web.de", "t-online.de", "freenet.de", "posteo.de",
	"gmx.at", "gmx.ch", "bluewin.ch", "telenet.be", "skynet.be", "fastmail.com", "hushmail.com", "duck.com", "disroot.org", "riseup.net",
	"yopmail.com", "mailinator.com", "guerrillamail.com", "10minutemail.com", "tempmail.com", "trashmail.com", "menara.ma", "caramail.com",
	"azet.sk", "centrum.sk", "zoznam.sk", "post.sk", "one.lt", "inbox.lt", "mail.lt", "takas.lt", "delfi.lt",
}

// Free reports whether anybody may have an address of that domain: then it says
// nothing of whom she works for.
func (a Address) Free() bool {
	return slices.Contains(providers, a.Domain()) || slices.Contains(elsewhere, a.Domain())
}
