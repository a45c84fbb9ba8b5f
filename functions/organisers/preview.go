package organisers

import (
	"net/http"

	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/project"
	"tribune/shared/registration"
	"tribune/shared/web"
	"tribune/templates/pages"
)

// previewEvent shows an event, and the form of its registration, as visitors see
// them while it is open.
func (o *organisers) previewEvent(w http.ResponseWriter, v visit) error {
	e, page, err := o.eventPage(v, "/preview")
	if err != nil {
		return err
	}
	org, err := v.organisation()
	if err != nil {
		return err
	}
	var belongs project.Project
	if e.Project != "" {
		belongs, err = o.Table.Project(v.Context(), e.Organisation, project.ID(e.Project))
	}
	if err != nil && !fault.Is(err, fault.NotFound) {
		return fault.Wrap("organisers: read the project", err)
	}
	a := pages.Announcement{Event: e, Organisation: org, Project: belongs, Desk: registration.NewDesk(e), Accepts: event.Open}
	view := pages.PreviewView{RegisterView: pages.RegisterView{Page: page, Announcement: a}}
	view.Values.Asked = e.Questions.Asked(nil)
	return web.Page(w, v.Request, http.StatusOK, pages.Preview(view))
}
