package ses_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"

	"tribune/shared/fault"
	"tribune/shared/ses"
	"tribune/shared/site"
)

// asked is an SES that answers by path, and says what it does not know.
func asked(t *testing.T, answers map[string]string) {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		body, ok := answers[q.Method+" "+q.URL.Path]
		if !ok {
			w.Header().Set("X-Amzn-Errortype", "NotFoundException")
			w.WriteHeader(http.StatusNotFound)
			body = `{"message":"none"}`
		}
		_, _ = io.WriteString(w, body)
	}))
	t.Cleanup(s.Close)
	t.Setenv("AWS_ENDPOINT_URL_SESV2", s.URL)
}

// aShell is one with credentials of its own, that asks nobody else for any.
func aShell(t *testing.T) {
	t.Helper()
	nowhere := t.TempDir() + "/none"
	for name, value := range map[string]string{
		"AWS_REGION": "eu-west-3", "AWS_DEFAULT_REGION": "", "AWS_MAX_ATTEMPTS": "1", "AWS_PROFILE": "",
		"AWS_ACCESS_KEY_ID": "id", "AWS_SECRET_ACCESS_KEY": "key", "AWS_SESSION_TOKEN": "",
		"AWS_CONFIG_FILE": nowhere, "AWS_SHARED_CREDENTIALS_FILE": nowhere, "AWS_EC2_METADATA_DISABLED": "true",
		"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "", "AWS_CONTAINER_CREDENTIALS_FULL_URI": "", "AWS_WEB_IDENTITY_TOKEN_FILE": "",
	} {
		t.Setenv(name, value)
	}
}

const (
	identityPath = "GET /v2/email/identities/exemple.org"
	setPath      = "GET /v2/email/configuration-sets/tribune"
)

func TestInspect(t *testing.T) {
	aShell(t)
	asked(t, map[string]string{
		"GET /v2/email/account": `{"ProductionAccessEnabled":true,"SendingEnabled":true,"EnforcementStatus":"PROBATION",
			"SendQuota":{"MaxSendRate":14,"Max24HourSend":50000,"SentLast24Hours":12}}`,
		identityPath: `{"VerifiedForSendingStatus":true,"VerificationStatus":"SUCCESS","FeedbackForwardingStatus":true,
			"ConfigurationSetName":"tribune","MailFromAttributes":{"MailFromDomain":"mail.exemple.org","MailFromDomainStatus":"PENDING"},
			"DkimAttributes":{"SigningEnabled":true,"Status":"FAILED","Tokens":["a1","b2"]}}`,
		setPath: `{"SendingOptions":{"SendingEnabled":true},"ReputationOptions":{"ReputationMetricsEnabled":true},
			"DeliveryOptions":{"TlsPolicy":"REQUIRE"},"SuppressionOptions":{"SuppressedReasons":["BOUNCE"]}}`,
		setPath + "/event-destinations": `{"EventDestinations":[
			{"Enabled":true,"MatchingEventTypes":["REJECT","BOUNCE"],"SnsDestination":{"TopicArn":"arn"}},
			{"Enabled":false,"MatchingEventTypes":["DELIVERY"],"SnsDestination":{"TopicArn":"arn"}},
			{"Enabled":true,"MatchingEventTypes":["COMPLAINT"]}]}`,
	})
	i, err := ses.Inspect(t.Context())
	if err != nil || i.Region != "eu-west-3" {
		t.Fatalf("%+v, %v", i, err)
	}
	account, err := i.Account(t.Context())
	if want := (ses.Account{true, true, "PROBATION", 14, 50000, 12}); err != nil || account != want {
		t.Errorf("account %+v, %v", account, err)
	}
	id, err := i.Identity(t.Context(), "exemple.org")
	want := ses.Identity{
		Verified: true, Status: "SUCCESS", Signing: true, DKIMStatus: "FAILED",
		DKIM: []site.Record{
			{Name: "a1._domainkey.exemple.org", Type: "CNAME", Value: "a1.dkim.amazonses.com"},
			{Name: "b2._domainkey.exemple.org", Type: "CNAME", Value: "b2.dkim.amazonses.com"},
		},
		MailFrom: "mail.exemple.org", MailFromStatus: "PENDING", Forwarding: true, Set: "tribune",
	}
	if err != nil || !reflect.DeepEqual(id, want) {
		t.Errorf("identity\n got %+v, %v\nwant %+v", id, err, want)
	}
	set, err := i.MailSet(t.Context(), "tribune")
	if want := (ses.MailSet{true, true, true, []string{"BOUNCE"}, []string{"BOUNCE", "REJECT"}}); err != nil || !reflect.DeepEqual(set, want) {
		t.Errorf("set %+v, %v", set, err)
	}
	if _, err := i.Identity(t.Context(), "ailleurs.example"); !fault.Is(err, fault.NotFound) {
		t.Errorf("a domain that SES does not know: %v", err)
	}
	if _, err := i.MailSet(t.Context(), "none"); !fault.Is(err, fault.NotFound) {
		t.Errorf("a set that there is not: %v", err)
	}
}

// Some regions keep their keys elsewhere, and say so.
func TestDKIMZone(t *testing.T) {
	aShell(t)
	asked(t, map[string]string{identityPath: `{"DkimAttributes":{"Tokens":["a1"],"SigningHostedZone":"dkim.af-south-1.amazonses.com"}}`})
	i, err := ses.Inspect(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	id, err := i.Identity(t.Context(), "exemple.org")
	if err != nil || len(id.DKIM) != 1 || id.DKIM[0].Value != "a1.dkim.af-south-1.amazonses.com" {
		t.Errorf("%+v, %v", id, err)
	}
}

func TestInspectUnasked(t *testing.T) {
	for name, c := range map[string]struct{ unset, says, region string }{
		"no credentials": {"AWS_ACCESS_KEY_ID", "credentials", "eu-west-3"},
		"no region":      {"AWS_REGION", "no region is set", ""},
	} {
		t.Run(name, func(t *testing.T) {
			aShell(t)
			t.Setenv(c.unset, "")
			i, err := ses.Inspect(t.Context())
			if !errors.Is(err, ses.ErrUnasked) || !strings.Contains(err.Error(), c.says) || i.Region != c.region {
				t.Errorf("%q, %v", i.Region, err)
			}
		})
	}
}
