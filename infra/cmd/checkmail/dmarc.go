package main

import (
	"strings"

	"tribune/shared/site"
)

// dmarcNames is where a policy for the domain may stand: at the domain or, for
// want of one there, at a parent. The last label alone is a registry's.
func dmarcNames(domain string) (names []string) {
	for strings.Contains(domain, ".") {
		names = append(names, "_dmarc."+domain)
		_, domain, _ = strings.Cut(domain, ".")
	}
	return names
}

func judgeDMARC(f facts) finding {
	x := finding{
		what: "DMARC of " + f.domain, paste: site.DMARCRecord(f.domain),
		why: "DMARC says what becomes of mail that claims to be from the domain, where neither DKIM nor SPF speaks " +
			"for that same domain. The large mail services ask for one.",
	}
	for i, name := range dmarcNames(f.domain) {
		a := onlyDMARC(f.dns[question{"TXT", name}])
		if a.err == nil && len(a.records) == 0 {
			continue
		}
		if i > 0 {
			x.what += ", from " + strings.TrimPrefix(name, "_dmarc.")
		}
		return heard(a, x, func(x *finding) { judgePolicy(x, site.MailFrom(f.domain), i > 0) })
	}
	return heard(answer{}, x, nil)
}

// onlyDMARC leaves out what else stands in TXT records.
func onlyDMARC(a answer) answer {
	var dmarc []string
	for _, text := range a.records {
		if first, _, _ := strings.Cut(text, ";"); strings.ReplaceAll(strings.TrimSpace(first), " ", "") == "v=DMARC1" {
			dmarc = append(dmarc, text)
		}
	}
	return answer{dmarc, a.err}
}

// policies say what each does with mail that fails.
var policies = map[string]string{
	"none": "p=none only watches: mail that fails is delivered all the same. Once the reports show that all of the " +
		"domain's own mail passes, write p=quarantine, and later p=reject.",
	"quarantine": "p=quarantine has mail that fails put aside as unwanted.",
	"reject":     "p=reject has mail that fails refused.",
}

func judgePolicy(x *finding, mailFrom string, inherited bool) {
	if len(x.found) > 1 {
		x.state, x.do = wrong, "Keep one: receivers ignore several."
		return
	}
	tags := dmarcTags(x.found[0])
	policy := tags["p"]
	if sub, ok := tags["sp"]; inherited && ok {
		policy = sub
	}
	says, ok := policies[policy]
	if !ok {
		x.state, x.do = wrong, "Replace it: its policy must be none, quarantine or reject."
		return
	}
	x.why = says + " Tribune's mail passes by DKIM, which signs with the very domain that people read as the sender"
	if tags["aspf"] == "s" {
		x.why += "; by SPF it does not, for aspf=s asks that undeliverable mail come back to that same domain, not to " + mailFrom + "."
	} else {
		x.why += ", and by SPF, since " + mailFrom + " lies below it."
	}
	if tags["rua"] == "" {
		x.why += " Nobody gets the reports, for rua names no address."
	}
}

func dmarcTags(record string) map[string]string {
	tags := map[string]string{}
	for _, part := range strings.Split(record, ";") {
		name, value, _ := strings.Cut(part, "=")
		tags[strings.ToLower(strings.TrimSpace(name))] = strings.ToLower(strings.TrimSpace(value))
	}
	return tags
}
