package project

import (
	"maps"
	"reflect"
	"slices"

	"tribune/shared/locale"
)

// With is a project with what another account of it adds: texts in languages that
// it lacks, partners of other names, publications at other addresses. What it
// says itself stays.
func (p Project) With(other Project) Project {
	p.Title, p.Summary = fill(p.Title, other.Title), fill(p.Summary, other.Summary)
	p.Partners, p.Publications = slices.Clone(p.Partners), slices.Clone(p.Publications)
	for _, o := range other.Partners {
		if !slices.ContainsFunc(p.Partners, func(own Partner) bool { return own.Name == o.Name }) {
			p.Partners = append(p.Partners, o)
		}
	}
	for _, o := range other.Publications {
		if !slices.ContainsFunc(p.Publications, func(own Publication) bool { return own.URL == o.URL }) {
			p.Publications = append(p.Publications, o)
		}
	}
	return p
}

func fill(t, other locale.Text) locale.Text {
	if t == nil && other == nil {
		return nil
	}
	all := locale.Text{}
	maps.Copy(all, other)
	for l, s := range t {
		if s != "" {
			all[l] = s
		}
	}
	return all
}

// Same reports whether two projects say the same, under whatever name and version.
func Same(a, b Project) bool {
	b.ID, b.Version, b.Updated, b.UpdatedBy = a.ID, a.Version, a.Updated, a.UpdatedBy
	return reflect.DeepEqual(a, b)
}
