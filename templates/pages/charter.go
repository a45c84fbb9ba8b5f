package pages

import (
	"tribune/shared/charter"
	"tribune/shared/locale"
)

// CharterIn is the language in which a text is read on a page: the page's, or the
// first in which it is written.
func CharterIn(t charter.Charter, l locale.Lang) locale.Lang {
	if _, written := t.Text(l); written {
		return l
	}
	if all := t.Languages(); len(all) > 0 {
		return all[0]
	}
	return l
}
