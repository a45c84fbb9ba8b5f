package locale

import (
	"encoding/json"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"

	"tribune/templates/locales"
)

// pseudo is no language: no address names it, and no text was written in it.
const pseudo Lang = "qps"

// The marks round each sentence of the pseudo-language.
const (
	PseudoBegins = "⟦"
	PseudoEnds   = "⟧"
)

var accents = strings.NewReplacer(
	"a", "á", "e", "ë", "i", "ï", "o", "ô", "u", "ü", "n", "ñ", "c", "ç", "s", "š",
	"A", "Å", "E", "Ê", "I", "Î", "O", "Ø", "U", "Û", "N", "Ñ", "C", "Ć", "S", "Š",
)

// Pseudo gives the printer of a pseudo-language: the French catalogue in
// accents, each sentence between marks. On a page in it, what is readable and
// not marked has escaped the catalogues. It is for tests.
func Pseudo() Printer {
	b := i18n.NewBundle(tags[0])
	b.RegisterUnmarshalFunc("json", json.Unmarshal)
	data, err := locales.Files.ReadFile(string(French) + ".json")
	if err != nil {
		panic("locale: " + err.Error())
	}
	file, err := b.ParseMessageFileBytes(data, tags[0].String()+".json")
	if err != nil {
		panic("locale: " + err.Error())
	}
	for _, m := range file.Messages {
		for _, form := range []*string{&m.One, &m.Many, &m.Other} {
			if *form != "" {
				*form = marked(*form)
			}
		}
	}
	b.MustAddMessages(tags[0], file.Messages...)
	return Printer{Lang: pseudo, loc: i18n.NewLocalizer(b, tags[0].String()), plain: plain(file.Messages)}
}

// marked accents a sentence, but not the names of its placeholders.
func marked(sentence string) string {
	var b strings.Builder
	b.WriteString(PseudoBegins)
	for rest := sentence; rest != ""; {
		words, after, _ := strings.Cut(rest, "{{")
		b.WriteString(accents.Replace(words))
		placeholder, more, found := strings.Cut(after, "}}")
		if found {
			b.WriteString("{{" + placeholder + "}}")
		}
		rest = more
	}
	b.WriteString(PseudoEnds)
	return b.String()
}
