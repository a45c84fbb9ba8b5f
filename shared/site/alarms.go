package site

import (
	"fmt"
	"strings"
	"time"
)

// Alarm says of which lines in the functions' logs somebody must hear, once there
// are so many. It names attributes of a line, never what people wrote.
type Alarm struct {
	Name      string
	Purpose   string // one line, shown in the cloud's console
	Functions []Name // in whose logs
	Kind      string // of the error that a line is about; "" for any line
	Route     string // "" for any
	Status    int    // 0 for any
	Most      int    // so many …
	Within    time.Duration
}

// Alarms lists every alarm once.
var Alarms = []Alarm{
	{
		Name: "refused", Purpose: "one place posts more than the people of a meeting room would",
		Functions: []Name{Participants, Signatories, Organisers}, Kind: "too-many", Most: 100, Within: 5 * time.Minute,
	},
	{
		Name: "signings", Purpose: "more codes are asked for to sign charters than people sign",
		Functions: []Name{Signatories}, Route: Sign, Status: 303, Most: 500, Within: 5 * time.Minute,
	},
}

// Pattern finds the alarm's lines in a log, as the cloud's filters are written.
func (a Alarm) Pattern() string {
	var terms []string
	if a.Kind != "" {
		terms = append(terms, fmt.Sprintf("$.kind = %q", a.Kind))
	}
	if a.Route != "" {
		terms = append(terms, fmt.Sprintf("$.route = %q", a.Route))
	}
	if a.Status != 0 {
		terms = append(terms, fmt.Sprintf("$.status = %d", a.Status))
	}
	return "{ " + strings.Join(terms, " && ") + " }"
}

// Means reports whether a line is one of the alarm's.
func (a Alarm) Means(kind, route string, status int) bool {
	return (a.Kind == "" || a.Kind == kind) && (a.Route == "" || a.Route == route) && (a.Status == 0 || a.Status == status)
}
