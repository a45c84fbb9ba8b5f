package locale

import (
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
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
	b := newBundle()
	messages := load(b, 0)
	for _, m := range messages {
		for _, form := range []*string{&m.One, &m.Many, &m.Other} {
			if *form != "" {
				*form = marked(*form)
			}
		}
	}
	b.MustAddMessages(tags[0], messages...)
	return Printer{Lang: pseudo, loc: i18n.NewLocalizer(b, tags[0].String()), plain: plain(messages)}
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
