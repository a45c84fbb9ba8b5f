package signatories

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"tribune/shared/charter"
	"tribune/shared/fault"
	"tribune/shared/ledger"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/recent"
	"tribune/shared/web"
	"tribune/templates/layout"
)

// The ages up to which pages show what was read before. With the edge's two seconds,
// the stream's one and the book's work, what is signed stands on the page within ten.
const (
	shelfAge = 2 * time.Second
	textAge  = time.Hour // what a slug leads to, and a published text, never change
)

// shelf is what was read a moment ago.
type shelf struct {
	slugs         *recent.Cache[string, charter.Ref]
	calls         *recent.Cache[charter.Ref, charter.Call]
	texts         *recent.Cache[edition, charter.Charter]
	organisations *recent.Cache[organisation.ID, organisation.Organisation]
	books         *recent.Cache[charter.Ref, ledger.Book]
	walls         *recent.Cache[edition, *wall] // each with the version of the book that it was read after
}

// edition is a version of a charter.
type edition struct {
	charter charter.Ref
	version int
}

func newShelf() shelf {
	return shelf{
		slugs:         recent.New[string, charter.Ref](textAge),
		calls:         recent.New[charter.Ref, charter.Call](shelfAge),
		texts:         recent.New[edition, charter.Charter](textAge),
		organisations: recent.New[organisation.ID, organisation.Organisation](shelfAge),
		books:         recent.New[charter.Ref, ledger.Book](shelfAge),
		walls:         recent.New[edition, *wall](textAge),
	}
}

// found is the charter that an address names, as the public sees it.
type found struct {
	charter.Call
	Organisation organisation.Organisation
}

// find finds it, and the frame of a page about it at a path below it.
func (s *signatories) find(r *http.Request, path string) (f found, page layout.Page, err error) {
	const op = "signatories: find the charter"
	l, err := web.PathLang(r)
	if err != nil {
		return f, page, err
	}
	slug, now := r.PathValue("charter"), s.Now()
	ref, err := s.shelf.slugs.Get(r.Context(), slug, now, func(ctx context.Context) (charter.Ref, error) {
		return s.Table.ResolveCharter(ctx, slug)
	})
	if err != nil {
		return f, page, fault.Wrap(op, err)
	}
	f.Call, err = s.shelf.calls.Get(r.Context(), ref, now, func(ctx context.Context) (charter.Call, error) { return s.Table.Call(ctx, ref) })
	if err != nil {
		return f, page, fault.Wrap(op, err)
	}
	f.Organisation, err = s.shelf.organisations.Get(r.Context(), ref.Organisation, now, func(ctx context.Context) (organisation.Organisation, error) {
		return s.Table.Organisation(ctx, ref.Organisation)
	})
	page = layout.Page{Printer: locale.For(l), Origin: s.Origin, Path: "/charters/" + slug + path}
	return f, page, fault.Wrap(op, err)
}

// text is a published version of its text. NotFound of one that is none.
func (s *signatories) text(ctx context.Context, c charter.Call, version int) (charter.Charter, error) {
	const op = "signatories: read a charter's text"
	if version < 1 || version > c.Current {
		return charter.Charter{}, fault.New(fault.NotFound, op, nil)
	}
	t, err := s.shelf.texts.Get(ctx, edition{c.Ref, version}, s.Now(), func(ctx context.Context) (charter.Charter, error) {
		return s.Table.Text(ctx, c.Ref, version)
	})
	if err == nil && t.Published.IsZero() {
		return t, fault.New(fault.NotFound, op, nil)
	}
	return t, fault.Wrap(op, err)
}

// book is what the charter comes to.
func (s *signatories) book(ctx context.Context, r charter.Ref) (ledger.Book, error) {
	b, err := s.shelf.books.Get(ctx, r, s.Now(), func(ctx context.Context) (ledger.Book, error) { return s.Table.Book(ctx, r) })
	return b, fault.Wrap("signatories: read the book", err)
}

// wall is who signed a version and is named. It is read again only once the book
// says more. Nobody is named once the charter's signatories are kept no longer.
func (s *signatories) wall(ctx context.Context, c charter.Call, version int, b ledger.Book) (*wall, error) {
	key, now := edition{c.Ref, version}, s.Now()
	if !c.Kept(now) {
		return newWall(nil, b.Version), nil
	}
	if w, kept := s.shelf.walls.Peek(key, now); kept && w.book == b.Version {
		return w, nil
	}
	lines, err := s.Table.Wall(ctx, c.Ref, version)
	if err != nil {
		return nil, fault.Wrap("signatories: read the wall", err)
	}
	w := newWall(lines, b.Version)
	s.shelf.walls.Put(key, w, now)
	return w, nil
}

// versionIn is the version that a path names; 0 if that is no number as we write one.
func versionIn(r *http.Request) int {
	n, err := strconv.Atoi(r.PathValue("version"))
	if err != nil || strconv.Itoa(n) != r.PathValue("version") {
		return 0
	}
	return n
}
