package markdown_test

import (
	"net/url"
	"reflect"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"tribune/shared/markdown"
)

type (
	block = markdown.Block
	span  = markdown.Span
)

func paragraph(s ...span) block { return block{Kind: markdown.Paragraph, Spans: s} }

func words(text string) block { return paragraph(span{Text: text}) }

func heading(text string) block {
	return block{Kind: markdown.Heading, Spans: []span{{Text: text}}}
}

func item(depth int, mark, text string) block {
	return block{Kind: markdown.Item, Mark: mark, Depth: depth, Spans: []span{{Text: text}}}
}

func link(text, to string) span { return span{Text: text, URL: to} }

func TestWhatIsWrittenIsReadSo(t *testing.T) {
	t.Parallel()
	for source, want := range map[string][]block{
		"":                                     nil,
		" \n\n\t\n":                            nil,
		"Un\ndeux":                             {words("Un deux")},
		"Un\r\ndeux\rtrois":                    {words("Un deux trois")},
		"Un  \ndeux\\\ntrois":                  {words("Un\ndeux\ntrois")},
		"Un\n\ndeux":                           {words("Un"), words("deux")},
		"# Un\n\nDeux\n====\n\n###### Trois":   {heading("Un"), heading("Deux"), heading("Trois")},
		"un *deux* _trois_":                    {paragraph(span{Text: "un "}, span{Text: "deux", Emph: true}, span{Text: " "}, span{Text: "trois", Emph: true})},
		"**un** __deux__":                      {paragraph(span{Text: "un", Strong: true}, span{Text: " "}, span{Text: "deux", Strong: true})},
		"***un*** **deux *trois***":            {paragraph(span{Text: "un", Strong: true, Emph: true}, span{Text: " "}, span{Text: "deux ", Strong: true}, span{Text: "trois", Strong: true, Emph: true})},
		"- un\n- deux":                         {item(0, "•", "un"), item(0, "•", "deux")},
		"* un\n\n+ deux":                       {item(0, "•", "un"), item(0, "•", "deux")},
		"3. un\n4. deux\n9) trois":             {item(0, "3.", "un"), item(0, "4.", "deux"), item(0, "9.", "trois")},
		"- un\n  1. deux\n     - trois\n- q":   {item(0, "•", "un"), item(1, "1.", "deux"), item(2, "•", "trois"), item(0, "•", "q")},
		"1. un\n\n   suite\n\n2. deux":         {item(0, "1.", "un"), item(0, "", "suite"), item(0, "2.", "deux")},
		"- un\n\n  > deux":                     {item(0, "•", "un"), item(0, "", "deux")},
		"- > un\n\n  deux":                     {item(0, "•", "un"), item(0, "", "deux")},
		"> un\n> - deux":                       {words("un"), item(0, "•", "deux")},
		"`un *deux*`":                          {words("un *deux*")},
		"```go\nun\tdeux\r\n  *trois*\n```":    {words("un deux\n  *trois*")},
		"    un\n    deux":                     {words("un\ndeux")},
		"un\n\n---\n\ndeux":                    {words("un"), words("deux")},
		"<b>un</b>":                            {words("<b>un</b>")},
		"<div>\n*un*\n</div>":                  {words("<div>\n*un*\n</div>")},
		"<!-- un -->":                          {words("<!-- un -->")},
		"![un *deux*](https://a.org/x.png)":    {paragraph(span{Text: "un "}, span{Text: "deux", Emph: true})},
		"[un](https://a.org/x?y=1&z=2#w)":      {paragraph(link("un", "https://a.org/x?y=1&z=2#w"))},
		"[un](http://a.org \"titre\")":         {paragraph(link("un", "http://a.org"))},
		"[un](mailto:a@b.org)":                 {paragraph(link("un", "mailto:a@b.org"))},
		"[un](https://a.org/?x=1&amp;y\\_z)":   {paragraph(link("un", "https://a.org/?x=1&y_z"))},
		"[un]\n\n[un]: https://a.org":          {paragraph(link("un", "https://a.org"))},
		"**[un](https://a.org)**":              {paragraph(span{Text: "un", Strong: true, URL: "https://a.org"})},
		"<https://a.org> et https://b.org.":    {paragraph(link("https://a.org", "https://a.org"), span{Text: " et "}, link("https://b.org", "https://b.org"), span{Text: "."})},
		"www.a.org":                            {paragraph(link("www.a.org", "http://www.a.org"))},
		"<a@b.org>, c@d.org":                   {paragraph(link("a@b.org", "mailto:a@b.org"), span{Text: ", "}, link("c@d.org", "mailto:c@d.org"))},
		"[un](javascript:alert(1))":            {words("un")},
		"[un](JaVaScRiPt&#58;alert(1))":        {words("un")},
		"[un](data:text/html;base64,PGI+)":     {words("un")},
		"[un](//a.org) [deux](/fr)":            {words("un deux")},
		"[un](https:a.org) [deux](mailto:)":    {words("un deux")},
		"<javascript:alert(1)> <tel:+212600>":  {words("javascript:alert(1) tel:+212600")},
		`5 \* 3 \# \[a\] \\ \z`:                {words(`5 * 3 # [a] \ \z`)},
		"&copy; AT&amp;T &lt;b&gt; &nimporte;": {words("© AT&T <b> &nimporte;")},
		"&#7;un&#x1b;&#0;":                     {words("un\ufffd")},
		"un\x00\x07\x1b[31m\x7f\u0085\tdeux":   {words("un[31m deux")},
		"كلمة **مهمة**\n\n- أولا\n- [هنا](https://a.org/صفحة)": {
			paragraph(span{Text: "كلمة "}, span{Text: "مهمة", Strong: true}), item(0, "•", "أولا"),
			{Kind: markdown.Item, Mark: "•", Spans: []span{link("هنا", "https://a.org/%D8%B5%D9%81%D8%AD%D8%A9")}},
		},
		"\u2067أ\u2069 \u200fب\u202e": {words("\u2067أ\u2069 \u200fب\u202e")},
	} {
		if got := markdown.Parse(source); !reflect.DeepEqual(got, want) {
			t.Errorf("%q is\n%+v, want\n%+v", source, got, want)
		}
	}
}

func TestPlainSaysWhereLinksLead(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		"[ici](https://a.org/x)":            "ici <https://a.org/x>",
		"<https://a.org>":                   "https://a.org",
		"[a@b.org](mailto:c@d.org) e@f.org": "a@b.org <c@d.org> e@f.org",
		"- un\n  - **deux**\n    1. trois":  "• un\n  • deux\n    1. trois",
		"1. un\n\n   suite":                 "1. un\nsuite",
		"[هنا](https://a.org) ثم":           "هنا <https://a.org> ثم",
	} {
		var lines []string
		for _, b := range markdown.Parse(source) {
			lines = append(lines, b.Plain())
		}
		if got := strings.Join(lines, "\n"); got != want {
			t.Errorf("%q is in plain text\n%q, want\n%q", source, got, want)
		}
	}
}

// Whatever somebody types: nothing breaks, nothing leads but to the web and to
// mail, and nothing but the end of a line controls anything.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"", "# T\n\n- a\n  1. b\n\n     c\n> d", "[a](https://b.org?c=\u0085 \"t\")", "[a](java\tscript:b)", "[a](mailto:b\nc)", "<a@b.org>",
		"a\x00b\x1b\u0085\r\nc\rd", "&#27; &#x85; &NewLine; &Tab;", "```\n\x01\n", "    \x02", "<p\x03>", "![a\x04](b)", "***a** b*", "[a][a]\n\n[a]: HTTPS://b",
		"https://a.org/\u202e", "[a](https://b.org/\x7f)", "[a](<https://b c>)", "\\\x05", "`\x06`",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		for _, b := range markdown.Parse(source) {
			if len(b.Spans) == 0 {
				t.Errorf("%q has a block of nothing: %+v", source, b)
			}
			for _, s := range b.Spans {
				u, err := url.Parse(s.URL)
				if err != nil || s.URL != "" && u.Scheme != "https" && u.Scheme != "http" && u.Scheme != "mailto" {
					t.Errorf("%q leads to %q", source, s.URL)
				}
			}
			plain := b.Plain()
			if i := strings.IndexFunc(plain, func(r rune) bool { return r != '\n' && unicode.IsControl(r) }); i >= 0 {
				t.Errorf("%q is in plain text %q", source, plain)
			}
			if utf8.ValidString(source) && !utf8.ValidString(plain) {
				t.Errorf("%q is in plain text %q", source, plain)
			}
		}
	})
}
