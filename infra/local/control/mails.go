package control

import (
	_ "embed"
	"html/template"
	"net/http"
)

// Specimen is a mail as its reader would get it, made from made-up facts.
type Specimen struct {
	Name, Lang, Dir        string
	From, Subject, Preview string
	HTML, Text             string
}

//go:embed mails.html
var mailsSource string

//go:embed mail.html
var mailSource string

var (
	mailsPage = template.Must(template.New("mails").Parse(mailsSource))
	mailPage  = template.Must(template.New("mail").Parse(mailSource))
)

func (c *control) specimens(w http.ResponseWriter, r *http.Request) {
	if all, ok := c.made(w, r); ok {
		writePage(w, mailsPage, all)
	}
}

func (c *control) specimen(w http.ResponseWriter, r *http.Request) {
	if s, ok := c.named(w, r); ok {
		writePage(w, mailPage, s)
	}
}

// specimenHTML is the very HTML, for the frame in the page above. The policy
// allows what mail programs do: the colours beside the words, and nothing else.
func (c *control) specimenHTML(w http.ResponseWriter, r *http.Request) {
	if s, ok := c.named(w, r); ok {
		writeHTML(w, s.HTML, "default-src 'none'; style-src-attr 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox")
	}
}

// named is the specimen that the request names; false if the answer is given.
func (c *control) named(w http.ResponseWriter, r *http.Request) (Specimen, bool) {
	all, ok := c.made(w, r)
	if !ok {
		return Specimen{}, false
	}
	for _, s := range all {
		if s.Name == r.PathValue("name") && s.Lang == r.PathValue("lang") {
			return s, true
		}
	}
	http.NotFound(w, r)
	return Specimen{}, false
}

// made are all specimens; false if the answer is given.
func (c *control) made(w http.ResponseWriter, r *http.Request) ([]Specimen, bool) {
	all, err := c.Specimens(r.Context())
	if err != nil {
		http.Error(w, "The mails cannot be made: "+err.Error(), http.StatusInternalServerError)
	}
	return all, err == nil
}
