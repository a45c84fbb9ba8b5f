package project_test

import (
	"reflect"
	"testing"

	"tribune/shared/locale"
	"tribune/shared/project"
)

func TestWith(t *testing.T) {
	own := project.Project{
		ID: "p", Version: 3, Title: locale.Text{locale.French: "Le nôtre"},
		Partners:     []project.Partner{{Name: "A", Town: "Tanger"}},
		Publications: []project.Publication{{URL: "https://exemple.org/1"}},
	}
	other := project.Project{
		ID: "p", Title: locale.Text{locale.French: "Le leur", locale.Arabic: "مشروع"}, Summary: locale.Text{locale.French: "Résumé"},
		Partners:     []project.Partner{{Name: "A", Town: "Paris"}, {Name: "B"}},
		Publications: []project.Publication{{URL: "https://exemple.org/2"}, {URL: "https://exemple.org/1"}},
	}
	want := project.Project{
		ID: "p", Version: 3, Title: locale.Text{locale.French: "Le nôtre", locale.Arabic: "مشروع"}, Summary: locale.Text{locale.French: "Résumé"},
		Partners:     []project.Partner{{Name: "A", Town: "Tanger"}, {Name: "B"}},
		Publications: []project.Publication{{URL: "https://exemple.org/1"}, {URL: "https://exemple.org/2"}},
	}
	got := own.With(other)
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v\nwant %+v", got, want)
	}
	if again := got.With(other); !reflect.DeepEqual(again, got) {
		t.Errorf("a second time it adds %+v", again)
	}
	if len(own.Partners) != 1 || len(own.Title) != 1 {
		t.Errorf("it was changed itself: %+v", own)
	}
}
