// Package signatories is what those see who read and sign a charter: its page with
// who signed it, the three pages on which one signs, the private link behind which
// a signature is corrected, hidden and withdrawn, and the public log.
package signatories

import (
	"net/http"

	"tribune/shared/boot"
	"tribune/shared/charter"
	"tribune/shared/site"
	"tribune/shared/web"
	"tribune/templates/pages"
)

type signatories struct {
	boot.Parts
	web     web.Site
	signing *charter.Service
	shelf   shelf
}

// New is the handler of the function.
func New(parts boot.Parts) http.Handler {
	s := &signatories{
		Parts:   parts,
		web:     pages.Site(parts.Origin, parts.Ring, parts.Now, parts.Log),
		signing: charter.NewService(parts.Table, parts.Ring, parts.Now),
		shelf:   newShelf(),
	}
	handlers := map[string]web.Handler{}
	for _, area := range []map[string]web.Handler{
		s.textRoutes(), s.pageRoutes(), s.factsRoutes(), s.logRoutes(),
		s.signRoutes(), s.lostLinkRoutes(), s.ownRoutes(),
	} {
		for key, h := range area {
			handlers[key] = h
		}
	}
	return s.web.Mux(site.Signatories, handlers)
}
