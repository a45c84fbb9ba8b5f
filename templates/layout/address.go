package layout

import (
	"net/url"
	"strings"

	"tribune/shared/locale"
)

// Address is the path of a route in a language, its other wildcards filled with
// values in their order. The key is one of those in tribune/shared/site.
func Address(key string, lang locale.Lang, values ...string) string {
	_, path, _ := strings.Cut(key, " ")
	segments := strings.Split(path, "/")
	for i, s := range segments {
		switch {
		case s == "{lang}":
			segments[i] = string(lang)
		case strings.HasPrefix(s, "{") && len(values) > 0:
			segments[i], values = url.PathEscape(values[0]), values[1:]
		}
	}
	return strings.Join(segments, "/")
}
