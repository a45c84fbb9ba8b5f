package server_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"tribune/infra/local/signed"
	"tribune/shared/charter"
	"tribune/shared/ledger"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/templates/assets"
)

// factsShape is every field of the facts. Programs of others read them: a field may
// be added here, none may go.
var factsShape = strings.Fields(`
	address caller.* title.* opened closes open version log.name log.leaves log.page
	versions.version versions.published versions.texts.*.sha256 versions.texts.*.address
	versions.organisations versions.individuals versions.countries versions.kinds.*
	signatories.version signatories.next
	signatories.named.name signatories.named.kind signatories.named.field signatories.named.country signatories.named.site
	signatories.named.mandate signatories.named.since signatories.named.representative signatories.named.function
	signatories.named.commitments.article signatories.named.commitments.owner signatories.named.commitments.by`)

// keyed are the fields whose names are languages or kinds.
var keyed = []string{"caller", "title", "versions.texts", "versions.kinds"}

// shape lists the fields of a value.
func shape(v any, path string, into map[string]bool) {
	switch v := v.(type) {
	case map[string]any:
		for name, of := range v {
			if slices.Contains(keyed, path) {
				name = "*"
			}
			shape(of, strings.TrimPrefix(path+"."+name, "."), into)
		}
	case []any:
		for _, of := range v {
			shape(of, path, into)
		}
	default:
		into[path] = true
	}
}

// The facts keep their shape, say what the page says, and are open to programs of
// other sites.
func TestFactsKeepTheirShape(t *testing.T) {
	t.Parallel()
	h := newDeafHouse(t)
	c := must(h.Parts.Table.Call(t.Context(), charterRef))
	c.Closes = h.Clock.Now().Add(time.Hour)
	c.Revision++
	if err := h.Parts.Table.SaveCall(t.Context(), c, organisation.Audit{}); err != nil {
		t.Fatal(err)
	}
	h.signs(t, 1, signed.Some(h.Clock.Now())...)
	h.hang(t, 1, 1000)
	p := h.get(t, "/fr"+charterPath+"/facts.json")
	var value any
	if err := json.Unmarshal([]byte(p.body), &value); err != nil || p.header.Get("Access-Control-Allow-Origin") != "*" || p.header.Get("Cache-Control") != shared {
		t.Fatalf("%v: %d %v", err, p.status, p.header)
	}
	has := map[string]bool{}
	shape(value, "", has)
	if got, want := slices.Sorted(maps.Keys(has)), slices.Sorted(slices.Values(factsShape)); !slices.Equal(got, want) {
		t.Errorf("the facts are\n%q, want\n%q", got, want)
	}
	var facts struct {
		Versions []struct {
			Organisations, Individuals, Countries int
			Texts                                 map[string]struct{ SHA256, Address string }
		}
		Signatories struct {
			Named []struct{ Name, Mandate, Representative string }
			Next  string
		}
	}
	if err := json.Unmarshal([]byte(p.body), &facts); err != nil {
		t.Fatal(err)
	}
	text := h.get(t, strings.TrimPrefix(facts.Versions[0].Texts["ar"].Address, h.origin))
	if charter.Hash(sha256.Sum256([]byte(text.body))).String() != facts.Versions[0].Texts["ar"].SHA256 {
		t.Error("the hash is not that of the very bytes")
	}
	if v := facts.Versions[0]; v.Organisations != 8 || v.Individuals != 2 || v.Countries != 5 || len(facts.Signatories.Named) != 1000 {
		t.Errorf("%+v of %d", v, len(facts.Signatories.Named))
	}
	rest := h.get(t, strings.TrimPrefix(facts.Signatories.Next, h.origin))
	facts.Signatories.Next, facts.Signatories.Named = "", nil
	if err := json.Unmarshal([]byte(rest.body), &facts); err != nil || len(facts.Signatories.Named) != 9 || facts.Signatories.Next != "" {
		t.Errorf("then %d, %v", len(facts.Signatories.Named), err)
	}
	for _, query := range []string{"?version=2", "?version=0", "?version=x", "?from=-1", "?from=x"} {
		if got := h.get(t, "/fr"+charterPath+"/facts.json"+query); got.status != http.StatusNotFound {
			t.Errorf("%s: %d", query, got.status)
		}
	}
}

// The badge is a picture that other sites may show: it says its title and the count
// in the language, runs nothing and loads nothing.
func TestABadgeIsAPicture(t *testing.T) {
	t.Parallel()
	h := newDeafHouse(t)
	h.signs(t, 1, signed.Some(h.Clock.Now())...)
	for lang, want := range map[string]string{"fr": "Charte de Tanger pour une coopération au service de l’insertion – 10 signatures", "ar": "ميثاق طنجة للتعاون من أجل الإدماج – 10 توقيعات", "en": "Charte de Tanger pour une coopération au service de l’insertion – 10 signatures"} {
		p := h.get(t, "/"+lang+charterPath+"/badge.svg")
		if p.header.Get("Content-Type") != "image/svg+xml; charset=utf-8" || p.header.Get("Cross-Origin-Resource-Policy") != "cross-origin" || p.header.Get("Cache-Control") != shared {
			t.Errorf("%s: %d %v", lang, p.status, p.header)
		}
		var drawn struct {
			XMLName xml.Name `xml:"http://www.w3.org/2000/svg svg"`
			Role    string   `xml:"role,attr"`
			Title   string   `xml:"title"`
			Lines   []string `xml:"text"`
		}
		if err := xml.Unmarshal([]byte(p.body), &drawn); err != nil || drawn.Role != "img" || drawn.Title != want || len(drawn.Lines) < 3 {
			t.Errorf("%s: %+v, %v", lang, drawn, err)
		}
		for _, never := range []string{"script", "style", "href", "url(", "@import", "<image", "foreignObject"} {
			if strings.Contains(p.body, never) {
				t.Errorf("%s: the badge holds %s", lang, never)
			}
		}
	}
}

// The home page, the page of the event that called for it, and the sitemap lead to a
// charter.
func TestPagesLeadToACharter(t *testing.T) {
	t.Parallel()
	h := newDeafHouse(t)
	h.get(t, "/fr").says(t, "Chartes ouvertes à la signature", "Ouverte à la signature")
	h.signs(t, 1, signed.Some(h.Clock.Now())...)
	h.get(t, "/fr").says(t, "10 signatures")
	for _, path := range []string{"", "/events/" + slug} {
		if p := h.get(t, "/ar"+path); !strings.Contains(p.body, `href="/ar`+charterPath+`"`) {
			t.Errorf("%s does not lead to the charter", path)
		}
	}
	if p := h.get(t, "/fr/events/paris-restitution"); strings.Contains(p.body, charterPath) {
		t.Error("another event leads to the charter")
	}
	for _, l := range locale.Languages {
		if address := "<loc>" + h.origin + "/" + string(l) + charterPath + "</loc>"; !strings.Contains(h.get(t, "/sitemap.xml").body, address) {
			t.Errorf("the sitemap has no %s", address)
		}
	}
}

// hang writes so many lines to the wall of a version past the signatures, from a
// number on that no signature has.
func (h *house) hang(t testing.TB, version, many int) {
	t.Helper()
	scripts := []string{"Association d’aide n° %d", "جمعية المساعدة %d", "Σύλλογος στήριξης %d", "Združenie pomoci %d"}
	book := must(h.Parts.Table.Book(t.Context(), charterRef))
	for begin := 0; begin < many; begin += 90 {
		book.Version++
		p := ledger.Posting{Book: book}
		for n := begin; n < min(begin+90, many); n++ {
			l := ledger.Line{
				Version: version, Leaf: int64(10_000 + n), Name: fmt.Sprintf(scripts[n%len(scripts)], n), Kind: charter.Kinds[n%len(charter.Kinds)],
				Country: []string{"MA", "FR", "GR", "SK"}[n%4], Mandate: charter.Declared, Since: h.Clock.Now(),
			}
			binary.BigEndian.PutUint32(l.Signatory[:], uint32(n))
			p.Wall = append(p.Wall, l)
		}
		h.posted(t, p)
	}
}

// BenchmarkCharterOfThousands is the page of a charter that 5,000 are named on: read
// anew because the book says more, as it stands, looked through, and sorted.
func BenchmarkCharterOfThousands(b *testing.B) {
	h := newDeafHouse(b)
	h.hang(b, 1, 5000)
	css := compressed(b, string(assets.Stylesheet().Body))
	for _, c := range []struct{ name, query string }{{"as-it-stands", ""}, {"searched", "?q=" + url.QueryEscape("στηριξης 49")}, {"recent", "?order=recent&page=100"}, {"arabic", "?country=MA&kind=association&page=3"}} {
		b.Run(c.name, func(b *testing.B) {
			p := h.get(b, "/fr"+charterPath+c.query)
			for b.Loop() {
				p = h.get(b, "/fr"+charterPath+c.query)
			}
			b.ReportMetric(float64(compressed(b, p.body)+css), "wire-bytes")
		})
	}
	b.Run("read-anew", func(b *testing.B) {
		book := must(h.Parts.Table.Book(b.Context(), charterRef))
		for b.Loop() {
			b.StopTimer()
			book.Version++
			h.posted(b, ledger.Posting{Book: book})
			b.StartTimer()
			h.get(b, "/fr"+charterPath)
		}
	})
}

func compressed(t testing.TB, body string) int {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(body)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}
