package organisers

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"tribune/shared/campaign"
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/registration"
	"tribune/shared/site"
	"tribune/shared/web"
	"tribune/templates/layout"
	"tribune/templates/pages"
)

// editorLimit is the largest body of the form, in bytes: texts in three languages.
const editorLimit = 256 << 10

func (o *organisers) editorRoutes() map[string]console {
	return map[string]console{
		site.NewEvent:     o.newEvent,
		site.CreateEvent:  o.createEvent,
		site.EditEvent:    o.editEvent,
		site.SaveEvent:    o.saveEvent,
		site.PreviewEvent: o.previewEvent,
	}
}

// editor is the form of an event with what is around it.
type editor struct {
	pages.EditorView
	org  organisation.Organisation
	base event.Event // of which the form tells what it is to become
}

func (e editor) purpose() string { return "edit " + e.base.Ref.String() }

// blank is the editor of an event that is not there yet. Who sees some events
// alone would not see it.
func (o *organisers) blank(v visit) (editor, error) {
	if v.session.Member.Scope.HasEvent("") {
		org, page, err := o.page(v, "/events/new")
		e := editor{org: org, base: event.Event{
			Ref: event.Ref{Organisation: org.ID}, State: event.Draft, SecretVersion: o.Ring.Current(),
		}}
		e.Page = page
		e.stand(e.base)
		return e, err
	}
	return editor{}, fault.New(fault.NotFound, "organisers: write an event", nil)
}

// standing is the editor of an event as it stands.
func (o *organisers) standing(v visit) (editor, error) {
	base, page, err := o.eventPage(v, "/edit")
	if err != nil {
		return editor{}, err
	}
	org, err := v.organisation()
	e := editor{org: org}
	e.Page = page
	e.stand(base)
	return e, err
}

// stand has the editor start from an event.
func (e *editor) stand(base event.Event) {
	e.base, e.Event, e.Writes = base, base, e.org.Writes()
	e.Langs = tongues(e.Writes, campaign.FormOf(base), e.Page.Printer.Lang)
}

// tongues are the languages in which something can be written: those of its
// organisation, and those that it has already, which would be lost if they were
// not shown; that of the page first.
func tongues(writes []locale.Lang, f campaign.Form, page locale.Lang) (all []locale.Lang) {
	for _, l := range append([]locale.Lang{page}, locale.Languages...) {
		if !slices.Contains(all, l) && (slices.Contains(writes, l) || f.Speaks(l)) {
			all = append(all, l)
		}
	}
	return all
}

func (o *organisers) newEvent(w http.ResponseWriter, v visit) error {
	e, err := o.blank(v)
	if err != nil {
		return err
	}
	e.Form = defaults(e.org, o.Now())
	return o.show(w, v, e)
}

func (o *organisers) editEvent(w http.ResponseWriter, v visit) error {
	e, err := o.standing(v)
	if err != nil {
		return err
	}
	e.Form = campaign.FormOf(e.base)
	return o.show(w, v, e)
}

func (o *organisers) show(w http.ResponseWriter, v visit, e editor) error {
	e.Stamp = o.Ring.Form(e.purpose(), o.Now())
	return web.Page(w, v.Request, http.StatusOK, pages.Editor(e.EditorView))
}

func (o *organisers) createEvent(w http.ResponseWriter, v visit) error {
	e, err := o.blank(v)
	if err != nil {
		return err
	}
	return o.keepEvent(w, v, e)
}

func (o *organisers) saveEvent(w http.ResponseWriter, v visit) error {
	e, err := o.standing(v)
	if err != nil {
		return err
	}
	return o.keepEvent(w, v, e)
}

// keepEvent reads the form, and saves the event if that is what was wanted and
// nothing is to be mended.
func (o *organisers) keepEvent(w http.ResponseWriter, v visit, e editor) error {
	sent, err := web.ReadForm(w, v.Request, editorLimit)
	if err != nil {
		return err
	}
	stamp, problems := o.web.OpenStamp(e.Page.Printer, sent, e.purpose(), true)
	e.Stamp, e.Form = stamp.Again, typedEvent(sent)
	e.Form.Name()
	if act := sent.Get(pages.FieldAct); act != "" {
		return o.rearrange(w, v, e, sent, act)
	}
	if len(problems) == 0 {
		if sent.Get(pages.FieldVersion) != strconv.Itoa(e.base.Version) {
			return o.differ(w, v, e)
		}
		e.complete(o.Now())
		return o.commitEvent(w, v, e)
	}
	e.Problems = problems
	return o.mendEvent(w, v, e)
}

// typedEvent is what stands in the fields of the event.
func typedEvent(sent web.Form) campaign.Form {
	f := campaign.Form{}
	for name, s := range sent.All() {
		switch name {
		case web.FieldStamp, web.FieldTrap, pages.FieldVersion, pages.FieldAct:
		default:
			f[name] = s
		}
	}
	return f
}

// rearrange adds a row or takes one away; nothing is saved. The form still is
// about the version that it was about.
func (o *organisers) rearrange(w http.ResponseWriter, v visit, e editor, sent web.Form, act string) error {
	e.Event.Version, _ = strconv.Atoi(sent.Get(pages.FieldVersion))
	if list, ok := strings.CutPrefix(act, pages.Add); ok {
		e.Focus = pages.Add + e.Form.Add(list)
	} else if row, ok := strings.CutPrefix(act, pages.Remove); ok {
		e.Form.Remove(row)
		e.Focus = pages.Remove + campaign.List(row)
	}
	return web.Page(w, v.Request, http.StatusOK, pages.Editor(e.EditorView))
}

func (o *organisers) mendEvent(w http.ResponseWriter, v visit, e editor) error {
	return web.Page(w, v.Request, http.StatusUnprocessableEntity, pages.Editor(e.EditorView))
}

// commitEvent checks the event and saves it.
func (o *organisers) commitEvent(w http.ResponseWriter, v visit, e editor) error {
	saved, err := o.put(v, &e)
	short, few := errors.AsType[registration.ErrShort](err)
	switch {
	case len(e.Problems) > 0:
		return o.mendEvent(w, v, e)
	case few:
		e.Problems = e.short(short.Places)
		return o.mendEvent(w, v, e)
	case fault.Is(err, fault.Conflict):
		return o.differ(w, v, e)
	case err != nil:
		return fault.Wrap("organisers: save an event", err)
	}
	o.leadSaved(w, v, saved)
	return nil
}

// leadSaved leads to the page of an event, which says that it is saved.
func (o *organisers) leadSaved(w http.ResponseWriter, v visit, e event.Event) {
	to := layout.Address(site.Attendees, v.lang, string(e.Ref.Event))
	http.Redirect(w, v.Request, to+"?"+pages.Saved, http.StatusSeeOther)
}
