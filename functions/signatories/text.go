package signatories

import (
	"net/http"

	"tribune/shared/charter"
	"tribune/shared/fault"
	"tribune/shared/locale"
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

// readIn is the language in which a text is read on a page of a language: that one,
// or the first in which it is written.
func readIn(t charter.Charter, l locale.Lang) locale.Lang {
	if _, written := t.Text(l); written {
		return l
	}
	if all := t.Languages(); len(all) > 0 {
		return all[0]
	}
	return l
}
