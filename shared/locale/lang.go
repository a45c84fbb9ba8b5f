// Package locale is how Tribune speaks: the three languages, the choice among
// them, the catalogue's sentences with their plurals, dates and numbers.
//
// A language is a [Lang], which comes only from [Parse] or [Negotiate] or is one
// of the constants. A [Printer] speaks one of them. Texts that people wrote, in
// some languages only, are a [Text].
package locale

import (
	"golang.org/x/text/language"
)

// Lang is one of the languages Tribune speaks.
type Lang string

// The languages, by what stands in a URL.
const (
	French  Lang = "fr"
	Arabic  Lang = "ar"
	English Lang = "en"
)

// Languages lists them, the default first.
var Languages = []Lang{French, Arabic, English}

// tags are in the order of Languages. Arabic is Morocco's: Latin digits, its own months.
var tags = []language.Tag{language.French, language.MustParse("ar-MA"), language.English}

var matcher = language.NewMatcher(tags)

// Parse reads a language as it stands in a URL.
func Parse(s string) (Lang, bool) {
	switch l := Lang(s); l {
	case French, Arabic, English:
		return l, true
	}
	return "", false
}

// Negotiate chooses by an Accept-Language header; French if it says nothing usable.
func Negotiate(acceptLanguage string) Lang {
	wanted, _, err := language.ParseAcceptLanguage(acceptLanguage)
	if err != nil || len(wanted) == 0 {
		return French
	}
	_, i, confidence := matcher.Match(wanted...)
	if confidence == language.No {
		return French
	}
	return Languages[i]
}

// Dir is the direction in which the language is written, as HTML's dir says it.
func (l Lang) Dir() string {
	if l == Arabic {
		return "rtl"
	}
	return "ltr"
}

// Name is what the language calls itself.
func (l Lang) Name() string {
	switch l {
	case Arabic:
		return "العربية"
	case English:
		return "English"
	}
	return "Français"
}

// Tag is the language as HTML's lang and HTTP's Content-Language say it.
func (l Lang) Tag() string { return string(l) }

// Territory is the language with the country whose form of it is written here,
// as Open Graph says it.
func (l Lang) Territory() string {
	switch l {
	case Arabic:
		return "ar_MA"
	case English:
		return "en_GB"
	}
	return "fr_FR"
}

// Text is what people wrote, by language. It may lack some.
type Text map[Lang]string

// In gives the text in l or, where it is missing, in the first language that
// has it, and says which language that is.
func (t Text) In(l Lang) (text string, in Lang) {
	if s := t[l]; s != "" {
		return s, l
	}
	for _, other := range Languages {
		if s := t[other]; s != "" {
			return s, other
		}
	}
	return "", l
}

// Languages lists those in which the text exists, in the order of [Languages].
func (t Text) Languages() []Lang {
	var all []Lang
	for _, l := range Languages {
		if t[l] != "" {
			all = append(all, l)
		}
	}
	return all
}

// Has reports whether the text exists in any language.
func (t Text) Has() bool {
	s, _ := t.In(French)
	return s != ""
}
