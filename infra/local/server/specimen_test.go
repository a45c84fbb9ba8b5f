package server_test

import (
	"net/http"
	"strings"
	"testing"

	"tribune/infra/local/specimens"
)

// The control page shows every specimen as it would be sent.
func TestControlShowsTheSpecimens(t *testing.T) {
	t.Parallel()
	h := newDeafHouse(t)
	look := func(path string) string {
		t.Helper()
		resp, err := h.client.Get(h.control + path)
		if err != nil {
			t.Fatal(err)
		}
		p := read(t, resp)
		if p.status != http.StatusOK {
			t.Fatalf("%s: %d %s", path, p.status, p.body)
		}
		return p.body
	}
	list := look("/mails")
	for _, s := range specimens.All() {
		at := "/mails/" + s.Name + "/" + string(s.Content.Lang)
		if !strings.Contains(list, `"`+at+`"`) {
			t.Errorf("nothing leads to %s", at)
		}
		markup, err := s.Content.HTML(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if got := look(at + "/html"); got != markup {
			t.Errorf("%s is shown as %s", at, got)
		}
		if shown := look(at); !strings.Contains(shown, "<bdi lang=\""+string(s.Content.Lang)+"\">"+s.Content.From.String()) {
			t.Errorf("%s is %s", at, shown)
		}
	}
}
