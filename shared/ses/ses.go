// Package ses sends one composed mail through SES v2, as Simple content: SES
// builds the MIME message, sets Message-ID and Date, and signs it.
//
// A mail is tried once. Whether and when it is tried again is the outbox's to
// decide, for a second attempt after a lost answer is a second mail.
package ses

import (
	"context"
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"time"
	"unicode"

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
	FromName string // as people read it; any script
	From     outbox.Address
	ReplyTo  outbox.Address // zero: answers go to From
	Subject  string
	HTML     string
	Text     string
	Calendar []byte // attached as an .ics file; nil if there is none
	EntryID  string // the outbox entry's: letters, digits, hyphens, underscores
	Lang     locale.Lang
}

// Sender sends mail. It may be used by several goroutines. Make it with [Open] or [New].
type Sender struct{ client *sesv2.Client }

// Open makes a sender from the configuration of this process.
func Open(cfg aws.Config) Sender {
	return New(sesv2.NewFromConfig(cfg, func(o *sesv2.Options) { o.Retryer = aws.NopRetryer{} }))
}

// New makes a sender on a client, which should not retry by itself.
func New(client *sesv2.Client) Sender { return Sender{client} }

// Send sends m and returns the id that SES gave it. An error that wraps
// [outbox.ErrRefused] is final for this mail; any other is a fault of kind
// Unavailable, after which the mail may have been sent all the same. Neither
// holds an address, so both may be logged.
func (s Sender) Send(ctx context.Context, m Message) (id string, err error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	out, err := s.client.SendEmail(ctx, input(m))
	if err != nil {
		return "", sendError(err)
	}
	return aws.ToString(out.MessageId), nil
}

func input(m Message) *sesv2.SendEmailInput {
	message := &types.Message{
		Subject: content(clean(m.Subject)),
		Body:    &types.Body{Html: content(m.HTML), Text: content(m.Text)},
		Headers: []types.MessageHeader{
			header("Auto-Submitted", "auto-generated"),
			header("Content-Language", m.Lang.Tag()),
			header("X-Entity-Ref-ID", m.EntryID),
		},
	}
	if m.Calendar != nil {
		message.Attachments = []types.Attachment{{
			FileName:                aws.String("tribune.ics"),
			RawContent:              m.Calendar,
			ContentType:             aws.String("text/calendar; charset=utf-8"),
			ContentDisposition:      types.AttachmentContentDispositionAttachment,
			ContentTransferEncoding: types.AttachmentContentTransferEncodingBase64,
		}}
	}
	from := mail.Address{Name: clean(m.FromName), Address: m.From.String()}
	in := &sesv2.SendEmailInput{
		FromEmailAddress: aws.String(from.String()),
		Destination:      &types.Destination{ToAddresses: []string{m.To.String()}},
		Content:          &types.EmailContent{Simple: message},
		EmailTags:        []types.MessageTag{{Name: aws.String("entry"), Value: aws.String(m.EntryID)}},
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

// clean keeps a header on its line: control characters become spaces, and what
// could turn its text round is dropped.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r), r == '\u2028', r == '\u2029':
			return ' '
		case r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
	return strings.TrimSpace(s)
}

// refusals are the answers that another attempt would only get again. What may
// be our own account's fault is none of them: a rejection passes once the
// account is mended, and no mail is lost by it.
var refusals = map[string]bool{
	(&types.BadRequestException{}).ErrorCode(): true,
}

// sendError names SES's answer by its code. Its message is left out: it quotes
// the address.
func sendError(err error) error {
	const op = "ses: send"
	var api smithy.APIError
	if !errors.As(err, &api) {
		return fault.New(fault.Unavailable, op, err)
	}
	answer := api.ErrorCode()
	var response *awshttp.ResponseError
	if errors.As(err, &response) {
		answer = fmt.Sprintf("%s, status %d, request %s", answer, response.HTTPStatusCode(), response.ServiceRequestID())
	}
	if refusals[api.ErrorCode()] {
		return fault.New(fault.Invalid, op, fmt.Errorf("%w: %s", outbox.ErrRefused, answer))
	}
	return fault.New(fault.Unavailable, op, errors.New(answer))
}
