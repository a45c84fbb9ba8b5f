// Package collation sorts names as a language sorts them. It stands apart from
// [locale], so that only what sorts carries the tables.
package collation

import (
	"bytes"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"tribune/shared/locale"
)

// Keys makes the keys of names by which one language sorts them, in whatever case. It
// is for one goroutine at a time.
type Keys struct {
	by     *collate.Collator
	buffer collate.Buffer
}

// For makes keys for a language.
func For(l locale.Lang) *Keys {
	return &Keys{by: collate.New(language.Make(l.Tag()), collate.IgnoreCase)}
}

// Of is the key of a name: names are in the order of their keys, byte by byte.
func (k *Keys) Of(name string) []byte {
	defer k.buffer.Reset()
	return bytes.Clone(k.by.KeyFromString(&k.buffer, name))
}
