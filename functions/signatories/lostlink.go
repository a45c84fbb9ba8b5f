package signatories

import (
	"context"
	"net/http"
	"strings"
	"time"

	"tribune/shared/charter"
	"tribune/shared/fault"
	"tribune/shared/outbox"
	"tribune/shared/site"
	"tribune/shared/web"
	"tribune/templates/layout"
	"tribune/templates/pages"
)

func (s *signatories) lostLinkRoutes() map[string]web.Handler {
	return map[string]web.Handler{
		site.LostSignature: s.lostSignature, site.FindSignature: s.findSignature, site.SignatureFound: s.signatureFound,
	}
}

func lostPurpose(r charter.Ref) string { return "lost-signature " + r.String() }

// lostSignature asks for the address to which private links are sent again. That
// holds of a charter that is closed too.
func (s *signatories) lostSignature(w http.ResponseWriter, r *http.Request) error {
	c, page, err := s.signable(r, "/lost-link")
	if err != nil {
		return err
	}
	v := pages.LostSignatureView{Page: page, Signing: c, Stamp: s.Ring.Form(lostPurpose(c.Call.Ref), s.Now())}
	return web.Page(w, r, http.StatusOK, pages.LostSignature(v))
}

// lostAddress is the one field of the form and its rules.
type lostAddress struct {
	Address string `form:"address" validate:"required,address"`
}

// findSignature promises the private links again to whoever signed from a mailbox.
// The answer is always the same.
func (s *signatories) findSignature(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r, web.FormLimit)
	if err != nil {
		return err
	}
	c, page, err := s.signable(r, "/lost-link")
	if err != nil {
		return err
	}
	v := pages.LostSignatureView{Page: page, Signing: c, Address: strings.TrimSpace(form.Get(pages.FieldAddress))}
	stamp, problems := s.web.OpenStamp(page.Printer, form, lostPurpose(c.Call.Ref), false)
	if v.Problems = problems; len(problems) == 0 {
		if v.Problems, err = web.Check(page.Printer, lostAddress{v.Address}); err != nil {
			return err
		}
	}
	if len(v.Problems) > 0 {
		v.Stamp = stamp.Again
		return web.Page(w, r, http.StatusUnprocessableEntity, pages.LostSignature(v))
	}
	if err := s.sendLinks(r.Context(), c.Call, v.Address); err != nil {
		return fault.Wrap("signatories: send links again", err)
	}
	http.Redirect(w, r, layout.Address(site.SignatureFound, page.Printer.Lang, c.Call.Slug), http.StatusSeeOther)
	return nil
}

// repeat is the time in which the same link is mailed again once, however often an
// address is typed.
const repeat = 20 * time.Minute

// sendLinks promises its link for every version of the text that was signed from a
// mailbox and is still signed.
func (s *signatories) sendLinks(ctx context.Context, c charter.Call, typed string) error {
	address, err := outbox.ParseAddress(typed)
	if err != nil {
		return err
	}
	now := s.Now()
	for version := 1; version <= c.Current; version++ {
		p, err := s.signing.Signatory(c, version, address)
		if err != nil {
			return err
		}
		signature, err := s.Table.Signature(ctx, c.Ref, version, p)
		if err != nil {
			return err
		}
		if signature.State == "" || signature.Forgotten() {
			continue
		}
		link := signature.Promise(outbox.SignedLink, now, now.Truncate(repeat).Format(time.RFC3339))
		if err := s.Table.Promise(ctx, link); err != nil {
			return err
		}
	}
	return nil
}

// signatureFound says that a mail is on its way, if anybody signed; the same to
// everybody.
func (s *signatories) signatureFound(w http.ResponseWriter, r *http.Request) error {
	c, page, err := s.signable(r, "/lost-link/sent")
	if err != nil {
		return err
	}
	return web.Page(w, r, http.StatusOK, pages.SignatureFound(pages.SigningView{Page: page, Signing: c}))
}
