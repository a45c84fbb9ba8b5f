package organisers

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"tribune/shared/account"
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/registration"
	"tribune/shared/site"
	"tribune/shared/web"
	"tribune/templates/layout"
	"tribune/templates/pages"
)

// teamRoutes are about the organisation and who works for it.
func (o *organisers) teamRoutes() map[string]console {
	return map[string]console{
		site.Team:            o.ownTeam,
		site.InviteForm:      o.inviteForm,
		site.Invite:          o.invite,
		site.MemberPage:      o.memberPage,
		site.SetMember:       o.setMember,
		site.InviteAgain:     o.onMember(o.team.Remind),
		site.RemoveMember:    o.removeMember,
		site.ResetFactor:     o.onMember(o.team.ResetFactor),
		site.OwnOrganisation: o.ownOrganisation,
		site.SetOrganisation: o.setOrganisation,
	}
}

const teamPurpose = "team"

// ownTeam lists the team.
func (o *organisers) ownTeam(w http.ResponseWriter, v visit) error {
	org, page, err := o.page(v, "/team")
	if err != nil {
		return err
	}
	view := pages.TeamView{Page: page}
	if view.Team, err = o.team.Members(v.Context(), org.ID); err != nil {
		return err
	}
	slices.SortFunc(view.Team, func(a, b account.Holder) int {
		return strings.Compare(a.Member.Address.Folded(), b.Member.Address.Folded())
	})
	view.Factor = map[string]bool{}
	for _, h := range view.Team { // a handful
		f, err := o.Table.Factor(v.Context(), h.Account)
		if err != nil {
			return fault.Wrap("organisers: list a team", err)
		}
		view.Factor[h.Account] = f.Enrolled()
	}
	if view.Events, err = o.Table.Events(v.Context(), org.ID); err != nil {
		return fault.Wrap("organisers: list events", err)
	}
	return web.Page(w, v.Request, http.StatusOK, pages.Team(view))
}

// memberForm is the form about a member, or about somebody to be invited.
func (o *organisers) memberForm(v visit, path string) (view pages.MemberView, err error) {
	org, page, err := o.page(v, path)
	if err != nil {
		return view, err
	}
	view = pages.MemberView{Page: page, Now: o.Now(), Stamp: o.Ring.Form(teamPurpose, o.Now())}
	view.Events, err = o.Table.Events(v.Context(), org.ID)
	return view, fault.Wrap("organisers: list events", err)
}

// inviteForm asks whom to invite.
func (o *organisers) inviteForm(w http.ResponseWriter, v visit) error {
	view, err := o.memberForm(v, "/team/new")
	if err != nil {
		return err
	}
	view.Member = organisation.Member{Role: organisation.Organiser, Lang: v.lang}
	return web.Page(w, v.Request, http.StatusOK, pages.Member(view))
}

// invite invites somebody.
func (o *organisers) invite(w http.ResponseWriter, v visit) error {
	view, err := o.memberForm(v, "/team/new")
	if err != nil {
		return err
	}
	return o.enlist(w, v, view, func(m organisation.Member) error { return o.team.Invite(v.Context(), v.session.Member, m) })
}

// memberPage shows one of the team, to be changed.
func (o *organisers) memberPage(w http.ResponseWriter, v visit) error {
	view, err := o.memberView(v)
	if err != nil {
		return err
	}
	return web.Page(w, v.Request, http.StatusOK, pages.Member(view))
}

func (o *organisers) memberView(v visit) (view pages.MemberView, err error) {
	h, err := o.team.Find(v.Context(), v.session.Member.Organisation, v.PathValue("member"))
	if err != nil {
		return view, err
	}
	if view, err = o.memberForm(v, "/team/"+h.Account); err != nil {
		return view, err
	}
	view.Account, view.Member, view.Self = h.Account, h.Member, h.Account == v.session.Account
	f, err := o.Table.Factor(v.Context(), h.Account)
	view.Factor = f.Enrolled()
	return view, err
}

// setMember gives one of the team another role, scope or language.
func (o *organisers) setMember(w http.ResponseWriter, v visit) error {
	view, err := o.memberView(v)
	if err != nil {
		return err
	}
	return o.enlist(w, v, view, func(m organisation.Member) error {
		return o.team.Change(v.Context(), v.session.Member, view.Account, m)
	})
}

// enlist reads the form about a member and does with her what is to be done.
func (o *organisers) enlist(w http.ResponseWriter, v visit, view pages.MemberView, do func(organisation.Member) error) error {
	form, err := web.ReadForm(w, v.Request, web.FormLimit)
	if err != nil {
		return err
	}
	p := view.Page.Printer
	stamp, problems := o.web.OpenStamp(p, form, teamPurpose, true)
	if view.Problems = problems; len(problems) == 0 {
		view.Problems = readMember(p, form, &view)
	}
	if len(view.Problems) == 0 {
		if view.Problems, err = unchanged(p, do(view.Member)); err != nil {
			return err
		}
	}
	if len(view.Problems) > 0 {
		view.Stamp = stamp.Again
		return web.Page(w, v.Request, http.StatusUnprocessableEntity, pages.Member(view))
	}
	return o.toTeam(w, v)
}

func (o *organisers) toTeam(w http.ResponseWriter, v visit) error {
	http.Redirect(w, v.Request, layout.Address(site.Team, v.lang), http.StatusSeeOther)
	return nil
}

// longest is the longest name of a structure, in runes.
const longest = 120

// readMember reads what the form says of a member.
func readMember(p locale.Printer, form web.Form, view *pages.MemberView) (problems web.Problems) {
	mend := func(field, key string) { problems = append(problems, web.Problem{Field: field, Text: p.T(key)}) }
	m := &view.Member
	if view.Account == "" {
		view.Address = strings.TrimSpace(form.Get(pages.FieldAddress))
		var err error
		if m.Address, err = outbox.ParseAddress(view.Address); err != nil {
			mend(pages.FieldAddress, "problem.address.invalid")
		}
	}
	var known bool
	if m.Role, known = organisation.ParseRole(form.Get(pages.FieldRole)); !known {
		mend(pages.FieldRole, "problem.team.role")
	}
	if m.Lang, known = locale.Parse(form.Get(pages.FieldLang)); !known {
		m.Lang = p.Lang
	}
	m.Scope = organisation.Scope{}
	for _, e := range view.Events {
		if form.Get(pages.FieldScope(e.Ref.Event)) != "" {
			m.Scope.Events = append(m.Scope.Events, string(e.Ref.Event))
		}
	}
	if s := registration.ParseAffiliation(form.Get(pages.FieldStructure)); s != "" && len([]rune(s)) <= longest {
		m.Scope.Structures = []string{s}
	} else if s != "" {
		mend(pages.FieldStructure, "problem.organisation.long")
	}
	if c := form.Get(pages.FieldCountry); c != "" {
		if !event.IsCountry(c) {
			mend(pages.FieldCountry, "problem.team.country")
		}
		m.Scope.Countries = []string{c}
	}
	return problems
}

// unchanged says why a team stays as it is; any other error is given back.
func unchanged(p locale.Printer, err error) (web.Problems, error) {
	for _, reason := range []struct {
		err        error
		field, key string
	}{
		{errUnsure, pages.FieldSure, "problem.team.unsure"},
		{account.ErrTaken, pages.FieldAddress, "problem.team.taken"},
		{account.ErrThere, pages.FieldAddress, "problem.team.there"},
		{account.ErrLastOwner, pages.FieldRole, "problem.team.last-owner"},
		{account.ErrScope, pages.FieldRole, "problem.team.scope"},
	} {
		if errors.Is(err, reason.err) {
			return web.Problems{{Field: reason.field, Text: p.T(reason.key)}}, nil
		}
	}
	if fault.Is(err, fault.Conflict) {
		return web.Problems{{Text: p.T("problem.team.changed")}}, nil
	}
	return nil, err
}

// errUnsure is that the box was not ticked by which somebody is removed.
var errUnsure = errors.New("organisers: the box is not ticked")

// removeMember ends somebody's membership, if it is said twice.
func (o *organisers) removeMember(w http.ResponseWriter, v visit) error {
	return o.onMember(func(ctx context.Context, by organisation.Member, account string) error {
		form, err := web.ReadForm(w, v.Request, web.FormLimit)
		if err != nil {
			return err
		}
		if form.Get(pages.FieldSure) == "" {
			return errUnsure
		}
		return o.team.Remove(ctx, by, account)
	})(w, v)
}

// onMember does something with one of the team that needs no form.
func (o *organisers) onMember(do func(context.Context, organisation.Member, string) error) console {
	return func(w http.ResponseWriter, v visit) error {
		view, err := o.memberView(v)
		if err != nil {
			return err
		}
		if view.Problems, err = unchanged(view.Page.Printer, do(v.Context(), v.session.Member, view.Account)); err != nil {
			return err
		}
		if len(view.Problems) > 0 {
			return web.Page(w, v.Request, http.StatusUnprocessableEntity, pages.Member(view))
		}
		return o.toTeam(w, v)
	}
}
