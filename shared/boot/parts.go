// Package boot is the wiring of every deployed function, once: configuration
// and secret are read, the table is opened, and a main is one line:
//
//	func main() { boot.Serve(participants.New) }
//
// It opens the table only. What one function alone needs, the mail service or the
// store of large downloads, its main adds, so that no other binary carries it.
package boot

import (
	"log/slog"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"tribune/shared/dynamo"
	"tribune/shared/outbox"
	"tribune/shared/token"
)

// Parts is what functions are made of.
type Parts struct {
	Origin  string         // scheme and host of the site, without a slash
	Sender  outbox.Address // that mail is sent from; zero but for the mailer
	MailSet string         // configuration set of the mail service; the mailer's alone, "" if there is none
	Bucket  string         // that keeps large downloads; the organisers' alone
	Waive   bool           // organisations may do without a second factor
	Ring    token.Ring
	Table   *dynamo.Table
	AWS     aws.Config // for the main that adds another service
	Now     func() time.Time
	Log     *slog.Logger
}
