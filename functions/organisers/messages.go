package organisers

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"

	"tribune/shared/dynamo"
	"tribune/shared/fault"
	"tribune/shared/mailing"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/site"
	"tribune/shared/web"
	"tribune/templates/layout"
	"tribune/templates/pages"
)

// messages lists what is said to the people of an event: the notices, which go
// by themselves, and the messages that organisers write.
func (o *organisers) messages(w http.ResponseWriter, v visit) error {
	e, page, err := o.eventPage(v, "/messages")
	if err != nil {
		return err
	}
	all, err := o.Table.Mailings(v.Context(), e.Ref)
	if err != nil {
		return fault.Wrap("organisers: list messages", err)
	}
	slices.SortFunc(all, func(a, b mailing.Mailing) int {
		return cmp.Or(b.Made.Compare(a.Made), cmp.Compare(a.ID, b.ID))
	})
	return web.Page(w, v.Request, http.StatusOK, pages.Messages(pages.MessagesView{Page: page, Event: e, Mailings: all}))
}

// ownMessage finds a message of an event of the session's organisation. What is
// said in a notice is the event's, not hers to change.
func (o *organisers) ownMessage(v visit) (pages.MessageView, error) {
	id := v.PathValue("message")
	e, page, err := o.eventPage(v, "/messages/"+id)
	if err != nil {
		return pages.MessageView{}, err
	}
	m, err := o.Table.Mailing(v.Context(), e.Ref, id)
	return pages.MessageView{Page: page, Event: e, Mailing: m, Now: o.Now()}, fault.Wrap("organisers: find a message", err)
}

// message shows how a draft reads in each language and whom it is for; once it
// is sent, how it fares.
func (o *organisers) message(w http.ResponseWriter, v visit) error {
	view, err := o.ownMessage(v)
	if err != nil {
		return err
	}
	if view.Mailing.State == mailing.Draft {
		err = o.prospects(v, &view)
	} else {
		var entries []outbox.Entry
		entries, err = o.Table.MailsOf(v.Context(), view.Event.Ref, view.Mailing.ID)
		view.Counts = mailing.Count(entries)
	}
	if err != nil {
		return fault.Wrap("organisers: count the people of a message", err)
	}
	if view.Tried = v.URL.Query().Has(pages.Tried); view.Tried {
		view.Page.Path += "?" + pages.Tried
	}
	return web.Page(w, v.Request, http.StatusOK, pages.Message(view))
}

// prospects counts whom a draft would go to now, and says until when it has to
// wait if so many messages went out lately.
func (o *organisers) prospects(v visit, view *pages.MessageView) error {
	all, err := o.Table.Mailings(v.Context(), view.Event.Ref)
	if err != nil {
		return err
	}
	if until, spent := mailing.Spent(all, view.Now); spent {
		view.SpentUntil = until
	}
	view.Audience = mailing.Audience{}
	for r, err := range o.Table.Registrations(v.Context(), view.Event.Ref) {
		if err != nil {
			return err
		}
		view.Audience.Add(view.Mailing.Segment, view.Event, r.At(view.Now))
	}
	return nil
}

// tryMessage sends a draft to the organiser herself, as each language reads it.
func (o *organisers) tryMessage(w http.ResponseWriter, v visit) error {
	view, err := o.draft(v)
	if err != nil {
		return err
	}
	members, err := o.Table.Members(v.Context(), view.Event.Organisation)
	if err != nil {
		return fault.Wrap("organisers: try a message", err)
	}
	for _, account := range o.Ring.Account(v.session.Member.Address.Folded()) {
		if _, hers := members[account]; !hers {
			continue
		}
		for _, l := range view.Mailing.Body.Languages() {
			if err := o.Table.Promise(v.Context(), view.Mailing.Trial(account, l, view.Now)); err != nil {
				return fault.Wrap("organisers: try a message", err)
			}
		}
	}
	view.lead(w, v, "?"+pages.Tried)
	return nil
}

// draft finds a message that is not sent yet; Conflict if it is.
func (o *organisers) draft(v visit) (draft, error) {
	view, err := o.ownMessage(v)
	if err == nil && (view.Mailing.State != mailing.Draft || view.Mailing.Kind != outbox.Message) {
		err = fault.New(fault.Conflict, "organisers: change a message", nil)
	}
	return draft{view}, err
}

type draft struct{ pages.MessageView }

// lead leads to the page of a message.
func (d draft) lead(w http.ResponseWriter, v visit, query string) {
	to := layout.Address(site.MessagePage, v.lang, string(d.Event.Ref.Event), d.Mailing.ID)
	http.Redirect(w, v.Request, to+query, http.StatusSeeOther)
}

// sendMessage sends a draft off as it was read, unless too many went out lately:
// who presses twice, or two at once, send it once; who reads what somebody else
// changes meanwhile is shown it as it is now.
func (o *organisers) sendMessage(w http.ResponseWriter, v visit) error {
	d, err := o.draft(v)
	if fault.Is(err, fault.Conflict) {
		d.lead(w, v, "") // which says how it fares
		return nil
	}
	if err != nil {
		return err
	}
	form, err := web.ReadForm(w, v.Request, web.FormLimit)
	if err != nil {
		return err
	}
	if err = o.prospects(v, &d.MessageView); err != nil {
		return fault.Wrap("organisers: count the people of a message", err)
	}
	read := form.Get(pages.FieldVersion) == strconv.Itoa(d.Mailing.Version)
	if !read || !d.SpentUntil.IsZero() || d.Audience.All() == 0 {
		d.lead(w, v, "") // which says so
		return nil
	}
	m := d.Mailing
	m.State, m.Begun, m.By, m.Expected = mailing.Going, d.Now, v.session.Member.Address, d.Audience.All()
	err = o.Table.SendMailing(v.Context(), m, dynamo.AuditID(d.Now), o.line(v, organisation.MessageSent, organisation.Audit{
		Event: string(d.Event.Ref.Event), Format: m.ID, Rows: d.Audience.All(),
	}))
	if err != nil && !fault.Is(err, fault.Conflict) {
		return fault.Wrap("organisers: send a message", err)
	}
	d.lead(w, v, "")
	return nil
}
