package server

import (
	"context"

	"tribune/infra/local/control"
	"tribune/infra/local/specimens"
)

// specimen makes a specimen of every mail, for the control page.
func specimen(ctx context.Context) ([]control.Specimen, error) {
	var all []control.Specimen
	for _, s := range specimens.All() {
		c := s.Content
		markup, err := c.HTML(ctx)
		if err != nil {
			return nil, err
		}
		all = append(all, control.Specimen{
			Name: s.Name, Lang: string(c.Lang), Dir: c.Lang.Dir(),
			From: c.From.String(), Subject: c.Subject.String(), Preview: c.Preview, HTML: markup, Text: c.Text(),
		})
	}
	return all, nil
}
