package campaign_test

import (
	"reflect"
	"testing"
	"time"

	"tribune/shared/campaign"
	"tribune/shared/locale"
	"tribune/shared/project"
)

func TestFormOfAProject(t *testing.T) {
	base := project.Project{
		Organisation: "asso", ID: "p", Title: locale.Text{locale.French: "Titre"}, Version: 3,
		Partners:     []project.Partner{{Name: "A", Town: "Tanger", Country: "MA", Funds: true, Logo: []byte("png")}, {Name: "B", Country: "PT", Site: "https://exemple.org"}},
		Publications: []project.Publication{{Title: locale.Text{locale.Arabic: "أشغال"}, URL: "https://exemple.org/a", Date: time.Date(2009, 1, 16, 0, 0, 0, 0, time.UTC)}},
	}
	f := campaign.FormOfProject(base)
	got, problems := f.Project(base, today)
	if len(problems) > 0 || !reflect.DeepEqual(got, base) {
		t.Errorf("%v\n%+v\n%v", problems, got, f)
	}
	row := f.Add("publications")
	f.Remove("partners-0")
	f[row+"-date"], f["partners-0-site"] = "2009", "http://exemple.org"
	_, problems = f.Project(base, today)
	var fields []string
	for _, p := range problems {
		fields = append(fields, p.Field())
	}
	if want := []string{"partners-0-site", "publications-1-title", "publications-1-url", "publications-1-date"}; !reflect.DeepEqual(fields, want) {
		t.Errorf("problems at %q, want %q", fields, want)
	}
}
