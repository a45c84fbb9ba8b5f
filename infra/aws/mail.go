package main

import (
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsses"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssnssubscriptions"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"tribune/shared/site"
)

// newMailSet says how mail is sent.
//
// Which addresses are left alone is decided here (outbox.Recipient), for a time,
// and never for a code to sign in with. On SES's own list they would stay for
// ever, and who once pressed "spam", or whose mailbox was closed for a day, could
// not sign in any more, without a word to anybody.
//
// TLS is required: a mail holds a private link, and that somebody registered can
// say something about her health. A server that takes no encrypted mail is rare;
// mail to it is given up after hours as a bounce that passes, which suppresses
// nobody, and the organiser sees whom to phone.
func newMailSet(scope constructs.Construct) awsses.ConfigurationSet {
	return awsses.NewConfigurationSet(scope, jsii.String("MailSet"), &awsses.ConfigurationSetProps{
		ReputationMetrics:      jsii.Bool(true),
		DisableSuppressionList: jsii.Bool(true),
		TlsPolicy:              awsses.ConfigurationSetTlsPolicy_REQUIRE,
	})
}

// newIdentity is the domain that SES signs for. Its mail goes by the set even
// if nobody names it, and by it check-mail finds the set. Bounces are not
// forwarded by mail: the set reports them.
func newIdentity(scope constructs.Construct, domain string, set awsses.ConfigurationSet) awsses.EmailIdentity {
	return awsses.NewEmailIdentity(scope, jsii.String("Mail"), &awsses.EmailIdentityProps{
		Identity:         awsses.Identity_Domain(jsii.String(domain)),
		ConfigurationSet: set,
		DkimIdentity:     awsses.DkimIdentity_EasyDkim(awsses.EasyDkimSigningKeyLength_RSA_2048_BIT),
		DkimSigning:      jsii.Bool(true),
		MailFromDomain:   jsii.String(site.MailFrom(domain)),
		// Until its record is published, mail comes back to SES's own domain:
		// less well aligned, but sent.
		MailFromBehaviorOnMxFailure: awsses.MailFromBehaviorOnMxFailure_USE_DEFAULT_VALUE,
		FeedbackForwarding:          jsii.Bool(false),
	})
}

// newReports is the topic to which SES publishes what becomes of mails, and
// nobody else may.
//
// It has no key of its own. Its messages hold addresses, but live there for the
// moment until the function has them, and nobody reads a topic: who may
// subscribe gets the plain text, key or not. SES cannot use the key that AWS
// keeps for topics, and one of ours costs each deployment a dollar a month for
// as long as nobody comes.
func newReports(scope constructs.Construct, set awsses.ConfigurationSet) awssns.Topic {
	topic := awssns.NewTopic(scope, jsii.String("Reports"), &awssns.TopicProps{
		DisplayName: jsii.String("Tribune: what became of mails"),
	})
	// This also writes the topic's policy: for SES, of this account, from this set.
	set.AddEventDestination(jsii.String("Reports"), &awsses.ConfigurationSetEventDestinationOptions{
		Destination: awsses.EventDestination_SnsTopic(topic),
		Events: &[]awsses.EmailSendingEvent{
			awsses.EmailSendingEvent_DELIVERY,
			awsses.EmailSendingEvent_DELIVERY_DELAY,
			awsses.EmailSendingEvent_BOUNCE,
			awsses.EmailSendingEvent_COMPLAINT,
			awsses.EmailSendingEvent_REJECT,
		},
	})
	return topic
}

// addReports calls the function with what SES reports. A topic tries an error
// again twice and then gives up: the mail's fate stays unknown, and what bounced is
// tried once more with the next mail, whose report says so again.
func (h *house) addReports(t site.Trigger) {
	h.reports.AddSubscription(awssnssubscriptions.NewLambdaSubscription(h.functions[t.Function], nil))
}

// setArn names the configuration set, which CDK does not.
func (h *house) setArn() *string {
	return h.stack.FormatArn(&awscdk.ArnComponents{
		Service: jsii.String("ses"), Resource: jsii.String("configuration-set"), ResourceName: h.mailSet.ConfigurationSetName(),
	})
}

// addRecords shows every DNS record that the mail's domain has to publish.
func (h *house) addRecords() {
	show := func(id string, r site.Record, why string) {
		h.output(id, jsii.String(r.Name+" "+r.Type+" "+r.Value), "DNS record to publish: "+why)
	}
	for i, r := range *h.identity.DkimRecords() {
		show(fmt.Sprintf("MailDkim%d", i+1), site.Record{Name: *r.Name, Type: "CNAME", Value: *r.Value}, "a key that mail is signed with")
	}
	domain := h.settings.Domain
	show("MailReturn", site.ReturnRecord(domain, *h.stack.Region()), "where undeliverable mail comes back to")
	show("MailSpf", site.SPFRecord(domain), "who may send what comes back there")
	show("MailDmarc", site.DMARCRecord(domain), "a suggestion, if there is none: what becomes of mail that only claims to be the domain's")
}
