// Package participants is what people who come to an event see: what is open,
// an event's page, the form, and the private link behind which they find and
// cancel their registration. It also answers what no route names.
package participants

import (
	"net/http"

	"tribune/shared/boot"
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/registration"
	"tribune/shared/site"
	"tribune/shared/token"
	"tribune/shared/web"
	"tribune/templates/pages"
)

type participants struct {
	boot.Parts
	web       web.Site
	desk      *registration.Service
	catalogue catalogue
}

// New is the handler of the function.
func New(parts boot.Parts) http.Handler {
	p := &participants{
		Parts:     parts,
		web:       pages.Site(parts.Origin, parts.Ring, parts.Now, parts.Log),
		desk:      registration.NewService(parts.Table, parts.Now),
		catalogue: newCatalogue(),
	}
	return p.web.Mux(site.Participants, map[string]web.Handler{
		site.Stylesheet:   stylesheet,
		site.Icon:         icon,
		site.Robots:       p.robots,
		site.Sitemap:      p.sitemap,
		site.Home:         p.home,
		site.EventPage:    p.event,
		site.RegisterForm: p.registerForm,
		site.Register:     p.register,
		site.Registered:   p.registered,
		site.Queued:       p.queued,
		site.LostLinkForm: p.lostLinkForm,
		site.LostLink:     p.lostLink,
		site.LostLinkSent: p.lostLinkSent,
		site.Registration: p.registration,
		site.ChangeForm:   p.changeForm,
		site.Change:       p.change,
		site.Accept:       p.accept,
		site.Stay:         p.stay,
		site.Restore:      p.restore,
		site.Cancel:       p.cancel,
		site.Disown:       p.disown,
		site.DeclineForm:  p.declineForm,
		site.Decline:      p.decline,

		site.OwnAttestation: p.ownAttestation,
		site.VerifyForm:     p.verifyForm,
		site.Verify:         p.verify,
	})
}

// person is the key of who has these names and this address at an event.
func (p *participants) person(e event.Event, a registration.Attendee) (token.Person, error) {
	who, err := p.Ring.Person(e.SecretVersion, e.Ref.String(), a.Address.Folded(), registration.FoldNames(a.Given, a.Family))
	if err != nil {
		return who, fault.New(fault.Internal, "participants: name the person", err)
	}
	return who, nil
}
