package campaign_test

import (
	"reflect"
	"testing"
	"time"

	"tribune/shared/campaign"
	"tribune/shared/charter"
	"tribune/shared/locale"
)

func TestFormOfACharter(t *testing.T) {
	base := charter.Charter{
		Organisation: "asso", ID: "charte", Slug: "charte", Event: "journee", Version: 1, Revision: 4,
		Title: locale.Text{locale.French: "Charte", locale.Arabic: "ميثاق"}, Preamble: locale.Text{locale.French: "Nous :\n- un,\n- deux.\n\nFin."},
		Articles: []charter.Article{{Title: locale.Text{locale.French: "Un"}, Text: locale.Text{locale.French: "A"}}, {Text: locale.Text{locale.Arabic: "ب"}}},
	}
	f := campaign.FormOfCharter(base)
	got, problems := f.Charter(base)
	if len(problems) > 0 || !reflect.DeepEqual(got, base) {
		t.Errorf("%v\n%+v\n%v", problems, got, f)
	}
	if row := f.Move("articles-1", -1); row != "articles-0" || f["articles-0-text-ar"] != "ب" || f["articles-1-title-fr"] != "Un" {
		t.Errorf("moved to %q: %v", row, f)
	}
	for row, by := range map[string]int{"articles-0": -1, "articles-1": 1, "articles-2": -1, "articles": 1, "title-fr": 1, "articles--1": 1} {
		if got := f.Move(row, by); got != row {
			t.Errorf("%q went to %q", row, got)
		}
	}
	f.Add("articles") // of which nothing is written
	f[f.Add("articles")+"-title-fr"] = "Sans texte"
	f["title-fr"], f["title-ar"], f["slug"] = "", " ", "Deux mots"
	got, problems = f.Charter(base)
	var fields []string
	for _, p := range problems {
		fields = append(fields, p.Field())
	}
	if want := []string{"slug", "title", "articles-3-text"}; !reflect.DeepEqual(fields, want) || len(got.Articles) != 3 {
		t.Errorf("problems at %q, want %q; %d articles", fields, want, len(got.Articles))
	}
	base.Version = 2
	if f := campaign.FormOfCharter(base); f["slug"] != "" {
		t.Errorf("a later version is given the address %q", f["slug"])
	}
	base.Version, base.Published = 1, time.Now()
	if f := campaign.FormOfCharter(base); f["slug"] != "" {
		t.Errorf("one that is published is given the address %q", f["slug"])
	}
}
