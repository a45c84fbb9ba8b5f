package dynamo

import (
	"context"

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
	it, err := t.get(ctx, organisationKey(id), "dynamo: read an organisation")
	if err != nil {
		return o, err
	}
	err = read(it, &o)
	o.Version = int(num(it, versionKey))
	return o, err
}

// SaveOrganisation writes an organisation as its owners changed it, and the line
// that says so. Conflict if its version is another one by now.
func (t *Table) SaveOrganisation(ctx context.Context, o organisation.Organisation, line organisation.Audit) error {
	it, err := put(organisationKey(o.ID), "organisation", o)
	if err != nil {
		return err
	}
	it[versionKey] = number(o.Version + 1)
	writes, err := t.noted(line)
	if err != nil {
		return err
	}
	return failedOrNil("dynamo: save an organisation", t.transact(ctx, append(writes, t.putIfVersion(it, o.Version)), token.ID()))
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

// Members lists who works for an organisation, by the key of her account.
func (t *Table) Members(ctx context.Context, org organisation.ID) (map[string]organisation.Member, error) {
	return named[organisation.Member](ctx, t, memberKey(org, ""), "dynamo: list members")
}

// write puts a noun, whatever stands there.
func (t *Table) write(ctx context.Context, k key, kind string, noun any) error {
	it, err := put(k, kind, noun)
	if err != nil {
		return err
	}
	return failedOrNil("dynamo: write a "+kind, t.putOne(ctx, &types.Put{TableName: &t.name, Item: it}))
}
