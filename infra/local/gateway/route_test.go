package gateway

import (
	"reflect"
	"testing"

	"tribune/shared/site"
)

func TestMatch(t *testing.T) {
	r := newRouter([]site.Route{
		{Key: "GET /{lang}", Function: "a"},
		{Key: "GET /robots.txt", Function: "b"},
		{Key: "GET /{lang}/{any}/{x}", Function: "c"},
		{Key: "GET /{lang}/events/{event}", Function: "d"},
		{Key: "GET /fr/{any}/{x}", Function: "e"},
		{Key: "POST /{lang}", Function: "f"},
	}, "fallback")
	for _, c := range []struct {
		method, path string
		want         matched
	}{
		{"GET", "/fr", matched{"GET /{lang}", "a", map[string]string{"lang": "fr"}}},
		{"POST", "/fr", matched{"POST /{lang}", "f", map[string]string{"lang": "fr"}}},
		{"GET", "/robots.txt", matched{"GET /robots.txt", "b", nil}},
		{"GET", "/ar/events/x", matched{"GET /{lang}/events/{event}", "d", map[string]string{"lang": "ar", "event": "x"}}},
		{"GET", "/ar/other/x", matched{"GET /{lang}/{any}/{x}", "c", map[string]string{"lang": "ar", "any": "other", "x": "x"}}},
		{"GET", "/fr/events/x", matched{"GET /fr/{any}/{x}", "e", map[string]string{"any": "events", "x": "x"}}},
		{"GET", "/ar/events/a%2Fb", matched{"GET /{lang}/events/{event}", "d", map[string]string{"lang": "ar", "event": "a/b"}}},
		{"GET", "/", matched{"$default", "fallback", nil}},
		{"GET", "/fr/", matched{"$default", "fallback", nil}},
		{"GET", "/fr//x", matched{"$default", "fallback", nil}},
		{"HEAD", "/fr", matched{"$default", "fallback", nil}},
		{"get", "/fr", matched{"$default", "fallback", nil}},
		{"GET", "/fr/a/b/c", matched{"$default", "fallback", nil}},
	} {
		if got := r.match(c.method, c.path); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s %s: %+v, want %+v", c.method, c.path, got, c.want)
		}
	}
}
