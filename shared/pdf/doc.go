// Package pdf lays out what is printed (tribune/shared/paper) on A4, in either
// direction of writing.
//
// Text is shaped with go-text/typesetting: Arabic letters join, a Latin name
// within an Arabic line and the other way round stands as it is read, a long name
// is set smaller and wraps before it is cut, and fonts stand in for each other
// (fonts/README.md).
//
// The file is written here, not by go-pdf/fpdf, which was to be its base: fpdf
// takes characters, never shaped glyphs, so that the letters would have to be
// drawn as outlines, which nobody can search, copy or hear read. Here each font
// is embedded with what a document uses of it, and says what its glyphs stand
// for: a funder who looks for a name in a file finds it. It is no tagged PDF,
// though: who reads with her ears is better served by the console's page of the
// same.
//
// The same value gives the same bytes. Nothing is read before something is
// printed.
package pdf

import "tribune/shared/paper"

// ContentType is the media type of a file.
const ContentType = "application/pdf"

// hues are the colours of workshops; white is read on each. The style sheet has
// the same.
var hues = [paper.Hues]colour{
	{0x0d, 0x57, 0x50}, {0xa8, 0x47, 0x1d}, {0x3b, 0x4f, 0xa0}, {0x7a, 0x2a, 0x6f},
	{0x6b, 0x5b, 0x00}, {0x9b, 0x1c, 0x3c}, {0x1f, 0x6f, 0x3f}, {0x4b, 0x4e, 0x53},
}
