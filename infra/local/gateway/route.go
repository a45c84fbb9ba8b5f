package gateway

import (
	"net/url"
	"strings"

	"tribune/shared/site"
)

// router matches as API Gateway does: the exact method, so that HEAD meets no
// GET; segment by segment, where {x} stands for one that is not empty; a literal
// segment before {x}; and "$default" for all that is left.
type router struct {
	routes   []pattern
	fallback site.Name
}

type pattern struct {
	key, method string
	segments    []string
	function    site.Name
}

// matched is a route with what its wildcards stand for, decoded.
type matched struct {
	key        string
	function   site.Name
	parameters map[string]string // nil if there are none
}

func newRouter(routes []site.Route, fallback site.Name) router {
	r := router{fallback: fallback}
	for _, route := range routes {
		method, path, _ := strings.Cut(route.Key, " ")
		r.routes = append(r.routes, pattern{route.Key, method, strings.Split(path, "/"), route.Function})
	}
	return r
}

// match takes the path as it was sent. Whether API Gateway splits before it
// decodes is nowhere written; splitting first gives each route its own function.
func (r router) match(method, path string) matched {
	best, rank := matched{key: "$default", function: r.fallback}, ""
	segments := strings.Split(path, "/")
	for i, s := range segments {
		if decoded, err := url.PathUnescape(s); err == nil {
			segments[i] = decoded
		}
	}
	for _, p := range r.routes {
		if p.method != method {
			continue
		}
		if parameters, specific, ok := p.match(segments); ok && specific > rank {
			best, rank = matched{p.key, p.function, parameters}, specific
		}
	}
	return best
}

// match also returns how specific p is: a letter for each segment, to be
// compared as text.
func (p pattern) match(segments []string) (parameters map[string]string, specific string, ok bool) {
	if len(segments) != len(p.segments) {
		return nil, "", false
	}
	var rank strings.Builder
	for i, want := range p.segments {
		name, wild := strings.CutPrefix(want, "{")
		switch {
		case !wild && want == segments[i]:
			rank.WriteByte('b')
		case wild && segments[i] != "":
			if parameters == nil {
				parameters = map[string]string{}
			}
			parameters[strings.TrimSuffix(name, "}")] = segments[i]
			rank.WriteByte('a')
		default:
			return nil, "", false
		}
	}
	return parameters, rank.String(), true
}
