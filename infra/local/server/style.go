package server

import (
	"net/http"

	"tribune/shared/locale"
	"tribune/shared/web"
	"tribune/templates/layout"
	"tribune/templates/pages"
)

// styleGuide is a route beside the manifest: nothing that is deployed knows it.
const styleGuide = "GET /{lang}/style"

// style shows the kit to those who build pages.
func (s *Server) style() http.Handler {
	site := pages.Site(s.Parts.Origin, s.Parts.Ring, s.Parts.Now, s.Parts.Log)
	mux := http.NewServeMux() // which reads the language from the address
	mux.Handle(styleGuide, site.Alone(styleGuide, func(w http.ResponseWriter, r *http.Request) error {
		l, err := web.PathLang(r)
		if err != nil {
			return err
		}
		page := layout.Page{Printer: locale.For(l), Origin: s.Parts.Origin, Path: "/style"}
		return web.Page(w, r, http.StatusOK, pages.Style(page))
	}))
	return mux
}
