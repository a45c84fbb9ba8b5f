package campaign

import (
	"fmt"
	"time"

	"tribune/shared/charter"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/project"
)

// campaign reads everything, in an order in which whatever is referred to has
// been read before.
func (r *reader) campaign(f file) Campaign {
	if f.Format != format {
		r.problem("tribune", "written.format", locale.Args{"Format": format})
	}
	var c Campaign
	publishers := map[string]bool{}
	for _, e := range f.Events {
		publishers[e.Organisation] = publishers[e.Organisation] || e.Registration != nil
	}
	for _, ch := range f.Charters {
		publishers[ch.Organisation] = true
	}
	for i, o := range f.Organisations {
		at := place("organisations").at(i)
		c.Organisations = append(c.Organisations, r.organisation(at, o, publishers[o.ID]))
		c.Members = append(c.Members, r.members(at.field("members"), o)...)
	}
	for i, p := range f.Projects {
		c.Projects = append(c.Projects, r.project(place("projects").at(i), p))
	}
	for i, e := range f.Events {
		c.Events = append(c.Events, r.event(place("events").at(i), e))
	}
	for i, ch := range f.Charters {
		c.Charters = append(c.Charters, r.charter(place("charters").at(i), ch))
	}
	return c
}

// waived is how a file says that members need no second factor.
const waived = "waived"

// organisation reads one; publishes says that it collects personal data and so
// must have told everything about itself.
func (r *reader) organisation(at place, f fileOrganisation, publishes bool) organisation.Organisation {
	o := organisation.Organisation{
		ID:      organisation.ID(r.id(at.field("id"), f.ID)),
		Name:    r.title(at.field("name"), f.Name, name),
		ReplyTo: r.address(at.field("reply-to"), f.ReplyTo),
		Logo:    r.logo(at.field("logo"), f.Logo),

		WaivesFactor: f.Factor == waived,
	}
	for i, code := range f.Languages {
		l, ok := locale.Parse(code)
		if !ok {
			r.problem(at.field("languages").at(i), "written.lang")
		}
		o.Languages = append(o.Languages, l)
	}
	if f.Factor != "" && f.Factor != waived {
		r.problem(at.field("second-factor"), "written.factor", locale.Args{"Word": waived})
	}
	r.claim(at.field("id"), "organisation", f.ID)
	if f.ReplyTo == "" {
		r.problem(at.field("reply-to"), "written.given")
	}
	at = at.field("controller")
	o.Controller = organisation.Controller{
		Name:       r.word(at.field("name"), f.Controller.Name, line),
		Contact:    r.address(at.field("contact"), f.Controller.Contact),
		DPO:        r.address(at.field("dpo"), f.Controller.DPO),
		LegalBasis: r.text(at.field("legal-basis"), f.Controller.LegalBasis, prose),
		Recipients: r.text(at.field("recipients"), f.Controller.Recipients, prose),
		Retention:  r.text(at.field("retention"), f.Controller.Retention, prose),
		Transfers:  r.text(at.field("transfers"), f.Controller.Transfers, prose),
		CNDP:       r.word(at.field("cndp"), f.Controller.CNDP, name),
	}
	if f.Controller.Country != "" {
		o.Controller.Country = r.country(at.field("country"), f.Controller.Country)
	}
	if publishes {
		for _, key := range o.Controller.Missing() {
			r.problem(at.field(key), "written.controller")
		}
	}
	return o
}

func (r *reader) members(at place, o fileOrganisation) []organisation.Member {
	var all []organisation.Member
	for i, f := range o.Members {
		at := at.at(i)
		m := organisation.Member{
			Organisation: organisation.ID(o.ID),
			Address:      r.address(at.field("address"), f.Address),
			Role:         organisation.Role(f.Role),
		}
		if f.Address == "" {
			r.problem(at.field("address"), "written.given")
		}
		r.claim(at.field("address"), "member", o.ID+"/"+m.Address.Folded())
		if _, ok := organisation.ParseRole(f.Role); !ok {
			r.problem(at.field("role"), "written.kind", locale.Args{"Kinds": organisation.Roles})
		}
		var ok bool
		if m.Lang, ok = locale.Parse(f.Lang); !ok {
			r.problem(at.field("lang"), "written.lang")
		}
		all = append(all, m)
	}
	return all
}

func (r *reader) project(at place, f fileProject) project.Project {
	p := project.Project{
		Organisation: organisation.ID(f.Organisation),
		ID:           project.ID(r.id(at.field("id"), f.ID)),
	}
	r.refer(at.field("organisation"), "organisation", f.Organisation, f.Organisation)
	r.claim(at.field("id"), "project", f.Organisation+"/"+f.ID)
	if IsTaken(f.ID) {
		r.problem(at.field("id"), "written.id.taken")
	}
	return r.about(at, f, p)
}

// about reads what a project says, beside what it is called.
func (r *reader) about(at place, f fileProject, p project.Project) project.Project {
	p.Title, p.Summary = r.title(at.field("title"), f.Title, line), r.text(at.field("summary"), f.Summary, prose)
	for i, f := range f.Partners {
		at := at.field("partners").at(i)
		p.Partners = append(p.Partners, project.Partner{
			Name:    r.needed(at.field("name"), f.Name, name),
			Town:    r.word(at.field("town"), f.Town, name),
			Country: r.country(at.field("country"), f.Country),
			Role:    r.text(at.field("role"), f.Role, line),
			Site:    r.site(at.field("site"), f.Site),
			Funds:   f.Funds,
			Logo:    r.logo(at.field("logo"), f.Logo),
		})
	}
	for i, f := range f.Publications {
		p.Publications = append(p.Publications, r.publication(at.field("publications").at(i), f))
	}
	return p
}

func (r *reader) publication(at place, f filePublication) project.Publication {
	p := project.Publication{Title: r.title(at.field("title"), f.Title, line), URL: r.site(at.field("url"), f.URL)}
	if f.URL == "" {
		r.problem(at.field("url"), "written.given")
	}
	if f.Date == "" {
		return p
	}
	d, err := time.Parse(dateForm, f.Date)
	if err != nil {
		r.problem(at.field("date"), "written.date")
	}
	p.Date = d
	return p
}

func (r *reader) charter(at place, f fileCharter) charter.Charter {
	c := charter.Charter{
		Organisation: organisation.ID(f.Organisation),
		ID:           charter.ID(r.id(at.field("id"), f.ID)),
		Slug:         r.id(at.field("slug"), f.Slug),
		Event:        f.Event,
		Version:      r.number(at.field("version"), f.Version, 1, 1_000),
		Title:        r.title(at.field("title"), f.Title, line),
		Preamble:     r.text(at.field("preamble"), f.Preamble, prose),
	}
	r.refer(at.field("organisation"), "organisation", f.Organisation, f.Organisation)
	r.claim(at.field("id"), "charter", fmt.Sprintf("%s/%s %d", f.Organisation, f.ID, f.Version))
	if first := "charter of " + f.Slug + " " + f.Organisation + "/" + f.ID; r.places[first] == "" {
		r.claim(at.field("slug"), "charter slug", f.Slug) // later versions keep it
		r.places[first] = at
	}
	if f.Event != "" {
		r.refer(at.field("event"), "event", f.Organisation+"/"+f.Event, f.Event)
	}
	if len(f.Articles) == 0 {
		r.problem(at.field("articles"), "written.one")
	}
	for i, f := range f.Articles {
		at := at.field("articles").at(i)
		c.Articles = append(c.Articles, charter.Article{
			Title: r.title(at.field("title"), f.Title, line),
			Text:  r.title(at.field("text"), f.Text, prose),
		})
	}
	return c
}
