package locale

import (
	"encoding/json"
	"fmt"
	"strings"
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
	plain map[string]string // the sentences that hold no placeholder, by key
}

// printers reads the catalogues when a sentence is first wanted. They are part
// of the program, so a broken one is a defect that every test meets.
var printers = sync.OnceValue(func() map[Lang]Printer {
	b := i18n.NewBundle(tags[0])
	b.RegisterUnmarshalFunc("json", json.Unmarshal)
	all := map[Lang]Printer{}
	for i, l := range Languages {
		name, tag := string(l)+".json", tags[i].String()
		data, err := locales.Files.ReadFile(name)
		if err != nil {
			panic("locale: " + err.Error())
		}
		file, err := b.ParseMessageFileBytes(data, tag+".json")
		if err != nil {
			panic(fmt.Sprintf("locale: %s: %v", name, err))
		}
		all[l] = Printer{Lang: l, loc: i18n.NewLocalizer(b, tag), plain: plain(file.Messages)}
	}
	return all
})

// plain gives the sentences that are said as they stand: most of a page, which
// would else be looked for through the library's fallbacks each time.
func plain(messages []*i18n.Message) map[string]string {
	sentences := make(map[string]string, len(messages))
	for _, m := range messages {
		if m.One == "" && !strings.Contains(m.Other, "{{") {
			sentences[m.ID] = m.Other
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
		return s
	}
	cfg := i18n.LocalizeConfig{MessageID: key}
	if len(args) > 0 {
		cfg.TemplateData = args[0]
	}
	return p.say(&cfg, key)
}

// N says the sentence of a key in the plural form of n, which stands in it as {{.N}}.
func (p Printer) N(key string, n int, args ...Args) string {
	data := Args{"N": p.Number(n)}
	for _, a := range args {
		for k, v := range a {
			data[k] = v
		}
	}
	return p.say(&i18n.LocalizeConfig{MessageID: key, PluralCount: n, TemplateData: data}, key)
}

func (p Printer) say(cfg *i18n.LocalizeConfig, key string) string {
	s, err := p.loc.Localize(cfg)
	if err != nil {
		return "[" + key + "]"
	}
	return s
}
