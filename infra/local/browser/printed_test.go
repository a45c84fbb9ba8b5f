package browser_test

import (
	"html"
	"net/http"
	"regexp"
)

// workshopSheet leads to the sheet of one workshop.
var workshopSheet = regexp.MustCompile(`/[a-z]{2}/organisers/events/[^"]+/paper/sheet\?half=[^"]+workshop=large`)

// printed is what organisers print, of an event with people and funders, of one
// with several languages, and of one where nobody comes.
func (g gallery) printed(v *visitor, lang string) {
	for name, event := range map[string]string{"": small, "-written": "/events/journee-tanger", "-empty": early} {
		about := lang + "/organisers" + event + "/paper"
		choice := g.keep(lang, "console-paper"+name, http.StatusOK, v.get(g.t, about))
		for _, kind := range []string{"sheet", "badges", "door"} {
			g.keep(lang, "console-paper-"+kind+name, http.StatusOK, v.get(g.t, about+"/"+kind))
		}
		if event == small {
			sheet := html.UnescapeString(workshopSheet.FindString(choice.body))
			g.keep(lang, "console-paper-sheet-workshop", http.StatusOK, v.get(g.t, sheet))
		}
	}
}
