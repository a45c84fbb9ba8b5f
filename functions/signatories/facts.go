package signatories

import (
	"cmp"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"time"

	"tribune/shared/charter"
	"tribune/shared/fault"
	"tribune/shared/ledger"
	"tribune/shared/locale"
	"tribune/shared/site"
	"tribune/shared/web"
	"tribune/templates/layout"
	"tribune/templates/pages"
)

func (s *signatories) factsRoutes() map[string]web.Handler {
	return map[string]web.Handler{site.CharterFacts: s.facts, site.Badge: s.badge}
}

// facts is what anybody may know of a charter, for programs. Its shape is a promise:
// fields may be added, none is taken away or comes to mean something else. Whoever
// is not named on the wall is in the numbers alone.
type facts struct {
	Address     string         `json:"address"` // of the charter's page
	Caller      locale.Text    `json:"caller"`
	Title       locale.Text    `json:"title"` // of the version that is signed now, as the others
	Opened      time.Time      `json:"opened"`
	Closes      *time.Time     `json:"closes,omitempty"` // absent if it never does
	Open        bool           `json:"open"`
	Version     int            `json:"version"` // that is signed now
	Log         logFacts       `json:"log"`
	Versions    []versionFacts `json:"versions"` // the last first
	Signatories signedFacts    `json:"signatories"`
}

type logFacts struct {
	Name   string `json:"name"`
	Leaves int64  `json:"leaves"`
	Page   string `json:"page"`
}

type versionFacts struct {
	Version       int                       `json:"version"`
	Published     time.Time                 `json:"published"`
	Texts         map[locale.Lang]textFacts `json:"texts"`
	Organisations int                       `json:"organisations"`
	Individuals   int                       `json:"individuals"`
	Countries     int                       `json:"countries"`
	Kinds         map[charter.Kind]int      `json:"kinds"` // of the organisations
}

type textFacts struct {
	SHA256  charter.Hash `json:"sha256"`
	Address string       `json:"address"`
}

type signatory struct {
	Name           string          `json:"name"`
	Kind           string          `json:"kind"` // "individual" of who signed for herself
	Field          charter.Field   `json:"field,omitempty"`
	Country        string          `json:"country,omitempty"` // ISO 3166-1 alpha-2
	Site           string          `json:"site,omitempty"`
	Mandate        charter.Mandate `json:"mandate,omitempty"`
	Since          string          `json:"since"` // the day
	Representative string          `json:"representative,omitempty"`
	Function       string          `json:"function,omitempty"`
	Commitments    []pledge        `json:"commitments,omitempty"`
}

type pledge struct {
	Article int    `json:"article"`
	Owner   string `json:"owner"`
	By      string `json:"by,omitempty"` // the day
}

// signedFacts are some of who signed a version, in the order in which they came.
type signedFacts struct {
	Version int         `json:"version"`
	Named   []signatory `json:"named"`
	Next    string      `json:"next,omitempty"` // address of the next ones
}

// mostFacts is how many signatories one answer names.
const mostFacts = 1000

// facts gives them, with who signed the version that is asked for: that of now, if
// none is. Programs of other sites may read it in a browser: it is the same for
// everybody, and the page shows it anyway.
func (s *signatories) facts(w http.ResponseWriter, r *http.Request) error {
	f, page, err := s.find(r, "")
	if err != nil {
		return err
	}
	q := r.URL.Query()
	version, err := strconv.Atoi(cmp.Or(q.Get("version"), strconv.Itoa(f.Current)))
	from, fromErr := strconv.Atoi(cmp.Or(q.Get("from"), "0"))
	if err != nil || fromErr != nil || version < 1 || version > f.Current || from < 0 {
		return fault.New(fault.NotFound, "signatories: facts of no version", nil)
	}
	book, err := s.book(r.Context(), f.Ref)
	if err != nil {
		return err
	}
	told, err := s.gather(r, f, page, book)
	if err != nil {
		return err
	}
	signed, err := s.wall(r.Context(), f.Call, version, book)
	if err != nil {
		return err
	}
	told.Signatories = signedFacts{Version: version, Named: []signatory{}}
	last := len(signed.lines) - 1 // the first who came
	for i := from; i <= last && i < from+mostFacts; i++ {
		told.Signatories.Named = append(told.Signatories.Named, signatoryOf(signed.lines[last-i].Line))
	}
	if next := from + mostFacts; next <= last {
		told.Signatories.Next = s.Origin + layout.Address(site.CharterFacts, page.Printer.Lang, f.Slug) +
			"?version=" + strconv.Itoa(version) + "&from=" + strconv.Itoa(next)
	}
	web.CacheShortly(w)
	w.Header().Set("Access-Control-Allow-Origin", "*")
	w.Header().Set("Content-Type", "application/json")
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", " ")
	_ = encoder.Encode(told)
	return nil
}

func (s *signatories) gather(r *http.Request, f found, page layout.Page, book ledger.Book) (facts, error) {
	address := func(key string, l locale.Lang, more ...string) string {
		return s.Origin + layout.Address(key, l, append([]string{f.Slug}, more...)...)
	}
	l := page.Printer.Lang
	told := facts{
		Address: address(site.CharterPage, l), Caller: f.Organisation.Name, Opened: f.Opened, Open: f.Open(s.Now()), Version: f.Current,
		Log: logFacts{Name: f.Log, Leaves: book.Leaves, Page: address(site.LogPage, l)},
	}
	if !f.Closes.IsZero() {
		told.Closes = &f.Closes
	}
	for n := f.Current; n > 0; n-- {
		t, err := s.text(r.Context(), f.Call, n)
		if err != nil {
			return told, err
		}
		if n == f.Current {
			told.Title = t.Title
		}
		c := book.Counts[n]
		v := versionFacts{
			Version: n, Published: t.Published, Organisations: c.Organisations, Individuals: c.Individuals, Countries: len(c.Countries),
			Kinds: map[charter.Kind]int{}, Texts: map[locale.Lang]textFacts{},
		}
		for k, many := range c.Kinds {
			v.Kinds[k] = many
		}
		for _, in := range t.Languages() {
			v.Texts[in] = textFacts{t.Hash(in), address(site.CharterText, in, strconv.Itoa(n))}
		}
		told.Versions = append(told.Versions, v)
	}
	return told, nil
}

func signatoryOf(l ledger.Line) signatory {
	told := signatory{
		Name: l.Name, Kind: pages.KindWord(l.Kind), Field: l.Field, Country: l.Country, Site: l.Site.String(), Mandate: l.Mandate,
		Since: l.Since.Format(time.DateOnly), Representative: l.Representative, Function: l.Function,
	}
	for _, c := range l.Commitments {
		p := pledge{Article: c.Article, Owner: c.Owner}
		if !c.By.IsZero() {
			p.By = c.By.Format(time.DateOnly)
		}
		told.Commitments = append(told.Commitments, p)
	}
	slices.SortFunc(told.Commitments, func(a, b pledge) int { return a.Article - b.Article })
	return told
}
