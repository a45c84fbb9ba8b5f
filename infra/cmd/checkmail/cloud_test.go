package main

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"tribune/shared/fault"
	"tribune/shared/ses"
)

// wellFacts are those of an account and a domain that lack nothing.
func wellFacts() facts {
	return facts{
		domain: "exemple.org", region: "eu-west-3",
		account: ses.Account{Production: true, Sending: true, Standing: "HEALTHY", Rate: 14, Daily: 50000, Sent: 39999},
		identity: ses.Identity{
			Verified: true, Status: "SUCCESS", Signing: true, DKIMStatus: "SUCCESS",
			MailFrom: "mail.exemple.org", MailFromStatus: "SUCCESS", Set: "set",
		},
		set: ses.MailSet{
			Sending: true, Metrics: true, TLS: true, Suppresses: []string{},
			Reports: []string{"BOUNCE", "COMPLAINT", "DELIVERY", "DELIVERY_DELAY", "REJECT"},
		},
	}
}

// Each thing that can be amiss shows in its own finding, and in no other.
func TestCloud(t *testing.T) {
	none, broken := fault.New(fault.NotFound, "ses: ask", nil), errors.New("AccessDeniedException")
	for _, c := range []struct {
		amiss func(*facts)
		what  string // "" if all is well
		state state
		says  string
	}{
		{func(f *facts) {}, "", well, ""},
		{func(f *facts) { f.account.Daily, f.account.Sent = -1, 1e6 }, "", well, ""},
		{func(f *facts) { f.account.Production = false }, "sandbox", wrong, "production access"},
		{func(f *facts) { f.account.Sending = false }, "sending", wrong, "disabled, its standing HEALTHY"},
		{func(f *facts) { f.account.Standing = "PROBATION" }, "sending", wrong, "enabled, its standing PROBATION"},
		{func(f *facts) { f.account.Standing = "" }, "sending", wrong, "unknown"},
		{func(f *facts) { f.account.Sent = 40000 }, "quota", wrong, "higher quota"},
		{func(f *facts) { f.accountErr = broken }, "account", unknown, "AccessDenied"},
		{func(f *facts) { f.nobody = errors.New("no\ncredentials") }, "account", unknown, "no credentials"},

		{func(f *facts) { f.identityErr = none }, "domain", missing, "make deploy"},
		{func(f *facts) { f.identityErr = broken }, "domain", unknown, "AmazonSESReadOnlyAccess"},
		{func(f *facts) { f.identity.Verified, f.identity.Status = false, "FAILED" }, "domain", wrong, "not verified: SES says FAILED"},
		{func(f *facts) { f.identity.Signing = false }, "domain", wrong, "switched off"},
		{func(f *facts) { f.identity.DKIMStatus = "PENDING" }, "domain", wrong, "DKIM not confirmed: SES says PENDING"},
		{func(f *facts) { f.identity.MailFrom = "" }, "domain", wrong, `MAIL FROM is "", not "mail.exemple.org"`},
		{func(f *facts) { f.identity.MailFromStatus = "FAILED" }, "domain", wrong, "MAIL FROM not confirmed: SES says FAILED"},
		{func(f *facts) { f.identity.Forwarding = true }, "domain", wrong, "forwarded"},

		{func(f *facts) { f.identity.Set = "" }, "reports", missing, "no configuration set"},
		{func(f *facts) { f.setErr = none }, "reports", missing, "no configuration set set"},
		{func(f *facts) { f.setErr = broken }, "reports", unknown, "AccessDenied"},
		{func(f *facts) { f.set.Sending = false }, "reports", wrong, "does not send"},
		{func(f *facts) { f.set.TLS = false }, "reports", wrong, "unencrypted"},
		{func(f *facts) { f.set.Metrics = false }, "reports", wrong, "does not measure"},
		{func(f *facts) { f.set.Suppresses = []string{"BOUNCE"} }, "reports", wrong, "from which none comes back"},
		{func(f *facts) { f.set.Reports = f.set.Reports[1:] }, "reports", wrong, "does not report BOUNCE"},
	} {
		f := wellFacts()
		c.amiss(&f)
		got := judgeCloud(f)
		at := slices.IndexFunc(got, func(x finding) bool { return x.state != well })
		if at < 0 {
			if c.what != "" {
				t.Errorf("%s: %s is not seen", c.what, c.says)
			}
			continue
		}
		x := got[at]
		said := strings.Join(append(x.found, x.do, x.why), "\n")
		if x.what != c.what || x.state != c.state || !strings.Contains(said, c.says) || x.do == "" {
			t.Errorf("%+v, want %s %s, %q", x, c.what, c.state, c.says)
		}
		if slices.ContainsFunc(got[at+1:], func(x finding) bool { return x.state != well }) {
			t.Errorf("%s: more is amiss: %+v", c.says, got)
		}
	}
}
