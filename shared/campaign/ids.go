package campaign

import (
	"maps"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"tribune/shared/event"
	"tribune/shared/locale"
)

// IDOf makes an id of a title: "L’après-midi" is l-apres-midi. "" if none of its
// letters are Latin.
func IDOf(t locale.Text) string {
	for _, l := range locale.Languages {
		if id := slugOf(t[l]); id != "" {
			return id
		}
	}
	return ""
}

// IsID reports whether an id, or an address's part, may be called so.
func IsID(s string) bool { return len(s) <= longestID && slug.MatchString(s) }

// Alike reports whether two events say the same, wherever they stand and whatever
// they are called. Of the codes that open registration early nothing can be told.
func Alike(a, b event.Event) bool {
	form := func(e event.Event) Form {
		f := FormOf(e)
		delete(f, "slug")
		return f
	}
	return a.Project == b.Project && maps.Equal(form(a), form(b))
}

// mostOfID is how long an id that is made becomes, in characters.
const mostOfID = 40

var ligatures = strings.NewReplacer("œ", "oe", "æ", "ae", "ß", "ss")

func slugOf(s string) string {
	var b strings.Builder
	for _, c := range norm.NFKD.String(ligatures.Replace(strings.ToLower(s))) {
		switch {
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			b.WriteRune(c)
		case unicode.Is(unicode.Mn, c):
		default:
			b.WriteByte('-')
		}
	}
	id := strings.Join(strings.FieldsFunc(b.String(), func(c rune) bool { return c == '-' }), "-")
	if len(id) > mostOfID {
		id = id[:mostOfID]
		if i := strings.LastIndexByte(id, '-'); i > mostOfID/2 {
			id = id[:i]
		}
	}
	return strings.Trim(id, "-")
}

// FreeID is a wish for an id, or else the first one like it that is not taken.
func FreeID(wish string, taken func(id string) bool) string {
	for n, id := 2, wish; ; n++ {
		if id != "" && !taken(id) {
			return id
		}
		id = Row(wish, n)
	}
}

// Name gives an id to every row that has none and says what it is; a slot need
// not. It has it for ever: people's choices and answers are kept under it.
func (f Form) Name() {
	f.name("slots", "title", "slot")
	var workshops []string
	for i := range f.Rows("slots") {
		workshops = append(workshops, f.rows(Row("slots", i)+"-workshops")...)
	}
	f.nameRows(workshops, "title", "workshop")
	f.name("questions", "label", "question")
	for i := range f.Rows("questions") {
		f.name(Row("questions", i)+"-options", "label", "answer")
	}
	for _, row := range f.rows("notices") {
		if f[row+"-id"] == "" {
			f[row+"-id"] = FreeID(slugOf(f[row+"-kind"]+" "+f[row+"-days"]), f.has(f.rows("notices")))
		}
	}
}

func (f Form) name(list, title, otherwise string) { f.nameRows(f.rows(list), title, otherwise) }

func (f Form) nameRows(rows []string, title, otherwise string) {
	for _, row := range rows {
		t := f.Text(row + "-" + title)
		if f[row+"-id"] == "" && (t.Has() || otherwise == "slot") {
			wish := IDOf(t)
			if wish == "" {
				wish = otherwise
			}
			f[row+"-id"] = FreeID(wish, f.has(rows))
		}
	}
}

func (f Form) rows(list string) []string {
	rows := make([]string, f.Rows(list))
	for i := range rows {
		rows[i] = Row(list, i)
	}
	return rows
}

// has reports whether one of some rows has an id.
func (f Form) has(rows []string) func(id string) bool {
	return func(id string) bool {
		for _, row := range rows {
			if f[row+"-id"] == id {
				return true
			}
		}
		return false
	}
}

// Text is what is written at a name, by language.
func (f Form) Text(name string) locale.Text {
	t := locale.Text{}
	for l, s := range f.text(name) {
		t[locale.Lang(l)] = s
	}
	return t
}

// Speaks reports whether something is written in a language.
func (f Form) Speaks(l locale.Lang) bool {
	for name, s := range f {
		if s != "" && inLanguage(name) && strings.HasSuffix(name, "-"+string(l)) {
			return true
		}
	}
	return false
}

// Places are the fields of what an event has seats of, by the place; none of
// what the form lacks.
func (f Form) Places() map[event.Place]string {
	fields := map[event.Place]string{event.Hall: "registration-capacity", event.Online: "registration-online-capacity"}
	for i, row := range f.rows("days") {
		fields[event.OfDay(i+1)] = row + "-capacity"
	}
	for _, slot := range f.rows("slots") {
		for _, row := range f.rows(slot + "-workshops") {
			id := event.WorkshopID(f[row+"-id"])
			fields[event.OfWorkshop(id, false)] = row + "-capacity"
			fields[event.OfWorkshop(id, true)] = row + "-online"
		}
	}
	return fields
}
