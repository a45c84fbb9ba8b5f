package main

import (
	"regexp"
	"slices"
	"strings"

	"tribune/shared/site"
)

// judgeRecords says what DNS holds of all that the domain should publish.
func judgeRecords(f facts) []finding {
	return append(judgeDKIM(f), judgeReturn(f), judgeReturnSPF(f), judgeDomainSPF(f), judgeDMARC(f), judgeMX(f))
}

// heard is the finding of an answer: unknown if there was none, missing if it
// holds no record, and otherwise whatever its records are judged to be.
func heard(a answer, x finding, judge func(*finding)) finding {
	switch {
	case a.err != nil:
		x.state, x.found, x.paste = unknown, []string{reason(a.err)}, site.Record{}
		x.do = "Try again later: this tells nothing about the record."
	case len(a.records) == 0:
		x.state = missing
	default:
		x.state, x.found = well, a.records
		judge(&x)
		if x.state == well {
			x.paste = site.Record{}
		}
	}
	return x
}

func judgeDKIM(f facts) (all []finding) {
	const why = "Each record leads to a key by which receivers see that a mail is the domain's and unchanged; " +
		"SES changes between the keys, so all three are needed."
	if len(f.identity.DKIM) == 0 {
		return []finding{{
			what: "DKIM, three CNAME records", state: later, why: why,
			do: "SES draws their names: make deploy shows them as MailDkim1 to MailDkim3, and so does make check-mail " +
				"with AWS credentials afterwards.",
		}}
	}
	for i, r := range f.identity.DKIM {
		x := finding{what: "DKIM, " + r.Name, paste: r}
		if i == 0 {
			x.why = why
		}
		all = append(all, heard(f.dns[question{r.Type, r.Name}], x, func(x *finding) {
			if !slices.Equal(x.found, []string{strings.ToLower(r.Value)}) {
				x.state = wrong
			}
		}))
	}
	return all
}

var anyRegion = regexp.MustCompile(`^feedback-smtp\.[a-z0-9-]+\.amazonses\.com$`)

func judgeReturn(f facts) finding {
	x := finding{
		what: "MAIL FROM, MX of " + site.MailFrom(f.domain), paste: site.ReturnRecord(f.domain, f.region),
		why: "What cannot be delivered comes back here, to SES, which reports it. It must be the only MX of this name.",
	}
	if f.region == "" {
		x.paste = site.ReturnRecord(f.domain, "REGION")
		x.do = "Put the region of the deployment in the place of REGION: eu-west-3, say."
	}
	_, wanted, _ := strings.Cut(x.paste.Value, " ")
	x = heard(f.dns[question{"MX", site.MailFrom(f.domain)}], x, func(x *finding) {
		_, host, _ := strings.Cut(x.found[0], " ")
		if len(x.found) > 1 || host != wanted && (f.region != "" || !anyRegion.MatchString(host)) {
			x.state = wrong
		}
	})
	if x.state == well {
		x.do = ""
	}
	return x
}

func judgeReturnSPF(f facts) finding {
	x := finding{
		what: "MAIL FROM, SPF of " + site.MailFrom(f.domain), paste: site.SPFRecord(f.domain),
		why: "SPF names who may send; receivers look for it at the domain that undeliverable mail comes back to.",
	}
	return heard(onlySPF(f.dns[question{"TXT", site.MailFrom(f.domain)}]), x, func(x *finding) {
		switch terms := spfTerms(x.found[0]); {
		case len(x.found) > 1:
			x.state, x.do = wrong, "Keep this one record alone: receivers take several SPF records of a name for an error."
		case slices.Contains(terms, "+all"):
			x.state, x.do = wrong, "Replace it: +all lets anybody send as this domain."
		case !slices.Contains(terms, "+include:amazonses.com"):
			x.state, x.do = wrong, "Replace it: it does not name SES, so that its mail fails."
		}
	})
}

func judgeDomainSPF(f facts) finding {
	x := heard(onlySPF(f.dns[question{"TXT", f.domain}]), finding{
		what: "SPF of " + f.domain,
		why:  "Tribune does not need it, for its mail comes back to " + site.MailFrom(f.domain) + "; the domain's other mail does.",
	}, func(x *finding) {
		switch {
		case len(x.found) > 1:
			x.state, x.do = wrong, "Merge them into one: receivers take several SPF records of a name for an error."
		case slices.Contains(spfTerms(x.found[0]), "+all"):
			x.state, x.do = wrong, "Write ~all or -all in the place of +all, which lets anybody send as this domain."
		}
	})
	if x.state == missing {
		x.state, x.found = note, []string{"none"}
	}
	return x
}

// onlySPF leaves out what else stands in TXT records.
func onlySPF(a answer) answer {
	var spf []string
	for _, text := range a.records {
		if first, _, _ := strings.Cut(text, " "); strings.EqualFold(first, "v=spf1") {
			spf = append(spf, text)
		}
	}
	return answer{spf, a.err}
}

// spfTerms are a record's terms up to "all", behind which nothing counts, each
// with its qualifier.
func spfTerms(record string) (terms []string) {
	for _, term := range strings.Fields(strings.ToLower(record))[1:] {
		if !strings.ContainsAny(term[:1], "+-~?") {
			term = "+" + term
		}
		terms = append(terms, term)
		if term[1:] == "all" {
			break
		}
	}
	return terms
}

func judgeMX(f facts) finding {
	x := finding{
		what: "MX of " + f.domain, paste: site.Record{Name: f.domain, Type: "MX", Value: "10 YOUR-MAIL-HOST"},
		do: "Ask whoever keeps the domain's mailboxes for the host.",
		why: "Answers to the sender, and DMARC's reports, need a mailbox; some receivers refuse mail from a domain " +
			"that takes none.",
	}
	x = heard(f.dns[question{"MX", f.domain}], x, func(x *finding) {
		if slices.Contains(x.found, "0 .") {
			x.state = wrong // RFC 7505: it says that it takes no mail
		}
	})
	if x.state == well {
		x.do = ""
	}
	return x
}
