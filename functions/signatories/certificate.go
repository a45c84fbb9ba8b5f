package signatories

import (
	"context"
	"fmt"
	"net/http"
	"strconv"

	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/paper"
	"tribune/shared/pdf"
	"tribune/shared/site"
	"tribune/shared/web"
	"tribune/templates/layout"
	"tribune/templates/pages"
)

// certificate is the paper of a signature that counts, as a page to print.
func (s *signatories) certificate(w http.ResponseWriter, r *http.Request) error {
	v, logged, err := s.logged(w, r, "/certificate")
	if err != nil || !logged {
		return err
	}
	c, err := s.certify(r.Context(), v)
	if err != nil {
		return err
	}
	return web.Page(w, r, http.StatusOK, pages.Certificate(pages.CertificateView{SignatureView: v, Paper: c}))
}

// certificatePDF is the same as a file.
func (s *signatories) certificatePDF(w http.ResponseWriter, r *http.Request) error {
	v, logged, err := s.logged(w, r, "/certificate.pdf")
	if err != nil || !logged {
		return err
	}
	c, err := s.certify(r.Context(), v)
	if err != nil {
		return err
	}
	file, err := pdf.Certificate(c)
	if err != nil {
		return fault.Wrap("signatories: print a certificate", err)
	}
	give(w, pdf.ContentType, fmt.Sprintf("%s-%d.pdf", v.Call.Slug, v.Signature.Booked.Leaf), file)
	return nil
}

// certify says what was signed and by whom, and where the log holds it as it is now.
func (s *signatories) certify(ctx context.Context, v pages.SignatureView) (c paper.Certificate, err error) {
	book, err := s.Table.Book(ctx, v.Call.Ref)
	if err != nil {
		return c, fault.Wrap("signatories: certify", err)
	}
	t, signed, tree := v.Page.Printer, v.Signature, book.Tree()
	say := func(key string) string { return t.T("certificate." + key) }
	org, _ := v.Organisation.Name.In(t.Lang)
	c.Head = paper.Head{
		Lang: t.Lang, Kind: say("title"), Title: v.Text.Title[signed.Read], Organiser: org, Logo: v.Organisation.Logo,
		Facts: v.Certified(), Made: v.Now.UTC(), MadeOn: t.T("paper.made", locale.Args{"Day": t.ShortDate(v.Now.UTC())}),
		Page: func(n, of int) string { return t.T("paper.page", locale.Args{"N": t.Number(n), "Of": t.Number(of)}) },
	}
	c.Says = v.Certifies()
	c.Log, c.Look = say("log"), say("look")
	c.Address = s.Origin + layout.Address(site.LogPage, t.Lang, v.Call.Slug)
	c.Proof = []paper.Fact{
		{Name: say("hash"), Text: signed.Text.String()},
		{Name: say("leaf"), Text: strconv.FormatInt(signed.Booked.Leaf, 10)},
		{Name: t.N("certificate.head", int(tree.N), locale.Args{"When": v.Moment(v.Now)}), Text: tree.Hash.String()},
	}
	return c, nil
}
