package organisers

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"tribune/shared/files"
	"tribune/shared/locale"
	"tribune/shared/pdf"
	"tribune/templates/pages"
)

// cupboard holds the last file that was put there.
type cupboard struct {
	files.File
	held []byte
}

func (c *cupboard) Keep(_ context.Context, f files.File) (link string, err error) {
	c.File = f
	c.held, err = io.ReadAll(f.Body)
	return "https://fichiers.example/abc", err
}

// A file of whatever kind that is too large for an answer is given by its link;
// none leaves before it is noted, and none if it cannot be.
func TestALargeFileIsGivenByItsLink(t *testing.T) {
	t.Parallel()
	unwritten := errors.New("the audit does not answer")
	for _, c := range []struct {
		name  string
		size  int
		noted error
		kept  bool
	}{
		{"as large as an answer may be", mostAnswered, nil, false},
		{"larger by a byte", mostAnswered + 1, nil, true},
		{"small, and not noted", 10, unwritten, false},
		{"large, and not noted", mostAnswered + 1, unwritten, false},
	} {
		file := bytes.Repeat([]byte("%"), c.size)
		kept := &cupboard{}
		o := &organisers{files: kept}
		v := visit{Request: httptest.NewRequest(http.MethodPost, "/", nil), lang: locale.French}
		view := pages.ReadyView{Page: o.frame(locale.French, "/"), Title: locale.Text{locale.French: "Journée"}, Name: "badges.pdf"}
		w := httptest.NewRecorder()
		err := o.give(w, v, view, pdf.ContentType, func(to io.Writer) error { _, err := to.Write(file); return err }, func() error { return c.noted })
		if !errors.Is(err, c.noted) || (kept.held != nil) != c.kept {
			t.Errorf("%s: kept %d bytes, %v", c.name, len(kept.held), err)
		}
		switch {
		case c.noted != nil:
			if w.Body.Len() > 0 {
				t.Errorf("%s: %d bytes left", c.name, w.Body.Len())
			}
		case c.kept:
			if !bytes.Equal(kept.held, file) || kept.Name != "badges.pdf" || kept.Type != pdf.ContentType || !strings.Contains(w.Body.String(), "https://fichiers.example/abc") {
				t.Errorf("%s: kept %s %s, told %s", c.name, kept.Name, kept.Type, w.Body)
			}
		case !bytes.Equal(w.Body.Bytes(), file) || w.Header().Get("Content-Type") != pdf.ContentType || w.Header().Get("Content-Disposition") != files.Disposition("badges.pdf"):
			t.Errorf("%s: %d bytes, %v", c.name, w.Body.Len(), w.Header())
		}
	}
}
