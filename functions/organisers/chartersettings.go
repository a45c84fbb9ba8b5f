package organisers

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"tribune/shared/campaign"
	"tribune/shared/charter"
	"tribune/shared/fault"
	"tribune/shared/organisation"
	"tribune/shared/site"
	"tribune/shared/web"
	"tribune/templates/pages"
)

func settingsPurpose(r charter.Ref) string { return "settings of " + r.String() }

// settings are how a charter is signed, as a page writes it: what is not ticked is
// not there.
func settings(c charter.Call, zone *time.Location) campaign.Form {
	f := campaign.Form{}
	for name, set := range map[string]bool{"individuals": c.Individuals, "reviewed": c.Reviewed, "sensitive": c.Sensitive} {
		if set {
			f[name] = campaign.Ticked
		}
	}
	if !c.Closes.IsZero() {
		f["closes"] = c.Closes.In(zone).Format(time.DateOnly)
	}
	return f
}

// set is a call as a form has it be; the problem names a sentence of the catalogue.
// One signs until the last minute of the day that it says. A day that was not touched
// stays the moment that it was: whoever closed the charter at noon has not opened it
// again until midnight.
func set(c charter.Call, f campaign.Form, zone *time.Location, now time.Time) (next charter.Call, problem string) {
	next = c
	next.Individuals, next.Reviewed, next.Sensitive = f["individuals"] != "", f["reviewed"] != "", f["sensitive"] != ""
	day := strings.TrimSpace(f["closes"])
	if day == settings(c, zone)["closes"] {
		return next, ""
	}
	if day == "" {
		next.Closes = time.Time{}
		return next, ""
	}
	last, err := time.ParseInLocation(time.DateOnly, day, zone)
	if err != nil {
		return next, "written.date"
	}
	if next.Closes = time.Date(last.Year(), last.Month(), last.Day(), 23, 59, 0, 0, zone); next.Closed(now) {
		return next, "charter.closes.past"
	}
	return next, ""
}

// charterSet is the view of how a charter is signed.
func (o *organisers) charterSet(v visit) (pages.CharterSettingsView, error) {
	c, page, err := o.charterPage(v, "/settings")
	if err != nil {
		return pages.CharterSettingsView{}, err
	}
	org, err := v.organisation()
	view := pages.CharterSettingsView{OwnCharter: c, Now: o.Now(), Zone: zoneOf(org), Done: v.URL.Query().Has(pages.Saved)}
	view.Page = page
	return view, err
}

func (o *organisers) charterSettings(w http.ResponseWriter, v visit) error {
	view, err := o.charterSet(v)
	if err != nil {
		return err
	}
	view.Form, view.Stamp = settings(view.Call, view.Zone), o.Ring.Form(settingsPurpose(view.Ref), o.Now())
	return web.Page(w, v.Request, http.StatusOK, pages.CharterSettings(view))
}

// setCharter saves how a charter is signed. Who saves what somebody else changed
// meanwhile is shown both.
func (o *organisers) setCharter(w http.ResponseWriter, v visit) error {
	view, err := o.charterSet(v)
	if err != nil {
		return err
	}
	sent, err := web.ReadForm(w, v.Request, web.FormLimit)
	if err != nil {
		return err
	}
	if !view.Kept(view.Now) {
		leadCharter(w, v, site.CharterSettings, view.Ref.ID)
		return nil
	}
	p := view.Page.Printer
	stamp, problems := o.web.OpenStamp(p, sent, settingsPurpose(view.Ref), true)
	view.Stamp, view.Form, view.Problems = stamp.Again, typedEvent(sent), problems
	next, wrong := set(view.Call, view.Form, view.Zone, view.Now)
	switch {
	case len(problems) > 0:
	case sent.Get(pages.FieldVersion) != strconv.Itoa(view.Call.Revision):
		return o.settingsDiffer(w, v, view)
	case wrong != "":
		view.Problems = web.Problems{{Field: "closes", Text: p.T(wrong)}}
	default:
		next.Revision++
		err := o.Table.SaveCall(v.Context(), next, o.line(v, organisation.CharterSet, organisation.Audit{Charter: string(view.Ref.ID)}))
		if fault.Is(err, fault.Conflict) {
			if view.OwnCharter, err = o.ownCharter(v); err == nil {
				return o.settingsDiffer(w, v, view)
			}
		}
		if err == nil {
			leadCharter(w, v, site.CharterSettings, view.Ref.ID)
		}
		return fault.Wrap("organisers: set how a charter is signed", err)
	}
	return web.Page(w, v.Request, http.StatusUnprocessableEntity, pages.CharterSettings(view))
}

// settingsDiffer shows what somebody set beside what stands; nothing, if that is the
// same.
func (o *organisers) settingsDiffer(w http.ResponseWriter, v visit, view pages.CharterSettingsView) error {
	if view.Merged = campaign.Merge(view.Form, settings(view.Call, view.Zone)); view.Merged.Agrees() {
		leadCharter(w, v, site.CharterSettings, view.Ref.ID)
		return nil
	}
	view.Problems = web.Problems{{Text: view.Page.Printer.T("charter.settings.conflict")}}
	return web.Page(w, v.Request, http.StatusConflict, pages.CharterSettings(view))
}

// closeCharter ends signing now.
func (o *organisers) closeCharter(w http.ResponseWriter, v visit) error {
	return o.setCharterWindow(w, v, organisation.CharterClosed, true, o.Now().Truncate(time.Minute))
}

// reopenCharter has it signed again, with no day on which that ends.
func (o *organisers) reopenCharter(w http.ResponseWriter, v visit) error {
	return o.setCharterWindow(w, v, organisation.CharterReopened, false, time.Time{})
}

// setCharterWindow changes when a charter closes, if it stands as it must for that,
// whatever else of it somebody changes meanwhile.
func (o *organisers) setCharterWindow(w http.ResponseWriter, v visit, did organisation.Action, open bool, closes time.Time) error {
	if _, err := o.ownCharter(v); err != nil {
		return err
	}
	if _, err := web.ReadForm(w, v.Request, web.FormLimit); err != nil {
		return err
	}
	for range mostTries {
		c, err := o.ownCharter(v)
		if err != nil {
			return err
		}
		next, now := c.Call, o.Now()
		if c.Current > 0 && c.Open(now) == open && c.Kept(now) {
			next.Closes, next.Revision = closes, next.Revision+1
			err = o.Table.SaveCall(v.Context(), next, o.line(v, did, organisation.Audit{Charter: string(c.Ref.ID)}))
		}
		if !fault.Is(err, fault.Conflict) {
			if err == nil {
				leadCharter(w, v, site.CharterSettings, c.Ref.ID)
			}
			return fault.Wrap("organisers: close or reopen a charter", err)
		}
	}
	return fault.New(fault.Unavailable, "organisers: close or reopen a charter", nil)
}
