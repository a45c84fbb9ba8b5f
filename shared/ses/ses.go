// Package ses sends one composed mail through SES v2, as Simple content: SES
// builds the MIME message, sets Message-ID and Date, and signs it.
//
// A mail is tried once. Whether and when it is tried again is the outbox's to
// decide, for a second attempt after a lost answer is a second mail.
//
// An [Inspector] asks how the account and its domain stand, for the operator.
package ses

import (
	"context"
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/sesv2"
	"github.com/aws/aws-sdk-go-v2/service/sesv2/types"
	"github.com/aws/smithy-go"

	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/outbox"
)

// limit is how long one attempt may take; the outbox's claim outlasts it.
const limit = 15 * time.Second

// Message is one mail, composed.
type Message struct {
	To       outbox.Address
	FromName outbox.Line // as people read it; any script
	From     outbox.Address
	ReplyTo  outbox.Address // zero: answers go to From
	Subject  outbox.Line
	HTML     string
	Text     string
	Decline  string // URL where mails like this one are declined (RFC 8058); "" if they cannot be
	Calendar Calendar
	EntryID  string // the outbox entry's: letters, digits, hyphens, underscores
	Lang     locale.Lang
}

// Calendar is attached as an .ics file; the zero Calendar is none.
type Calendar struct {
	Method string // as the file says it
	File   []byte
}

// Sender sends mail. It may be used by several goroutines. Make it with [Open] or [New].
type Sender struct {
	client *sesv2.Client
	set    string
}

// Open makes a sender from the configuration of this process. The configuration
// set is the one that reports what becomes of mails; "" if none does.
func Open(cfg aws.Config, set string) Sender {
	return New(sesv2.NewFromConfig(cfg, func(o *sesv2.Options) { o.Retryer = aws.NopRetryer{} }), set)
}

// New makes a sender on a client, which should not retry by itself.
func New(client *sesv2.Client, set string) Sender { return Sender{client, set} }

// Rate asks how many mails a second the account may send.
func (s Sender) Rate(ctx context.Context) (float64, error) {
	ctx, cancel := context.WithTimeout(ctx, rateLimit)
	defer cancel()
	out, err := s.client.GetAccount(ctx, &sesv2.GetAccountInput{})
	if err != nil {
		return 0, answered("ses: ask for the rate", err)
	}
	if out.SendQuota == nil {
		return 0, fault.New(fault.Unavailable, "ses: ask for the rate", errors.New("the account has no quota"))
	}
	return out.SendQuota.MaxSendRate, nil
}

// rateLimit is how long that question may take: mail goes without its answer.
const rateLimit = 3 * time.Second

// Send sends m and returns the id that SES gave it. An error that wraps
// [outbox.ErrRefused] is final for this mail; any other is a fault of kind
// Unavailable, after which the mail may have been sent all the same, but for one
// that wraps [outbox.ErrThrottled]. None holds an address, so all may be logged.
func (s Sender) Send(ctx context.Context, m Message) (id string, err error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	out, err := s.client.SendEmail(ctx, input(m, s.set))
	if err != nil {
		return "", answered("ses: send", err)
	}
	return aws.ToString(out.MessageId), nil
}

func input(m Message, set string) *sesv2.SendEmailInput {
	message := &types.Message{
		Subject: content(m.Subject.String()),
		Body:    &types.Body{Html: content(m.HTML), Text: content(m.Text)},
		Headers: []types.MessageHeader{
			header("Auto-Submitted", "auto-generated"),
			header("Content-Language", m.Lang.Tag()),
			header("X-Entity-Ref-ID", m.EntryID),
		},
	}
	if m.Decline != "" {
		message.Headers = append(message.Headers,
			header("List-Unsubscribe", "<"+m.Decline+">"),
			header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"))
	}
	if m.Calendar.File != nil {
		message.Attachments = []types.Attachment{{
			FileName:                aws.String("tribune.ics"),
			RawContent:              m.Calendar.File,
			ContentType:             aws.String("text/calendar; charset=utf-8; method=" + m.Calendar.Method),
			ContentDisposition:      types.AttachmentContentDispositionAttachment,
			ContentTransferEncoding: types.AttachmentContentTransferEncodingBase64,
		}}
	}
	from := mail.Address{Name: m.FromName.String(), Address: m.From.String()}
	in := &sesv2.SendEmailInput{
		FromEmailAddress: aws.String(from.String()),
		Destination:      &types.Destination{ToAddresses: []string{m.To.String()}},
		Content:          &types.EmailContent{Simple: message},
		EmailTags:        []types.MessageTag{{Name: aws.String(outbox.Tag), Value: aws.String(m.EntryID)}},
	}
	if set != "" {
		in.ConfigurationSetName = aws.String(set)
	}
	if !m.ReplyTo.IsZero() {
		in.ReplyToAddresses = []string{m.ReplyTo.String()}
	}
	return in
}

func content(s string) *types.Content {
	return &types.Content{Data: aws.String(strings.ToValidUTF8(s, "\ufffd")), Charset: aws.String("UTF-8")}
}

func header(name, value string) types.MessageHeader {
	return types.MessageHeader{Name: aws.String(name), Value: aws.String(value)}
}

// refusals are the answers that another attempt would only get again. What may
// be our own account's fault is none of them: a rejection passes once the
// account is mended, and no mail is lost by it.
var refusals = map[string]bool{
	(&types.BadRequestException{}).ErrorCode(): true,
}

// throttles are the answers that say "slower".
var throttles = map[string]bool{
	(&types.TooManyRequestsException{}).ErrorCode(): true,
	"Throttling":          true,
	"ThrottlingException": true,
}

// answered names SES's answer by its code. Its message is left out: it quotes
// the address.
func answered(op string, err error) error {
	var api smithy.APIError
	if !errors.As(err, &api) {
		return fault.New(fault.Unavailable, op, err)
	}
	answer := api.ErrorCode()
	var response *awshttp.ResponseError
	if errors.As(err, &response) {
		answer = fmt.Sprintf("%s, status %d, request %s", answer, response.HTTPStatusCode(), response.ServiceRequestID())
	}
	switch {
	case refusals[api.ErrorCode()]:
		return fault.New(fault.Invalid, op, fmt.Errorf("%w: %s", outbox.ErrRefused, answer))
	case throttles[api.ErrorCode()]:
		return fault.New(fault.Unavailable, op, fmt.Errorf("%w: %s", outbox.ErrThrottled, answer))
	}
	return fault.New(fault.Unavailable, op, errors.New(answer))
}
