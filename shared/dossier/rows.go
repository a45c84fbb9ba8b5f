package dossier

import (
	"cmp"
	"io"
	"strconv"
	"strings"
	"time"

	"tribune/shared/charter"
	"tribune/shared/locale"
)

// Columns are those of the lists, by their names in the catalogue below
// "dossier.column.".
var Columns = []string{"name", "kind", "field", "country", "site", "mandate", "representative", "function", "date", "number", "commitments"}

// list writes some signatures as a table. Addresses of mail are in none.
func (p *Pack) list(w io.Writer, some []charter.Signature) error {
	head := make([]string, len(Columns))
	for i, c := range Columns {
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

// shows reports whether the pack names who signed: whoever chose to be shown, and
// others if that was asked for.
func (p *Pack) shows(s charter.Signature) bool { return p.Named || s.Display }

// numbered reports whether the pack says which leaf is a signature's. Of an
// individual who is not named it does not: a leaf has the second at which she signed.
func (p *Pack) numbered(s charter.Signature) bool { return !s.Party.IsZero() || p.shows(s) }

// order has those without a number last, by their countries: their places among the
// others would tell it.
func (p *Pack) order(a, b charter.Signature) int {
	switch numbered := p.numbered(a); {
	case numbered != p.numbered(b) && numbered:
		return -1
	case numbered != p.numbered(b):
		return 1
	case numbered:
		return cmp.Compare(a.Booked.Leaf, b.Booked.Leaf)
	}
	return cmp.Compare(a.Standing().Country, b.Standing().Country)
}

func (p *Pack) row(s charter.Signature) []string {
	t, date, number := p.Printer, s.At.UTC().Format(time.DateOnly), strconv.FormatInt(s.Booked.Leaf, 10)
	country := s.Standing().Country
	if country != "" {
		country = t.Country(country)
	}
	if s.Party.IsZero() {
		name := s.Name()
		if !p.shows(s) {
			name, date, number = "", "", ""
		}
		return []string{name, t.T("charter.individual"), "", country, "", "", "", "", date, number, ""}
	}
	o, representative, function := s.Party, "", ""
	if p.shows(s) {
		representative, function = s.Representative(), s.Function
	}
	return []string{
		o.Name, t.T("charter.kind." + string(o.Kind)), t.T("charter.field." + string(o.Field)), country, o.Site.String(), t.T("mandate." + string(s.Mandate) + ".name"),
		representative, function, date, number, p.commitments(s),
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
