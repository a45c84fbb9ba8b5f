package dynamo

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"tribune/shared/charter"
	"tribune/shared/organisation"
	"tribune/shared/project"
	"tribune/shared/token"
)

// PutOrganisation writes an organisation, new or changed.
func (t *Table) PutOrganisation(ctx context.Context, o organisation.Organisation) error {
	return t.write(ctx, organisationKey(o.ID), "organisation", o)
}

// Organisation reads an organisation.
func (t *Table) Organisation(ctx context.Context, id organisation.ID) (o organisation.Organisation, err error) {
	return o, t.noun(ctx, organisationKey(id), &o, "dynamo: read an organisation")
}

// PutProject writes a project, new or changed.
func (t *Table) PutProject(ctx context.Context, p project.Project) error {
	return t.write(ctx, projectKey(p.Organisation, p.ID), "project", p)
}

// Project reads a project.
func (t *Table) Project(ctx context.Context, org organisation.ID, id project.ID) (p project.Project, err error) {
	return p, t.noun(ctx, projectKey(org, id), &p, "dynamo: read a project")
}

// PutCharter writes a version of a charter.
func (t *Table) PutCharter(ctx context.Context, c charter.Charter) error {
	return t.write(ctx, charterKey(c), "charter", c)
}

// keepAudit is how long a line of the audit is kept.
const keepAudit = 365 * 24 * time.Hour

// Audit writes who did what, for an organisation.
func (t *Table) Audit(ctx context.Context, a organisation.Audit) error {
	it, err := put(auditKey(a.Organisation, a.At, token.ID()), "audit", a)
	if err != nil {
		return err
	}
	expire(it, a.At.Add(keepAudit))
	// Without a condition, which would fail when the client repeats a write
	// whose answer was lost: the id in the key is random.
	return failedOrNil("dynamo: write the audit", t.putOne(ctx, &types.Put{TableName: &t.name, Item: it}))
}

// write puts a noun, whatever stands there.
func (t *Table) write(ctx context.Context, k key, kind string, noun any) error {
	it, err := put(k, kind, noun)
	if err != nil {
		return err
	}
	return failedOrNil("dynamo: write a "+kind, t.putOne(ctx, &types.Put{TableName: &t.name, Item: it}))
}
