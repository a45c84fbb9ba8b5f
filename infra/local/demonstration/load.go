package demonstration

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"tribune/shared/boot"
	"tribune/shared/campaign"
	"tribune/shared/charter"
	"tribune/shared/fault"
	"tribune/shared/organisation"
	"tribune/shared/registration"
)

// margin is how far ahead an open event lies at least; one that has come nearer
// is moved to the date that the file gives it today.
const margin = 30 * 24 * time.Hour

// Load brings the demonstration into the table and says in a sentence what it
// did. What is there already stays as it is, registrations above all, but that
// the open events keep lying some months ahead.
func Load(ctx context.Context, parts boot.Parts) (string, error) {
	c, err := campaign.Read(bytes.NewReader(file), parts.Now())
	if err != nil {
		return "", err
	}
	there, err := loaded(ctx, parts, c)
	if err != nil {
		return "", err
	}
	if !there {
		return load(ctx, parts, c)
	}
	moved, err := moveAhead(ctx, parts, c)
	if err != nil || moved == 0 {
		return "Found the data again.", err
	}
	return fmt.Sprintf("Found the data again; moved %d events of the demonstration ahead.", moved), nil
}

// loaded reports whether the last thing that load writes is there.
func loaded(ctx context.Context, parts boot.Parts, c campaign.Campaign) (bool, error) {
	_, err := parts.Table.Resolve(ctx, c.Events[len(c.Events)-1].Slug)
	if fault.Is(err, fault.NotFound) {
		return false, nil
	}
	return err == nil, err
}

// load writes everything; what an earlier load that was cut short has written stays.
func load(ctx context.Context, parts boot.Parts, c campaign.Campaign) (string, error) {
	if err := nouns(ctx, parts, c); err != nil {
		return "", err
	}
	for _, e := range c.Events {
		e.SecretVersion, e.Version, e.Updated = parts.Ring.Current(), 1, parts.Now()
		if err := parts.Table.Publish(ctx, e, organisation.Audit{}); err != nil && !fault.Is(err, fault.Conflict) {
			return "", err
		}
	}
	return fmt.Sprintf("Loaded the demonstration: %d events.", len(c.Events)), nil
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
		p.Version = 1
		if err := parts.Table.SaveProject(ctx, p, organisation.Audit{}); err != nil && !fault.Is(err, fault.Conflict) {
			return err
		}
	}
	for _, ch := range c.Charters {
		if err := open(ctx, parts, ch); err != nil {
			return err
		}
	}
	return nil
}

// open publishes a charter and opens it to signature, by individuals too.
func open(ctx context.Context, parts boot.Parts, c charter.Charter) error {
	now := parts.Now()
	c.Published, c.Revision = now, 1
	err := parts.Table.PublishText(ctx, charter.Call{
		Ref: c.Ref(), Slug: c.Slug, Log: charter.LogName(parts.Origin, c.Slug), Opened: now, Current: c.Version,
		SecretVersion: parts.Ring.Current(), Individuals: true, Sensitive: true, Revision: 1,
	}, c, organisation.Audit{})
	if fault.Is(err, fault.Conflict) {
		return nil
	}
	return err
}

// moveAhead gives every open event that has come near the date that the file
// gives it today, and returns how many.
func moveAhead(ctx context.Context, parts boot.Parts, c campaign.Campaign) (moved int, err error) {
	desk := registration.NewService(parts.Table, parts.Now)
	for _, e := range c.Events {
		if e.Capacity == 0 {
			continue
		}
		stands, err := parts.Table.Event(ctx, e.Ref)
		if err != nil {
			return moved, err
		}
		if stands.Starts().Sub(parts.Now()) >= margin {
			continue
		}
		e.SecretVersion, e.Version, e.Updated = stands.SecretVersion, stands.Version+1, parts.Now()
		if err := desk.Refit(ctx, registration.Revision{Event: e}); err != nil {
			return moved, err
		}
		moved++
	}
	return moved, nil
}
