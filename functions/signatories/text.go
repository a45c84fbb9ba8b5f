package signatories

import (
	"net/http"

	"tribune/shared/fault"
	"tribune/shared/site"
	"tribune/shared/web"
)

func (s *signatories) textRoutes() map[string]web.Handler {
	return map[string]web.Handler{site.CharterText: s.charterText}
}

// charterText gives the very bytes that are signed, in the language of the address.
func (s *signatories) charterText(w http.ResponseWriter, r *http.Request) error {
	f, page, err := s.find(r, "")
	if err != nil {
		return err
	}
	t, err := s.text(r.Context(), f.Call, versionIn(r))
	if err != nil {
		return err
	}
	text, written := t.Text(page.Printer.Lang)
	if !written {
		return fault.New(fault.NotFound, "signatories: a text that is not written in this language", nil)
	}
	web.CacheShortly(w)
	w.Header().Set("Content-Type", "text/markdown; charset=utf-8")
	w.Header().Set("Content-Language", page.Printer.Lang.Tag())
	_, _ = w.Write(text)
	return nil
}
