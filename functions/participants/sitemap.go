package participants

import (
	"bytes"
	"context"
	"encoding/xml"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/site"
	"tribune/shared/web"
	"tribune/templates/layout"
)

// robots lets search engines read everything: forms and personal pages say
// noindex themselves, which nobody sees on a page that may not be read.
func (p *participants) robots(w http.ResponseWriter, _ *http.Request) error {
	_, path, _ := strings.Cut(site.Sitemap, " ")
	web.CacheShortly(w)
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = io.WriteString(w, "User-agent: *\nDisallow:\n\nSitemap: "+p.Origin+path+"\n")
	return nil
}

// mostMapped is how many events the sitemap lists of those ahead, and of those
// past. A sitemap may hold 50,000 addresses, and each event has one a language.
const mostMapped = 1000

// mapAge is how old the sitemap may be: it is read from all events, for
// programs that come once a day.
const mapAge = 10 * time.Minute

type urlSet struct {
	XMLName xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	XHTML   string   `xml:"xmlns:xhtml,attr"`
	URLs    []mapURL `xml:"url"`
}

type mapURL struct {
	Address string    `xml:"loc"`
	Changed string    `xml:"lastmod,omitempty"`
	Others  []mapLink `xml:"xhtml:link"`
}

type mapLink struct {
	Rel     string `xml:"rel,attr"`
	Lang    string `xml:"hreflang,attr"`
	Address string `xml:"href,attr"`
}

// sitemap lists every public page for search engines, in each language.
func (p *participants) sitemap(w http.ResponseWriter, r *http.Request) error {
	body, err := p.catalogue.sitemap.Get(r.Context(), struct{}{}, p.Now(), p.drawMap)
	if err != nil {
		return err
	}
	web.CacheShortly(w)
	w.Header().Set("Content-Type", "application/xml; charset=utf-8")
	_, _ = w.Write(body)
	return nil
}

func (p *participants) drawMap(ctx context.Context) ([]byte, error) {
	const op = "participants: draw the sitemap"
	now := p.Now()
	ahead, err := p.Table.Upcoming(ctx, now, mostMapped)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	past, err := p.Table.Past(ctx, now, mostMapped)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	set := urlSet{XHTML: "http://www.w3.org/1999/xhtml", URLs: p.mapped(time.Time{}, site.Home)}
	for _, e := range slices.Concat(ahead, past) {
		set.URLs = append(set.URLs, p.mapped(e.Updated, site.EventPage, string(e.Slug))...)
	}
	called, err := p.called(ctx)
	if err != nil {
		return nil, err
	}
	for _, c := range called {
		set.URLs = append(set.URLs, p.mapped(c.Text.Published, site.CharterPage, c.Slug)...)
	}
	b := bytes.NewBufferString(xml.Header)
	if err := xml.NewEncoder(b).Encode(set); err != nil {
		return nil, fault.New(fault.Internal, op, err)
	}
	return b.Bytes(), nil
}

// mapped is a page in each language; each names all of them, itself included.
func (p *participants) mapped(changed time.Time, key string, values ...string) []mapURL {
	var others []mapLink
	for _, l := range locale.Languages {
		others = append(others, mapLink{Rel: "alternate", Lang: l.Tag(), Address: p.Origin + layout.Address(key, l, values...)})
	}
	var all []mapURL
	for _, other := range others {
		u := mapURL{Address: other.Address, Others: others}
		if !changed.IsZero() {
			u.Changed = changed.UTC().Format(time.RFC3339)
		}
		all = append(all, u)
	}
	return all
}
