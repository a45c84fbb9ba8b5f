// Package demonstration is what a first visitor of this machine's Tribune finds
// in it: a study day in Tangier and a restitution day in Paris, both always
// some months ahead and open to registration; the calendar of a European
// project of 2009, long over; and a charter.
//
// The events are those of real associations. What is published about the
// treatment of personal data, and whatever place or hour is not known, is made
// up and says so. The file holds no person's name.
package demonstration

import _ "embed"

//go:embed demonstration.yaml
var file []byte

// File is the demonstration as a campaign file (tribune/shared/campaign).
func File() []byte { return append([]byte(nil), file...) }
