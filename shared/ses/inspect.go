package ses

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/sesv2"
	"github.com/aws/aws-sdk-go-v2/service/sesv2/types"
	"github.com/aws/smithy-go/logging"

	"tribune/shared/fault"
	"tribune/shared/site"
)

// Inspector asks SES how an account and its domain stand. It changes nothing.
type Inspector struct {
	Region string
	client *sesv2.Client
}

// ErrUnasked is that SES cannot be asked, for want of credentials or of a region.
var ErrUnasked = errors.New("ses: cannot be asked")

// Inspect makes an inspector from the environment and the files that AWS's
// tools share. Without credentials it returns ErrUnasked, and the region if that
// is known.
func Inspect(ctx context.Context) (Inspector, error) {
	// What goes wrong on the way is in the error: no line of the client's own beside it.
	cfg, err := config.LoadDefaultConfig(ctx, config.WithLogger(logging.Nop{}))
	if err != nil {
		return Inspector{}, fmt.Errorf("%w: %w", ErrUnasked, err)
	}
	i := Inspector{cfg.Region, sesv2.NewFromConfig(cfg)}
	if _, err := cfg.Credentials.Retrieve(ctx); err != nil {
		return i, fmt.Errorf("%w: %w", ErrUnasked, err)
	}
	if cfg.Region == "" {
		return i, fmt.Errorf("%w: no region is set", ErrUnasked)
	}
	return i, nil
}

// Account is what SES lets the account do in this region.
type Account struct {
	Production        bool // it has left the sandbox
	Sending           bool
	Standing          string // HEALTHY, PROBATION or SHUTDOWN
	Rate, Daily, Sent float64
}

// Account asks for the account.
func (i Inspector) Account(ctx context.Context) (Account, error) {
	out, err := i.client.GetAccount(ctx, &sesv2.GetAccountInput{})
	if err != nil {
		return Account{}, inspected("ses: ask for the account", err)
	}
	a := Account{Production: out.ProductionAccessEnabled, Sending: out.SendingEnabled, Standing: aws.ToString(out.EnforcementStatus)}
	if q := out.SendQuota; q != nil {
		a.Rate, a.Daily, a.Sent = q.MaxSendRate, q.Max24HourSend, q.SentLast24Hours
	}
	return a, nil
}

// Identity is what SES knows of a domain. A status is SUCCESS once SES has
// itself seen the records.
type Identity struct {
	Verified       bool
	Status         string
	Signing        bool
	DKIMStatus     string
	DKIM           []site.Record
	MailFrom       string
	MailFromStatus string
	Forwarding     bool   // bounces come by mail too
	Set            string // the configuration set that its mail goes by; "" if none
}

// Identity asks for a domain; fault.NotFound if SES does not know it.
func (i Inspector) Identity(ctx context.Context, domain string) (Identity, error) {
	out, err := i.client.GetEmailIdentity(ctx, &sesv2.GetEmailIdentityInput{EmailIdentity: aws.String(domain)})
	if err != nil {
		return Identity{}, inspected("ses: ask for the domain", err)
	}
	id := Identity{
		Verified: out.VerifiedForSendingStatus, Status: string(out.VerificationStatus),
		Forwarding: out.FeedbackForwardingStatus, Set: aws.ToString(out.ConfigurationSetName),
	}
	if d := out.DkimAttributes; d != nil {
		id.Signing, id.DKIMStatus = d.SigningEnabled, string(d.Status)
		zone := aws.ToString(d.SigningHostedZone)
		if zone == "" {
			zone = site.DKIMZone
		}
		for _, token := range d.Tokens {
			id.DKIM = append(id.DKIM, site.DKIMRecord(domain, token, zone))
		}
	}
	if m := out.MailFromAttributes; m != nil {
		id.MailFrom, id.MailFromStatus = aws.ToString(m.MailFromDomain), string(m.MailFromDomainStatus)
	}
	return id, nil
}

// MailSet is how a configuration set sends and what it reports.
type MailSet struct {
	Sending, Metrics, TLS bool
	Suppresses            []string // reasons
	Reports               []string // kinds of events that reach a topic
}

// MailSet asks for a configuration set; fault.NotFound if there is none of that name.
func (i Inspector) MailSet(ctx context.Context, name string) (MailSet, error) {
	out, err := i.client.GetConfigurationSet(ctx, &sesv2.GetConfigurationSetInput{ConfigurationSetName: aws.String(name)})
	if err != nil {
		return MailSet{}, inspected("ses: ask for the configuration set", err)
	}
	s := MailSet{
		Sending: out.SendingOptions != nil && out.SendingOptions.SendingEnabled,
		Metrics: out.ReputationOptions != nil && out.ReputationOptions.ReputationMetricsEnabled,
		TLS:     out.DeliveryOptions != nil && out.DeliveryOptions.TlsPolicy == types.TlsPolicyRequire,
	}
	if o := out.SuppressionOptions; o != nil {
		for _, reason := range o.SuppressedReasons {
			s.Suppresses = append(s.Suppresses, string(reason))
		}
	}
	events, err := i.client.GetConfigurationSetEventDestinations(ctx,
		&sesv2.GetConfigurationSetEventDestinationsInput{ConfigurationSetName: aws.String(name)})
	if err != nil {
		return MailSet{}, inspected("ses: ask what the configuration set reports", err)
	}
	for _, to := range events.EventDestinations {
		if to.Enabled && to.SnsDestination != nil {
			for _, kind := range to.MatchingEventTypes {
				s.Reports = append(s.Reports, string(kind))
			}
		}
	}
	slices.Sort(s.Reports)
	return s, nil
}

func inspected(op string, err error) error {
	var none *types.NotFoundException
	if errors.As(err, &none) {
		return fault.New(fault.NotFound, op, nil)
	}
	return answered(op, err)
}
