package main

import (
	"slices"

	"golang.org/x/text/collate"
	xlanguage "golang.org/x/text/language"
)

// country is a territory that has a code of its own in ISO 3166-1.
type country struct{ Code, Name string }

// outside are codes that CLDR names and ISO reserves without assigning them.
var outside = []string{"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "TA", "UN"}

// countriesOf gives the countries as a list of the language has them, in its order.
func countriesOf(l language) ([]country, error) {
	var names struct {
		Main map[string]struct {
			Names struct{ Territories map[string]string } `json:"localeDisplayNames"`
		}
	}
	if err := read(&names, "cldr-localenames-full/main", l.Locale, "territories.json"); err != nil {
		return nil, err
	}
	var all []country
	for code, name := range names.Main[l.Locale].Names.Territories {
		region, err := xlanguage.ParseRegion(code)
		if err == nil && len(code) == 2 && region.IsCountry() && region.String() == code && !slices.Contains(outside, code) {
			all = append(all, country{code, name})
		}
	}
	order := collate.New(xlanguage.MustParse(l.Locale))
	slices.SortFunc(all, func(a, b country) int { return order.CompareString(a.Name, b.Name) })
	return all, nil
}
