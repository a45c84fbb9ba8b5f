package organisers

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"os"

	"tribune/shared/fault"
	"tribune/shared/files"
	"tribune/shared/sheet"
	"tribune/shared/web"
	"tribune/templates/pages"
)

// mostAnswered is the largest file that is an answer itself, in bytes: in base64
// it fits into what a function may answer.
const mostAnswered = 4_000_000

var mediaTypes = map[string]string{pages.CSV: sheet.ContentType, pages.XLSX: sheet.BookType}

// giveList answers with a list as a file, in a format.
func (o *organisers) giveList(w http.ResponseWriter, v visit, view pages.ReadyView, l list, format string, note func() error) error {
	return o.give(w, v, view, mediaTypes[format], func(to io.Writer) error { return l.write(to, format, v.lang) }, note)
}

// give answers with a file as write writes it: the file itself, or, where it is
// too large for an answer, a page with its link. The file is whole when note is
// called, and no byte of it leaves before.
func (o *organisers) give(w http.ResponseWriter, v visit, view pages.ReadyView, mediaType string, write func(io.Writer) error, note func() error) error {
	const op = "organisers: write a file"
	var file spool
	defer file.close()
	if err := write(&file); err != nil {
		return fault.Wrap(op, err)
	}
	if err := note(); err != nil {
		return err
	}
	if file.disk == nil {
		answer(w, view.Name, mediaType, file.memory.Bytes())
		return nil
	}
	if _, err := file.disk.Seek(0, io.SeekStart); err != nil {
		return fault.New(fault.Internal, op, err)
	}
	var err error
	view.Size, view.Life = file.size, files.Life
	view.Link, err = o.files.Keep(v.Context(), files.File{Name: view.Name, Type: mediaType, Size: file.size, Body: file.disk})
	if err != nil {
		return fault.Wrap(op, err)
	}
	return web.Page(w, v.Request, http.StatusOK, pages.Ready(view))
}

// answer answers with a file to be saved under a name.
func answer(w http.ResponseWriter, name, mediaType string, file []byte) {
	w.Header().Set("Content-Type", mediaType)
	w.Header().Set("Content-Disposition", files.Disposition(name))
	_, _ = w.Write(file)
}

// spool holds a file in memory while it can be an answer, and then on the disk,
// where no name leads to it: it is gone with the process at the latest.
type spool struct {
	memory bytes.Buffer
	disk   *os.File
	size   int64
}

func (s *spool) Write(b []byte) (int, error) {
	s.size += int64(len(b))
	if s.disk == nil && s.size <= mostAnswered {
		return s.memory.Write(b)
	}
	if s.disk == nil {
		file, err := os.CreateTemp("", "tribune-")
		if err != nil {
			return 0, err
		}
		s.disk = file
		if err := errors.Join(os.Remove(file.Name()), s.spill()); err != nil {
			return 0, err
		}
	}
	return s.disk.Write(b)
}

// spill moves to the disk what is in memory.
func (s *spool) spill() error {
	_, err := s.memory.WriteTo(s.disk)
	s.memory = bytes.Buffer{}
	return err
}

func (s *spool) close() {
	if s.disk != nil {
		_ = s.disk.Close() // it has no name: this is its end
	}
}
