package files

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"tribune/shared/fault"
	"tribune/shared/token"
)

// Folder keeps files on this machine. It serves them itself, by links that
// no other process and no later one believes.
type Folder struct {
	dir     string
	address string // that begins every link
	now     func() time.Time
	secret  []byte // of this process
}

// NewFolder keeps files in a folder of its own below dir, made when it is needed;
// a link is the address that is given and a name. What an earlier process left is
// taken away.
func NewFolder(dir, address string, now func() time.Time) (*Folder, error) {
	f := &Folder{dir: filepath.Join(dir, "files"), address: address, now: now, secret: make([]byte, 32)}
	_, _ = rand.Read(f.secret) // never fails
	if err := os.RemoveAll(f.dir); err != nil {
		return nil, fault.New(fault.Internal, "files: open a folder", err)
	}
	return f, nil
}

// Keep stores a file and gives its link.
func (f *Folder) Keep(_ context.Context, file File) (link string, err error) {
	const op = "files: store a file"
	name := strconv.FormatInt(f.now().Add(Life).Unix(), 10) + "." + token.ID() + "." + file.Name
	if err := os.MkdirAll(f.dir, 0o700); err != nil {
		return "", fault.New(fault.Unavailable, op, err)
	}
	to, err := os.OpenFile(filepath.Join(f.dir, name), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return "", fault.New(fault.Unavailable, op, err)
	}
	_, err = io.Copy(to, file.Body)
	if err = errors.Join(err, to.Close()); err != nil {
		return "", fault.New(fault.Unavailable, op, err)
	}
	return f.address + name + "." + f.sign(name), nil
}

func (f *Folder) sign(name string) string {
	mac := hmac.New(sha256.New, f.secret)
	_, _ = mac.Write([]byte(name))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// ServeHTTP gives the file whose link ends the request's path, while it lives.
func (f *Folder) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	asked := path.Base(r.URL.Path)
	dot := max(strings.LastIndex(asked, "."), 0)
	name, signature := asked[:dot], strings.TrimPrefix(asked[dot:], ".")
	if !hmac.Equal([]byte(signature), []byte(f.sign(name))) || !f.now().Before(ends(name)) {
		http.NotFound(w, r)
		return
	}
	file, err := os.Open(filepath.Join(f.dir, name))
	if err != nil {
		http.NotFound(w, r)
		return
	}
	defer file.Close()
	_, saved, _ := strings.Cut(name[strings.Index(name, ".")+1:], ".")
	w.Header().Set("Content-Disposition", Disposition(saved))
	w.Header().Set("Cache-Control", "no-store")
	http.ServeContent(w, r, saved, time.Time{}, file)
}

// Sweep takes away the files whose links have ended.
func (f *Folder) Sweep() error {
	all, err := os.ReadDir(f.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, file := range all {
		if f.now().Before(ends(file.Name())) {
			continue
		}
		if gone := os.Remove(filepath.Join(f.dir, file.Name())); gone != nil {
			err = errors.Join(err, gone)
		}
	}
	return err
}

// ends is when the link of a file ends, which begins its name.
func ends(name string) time.Time {
	stamp, _, _ := strings.Cut(name, ".")
	seconds, _ := strconv.ParseInt(stamp, 10, 64)
	return time.Unix(seconds, 0)
}
