package signatories

import (
	"net/http"

	"tribune/shared/charter"
	"tribune/shared/fault"
	"tribune/shared/web"
	"tribune/templates/pages"
)

// newsForm shows what news are, and how to have no more of them. It changes
// nothing.
func (s *signatories) newsForm(w http.ResponseWriter, r *http.Request) error {
	v, stands, err := s.standing(w, r, "/news")
	if err != nil || !stands {
		return err
	}
	return web.Page(w, r, http.StatusOK, pages.News(v))
}

// setNews notes that she wants no news of the charter, or again wants them: her
// signature stands. A mail program does it too, with one press and no page (RFC
// 8058). Twice is harmless.
func (s *signatories) setNews(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r, web.FormLimit)
	if err != nil && !fault.Is(err, fault.Unsupported) { // mail programs send forms of other kinds too
		return err
	}
	wants := err == nil && form.Get(pages.FieldAgain) != ""
	v, stands, err := s.standing(w, r, "/news")
	if err != nil || !stands {
		return err
	}
	if wants != v.Signature.News {
		v.Signature, err = s.signing.Change(r.Context(), v.Signature, func(next *charter.Signature) { next.News = wants })
		if err != nil {
			return err
		}
	}
	return web.Page(w, r, http.StatusOK, pages.NewsSet(v))
}
