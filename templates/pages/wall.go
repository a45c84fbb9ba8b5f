package pages

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"tribune/shared/charter"
	"tribune/shared/ledger"
	"tribune/shared/locale"
	"tribune/templates/layout"
)

// WallView is a page of those who signed a version and are named.
type WallView struct {
	Lines        []ledger.Line
	Named, Found int // all who are named, and those who are looked for
	Last         int // page
	Kinds        []charter.Kind
	Countries    []string
	Sought       Sought
}

// Sought is whom somebody looks for on a wall: everybody, if it is zero.
type Sought struct {
	Name, Kind, Country string
	Recent              bool // the last who signed first; by their names else
	Page                int  // counted from 1
}

// How an address says it.
const (
	ParamName    = "q"
	ParamKind    = "kind"
	ParamCountry = "country"
	ParamOrder   = "order"
	ParamPage    = "page"
	OrderRecent  = "recent"
)

// individual is the kind of who signed for herself, in an address and in the catalogue.
const individual = "individual"

// KindWord is a kind as an address says it.
func KindWord(k charter.Kind) string {
	if k == "" {
		return individual
	}
	return string(k)
}

// narrowed reports whether not everybody is looked for.
func (s Sought) narrowed() bool { return s.Name != "" || s.Kind != "" || s.Country != "" }

// query is what is looked for as an address says it; "" if that is everybody.
func (s Sought) query() string {
	q := url.Values{}
	for name, value := range map[string]string{ParamName: s.Name, ParamKind: s.Kind, ParamCountry: s.Country} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if s.Recent {
		q.Set(ParamOrder, OrderRecent)
	}
	if s.Page > 1 {
		q.Set(ParamPage, strconv.Itoa(s.Page))
	}
	return q.Encode()
}

// leaves are the pages of the wall.
func (v CharterView) leaves() layout.Leaves {
	return layout.Leaves{Current: v.Wall.Sought.Page, Last: v.Wall.Last, Address: func(n int) string {
		s := v.Wall.Sought
		s.Page = n
		return strings.TrimSuffix(v.own()+"?"+s.query(), "?") + "#signatories"
	}}
}

// framed is the page as it is: search engines keep the charter, and not everything
// that somebody looked for on its wall.
func (v CharterView) framed() layout.Page {
	page := v.Page.Named(v.named()).Described(v.described())
	if q := v.Wall.Sought.query(); q != "" {
		page.Path += "?" + q
		return page.Private()
	}
	return page
}

// kinds are the options of the filter.
func (v WallView) kinds(p locale.Printer) layout.Select {
	s := layout.Select{Name: ParamKind, Said: p.T("wall.kind"), Value: v.Sought.Kind, One: true}
	s.Options = []layout.Option{{Said: p.T("wall.any-kind")}}
	for _, k := range v.Kinds {
		s.Options = append(s.Options, layout.Option{Value: KindWord(k), Said: p.T("charter.kind." + KindWord(k))})
	}
	return s
}

// countries are the options of the filter, in the order of the language.
func (v WallView) countries(p locale.Printer) layout.Select {
	s := layout.Select{Name: ParamCountry, Said: p.T("wall.country"), Value: v.Sought.Country, One: true}
	s.Options = []layout.Option{{Said: p.T("wall.any-country")}}
	for _, c := range p.Countries() {
		if slices.Contains(v.Countries, c.Code) {
			s.Options = append(s.Options, layout.Option{Value: c.Code, Said: c.Name})
		}
	}
	return s
}

// orders are the two ways in which a wall is sorted.
func (v WallView) orders(p locale.Printer) layout.Select {
	s := layout.Select{Name: ParamOrder, Said: p.T("wall.order"), One: true}
	if v.Sought.Recent {
		s.Value = OrderRecent
	}
	s.Options = []layout.Option{{Said: p.T("wall.order.name")}, {Value: OrderRecent, Said: p.T("wall.order.recent")}}
	return s
}

// counted says how many are found, or named.
func (v CharterView) counted() string {
	p := v.Page.Printer
	if v.Wall.Sought.narrowed() {
		return p.N("wall.found", v.Wall.Found)
	}
	return p.N("wall.named", v.Wall.Named)
}

// unnamed is how many count and are not named.
func (v CharterView) unnamed() int { return max(0, all(v.Count)-v.Wall.Named) }

// represented says by whom an organisation is.
func represented(p locale.Printer, l ledger.Line) string {
	args := locale.Args{"Name": locale.Isolate(l.Representative), "Function": locale.Isolate(l.Function)}
	if l.Function == "" {
		return p.T("wall.by", args)
	}
	return p.T("wall.by.function", args)
}

// markTone is how a mark of mandate sounds: what is merely declared is plain.
func markTone(m charter.Mandate) layout.Tone {
	if m == charter.Declared {
		return layout.Plain
	}
	return layout.Good
}
