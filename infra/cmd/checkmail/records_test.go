package main

import (
	"context"
	"errors"
	"net"
	"strings"
	"testing"

	"tribune/shared/ses"
	"tribune/shared/site"
)

// hears gives a domain's facts one answer of DNS.
func hears(domain string, q question, a answer) facts {
	return facts{domain: domain, region: "eu-west-3", dns: map[question]answer{q: a}}
}

func records(all ...string) answer { return answer{records: all} }

var (
	late   = answer{err: &net.DNSError{Err: "i/o timeout", IsTimeout: true}}
	broken = answer{err: &net.DNSError{Err: "server misbehaving", IsTemporary: true}}
	torn   = answer{err: errors.New("the net is down")}
)

const (
	d        = "exemple.org"
	feedback = "10 feedback-smtp.eu-west-3.amazonses.com"
	spf      = "v=spf1 include:amazonses.com ~all"
)

var (
	ret, txt       = question{"MX", "mail." + d}, question{"TXT", "mail." + d}
	own, mx, dmarc = question{"TXT", d}, question{"MX", d}, question{"TXT", "_dmarc." + d}
)

// Every state of every record.
var everyState = []struct {
	judge func(facts) finding
	q     question
	a     answer
	state state
	says  string
	paste string
}{
	{judgeReturn, ret, records(feedback), well, "", ""},
	{judgeReturn, ret, records("0 feedback-smtp.eu-west-3.amazonses.com"), well, "", ""},
	{judgeReturn, ret, records(), missing, "only MX", feedback},
	{judgeReturn, ret, records("10 feedback-smtp.eu-west-1.amazonses.com"), wrong, "eu-west-1", feedback},
	{judgeReturn, ret, records(feedback, "20 mx.example"), wrong, "20 mx.example", feedback},
	{judgeReturn, ret, late, unknown, "did not answer in time", ""},
	{judgeReturn, ret, broken, unknown, "server misbehaving", ""},
	{judgeReturn, ret, torn, unknown, "the net is down", ""},
	{judgeReturn, ret, answer{err: context.DeadlineExceeded}, unknown, "did not answer in time", ""},

	{judgeReturnSPF, txt, records(spf), well, "", ""},
	{judgeReturnSPF, txt, records("other", "V=SPF1 Include:amazonses.com -ALL"), well, "", ""},
	{judgeReturnSPF, txt, records("v=spf1 +include:amazonses.com"), well, "", ""},
	{judgeReturnSPF, txt, records(), missing, "who may send", spf},
	{judgeReturnSPF, txt, records("v=spf10 include:amazonses.com", "spf1"), missing, "", spf},
	{judgeReturnSPF, txt, records("v=spf1 -all"), wrong, "does not name SES", spf},
	{judgeReturnSPF, txt, records("v=spf1"), wrong, "does not name SES", spf},
	{judgeReturnSPF, txt, records("v=spf1 -include:amazonses.com ~all"), wrong, "does not name SES", spf},
	{judgeReturnSPF, txt, records("v=spf1 -all include:amazonses.com"), wrong, "does not name SES", spf},
	{judgeReturnSPF, txt, records("v=spf1 include:amazonses.com all"), wrong, "anybody", spf},
	{judgeReturnSPF, txt, records(spf, spf), wrong, "several SPF records", spf},
	{judgeReturnSPF, txt, late, unknown, "in time", ""},

	{judgeDomainSPF, own, records("verify=1", "v=spf1 a -all"), well, "", ""},
	{judgeDomainSPF, own, records("verify=1"), note, "none", ""},
	{judgeDomainSPF, own, records(), note, "none", ""},
	{judgeDomainSPF, own, records("v=spf1 a +all"), wrong, "anybody", ""},
	{judgeDomainSPF, own, records("v=spf1 a -all", "v=spf1 mx -all"), wrong, "Merge", ""},
	{judgeDomainSPF, own, broken, unknown, "server misbehaving", ""},

	{judgeDMARC, dmarc, records("v=DMARC1; p=reject; rua=mailto:a@b"), well, "p=reject has", ""},
	{judgeDMARC, dmarc, records("v=DMARC1;p=quarantine"), well, "rua names no address", ""},
	{judgeDMARC, dmarc, records("other", "v=DMARC1; p=NONE"), well, "p=none only watches", ""},
	{judgeDMARC, dmarc, records("v=DMARC1; p=none; aspf=s"), well, "aspf=s asks", ""},
	{judgeDMARC, dmarc, records("v=DMARC1; sp=reject; p=none"), well, "p=none only", ""},
	{judgeDMARC, dmarc, records("v=DMARC1; p=all"), wrong, "must be none, quarantine or reject", site.DMARCRecord(d).Value},
	{judgeDMARC, dmarc, records("v=DMARC1; rua=mailto:a@b"), wrong, "must be none, quarantine or reject", site.DMARCRecord(d).Value},
	{judgeDMARC, dmarc, records("v=DMARC1; p=none", "v=DMARC1; p=reject"), wrong, "receivers ignore several", site.DMARCRecord(d).Value},
	{judgeDMARC, dmarc, records("v=DMARC10; p=reject", "v=dmarc1; p=reject"), missing, "large mail services", site.DMARCRecord(d).Value},
	{judgeDMARC, dmarc, records(), missing, "large mail services", site.DMARCRecord(d).Value},
	{judgeDMARC, dmarc, late, unknown, "in time", ""},

	{judgeMX, mx, records("10 mx.example", "20 mx2.example"), well, "20 mx2.example", ""},
	{judgeMX, mx, records("0 ."), wrong, "takes none", "10 YOUR-MAIL-HOST"},
	{judgeMX, mx, records(), missing, "mailbox", "10 YOUR-MAIL-HOST"},
	{judgeMX, mx, torn, unknown, "the net is down", ""},
}

// The operator reads what is said; a record that is to be published is shown
// exactly where one is.
func TestRecords(t *testing.T) {
	for _, c := range everyState {
		got := c.judge(hears(d, c.q, c.a))
		said := strings.Join(append(got.found, got.do, got.why), "\n")
		if got.state != c.state || !strings.Contains(said, c.says) || got.paste.Value != c.paste {
			t.Errorf("%s %v: %s, to publish %q, want %s, %q and %q:\n%s", got.what, c.a, got.state, got.paste.Value, c.state, c.paste, c.says, said)
		}
		if (got.state == well || got.state == note) && got.do != "" {
			t.Errorf("%s is %s, and yet there is to do: %s", got.what, got.state, got.do)
		}
	}
}

func TestDKIMRecords(t *testing.T) {
	r := site.DKIMRecord("exemple.org", "A1", site.DKIMZone)
	for _, c := range []struct {
		a     answer
		state state
		paste string
	}{
		{records("a1.dkim.amazonses.com"), well, ""},
		{records("b2.dkim.amazonses.com"), wrong, r.Value},
		{records(), missing, r.Value},
		{late, unknown, ""},
	} {
		f := hears("exemple.org", question{"CNAME", r.Name}, c.a)
		f.identity = ses.Identity{DKIM: []site.Record{r}}
		got := judgeDKIM(f)
		if len(got) != 1 || got[0].state != c.state || got[0].paste.Value != c.paste {
			t.Errorf("%v: %+v, want %s", c.a, got, c.state)
		}
	}
}

// Without a region any region's host will do, and none can be told.
func TestReturnWithoutRegion(t *testing.T) {
	for host, paste := range map[string]string{
		"10 feedback-smtp.eu-west-1.amazonses.com": "",
		"10 mx.example": "10 feedback-smtp.REGION.amazonses.com",
		"10 feedback-smtp.eu-west-1.amazonses.com.evil": "10 feedback-smtp.REGION.amazonses.com",
	} {
		f := hears(d, ret, records(host))
		f.region = ""
		got := judgeReturn(f)
		if got.paste.Value != paste || (got.state == well) != (paste == "") || (got.do == "") != (paste == "") {
			t.Errorf("%s: %+v", host, got)
		}
	}
}

// A domain below another goes by its parent's policy, and by what that says of
// those below it, if it has none of its own.
func TestDMARCOfAParent(t *testing.T) {
	const own, parent = "_dmarc.tribune.exemple.org", "_dmarc.exemple.org"
	for _, c := range []struct {
		own, parent answer
		state       state
		says        string
	}{
		{records(), records("v=DMARC1; p=reject; sp=none"), well, "p=none only"},
		{records(), records("v=DMARC1; p=reject"), well, "p=reject has"},
		{records("v=DMARC1; p=quarantine; sp=none"), records("v=DMARC1; p=reject"), well, "p=quarantine has"},
		{records(), records("v=DMARC1; p=reject; sp=some"), wrong, "must be"},
		{records(), records(), missing, "large mail services"},
		{records(), late, unknown, "in time"},
		{late, records("v=DMARC1; p=reject"), unknown, "in time"},
	} {
		f := facts{domain: "tribune.exemple.org", dns: map[question]answer{{"TXT", own}: c.own, {"TXT", parent}: c.parent}}
		got := judgeDMARC(f)
		said := strings.Join(append(got.found, got.do, got.why), "\n")
		if got.state != c.state || !strings.Contains(said, c.says) {
			t.Errorf("own %v, parent's %v: %+v", c.own, c.parent, got)
		}
	}
}
