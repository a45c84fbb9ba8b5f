package roster_test

import (
	"net/url"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/registration"
	"tribune/shared/roster"
)

func some[T any](t *rapid.T, what string, of ...T) []T {
	var all []T
	for _, v := range of {
		if rapid.Bool().Draw(t, what) {
			all = append(all, v)
		}
	}
	return all
}

func TestAFilterIsReadAsItWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := roster.Filter{
			States: some(t, "state", registration.States...), Workshops: some[event.WorkshopID](t, "workshop", "a", "b"), Days: some(t, "day", 1, 2),
			Sectors: some(t, "sector", registration.Sectors...), Langs: some(t, "lang", locale.Languages...), Countries: some(t, "country", "PT", "MA", "GR"),
			Answers: some(t, "answer", "soin", "droit"), Mode: rapid.SampledFrom([]roster.Mode{"", roster.OnSite, roster.Online}).Draw(t, "mode"),
			Reach: rapid.SampledFrom([]roster.Reach{"", roster.Reached, roster.Unreached}).Draw(t, "reach"),
			Needs: rapid.Bool().Draw(t, "needs"), Search: rapid.SampledFrom([]string{"", "أحمد بلال", "a&b=c", "é"}).Draw(t, "search"),
		}
		if len(f.Answers) > 0 {
			f.Question = "metier"
		}
		read, err := url.ParseQuery(f.Values().Encode())
		if err != nil {
			t.Fatal(err)
		}
		if got := roster.ParseFilter(read, asking()); !reflect.DeepEqual(got, f) {
			t.Fatalf("%+v was read as %+v", f, got)
		}
	})
}

func TestWhatAnEventDoesNotHaveIsPassedOver(t *testing.T) {
	said := "state=king&workshop=z&day=9&day=x&sector=&country=XX&country=pt&lang=de&answer=metier_roi&answer=repas_halal&answer=metier&mode=boat&reach=far&q=+"
	v, err := url.ParseQuery(said)
	if err != nil {
		t.Fatal(err)
	}
	if got := roster.ParseFilter(v, asking()); !reflect.DeepEqual(got, roster.Filter{}) {
		t.Errorf("%q was read as %+v", said, got)
	}
}
