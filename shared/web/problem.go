package web

// Problem is one thing that somebody must mend in a form.
type Problem struct {
	Field string // name of the input; "" for the form as a whole
	Text  string // the sentence, in the language of the page
}

// Problems are the things to mend, in the order of the fields.
type Problems []Problem

// For gives the sentence beside a field; "" if there is nothing to mend.
func (ps Problems) For(field string) string {
	for _, p := range ps {
		if p.Field == field {
			return p.Text
		}
	}
	return ""
}
