package locale

import (
	"encoding/json"
	"fmt"
	"sync"

	"github.com/nicksnyder/go-i18n/v2/i18n"

	"tribune/templates/locales"
)

// Args are what a sentence's placeholders stand for, by name.
type Args map[string]any

// Printer speaks one language. Make it with [For].
type Printer struct {
	Lang  Lang
	loc   *i18n.Localizer
	plain map[string]sentence // the sentences without plural, by key
}

// printers reads the catalogues when a sentence is first wanted. They are part
// of the program, so a broken one is a defect that every test meets.
var printers = sync.OnceValue(func() map[Lang]Printer {
	b := newBundle()
	all := map[Lang]Printer{}
	for i, l := range Languages {
		all[l] = Printer{Lang: l, loc: i18n.NewLocalizer(b, tags[i].String()), plain: plain(load(b, i))}
	}
	return all
})

func newBundle() *i18n.Bundle {
	b := i18n.NewBundle(tags[0])
	b.RegisterUnmarshalFunc("json", json.Unmarshal)
	return b
}

// load reads the catalogue of the nth language into a bundle.
func load(b *i18n.Bundle, n int) []*i18n.Message {
	name := string(Languages[n]) + ".json"
	data, err := locales.Files.ReadFile(name)
	if err != nil {
		panic("locale: " + err.Error())
	}
	file, err := b.ParseMessageFileBytes(data, tags[n].String()+".json")
	if err != nil {
		panic(fmt.Sprintf("locale: %s: %v", name, err))
	}
	return file.Messages
}

// plain reads the sentences without plural: most of a page, which would else be
// looked for through the library's fallbacks and executed as templates each time.
func plain(messages []*i18n.Message) map[string]sentence {
	sentences := make(map[string]sentence, len(messages))
	for _, m := range messages {
		if m.One == "" {
			sentences[m.ID] = parse(m.Other)
		}
	}
	return sentences
}

// For gives the printer of a language.
func For(l Lang) Printer { return printers()[l] }

// T says the sentence of a key. A key that the catalogue lacks shows itself in
// brackets, which a test of the catalogues finds first.
func (p Printer) T(key string, args ...Args) string {
	if s, ok := p.plain[key]; ok {
		return s.fill(args)
	}
	return "[" + key + "]"
}

// N says the sentence of a key in the plural form of n, which stands in it as {{.N}}.
func (p Printer) N(key string, n int, args ...Args) string {
	data := Args{"N": p.Number(n)}
	for _, a := range args {
		for k, v := range a {
			data[k] = v
		}
	}
	s, err := p.loc.Localize(&i18n.LocalizeConfig{MessageID: key, PluralCount: n, TemplateData: data})
	if err != nil {
		return "[" + key + "]"
	}
	return s
}
