// Package feedback learns from the mail service what became of mails: each of
// its reports is matched to the mail, and through it to the person whom the mail
// was for; an address that does not exist, or whose owner complains, gets no
// more.
package feedback

import (
	"context"
	"errors"
	"log/slog"

	"tribune/shared/boot"
	"tribune/shared/fault"
	"tribune/shared/lambdajob"
	"tribune/shared/outbox"
)

// New is the job of the function. A report that cannot be read is said in the
// log and left: it would be no better the next time.
func New(parts boot.Parts) func(context.Context, lambdajob.Cause) error {
	return func(ctx context.Context, cause lambdajob.Cause) error {
		var err error
		for _, text := range cause.Reports {
			report, badly := readReport(text)
			if errors.Is(badly, errNotOurs) {
				continue
			}
			if badly == nil {
				badly = outbox.Learn(ctx, parts.Table, parts.Ring.Recipient, report)
			}
			if badly == nil {
				continue
			}
			parts.Log.LogAttrs(ctx, slog.LevelError, "report", slog.String("entry", report.Entry), slog.String("cause", badly.Error()))
			if !fault.Is(badly, fault.Invalid) {
				err = errors.Join(err, badly)
			}
		}
		return err
	}
}
