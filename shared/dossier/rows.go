package dossier

import (
	"io"
	"strconv"
	"strings"
	"time"

	"tribune/shared/charter"
	"tribune/shared/locale"
)

// columns are those of the lists, by their names in the catalogue below
// "dossier.column.".
var columns = []string{"name", "kind", "field", "country", "site", "mandate", "representative", "function", "date", "number", "commitments"}

// list writes some signatures as a table. Addresses of mail are in none.
func (p *Pack) list(w io.Writer, some []charter.Signature) error {
	head := make([]string, len(columns))
	for i, c := range columns {
		head[i] = p.Printer.T("dossier.column." + c)
	}
	sheet := p.Sheet(w)
	if err := sheet.Row(head...); err != nil {
		return err
	}
	for _, s := range some {
		if err := sheet.Row(p.row(s)...); err != nil {
			return err
		}
	}
	return sheet.Close()
}

func (p *Pack) row(s charter.Signature) []string {
	t, date, number := p.Printer, s.At.UTC().Format(time.DateOnly), strconv.FormatInt(s.Booked.Leaf, 10)
	country := s.Standing().Country
	if country != "" {
		country = t.Country(country)
	}
	if s.Party.IsZero() {
		name := ""
		if p.Named {
			name = s.Name()
		} else {
			date = "" // her number and country alone
		}
		return []string{name, t.T("charter.individual"), "", country, "", "", "", "", date, number, ""}
	}
	o := s.Party
	return []string{
		o.Name, t.T("charter.kind." + string(o.Kind)), t.T("charter.field." + string(o.Field)), country, o.Site.String(), t.T("mandate." + string(s.Mandate) + ".name"),
		s.Representative(), s.Function, date, number, p.commitments(s),
	}
}

func (p *Pack) commitments(s charter.Signature) string {
	var all []string
	for _, c := range s.Commitments {
		all = append(all, p.Printer.T("dossier.commitment", locale.Args{
			"Article": p.Printer.Number(c.Article), "Owner": c.Owner, "By": c.By.UTC().Format(time.DateOnly),
		}))
	}
	return strings.Join(all, "\n")
}

// said are the parts of the note on what is in the file, by their names in the
// catalogue below "dossier.readme.".
var said = []string{"what", "texts", "signatories", "individuals", "counts", "log", "receipts", "verify"}

// readme says in every language what is in the file, and how it is verified.
func (p *Pack) readme() []byte {
	var b strings.Builder
	for _, l := range locale.Languages {
		t := locale.For(l)
		title := ""
		if n := len(p.Texts); n > 0 {
			title, _ = p.Texts[n-1].Title.In(l)
		}
		heading := t.T("dossier.readme.title", locale.Args{"Charter": title})
		b.WriteString(heading + "\n" + strings.Repeat("=", 40) + "\n\n")
		for _, part := range said {
			b.WriteString(t.T("dossier.readme."+part, locale.Args{"Log": p.Call.Log, "Leaves": strconv.FormatInt(p.Tree.N, 10)}) + "\n\n")
		}
		b.WriteString("\n")
	}
	return []byte(b.String())
}
