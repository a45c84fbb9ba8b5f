// Package assets is what pages need beside themselves: one stylesheet for both
// directions of writing, built from ../style by "make style", and the icon.
//
// The look is a kit of our own, about 4 kB compressed. A subset of a public
// design system was measured as its base: it takes three times as much before
// it holds anything of this site.
//
// An asset's path carries the hash of its body, so that browsers may keep it
// for ever.
package assets

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"sync"
)

//go:embed tribune.css
var stylesheet []byte

//go:embed icon.svg
var icon []byte

// Asset is a file as it is served.
type Asset struct {
	Body []byte
	Hash string // of the body; hexadecimal
	Path string // with the hash in its query
	Type string // of its content
}

// Stylesheet is the one of all pages.
var Stylesheet = sync.OnceValue(func() Asset {
	return serve("/tribune.css", stylesheet, "text/css; charset=utf-8")
})

// Icon is the site's.
var Icon = sync.OnceValue(func() Asset {
	return serve("/icon.svg", icon, "image/svg+xml")
})

func serve(path string, body []byte, contentType string) Asset {
	sum := sha256.Sum256(body)
	hash := hex.EncodeToString(sum[:6])
	return Asset{Body: body, Hash: hash, Path: path + "?v=" + hash, Type: contentType}
}
