package signatories

import (
	"context"
	"net/http"
	"strconv"

	"tribune/shared/charter"
	"tribune/shared/fault"
	"tribune/shared/site"
	"tribune/shared/web"
	"tribune/templates/pages"
)

// ownRoutes are the routes behind the private link of a signature.
func (s *signatories) ownRoutes() map[string]web.Handler {
	routes := map[string]web.Handler{
		site.Signature:      s.signature,
		site.SetDisplay:     s.setDisplay,
		site.CorrectForm:    s.correctForm,
		site.Correct:        s.correct,
		site.NewsForm:       s.newsForm,
		site.SetNews:        s.setNews,
		site.WithdrawForm:   s.withdrawForm,
		site.Withdraw:       s.withdraw,
		site.CommitForm:     s.commitForm,
		site.Commit:         s.commit,
		site.SignAgainForm:  s.signAgainForm,
		site.SignAgain:      s.signAgain,
		site.Certificate:    s.certificate,
		site.CertificatePDF: s.certificatePDF,
		site.Receipt:        s.receipt,
	}
	for key, h := range routes {
		routes[key] = unlisted(h)
	}
	return routes
}

// unlisted keeps search engines out of files too, which have no word of their own
// for it.
func unlisted(h web.Handler) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		w.Header().Set("X-Robots-Tag", "noindex")
		return h(w, r)
	}
}

// own finds the signature behind a private link, for a page at a path below it.
// Whatever is wrong with a link, the answer is NotFound.
func (s *signatories) own(r *http.Request, below string) (v pages.SignatureView, err error) {
	f, page, err := s.find(r, "")
	if err != nil {
		return v, err
	}
	version, link := versionIn(r), r.PathValue("link")
	signature, err := s.signing.Open(r.Context(), f.Ref, version, link)
	if err != nil {
		return v, err
	}
	text, err := s.text(r.Context(), f.Call, version)
	if err != nil {
		return v, err
	}
	page.Path += "/signatures/" + strconv.Itoa(version) + "/" + link + below
	return pages.SignatureView{
		Page: page, Call: f.Call, Organisation: f.Organisation, Text: text, Signature: signature, Link: link, Now: s.Now(),
	}, nil
}

// standing is [signatories.own] of a signature that stands: of one that does not,
// its page says all that there is to say, and back leads there.
func (s *signatories) standing(w http.ResponseWriter, r *http.Request, below string) (v pages.SignatureView, stands bool, err error) {
	v, err = s.own(r, below)
	if err == nil && !v.Signature.State.Active() {
		back(w, r, v)
	}
	return v, err == nil && v.Signature.State.Active(), err
}

// back leads to the page of a signature.
func back(w http.ResponseWriter, r *http.Request, v pages.SignatureView) {
	http.Redirect(w, r, v.Private(site.Signature), http.StatusSeeOther)
}

// signature shows what is behind the link. It changes nothing: programs that scan
// mail open links too.
func (s *signatories) signature(w http.ResponseWriter, r *http.Request) error {
	v, err := s.own(r, "")
	if err != nil {
		return err
	}
	return s.shown(w, r, http.StatusOK, v)
}

// shown writes the page of a signature.
func (s *signatories) shown(w http.ResponseWriter, r *http.Request, status int, v pages.SignatureView) (err error) {
	if v.Later, err = s.later(r.Context(), v); err != nil {
		return err
	}
	return web.Page(w, r, status, pages.Signature(v))
}

// later is her signature under the text that is signed now, if that is a later one
// than hers and she signed it too. Her link proved that the mailbox is hers.
func (s *signatories) later(ctx context.Context, v pages.SignatureView) (link string, err error) {
	const op = "signatories: look for a later signature"
	if !v.Signature.State.Active() || v.Signature.Version == v.Call.Current {
		return "", nil
	}
	who, err := s.signing.Signatory(v.Call, v.Call.Current, v.Signature.Address)
	if err != nil {
		return "", fault.New(fault.Internal, op, err)
	}
	later, err := s.Table.Signature(ctx, v.Call.Ref, v.Call.Current, who)
	if err != nil || !later.State.Active() {
		return "", fault.Wrap(op, err)
	}
	return charter.Link(s.Ring, later), nil
}

// setDisplay shows her name, or hides it. To show it a box is ticked by hand, for
// some programs that scan mail press buttons, and what everybody could read was
// read.
func (s *signatories) setDisplay(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r, web.FormLimit)
	if err != nil {
		return err
	}
	v, stands, err := s.standing(w, r, "")
	if err != nil || !stands {
		return err
	}
	show := form.Get(pages.FieldDisplay) == pages.Show
	if show && form.Get(pages.FieldSure) == "" {
		v.Problems = web.Problems{{Field: pages.FieldSure, Text: v.Page.Printer.T("problem.display.sure")}}
		return s.shown(w, r, http.StatusUnprocessableEntity, v)
	}
	if show != v.Signature.Display {
		_, err = s.signing.Change(r.Context(), v.Signature, func(next *charter.Signature) {
			if next.Display = show; show {
				next.Consent = v.Now
			}
		})
		if err != nil {
			return err
		}
	}
	back(w, r, v)
	return nil
}
