package campaign

import (
	"reflect"

	"tribune/shared/charter"
)

// maxArticles is how many articles a charter has.
const maxArticles = 60

// FormOfCharter writes the text of a charter as a page has it. The name under which
// a first version was published is not to be changed, and so is in no field.
func FormOfCharter(c charter.Charter) Form {
	f := Form{}
	f.write("", reflect.ValueOf(writtenCharter(c)), "")
	if !slugged(c) {
		delete(f, "slug")
	}
	return f
}

// slugged reports whether a text has still to be given the name of its page.
func slugged(c charter.Charter) bool { return c.Version == 1 && c.Published.IsZero() }

// Charter reads the form of a charter's draft that stands as base, zero but for its
// keys if it is new. It gives everything that is wrong, one problem a field. A draft
// need not be whole: an article of which nothing is written yet is none.
//
// Unlike a file's, its texts keep their lines: they are Markdown, and signed byte by
// byte.
func (f Form) Charter(base charter.Charter) (charter.Charter, Problems) {
	r := reader{places: map[string]place{}}
	var w fileCharter
	f.read(&r, "", reflect.ValueOf(&w).Elem(), "")
	c := base
	if slugged(base) && w.Slug != "" { // what is proposed stays
		c.Slug = r.id("slug", w.Slug)
	}
	c.Event = w.Event
	c.Title = r.title("title", w.Title, line)
	c.Preamble = r.markdown("preamble", w.Preamble, prose)
	c.Articles = nil
	r.number("articles", len(w.Articles), 0, maxArticles)
	for i, a := range w.Articles {
		at := place("articles").at(i)
		if len(a.Title)+len(a.Text) == 0 {
			continue
		}
		if len(a.Text) == 0 {
			r.problem(at.field("text"), "written.title")
		}
		c.Articles = append(c.Articles, charter.Article{Title: r.text(at.field("title"), a.Title, line), Text: r.markdown(at.field("text"), a.Text, prose)})
	}
	return c, r.problems.once()
}
