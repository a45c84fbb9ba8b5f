package demonstration

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"tribune/shared/boot"
	"tribune/shared/campaign"
	"tribune/shared/event"
	"tribune/shared/fault"
)

// margin is how far ahead an open event lies at least; one that has come nearer
// is moved to the date that the file gives it today.
const margin = 30 * 24 * time.Hour

// Load brings the demonstration into the table and says in a sentence what it
// did. What is there already stays as it is, registrations above all, but that
// the open events keep lying some months ahead.
func Load(ctx context.Context, parts boot.Parts) (string, error) {
	now := parts.Now()
	c, err := campaign.Read(bytes.NewReader(file), now)
	if err != nil {
		return "", err
	}
	if err := nouns(ctx, parts, c); err != nil {
		return "", err
	}
	published, moved := 0, 0
	for _, e := range c.Events {
		e.SecretVersion, e.Version, e.Updated = parts.Ring.Current(), 1, now
		err := parts.Table.Publish(ctx, e)
		switch {
		case err == nil:
			published++
		case !fault.Is(err, fault.Conflict):
			return "", err
		default:
			again, err := reschedule(ctx, parts, e)
			if err != nil {
				return "", err
			}
			if again {
				moved++
			}
		}
	}
	switch {
	case published > 0:
		return fmt.Sprintf("Loaded the demonstration: %d events.", published), nil
	case moved > 0:
		return fmt.Sprintf("Found the data again; moved %d events of the demonstration ahead.", moved), nil
	}
	return "Found the data again.", nil
}

// nouns writes what has no registrations: it may be written again.
func nouns(ctx context.Context, parts boot.Parts, c campaign.Campaign) error {
	for _, o := range c.Organisations {
		if err := parts.Table.PutOrganisation(ctx, o); err != nil {
			return err
		}
	}
	for _, m := range c.Members {
		err := parts.Table.Join(ctx, parts.Ring.Account(m.Address.Folded())[0], m)
		if err != nil && !fault.Is(err, fault.Conflict) {
			return err
		}
	}
	for _, p := range c.Projects {
		if err := parts.Table.PutProject(ctx, p); err != nil {
			return err
		}
	}
	for _, ch := range c.Charters {
		if err := parts.Table.PutCharter(ctx, ch); err != nil {
			return err
		}
	}
	return nil
}

// reschedule gives an open event that has come near the file's date of today.
func reschedule(ctx context.Context, parts boot.Parts, e event.Event) (bool, error) {
	stands, err := parts.Table.Event(ctx, e.Ref)
	if err != nil || e.Capacity == 0 || stands.Starts().Sub(parts.Now()) >= margin {
		return false, err
	}
	e.Version, e.SecretVersion = stands.Version+1, stands.SecretVersion
	return true, parts.Table.Reschedule(ctx, e)
}
