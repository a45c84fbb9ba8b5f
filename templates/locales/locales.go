// Package locales holds the catalogues: every sentence of pages and mails, one
// JSON file a language, with the plural forms of that language.
package locales

import "embed"

// Files are the catalogues, named fr.json, ar.json and en.json.
//
//go:embed *.json
var Files embed.FS
