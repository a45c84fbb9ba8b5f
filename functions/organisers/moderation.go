package organisers

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"tribune/shared/charter"
	"tribune/shared/dossier"
	"tribune/shared/dynamo"
	"tribune/shared/fault"
	"tribune/shared/organisation"
	"tribune/shared/token"
	"tribune/shared/web"
	"tribune/templates/pages"
)

// mostModerated is about how many signatures something is said at once: two dozen
// commits, well within what a patient request may take.
const mostModerated = 2000

// saidOf are the verdicts as the journal has them.
var saidOf = map[charter.Verdict]organisation.Action{
	charter.Show: organisation.SignaturesShown, charter.KeepOff: organisation.SignaturesKeptOff,
	charter.Let: organisation.SignaturesLet, charter.Annul: organisation.SignaturesInvalidated,
}

// moderate says something of those who are ticked, or of all whom the filter holds:
// first it shows of whom and asks whether that is meant. What it then says holds of
// those who were shown: if somebody signed or withdrew meanwhile, it asks again.
func (o *organisers) moderate(w http.ResponseWriter, v visit) error {
	form, err := web.ReadForm(w, v.Request, web.FormLimit)
	if err != nil {
		return err
	}
	filter, err := url.ParseQuery(form.Get(pages.FieldFilter))
	if err != nil {
		return fault.New(fault.Unreadable, "organisers: read a filter", nil)
	}
	list, held, err := o.signatories(v, filter)
	if err != nil {
		return err
	}
	view := o.verdict(list, held, form)
	fit := view.Fit()
	switch {
	case !slices.Contains(charter.Verdicts, view.Verdict) || len(view.Meant) == 0:
		list.Problems = web.Problems{{Field: pages.FieldAll, Text: list.Page.Printer.T("problem.moderate.nobody")}}
		return web.Page(w, v.Request, http.StatusUnprocessableEntity, pages.Signatories(list))
	case form.Get(pages.FieldSure) == "" || len(fit) == 0 || len(fit) > mostModerated:
		return web.Page(w, v.Request, http.StatusOK, pages.Moderation(view))
	case form.Get(pages.FieldShown) != view.Shown():
		view.Moved = true
		return web.Page(w, v.Request, http.StatusUnprocessableEntity, pages.Moderation(view))
	}
	done, err := o.say(v, view.CharterSubject, view.Verdict, fit, view.Filter)
	if err != nil && done == 0 {
		return fault.Wrap("organisers: moderate", err)
	}
	query := view.Query()
	query.Set(pages.ParamDone, strconv.Itoa(done))
	query.Set(pages.ParamLeft, strconv.Itoa(len(view.Meant)-done))
	toSignatories(w, v, query)
	return nil
}

// verdict is what a form says, and of whom.
func (o *organisers) verdict(list pages.SignatoriesView, held []*dossier.Entry, form web.Form) pages.ModerationView {
	view := pages.ModerationView{
		SignatoriesView: list, Verdict: charter.Verdict(form.Get(pages.FieldDo)),
		Everything: form.Get(pages.FieldAll) != "", Most: mostModerated,
	}
	view.Meant = held
	if !view.Everything {
		view.Meant = nil
		for _, e := range held {
			if form.Get(pages.FieldPick(e.Signatory)) != "" {
				view.Meant = append(view.Meant, e)
			}
		}
	}
	return view
}

// say says it, some at a time, each time with a line of the audit; of how many it
// could be said. Whoever changed meanwhile is looked at anew, and said of only if it
// still changes anything: two who say the same at once say it once.
func (o *organisers) say(v visit, c pages.CharterSubject, verdict charter.Verdict, all []*dossier.Entry, f dossier.Filter) (done int, err error) {
	defer o.dossier.Forget(c.Call.Ref)
	for some := range slices.Chunk(all, dynamo.MostSaved) {
		people := make([]token.Person, len(some))
		for i, e := range some {
			people[i] = e.Signatory
		}
		n, err := o.saySome(v, c, verdict, people, f)
		if done += n; err != nil {
			return done, err
		}
	}
	return done, nil
}

// mostReads is how often signatures are read anew that were changed meanwhile.
const mostReads = 8

func (o *organisers) saySome(v visit, c pages.CharterSubject, verdict charter.Verdict, people []token.Person, f dossier.Filter) (int, error) {
	for try := range mostReads {
		stand, err := o.Table.SignaturesOf(v.Context(), c.Call.Ref, c.Text.Version, people)
		if err != nil {
			return 0, err
		}
		var next []charter.Signature
		for _, s := range stand {
			if verdict.Fits(s) {
				next = append(next, verdict.Of(s, o.Now()))
			}
		}
		if len(next) == 0 {
			return 0, nil
		}
		err = o.Table.SaveAll(v.Context(), next, o.line(v, saidOf[verdict], organisation.Audit{
			Charter: string(c.Call.Ref.ID), Rows: len(next), Filter: f.Conditions(),
		}))
		if !fault.Is(err, fault.Conflict) {
			return len(next), err
		}
		if err := pause(v.Context(), try); err != nil {
			return 0, err
		}
	}
	return 0, fault.New(fault.Unavailable, "organisers: moderate", nil)
}

// pause lets whoever changes the same things be first.
func pause(ctx context.Context, try int) error {
	select {
	case <-ctx.Done():
		return fault.New(fault.Unavailable, "organisers: wait for others", ctx.Err())
	case <-time.After(time.Duration(try+1) * 20 * time.Millisecond):
		return nil
	}
}
