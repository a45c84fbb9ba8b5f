package campaign

import (
	"encoding/base64"
	"io"
	"slices"
	"strconv"
	"time"

	"go.yaml.in/yaml/v3"

	"tribune/shared/charter"
	"tribune/shared/fault"
	"tribune/shared/organisation"
	"tribune/shared/project"
)

// secret stands where a file would hold a code.
const secret = "The code that opens registration early is not written: what is kept proves it and does not tell it."

// Write writes a campaign as a file of which [Read] makes the same, but for what
// a file must not hold: members, who are people, and codes.
func Write(to io.Writer, c Campaign) error {
	f := file{Format: format}
	for _, o := range c.Organisations {
		f.Organisations = append(f.Organisations, writtenOrganisation(o))
	}
	for _, p := range c.Projects {
		f.Projects = append(f.Projects, writtenProject(p))
	}
	for _, e := range c.Events {
		f.Events = append(f.Events, written(e))
	}
	for _, ch := range c.Charters {
		f.Charters = append(f.Charters, writtenCharter(ch))
	}
	var root yaml.Node
	if err := root.Encode(f); err != nil {
		return fault.New(fault.Internal, "campaign: write", err)
	}
	bare(&root)
	for i, e := range c.Events {
		if e.EarlyCode != "" {
			note(&root, i, "registration", secret)
		}
	}
	y := yaml.NewEncoder(to)
	y.SetIndent(2)
	if err := y.Encode(&root); err != nil {
		return fault.Wrap("campaign: write", err)
	}
	return fault.Wrap("campaign: write", y.Close())
}

// telling are the fields that say something where they are empty: no notices at
// all, and that nobody can wait.
var telling = []string{"notices", "waiting"}

// bare leaves out what says nothing: what is empty, false or none.
func bare(n *yaml.Node) {
	for _, c := range n.Content {
		bare(c)
	}
	if n.Kind != yaml.MappingNode {
		return
	}
	var kept []*yaml.Node
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if !idle(value) || slices.Contains(telling, key.Value) && value.ShortTag() != "!!null" {
			kept = append(kept, key, value)
		}
	}
	n.Content = kept
}

func idle(n *yaml.Node) bool {
	if n.Kind != yaml.ScalarNode {
		return len(n.Content) == 0
	}
	return n.Value == "" || n.ShortTag() != "!!str" && slices.Contains([]string{"0", "false", "null"}, n.Value)
}

// note writes a comment above a field of an event.
func note(root *yaml.Node, nth int, field, said string) {
	event := child(child(root, "events", "").value, "", strconv.Itoa(nth)).value
	for i := 0; i < len(event.Content); i += 2 {
		if key := event.Content[i]; key.Value == field {
			key.HeadComment = said
		}
	}
}

func writtenOrganisation(o organisation.Organisation) fileOrganisation {
	c, factor := o.Controller, ""
	if o.WaivesFactor {
		factor = waived
	}
	var languages []string
	for _, l := range o.Languages {
		languages = append(languages, string(l))
	}
	return fileOrganisation{
		Languages: languages,
		ID:        string(o.ID), Name: text(o.Name), ReplyTo: o.ReplyTo.String(), Factor: factor, Logo: base64.StdEncoding.EncodeToString(o.Logo),
		Controller: fileController{
			Name: c.Name, Contact: c.Contact.String(), Country: c.Country, DPO: c.DPO.String(), LegalBasis: text(c.LegalBasis),
			Recipients: text(c.Recipients), Retention: text(c.Retention), Transfers: text(c.Transfers), CNDP: c.CNDP,
		},
	}
}

func writtenProject(p project.Project) fileProject {
	f := fileProject{Organisation: string(p.Organisation), ID: string(p.ID), Title: text(p.Title), Summary: text(p.Summary)}
	for _, one := range p.Partners {
		f.Partners = append(f.Partners, filePartner{
			Name: one.Name, Town: one.Town, Country: one.Country, Role: text(one.Role), Site: one.Site,
			Funds: one.Funds, Logo: base64.StdEncoding.EncodeToString(one.Logo),
		})
	}
	for _, one := range p.Publications {
		f.Publications = append(f.Publications, filePublication{Title: text(one.Title), URL: one.URL, Date: dated(one.Date)})
	}
	return f
}

// dated is a day as it is written; "" of none.
func dated(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(dateForm)
}

func writtenCharter(c charter.Charter) fileCharter {
	f := fileCharter{
		Organisation: string(c.Organisation), ID: string(c.ID), Slug: c.Slug, Event: c.Event, Version: c.Version,
		Title: text(c.Title), Preamble: text(c.Preamble),
	}
	for _, a := range c.Articles {
		f.Articles = append(f.Articles, fileArticle{Title: text(a.Title), Text: text(a.Text)})
	}
	return f
}
