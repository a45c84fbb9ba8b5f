package pages_test

import (
	"testing"

	"github.com/a-h/templ"

	"tribune/shared/charter"
	"tribune/shared/event"
	"tribune/shared/web"
	"tribune/templates/layout"
	"tribune/templates/pages"
)

// called is a charter, open to individuals unless it is for organisations alone.
func called(t testing.TB, alone bool) pages.Signing {
	t.Helper()
	of := announced(t, 0, event.Open).Organisation
	ref := charter.Ref{Organisation: of.ID, ID: "charte"}
	return pages.Signing{
		Call:         charter.Call{Ref: ref, Slug: "charte", Current: 1, Individuals: !alone, Sensitive: !alone, Reviewed: alone},
		Organisation: of,
		Text: charter.Charter{
			Organisation: ref.Organisation, ID: ref.ID, Version: 1, Title: text(hostile), Preamble: text(hostile),
			Articles: []charter.Article{{Title: text(hostile), Text: text(hostile)}},
		},
	}
}

// everySigning is every page on which a charter is signed.
func everySigning(t testing.TB, page layout.Page) map[string]templ.Component {
	t.Helper()
	p, open, alone := page.Printer, called(t, false), called(t, true)
	typed := map[string]string{}
	var wrong web.Problems
	for _, name := range pages.SignFields {
		typed[name] = hostile
		if said := p.T("problem." + name + ".missing"); said[0] != '[' {
			wrong = append(wrong, web.Problem{Field: name, Text: said})
		}
	}
	party := charter.Signature{
		Party: charter.Party{Name: hostile, Kind: "network", Field: "justice", Country: "MA"}, Function: hostile,
		Given: name(t, hostile), Family: name(t, "بنعلي"), Address: address(t, "z@exemple.org"), News: true,
	}
	herself := party
	herself.Party, herself.Country, herself.Display = charter.Party{}, "MA", true
	code := web.Problems{{Field: pages.FieldCode, Text: p.T("problem.sign-code.wrong")}}
	return map[string]templ.Component{
		"sign":              pages.SignForm(pages.SignView{Page: page, Signing: open, Stamp: "s"}),
		"sign wrong":        pages.SignForm(pages.SignView{Page: page, Signing: open, Stamp: "s", SignerFields: pages.SignerFields{Typed: typed, Problems: wrong}}),
		"sign alone":        pages.SignForm(pages.SignView{Page: page, Signing: alone, Stamp: "s"}),
		"sign read":         pages.ReadBack(pages.SignView{Page: page, Signing: open, Stamp: "s", SignerFields: pages.SignerFields{Typed: typed}, Signature: party}),
		"sign read herself": pages.ReadBack(pages.SignView{Page: page, Signing: open, Stamp: "s", SignerFields: pages.SignerFields{Typed: typed}, Signature: herself}),
		"sign code":         pages.SignatureCode(pages.SignatureCodeView{Page: page, Signing: open}),
		"sign code wrong":   pages.SignatureCode(pages.SignatureCodeView{Page: page, Signing: open, Typed: hostile, Problems: code}),
		"signed":            pages.Signed(pages.SigningView{Page: page, Signing: open}),
		"signed alone":      pages.Signed(pages.SigningView{Page: page, Signing: alone}),
		"sign closed":       pages.SignClosed(pages.SigningView{Page: page, Signing: open}),
		"lost signature":    pages.LostSignature(pages.LostSignatureView{Page: page, Signing: open, Stamp: "s", Address: hostile}),
		"signature found":   pages.SignatureFound(pages.SigningView{Page: page, Signing: open}),
	}
}
