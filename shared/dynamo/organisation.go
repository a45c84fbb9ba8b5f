package dynamo

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

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

// projectForm is 2 since a project's version stands beside it, for who changes it.
const projectForm = 2

// SaveProject writes a project, new if its Version is 1, with a line of the audit
// if there is one. Conflict, and nothing is written, if the one that stands is not
// one version behind.
func (t *Table) SaveProject(ctx context.Context, p project.Project, line organisation.Audit) error {
	it, err := put(projectKey(p.Organisation, p.ID), "project", p)
	if err != nil {
		return err
	}
	writes, err := t.putNext(it, p.Version, line)
	if err != nil {
		return err
	}
	return failedOrNil("dynamo: save a project", t.transact(ctx, writes, token.ID()))
}

// putNext writes an item over the one that is a version behind, where there is to
// be one, and the line of the audit that says so. One of a form without a version
// beside it may be of any.
func (t *Table) putNext(it item, version int, line organisation.Audit) ([]types.TransactWriteItem, error) {
	it[versionKey] = number(version)
	w := types.TransactWriteItem{Put: t.putNew(it)}
	if version > 1 {
		w.Put.ConditionExpression = aws.String("attribute_exists(#pk) AND (attribute_not_exists(#version) OR #version = :before)")
		w.Put.ExpressionAttributeNames["#version"] = versionKey
		w.Put.ExpressionAttributeValues = item{":before": number(version - 1)}
	}
	if line.Action == "" {
		return []types.TransactWriteItem{w}, nil
	}
	audit, err := auditItem(AuditID(line.At), line)
	return []types.TransactWriteItem{w, {Put: t.putNew(audit)}}, err
}

// Projects lists those of an organisation, by their ids.
func (t *Table) Projects(ctx context.Context, org organisation.ID) ([]project.Project, error) {
	all, err := nouns[project.Project](t, t.list(ctx, projectKey(org, "")), "dynamo: list projects")
	for i, p := range all {
		all[i].Version = max(1, p.Version)
	}
	return all, err
}

// Project reads a project. One of the first form is the first version.
func (t *Table) Project(ctx context.Context, org organisation.ID, id project.ID) (p project.Project, err error) {
	err = t.noun(ctx, projectKey(org, id), &p, "dynamo: read a project")
	p.Version = max(1, p.Version)
	return p, err
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
