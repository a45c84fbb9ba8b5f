package organisers

import (
	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/web"
	"tribune/templates/mail"
	"tribune/templates/pages"
)

// mostWeight is what both parts of a message may weigh as a mail, in bytes; a
// private link and a name are yet to come, and the whole is to stay below 30 kB.
const mostWeight = 28_000

// weigh says in which languages a message would be too heavy as a mail: what is
// typed says little about it, for lists and links are mostly markup.
func (o *organisers) weigh(v visit, view pages.MessageFormView) (problems web.Problems, err error) {
	f := mail.Facts{Event: view.Event, Said: view.Draft}
	if f.Organisation, err = v.organisation(); err != nil {
		return nil, err
	}
	for _, l := range view.Draft.Body.Languages() {
		content := mail.Message(locale.For(l), f)
		markup, err := content.HTML(v.Context())
		if err != nil {
			return nil, fault.New(fault.Internal, "organisers: weigh a message", err)
		}
		if len(markup)+len(content.Text()) > mostWeight {
			problems = append(problems, web.Problem{Field: pages.FieldBody(l), Text: view.Page.Printer.T("problem.message.heavy")})
		}
	}
	return problems, nil
}
