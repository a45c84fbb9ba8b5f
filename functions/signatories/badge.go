package signatories

import (
	"net/http"

	"tribune/shared/locale"
	"tribune/shared/web"
	"tribune/templates/pages"
)

// badge is the picture that other sites show.
func (s *signatories) badge(w http.ResponseWriter, r *http.Request) error {
	f, page, err := s.find(r, "")
	if err != nil {
		return err
	}
	t, err := s.text(r.Context(), f.Call, f.Current)
	if err != nil {
		return err
	}
	book, err := s.book(r.Context(), f.Ref)
	if err != nil {
		return err
	}
	in, c := pages.CharterIn(t, page.Printer.Lang), book.Counts[f.Current]
	v := pages.BadgeView{Printer: locale.For(in), Title: t.Title[in], Signed: c.Organisations + c.Individuals}
	web.CacheShortly(w)
	w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin") // no other answer is for other sites
	w.Header().Set("Content-Type", "image/svg+xml; charset=utf-8")
	w.Header().Set("Content-Language", in.Tag())
	return pages.Badge(v).Render(r.Context(), w)
}
