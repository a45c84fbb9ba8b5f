package site

// Record is a DNS record for the operator to publish.
type Record struct{ Name, Type, Value string }

// MailFrom is the domain that mail from domain comes back to when it cannot be
// delivered. It is one of its own below domain, so that SPF speaks for domain
// without a word about the records that its other mail needs.
func MailFrom(domain string) string { return "mail." + domain }

// ReturnRecord leads what comes back to the mail service in its region.
func ReturnRecord(domain, region string) Record {
	return Record{MailFrom(domain), "MX", "10 feedback-smtp." + region + ".amazonses.com"}
}

// SPFRecord names the mail service as the one that sends what comes back there.
func SPFRecord(domain string) Record {
	return Record{MailFrom(domain), "TXT", "v=spf1 include:amazonses.com ~all"}
}

// DMARCRecord is what to begin with: it refuses nothing, so that no mail which
// the domain sends by other ways is lost, and has reports of what fails sent.
func DMARCRecord(domain string) Record {
	return Record{"_dmarc." + domain, "TXT", "v=DMARC1; p=none; rua=mailto:postmaster@" + domain}
}

// DKIMRecord leads to one of the keys that the mail service signs with, by the
// token that it gave for it. Most regions keep them in the zone [DKIMZone].
func DKIMRecord(domain, token, zone string) Record {
	return Record{token + "._domainkey." + domain, "CNAME", token + "." + zone}
}

// DKIMZone is where the mail service keeps its keys if it does not say.
const DKIMZone = "dkim.amazonses.com"
