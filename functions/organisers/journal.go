package organisers

import "tribune/shared/organisation"

// line is a line of the audit: what whoever is signed in does now, and what about.
func (o *organisers) line(v visit, did organisation.Action, about organisation.Audit) organisation.Audit {
	about.Organisation, about.By = v.session.Member.Organisation, v.session.Member.Address
	about.At, about.Action = o.Now(), did
	return about
}
