package campaign

import (
	"reflect"
	"time"

	"tribune/shared/project"
)

// FormOfProject writes a project as a page has it. Logos are in no field.
func FormOfProject(p project.Project) Form {
	f := Form{}
	f.write("", reflect.ValueOf(writtenProject(p)), "")
	return f
}

// Project reads the form of a project that stands as base, zero but for its keys
// if it is new. It gives everything that is wrong, one problem a field. A partner
// keeps her logo by her name.
func (f Form) Project(base project.Project, today time.Time) (project.Project, Problems) {
	r := reader{today: today, places: map[string]place{}}
	var w fileProject
	f.read(&r, "", reflect.ValueOf(&w).Elem(), "")
	p := base
	p.Partners, p.Publications = nil, nil
	p = r.about("", w, p)
	for i, one := range p.Partners {
		for _, before := range base.Partners {
			if before.Name == one.Name {
				p.Partners[i].Logo = before.Logo
			}
		}
	}
	return p, r.problems.once()
}
