// Package files keeps for some minutes a download that is too large for a
// function's answer, and gives the link under which it is fetched meanwhile.
//
// In the cloud it lies in a private bucket ([Bucket]); on this machine in a
// folder ([Folder]). Either way the link is all that opens it: whoever has it
// has the file, so it lives for [Life] and is shown to one person.
package files

import (
	"io"
	"time"
)

// Life is how long a link lives.
const Life = 5 * time.Minute

// File is a file as a browser is to save it.
type File struct {
	Name string // ASCII letters, digits, dots and hyphens
	Type string // its media type
	Size int64  // in bytes
	Body io.ReadSeeker
}

// Disposition is the header that has a browser save what comes under a name.
func Disposition(name string) string { return `attachment; filename="` + name + `"` }
