package clock

import (
	"context"
	"errors"

	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/organisation"
	"tribune/shared/registration"
	"tribune/shared/report"
	"tribune/shared/roster"
)

// reports is what the list of events whose reports are written down is counted
// under, beside that of needs.
var reports = event.Ref{Event: "reports"}

// keepReports writes down, now and then, what the events that ended come to, while
// their registrations are there: once when those who were late to note who came
// have done so, and anew each week, the last time within a week of their erasure.
func (c *clock) keepReports(ctx context.Context) error {
	now := c.Now()
	if !c.counted.due(reports, now) {
		return nil
	}
	past, err := c.Table.Past(ctx, now.Add(-report.Written), mostPast)
	if err != nil {
		return fault.Wrap("clock: list past events", err)
	}
	for _, e := range past {
		if now.Sub(e.Ends()) >= registration.Keep {
			break // the last to end comes first
		}
		if keepErr := c.keepReport(ctx, e); keepErr != nil {
			c.counted.forget(reports)
			err = errors.Join(err, fault.Wrap("clock: keep a report", keepErr))
		}
	}
	return err
}

// keepReport writes a report, unless one of this week stands.
func (c *clock) keepReport(ctx context.Context, e event.Event) error {
	now := c.Now()
	kept, err := c.Table.Report(ctx, e.Ref)
	if err != nil && !fault.Is(err, fault.NotFound) || err == nil && now.Sub(kept.At) < report.Written || !e.Registers() {
		return err
	}
	people, err := roster.NewReader(c.Table, c.Now).Unmailed(ctx, e, organisation.Scope{})
	if err != nil {
		return err
	}
	there, err := c.Table.Presences(ctx, e.Ref)
	if err != nil {
		return err
	}
	return c.Table.PutReport(ctx, e.Ref, report.Of(e, people, there, now))
}
