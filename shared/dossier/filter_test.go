package dossier_test

import (
	"net/url"
	"reflect"
	"testing"

	"tribune/shared/charter"
	"tribune/shared/dossier"
	"tribune/shared/registration"
	"tribune/shared/token"
)

func TestAFilterIsReadAsItIsWritten(t *testing.T) {
	f := dossier.Filter{State: charter.Aside, Look: dossier.Alike, Kind: dossier.Individual, Country: "MA", Domain: "exemple.org", Search: "deux mots"}
	if got := dossier.ParseFilter(f.Values()); got != f {
		t.Errorf("%+v", got)
	}
	if want := []string{"state=aside", "look=alike", "kind=individual", "country=MA", "domain", "search"}; !reflect.DeepEqual(f.Conditions(), want) {
		t.Errorf("the audit is told %q", f.Conditions())
	}
	if got := dossier.ParseFilter(url.Values{"state": {"confirmed"}, "look": {"x"}, "kind": {"x"}, "country": {"Maroc"}}); got != (dossier.Filter{}) {
		t.Errorf("nonsense asks for %+v", got)
	}
}

// A list is sorted as a language sorts, finds in whatever case and accents, and
// holds side by side what may be one organisation; what was withdrawn has no name,
// and is nobody's namesake.
func TestAList(t *testing.T) {
	var all []charter.Signature
	for i, name := range []string{"Zèbre", "Éléphant", "elephant", "Ágape"} {
		all = append(all, charter.Signature{Signatory: token.Person{byte(i)}, State: charter.Counted, Party: charter.Party{Name: name, Kind: "association", Country: "MA"}})
	}
	given, _ := registration.ParseName("Yto")
	all = append(all, charter.Signature{Signatory: token.Person{9}, State: charter.Withdrawn}, charter.Signature{Signatory: token.Person{8}, State: charter.Invalidated, Given: given, Country: "FR"})
	l := dossier.NewList(1, all)
	var names []string
	for _, e := range l.In("fr") {
		names = append(names, e.Name())
	}
	if want := []string{"Ágape", "elephant", "Éléphant", "Yto", "Zèbre", ""}; !reflect.DeepEqual(names, want) {
		t.Errorf("sorted %q", names)
	}
	for f, want := range map[dossier.Filter]int{
		{}: 5, {State: charter.Withdrawn}: 1, {Search: "ELEPHANT"}: 2, {Look: dossier.Alike}: 2, {Kind: dossier.Individual}: 1, {Look: dossier.Unseen}: 4, {Country: "FR"}: 1,
	} {
		if got := l.Count(f); got != want || len(l.Held(f, "ar")) != want {
			t.Errorf("%+v holds %d, want %d", f, got, want)
		}
	}
	if e, there := l.Find(token.Person{1}); !there || len(e.Alike) != 1 || e.Alike[0].Name() != "elephant" {
		t.Errorf("beside it stand %+v", e)
	}
}
