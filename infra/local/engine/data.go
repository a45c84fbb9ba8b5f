package engine

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
)

// NewAccessKey is a random access key, letters and digits alone as DynamoDB
// Local demands. In memory, a key of one's own is an empty account of one's own.
func NewAccessKey() string { return rand.Text() }

// openData prepares a data folder: makes it if need be, locks it against a
// second process, and reads its access key, or makes one the first time.
func openData(data string) (dir, key string, release func(), err error) {
	if dir, err = filepath.Abs(data); err != nil {
		return "", "", nil, fmt.Errorf("data folder %s: %w", data, err)
	}
	if err = os.MkdirAll(dir, 0o700); err != nil {
		return "", "", nil, fmt.Errorf("data folder: %w", err)
	}
	release, err = lock(dir, syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return "", "", nil, fmt.Errorf("the data in %s is in use: stop the other server first", dir)
	}
	if err != nil {
		return "", "", nil, fmt.Errorf("lock data folder: %w", err)
	}
	if key, err = readKey(filepath.Join(dir, "access-key")); err != nil {
		release()
		return "", "", nil, err
	}
	return dir, key, release, nil
}

// Running is the database that another process of this machine runs on a data
// folder.
func Running(ctx context.Context, port int, data string) (Endpoint, error) {
	b, err := os.ReadFile(filepath.Join(data, "access-key"))
	if err != nil {
		return Endpoint{}, fmt.Errorf("read access key: %w", err)
	}
	at := Endpoint{URL: "http://127.0.0.1:" + strconv.Itoa(port), Region: Region, AccessKey: string(bytes.TrimSpace(b))}
	if err := listTables(ctx, at.URL, at.AccessKey); err != nil {
		return Endpoint{}, fmt.Errorf("ask the database at %s: %w", at.URL, err)
	}
	return at, nil
}

// readKey is the key in the file, made and stored durably if there is no file:
// a key that is lost takes its tables with it.
func readKey(file string) (string, error) {
	b, err := os.ReadFile(file)
	if err == nil {
		if key := string(bytes.TrimSpace(b)); key != "" {
			return key, nil
		}
		return "", fmt.Errorf("%s is empty: without the key its tables are out of reach; put it back, or remove the folder to start afresh", file)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("read access key: %w", err)
	}
	key := NewAccessKey()
	if err := writeFile(file, key+"\n"); err != nil {
		return "", fmt.Errorf("store access key: %w", err)
	}
	return key, nil
}

// writeFile leaves either the whole file or none.
func writeFile(file, text string) error {
	f, err := os.CreateTemp(filepath.Dir(file), ".new-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.WriteString(text)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), file)
}

// lock takes an advisory lock on a file or folder. The kernel drops it with the
// process, so a kill leaves nothing behind.
func lock(path string, how int) (release func(), err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), how); err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return func() { f.Close() }, nil
}
