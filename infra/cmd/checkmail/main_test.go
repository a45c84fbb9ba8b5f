package main

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"tribune/infra/local/goldentest"
)

// zone is a resolver that knows what stands in it, by kind and name.
type zone map[question][]string

func (z zone) look(kind, name string) ([]string, error) {
	records, ok := z[question{kind, strings.TrimSuffix(name, ".")}]
	switch {
	case !ok || !strings.HasSuffix(name, "."):
		return nil, &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
	case len(records) == 0:
		return nil, &net.DNSError{Err: "i/o timeout", Name: name, IsTimeout: true}
	}
	return records, nil
}

func (z zone) LookupTXT(_ context.Context, name string) ([]string, error) { return z.look("TXT", name) }

func (z zone) LookupMX(_ context.Context, name string) ([]*net.MX, error) {
	records, err := z.look("MX", name)
	var all []*net.MX
	for _, host := range records {
		all = append(all, &net.MX{Host: host, Pref: 10})
	}
	return all, err
}

func (z zone) LookupCNAME(_ context.Context, name string) (string, error) {
	records, err := z.look("CNAME", name)
	if err != nil {
		return "", err
	}
	return records[0], nil
}

// aShell is a shell with or without credentials, and an SES that answers by path.
func aShell(t *testing.T, key string, ses map[string]string) {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("X-Amzn-Requestid", "request-1")
		body := ses[strings.TrimPrefix(q.URL.Path, "/v2/email/")]
		if code, status := refusal(body); code != "" {
			w.Header().Set("X-Amzn-Errortype", code)
			w.WriteHeader(status)
		}
		_, _ = io.WriteString(w, body)
	}))
	t.Cleanup(s.Close)
	nowhere := t.TempDir() + "/none"
	for name, value := range map[string]string{
		"AWS_ENDPOINT_URL_SESV2": s.URL, "AWS_REGION": "eu-west-3", "AWS_MAX_ATTEMPTS": "1", "AWS_PROFILE": "",
		"AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY": key, "AWS_SESSION_TOKEN": "",
		"AWS_CONFIG_FILE": nowhere, "AWS_SHARED_CREDENTIALS_FILE": nowhere, "AWS_EC2_METADATA_DISABLED": "true",
		"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "", "AWS_CONTAINER_CREDENTIALS_FULL_URI": "", "AWS_WEB_IDENTITY_TOKEN_FILE": "",
	} {
		t.Setenv(name, value)
	}
}

// refusal is how SES answers where it has nothing, or nothing for these credentials.
func refusal(body string) (code string, status int) {
	switch body {
	case "":
		return "NotFoundException", http.StatusNotFound
	case denied:
		return "AccessDeniedException", http.StatusForbidden
	}
	return "", http.StatusOK
}

const denied = `{"message":"not for you"}`

const goodAccount = `{"ProductionAccessEnabled":true,"SendingEnabled":true,"EnforcementStatus":"HEALTHY",
	"SendQuota":{"MaxSendRate":14,"Max24HourSend":50000,"SentLast24Hours":120}}`

var (
	goodSES = map[string]string{
		"account": goodAccount,
		"identities/exemple.org": `{"VerifiedForSendingStatus":true,"VerificationStatus":"SUCCESS","ConfigurationSetName":"tribune",
			"MailFromAttributes":{"MailFromDomain":"mail.exemple.org","MailFromDomainStatus":"SUCCESS"},
			"DkimAttributes":{"SigningEnabled":true,"Status":"SUCCESS","Tokens":["a1","b2","c3"]}}`,
		"configuration-sets/tribune": `{"SendingOptions":{"SendingEnabled":true},"ReputationOptions":{"ReputationMetricsEnabled":true},
			"DeliveryOptions":{"TlsPolicy":"REQUIRE"},"SuppressionOptions":{"SuppressedReasons":[]}}`,
		"configuration-sets/tribune/event-destinations": `{"EventDestinations":[{"Enabled":true,"SnsDestination":{"TopicArn":"arn"},
			"MatchingEventTypes":["DELIVERY","DELIVERY_DELAY","BOUNCE","COMPLAINT","REJECT"]}]}`,
	}
	goodZone = zone{
		{"CNAME", "a1._domainkey.exemple.org"}: {"a1.dkim.amazonses.com."},
		{"CNAME", "b2._domainkey.exemple.org"}: {"B2.dkim.amazonses.com."},
		{"CNAME", "c3._domainkey.exemple.org"}: {"c3.dkim.amazonses.com."},
		{"MX", "mail.exemple.org"}:             {"feedback-smtp.eu-west-3.amazonses.com."},
		{"TXT", "mail.exemple.org"}:            {"v=spf1 include:amazonses.com ~all"},
		{"TXT", "_dmarc.exemple.org"}:          {"v=DMARC1; p=quarantine; rua=mailto:postmaster@exemple.org"},
		{"TXT", "exemple.org"}:                 {"site-verification=1", "v=spf1 include:hebergeur.example -all"},
		{"MX", "exemple.org"}:                  {"mx.hebergeur.example."},
	}
	// The sandbox, one key pasted wrongly and one not at all, two SPF records
	// where one may be, a server that does not answer, and a policy that watches.
	halfSES = map[string]string{
		"account": `{"SendingEnabled":true,"EnforcementStatus":"HEALTHY","SendQuota":{"MaxSendRate":1,"Max24HourSend":200,"SentLast24Hours":180}}`,
		"identities/exemple.org": `{"VerificationStatus":"PENDING","ConfigurationSetName":"tribune","FeedbackForwardingStatus":true,
			"MailFromAttributes":{"MailFromDomain":"mail.exemple.org","MailFromDomainStatus":"PENDING"},
			"DkimAttributes":{"SigningEnabled":true,"Status":"PENDING","Tokens":["a1","b2","c3"]}}`,
		"configuration-sets/tribune": denied,
	}
	halfZone = zone{
		{"CNAME", "a1._domainkey.exemple.org"}: {"a1.dkim.amazonses.com."},
		{"CNAME", "b2._domainkey.exemple.org"}: {"b2.dkim.amazonses.com.exemple.org."},
		{"MX", "mail.exemple.org"}:             {"feedback-smtp.us-east-1.amazonses.com."},
		{"TXT", "mail.exemple.org"}:            {"v=spf1 include:amazonses.com ~all", "v=spf1 -all"},
		{"TXT", "_dmarc.exemple.org"}:          {"v=DMARC1; p=none"},
		{"MX", "exemple.org"}:                  {},
	}
)

// All that an operator reads, of domains in every condition.
func TestReport(t *testing.T) {
	for name, c := range map[string]struct {
		key  string
		ses  map[string]string
		dns  zone
		code int
	}{
		"good":           {"key", goodSES, goodZone, exitWell},
		"half":           {"key", halfSES, halfZone, exitLacking},
		"bare":           {"key", map[string]string{"account": goodAccount}, nil, exitLacking},
		"no-credentials": {"", nil, goodZone, exitLacking},
	} {
		t.Run(name, func(t *testing.T) {
			aShell(t, c.key, c.ses)
			var out, complaints bytes.Buffer
			code := run(t.Context(), nil, func(string) string { return "Exemple.org." }, c.dns, &out, &complaints)
			if code != c.code || complaints.Len() > 0 {
				t.Errorf("exit status %d, want %d; %s", code, c.code, &complaints)
			}
			path := "testdata/" + name + ".txt"
			goldentest.Check(t, path, out.Bytes())
		})
	}
}

// Called wrongly, it asks nobody.
func TestMisuse(t *testing.T) {
	for domain, args := range map[string][]string{
		"": nil, "exemple": nil, "https://exemple.org": nil, "envoi@exemple.org": nil, "exemple.org/": nil,
		"évènement.example": nil, "-a.example": nil, "10.0.0.1": nil, "exemple.org": {"autre.example"},
	} {
		var out, complaints bytes.Buffer
		code := run(t.Context(), args, func(string) string { return domain }, nil, &out, &complaints)
		if code != exitMisuse || out.Len() > 0 || !strings.HasPrefix(complaints.String(), "usage: TRIBUNE_DOMAIN=") {
			t.Errorf("%q %v: exit status %d, %q, %q", domain, args, code, &out, &complaints)
		}
	}
}
