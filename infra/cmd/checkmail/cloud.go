package main

import (
	"fmt"
	"slices"
	"strings"

	"tribune/shared/fault"
	"tribune/shared/site"
)

// judgeCloud says how SES stands with the account and the domain.
func judgeCloud(f facts) []finding {
	if f.nobody != nil {
		return []finding{{
			what: "account", state: unknown, found: []string{strings.Join(strings.Fields(f.nobody.Error()), " ")},
			do:  "Sign in to AWS in this shell, set AWS_REGION, and run make check-mail again.",
			why: "Without AWS credentials SES was not asked: what follows is what DNS alone can tell.",
		}}
	}
	return slices.Concat(judgeAccount(f), judgeIdentity(f))
}

func judgeAccount(f facts) []finding {
	if f.accountErr != nil {
		return []finding{{what: "account", state: unknown, found: []string{f.accountErr.Error()}, do: allowReading}}
	}
	a := f.account
	sandbox := finding{
		what: "sandbox", state: well, found: []string{"the account has left it"},
		why: "In the sandbox SES sends to addresses that were verified one by one, and refuses everybody else's mail.",
	}
	if !a.Production {
		sandbox.state, sandbox.found = wrong, []string{"the account is in it"}
		sandbox.do = "Ask for production access on the SES pages of the AWS console, in this region; it takes about a day."
	}
	sending := finding{
		what: "sending", state: well, found: []string{"enabled, " + standing(a.Standing)},
		why: "AWS reviews an account, and stops it, when too many of its mails bounce or are complained of.",
	}
	if !a.Sending || a.Standing != "HEALTHY" {
		sending.state = wrong
		sending.do = "Read what AWS wrote to the owner of the account, and answer it on the SES pages of the console."
		if !a.Sending {
			sending.found = []string{"disabled, " + standing(a.Standing)}
		}
	}
	quota := finding{
		what: "quota", state: well, found: []string{fmt.Sprintf("%g a second; %g of %g sent in the last 24 hours", a.Rate, a.Sent, a.Daily)},
		why: "Mail beyond it waits: it is sent later, not lost.",
	}
	// Without a limit SES says -1.
	if a.Daily >= 0 && a.Sent >= a.Daily*nearly {
		quota.state, quota.do = wrong, "Ask for a higher quota on the SES pages of the AWS console, before a registration opens."
	}
	return []finding{sandbox, sending, quota}
}

// nearly is the part of the daily quota beyond which it is nearly used up.
const nearly = 0.8

const allowReading = "Allow these credentials to read SES (the policy AmazonSESReadOnlyAccess), or try again."

func standing(of string) string {
	if of == "" {
		return "its standing unknown"
	}
	return "its standing " + of
}

func judgeIdentity(f facts) []finding {
	domain := finding{
		what: "domain", state: well, found: []string{"verified and signed for, and its MAIL FROM is in use"},
		why: "SES looks for the records itself, mostly within minutes of their being published, at most for 72 hours.",
	}
	switch {
	case fault.Is(f.identityErr, fault.NotFound):
		domain.state, domain.found = missing, []string{"SES does not know it in this region"}
		domain.do = "Run make deploy, or set AWS_REGION to the region of the deployment."
		return []finding{domain}
	case f.identityErr != nil:
		domain.state, domain.found, domain.do = unknown, []string{f.identityErr.Error()}, allowReading
		return []finding{domain}
	}
	if problems := identityProblems(f); len(problems) > 0 {
		domain.state, domain.found = wrong, problems
		domain.do = "Publish the records below; run make deploy again for what is not a record."
	}
	return []finding{domain, judgeSet(f)}
}

func identityProblems(f facts) (problems []string) {
	id := f.identity
	if !id.Verified {
		problems = append(problems, "not verified: SES says "+id.Status)
	}
	if !id.Signing {
		problems = append(problems, "mail is not signed: DKIM is switched off")
	}
	if id.DKIMStatus != "SUCCESS" {
		problems = append(problems, "DKIM not confirmed: SES says "+id.DKIMStatus)
	}
	switch {
	case id.MailFrom != site.MailFrom(f.domain):
		problems = append(problems, fmt.Sprintf("MAIL FROM is %q, not %q", id.MailFrom, site.MailFrom(f.domain)))
	case id.MailFromStatus != "SUCCESS":
		problems = append(problems, "MAIL FROM not confirmed: SES says "+id.MailFromStatus)
	}
	if id.Forwarding {
		problems = append(problems, "bounces are forwarded by mail, although they are reported")
	}
	return problems
}

func judgeSet(f facts) finding {
	set := finding{
		what: "reports", state: well, found: []string{f.identity.Set},
		why: "The configuration set sends encrypted only, tells Tribune what became of each mail, and keeps mail " +
			"from addresses that bounced or complained.",
	}
	switch {
	case f.identity.Set == "":
		set.state, set.found = missing, []string{"the domain has no configuration set"}
	case fault.Is(f.setErr, fault.NotFound):
		set.state, set.found = missing, []string{"no configuration set " + f.identity.Set}
	case f.setErr != nil:
		set.state, set.found, set.do = unknown, []string{f.setErr.Error()}, allowReading
		return set
	default:
		if problems := setProblems(f); len(problems) > 0 {
			set.state, set.found = wrong, problems
		}
	}
	if set.state != well {
		set.do = "Run make deploy again: it sets all of this."
	}
	return set
}

func setProblems(f facts) (problems []string) {
	s := f.set
	lacks := func(lacking bool, what string) {
		if lacking {
			problems = append(problems, f.identity.Set+" "+what)
		}
	}
	lacks(!s.Sending, "does not send: sending is switched off")
	lacks(!s.TLS, "may send unencrypted")
	lacks(!s.Metrics, "does not measure bounces and complaints")
	lacks(len(s.Suppresses) > 0, "keeps addresses on SES's own list, from which none comes back: Tribune leaves them alone itself")
	for _, kind := range []string{"DELIVERY", "DELIVERY_DELAY", "BOUNCE", "COMPLAINT", "REJECT"} {
		lacks(!slices.Contains(s.Reports, kind), "does not report "+kind)
	}
	return problems
}
