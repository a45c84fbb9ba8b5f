package charter_test

import (
	"testing"

	"tribune/shared/charter"
	"tribune/shared/outbox"
)

func TestMandates(t *testing.T) {
	for _, c := range []struct {
		address, site string
		want          charter.Mandate
	}{
		{"presidente@ahsud.org", "https://www.ahsud.org/contact", charter.ByDomain},
		{"presidente@mail.AHSUD.org", "https://ahsud.org", charter.ByDomain},
		{"presidente@asso.org.ma", "https://blog.asso.org.ma", charter.ByDomain},
		{"presidente@xn--socit-esab.org", "https://société.org", charter.ByDomain},
		{"presidente@autre.org.ma", "https://asso.org.ma", charter.Declared}, // org.ma is nobody's own
		{"presidente@org.ma", "https://org.ma", charter.Declared},
		{"presidente@ahsud.org.pirate.net", "https://ahsud.org", charter.Declared},
		{"presidente@notahsud.org", "https://ahsud.org", charter.Declared},
		{"asso@gmail.com", "https://gmail.com", charter.Declared},
		{"asso@libero.it", "https://www.libero.it/asso", charter.Declared},
		{"moi@a.blogspot.com", "https://b.blogspot.com", charter.Declared}, // anybody has a page there
		{"moi@exemple.org", "https://192.0.2.7", charter.Declared},
		{"moi@exemple.org", "https://[2001:db8::1]", charter.Declared},
		{"moi@exemple.org", "https://localhost", charter.Declared},
		{"moi@exemple.org", "", charter.Declared},
		{"", "https://exemple.org", charter.Declared},
	} {
		site, _ := charter.ParseSite(c.site) // none, where it is nobody's
		a, _ := outbox.ParseAddress(c.address)
		if got := charter.MandateOf(a, site); got != c.want {
			t.Errorf("%s of %s: %s", c.address, c.site, got)
		}
	}
}
