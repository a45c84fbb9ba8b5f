package organisers

import (
	"net/http"

	"tribune/shared/event"
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
	belongs, err := o.projectOf(v, e)
	if err != nil {
		return err
	}
	a := pages.Announcement{Event: e, Organisation: org, Project: belongs, Desk: registration.NewDesk(e), Accepts: event.Open}
	view := pages.PreviewView{RegisterView: pages.RegisterView{Page: page, Announcement: a}}
	view.Values.Asked = e.Questions.Asked(nil)
	return web.Page(w, v.Request, http.StatusOK, pages.Preview(view))
}
