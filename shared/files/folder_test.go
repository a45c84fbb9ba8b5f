package files_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tribune/shared/files"
)

// watch is a clock that the test moves.
type watch struct{ at time.Time }

func (w *watch) now() time.Time { return w.at }

const address = "http://127.0.0.1:1/local/files/"

func open(t *testing.T) (*files.Folder, *watch, string) {
	t.Helper()
	w, dir := &watch{time.Date(2027, 3, 1, 8, 0, 0, 0, time.UTC)}, t.TempDir()
	f, err := files.NewFolder(dir, address, w.now)
	if err != nil {
		t.Fatal(err)
	}
	return f, w, dir
}

func keep(t *testing.T, f *files.Folder, text string) (link string) {
	t.Helper()
	link, err := f.Keep(t.Context(), files.File{Name: "liste-2027-03-01.csv", Type: "text/csv; charset=utf-8", Size: int64(len(text)), Body: strings.NewReader(text)})
	if err != nil {
		t.Fatal(err)
	}
	return link
}

func fetch(f *files.Folder, link string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	f.ServeHTTP(w, httptest.NewRequest(http.MethodGet, link, nil))
	return w
}

func TestALinkGivesItsFileWhileItLives(t *testing.T) {
	t.Parallel()
	f, w, dir := open(t)
	link, other := keep(t, f, "Nom;\r\n"), keep(t, f, "autre")
	if !strings.HasPrefix(link, address) || strings.ContainsAny(strings.TrimPrefix(link, address), "/?") || link == other {
		t.Fatalf("links %s and %s", link, other)
	}
	w.at = w.at.Add(files.Life - time.Second)
	got := fetch(f, link)
	if got.Code != http.StatusOK || got.Body.String() != "Nom;\r\n" {
		t.Errorf("%d %q", got.Code, got.Body)
	}
	for name, want := range map[string]string{
		"Content-Disposition": `attachment; filename="liste-2027-03-01.csv"`, "Content-Type": "text/csv; charset=utf-8", "Cache-Control": "no-store",
	} {
		if value := got.Header().Get(name); value != want {
			t.Errorf("%s: %q", name, value)
		}
	}
	if got := fetch(f, other).Body.String(); got != "autre" {
		t.Errorf("the other file: %q", got)
	}
	if err := f.Sweep(); err != nil || len(inside(t, dir)) != 2 {
		t.Errorf("swept while they live: %v, %v", err, inside(t, dir))
	}
	w.at = w.at.Add(time.Second)
	if got := fetch(f, link); got.Code != http.StatusNotFound {
		t.Errorf("after its life: %d", got.Code)
	}
	if err := f.Sweep(); err != nil || len(inside(t, dir)) != 0 {
		t.Errorf("left after their lives: %v, %v", err, inside(t, dir))
	}
}

// Only what was given opens anything: a name, a longer life, another folder's link.
func TestNoOtherLinkOpensAnything(t *testing.T) {
	t.Parallel()
	f, w, dir := open(t)
	link := keep(t, f, "Nom;\r\n")
	name := inside(t, dir)[0]
	signature := link[strings.LastIndex(link, ".")+1:]
	later := "9" + name
	if err := os.Rename(filepath.Join(dir, "files", name), filepath.Join(dir, "files", later)); err != nil {
		t.Fatal(err)
	}
	another, err := files.NewFolder(t.TempDir(), address, w.now)
	if err != nil {
		t.Fatal(err)
	}
	for _, asked := range []string{
		address + later + "." + signature, address + name, address + name + ".", address + "." + signature, address + ".", address,
		address + "..%2f..%2fetc%2fpasswd." + signature, keep(t, another, "x"), link[:len(link)-1],
	} {
		if got := fetch(f, asked); got.Code != http.StatusNotFound {
			t.Errorf("%s: %d %q", asked, got.Code, got.Body)
		}
	}
}

// What an earlier process left is nobody's any more.
func TestAFolderBeginsEmpty(t *testing.T) {
	t.Parallel()
	f, w, dir := open(t)
	keep(t, f, "Nom;\r\n")
	if _, err := files.NewFolder(dir, address, w.now); err != nil || len(inside(t, dir)) != 0 {
		t.Errorf("%v, %v", err, inside(t, dir))
	}
	if err := f.Sweep(); err != nil { // nothing is there at all
		t.Error(err)
	}
}

func inside(t *testing.T, dir string) (names []string) {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(dir, "files", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range all {
		names = append(names, filepath.Base(path))
	}
	return names
}
