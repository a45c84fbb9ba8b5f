// Package campaign reads campaign files: what an organiser imports, clones and
// exports, and what the demonstration is made of. One file holds organisations
// with their members, projects, events and charters, as YAML that a person can
// read and write.
//
// A file is taken whole or not at all. [Read] checks everything that it says
// and gives every problem at once, each with its line and its place:
//
//	line 41, events[2].slots[0].workshops[1].capacity: must be at least 1
//
// Dates are absolute or relative to the day of reading, so that a file can be
// used again and again; hours are those of the event's own zone:
//
//	zone: Africa/Casablanca
//	days:
//	  - {date: "in 3 months, on a thursday", from: "09:00", to: "17:00", pause: "12:30-14:00"}
//	registration: {capacity: 60, opens: "6 months before", closes: "2 days before, 18:00"}
//
// A text is given by language, title: {fr: …, ar: …}. In it a line break counts
// as a space and an empty line parts paragraphs; but that of a notice is Markdown
// and stays as it is:
//
//	notices:
//	  - {id: reminder, kind: reminder, days: 7}
//	  - id: practical
//	    kind: practical
//	    days: 3
//	    text:
//	      fr: |
//	        Pensez à apporter :
//
//	        - de quoi écrire
//
// Without notices people are reminded a week and a day before; an empty list,
// notices: [], sends none.
package campaign

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"time"

	"go.yaml.in/yaml/v3"

	"tribune/shared/charter"
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/organisation"
	"tribune/shared/project"
)

// Limits of a file.
const (
	MaxSize      = 256 << 10 // bytes of a file
	MaxWorkshops = 40        // of one event: its desk and a commit must bear them
	maxDays      = 31        // of one event
	maxItems     = 200       // of one event's programme
	maxCapacity  = 10_000    // of an event or a workshop
)

// format is the version of the file format that is read here.
const format = 1

// Campaign is what a file holds, checked, in the file's order. What only the
// table knows of an event (Version, Updated, SecretVersion) is left zero.
type Campaign struct {
	Organisations []organisation.Organisation
	Members       []organisation.Member
	Projects      []project.Project
	Events        []event.Event
	Charters      []charter.Charter
}

// Free gives ids that are not taken, like those that are wished for.
type Free struct{ Event, Slug func(wish string) string }

// ReadFor reads the projects and events of a file for an organisation, whatever
// organisation the file names, the events under ids that are free there. What it
// says of organisations, their members and charters is passed over: passed
// reports whether there is any. Otherwise it is as [Read].
func ReadFor(org organisation.ID, src io.Reader, today time.Time, free Free) (c Campaign, passed bool, err error) {
	c, err = readAs(src, today, func(f *file, r *reader) {
		passed = len(f.Organisations)+len(f.Charters) > 0
		f.adopt(string(org), free)
		r.places["organisation "+string(org)] = "" // which is there, in no file
	})
	return c, passed, err
}

// adopt makes everything an organisation's, under ids that are free.
func (f *file) adopt(org string, free Free) {
	f.Organisations, f.Charters = nil, nil
	for i := range f.Projects {
		f.Projects[i].Organisation = org
	}
	for i, e := range f.Events {
		f.Events[i].Organisation, f.Events[i].ID, f.Events[i].Slug = org, free.Event(e.ID), free.Slug(e.Slug)
	}
}

// Read reads a file and resolves its relative dates against today, taken in
// each event's zone. What is wrong with the file comes as [Problems] in a fault
// of kind Invalid (TooLarge beyond [MaxSize]); any other error is src's own.
func Read(src io.Reader, today time.Time) (Campaign, error) {
	return readAs(src, today, func(*file, *reader) {})
}

// readAs reads a file after something was done to what stands in it.
func readAs(src io.Reader, today time.Time, first func(*file, *reader)) (Campaign, error) {
	const op = "campaign: read"
	b, err := io.ReadAll(io.LimitReader(src, MaxSize+1))
	if err != nil {
		return Campaign{}, fault.Wrap(op, err)
	}
	if len(b) > MaxSize {
		return Campaign{}, fault.New(fault.TooLarge, op, nil)
	}
	f, root, err := decode(b)
	if err != nil {
		return Campaign{}, fault.New(fault.Invalid, op, syntaxProblems(err))
	}
	r := reader{today: today, places: map[string]place{}}
	first(&f, &r)
	c := r.campaign(f)
	if len(r.problems) > 0 {
		for i, p := range r.problems {
			r.problems[i].Line = place(p.Place).line(root)
		}
		return Campaign{}, fault.New(fault.Invalid, op, r.problems)
	}
	return c, nil
}

// decode reads the fields, and the tree that knows the line of each.
func decode(b []byte) (f file, root *yaml.Node, err error) {
	root = new(yaml.Node)
	if err := yaml.Unmarshal(b, root); err != nil {
		return file{}, nil, err
	}
	if n := nothing(root); n != nil {
		return file{}, nil, fmt.Errorf("line %d: the list has an entry with nothing in it", n.Line)
	}
	d := yaml.NewDecoder(bytes.NewReader(b))
	d.KnownFields(true)
	switch err := d.Decode(&f); {
	case errors.Is(err, io.EOF):
		return file{}, nil, errors.New("the file is empty")
	case err != nil:
		return file{}, nil, err
	}
	if err := d.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return file{}, nil, errors.New("the file must hold one document")
	}
	return f, root, nil
}

// nothing finds an entry without a value in a list. The decoder would leave it
// out, and the entries after it would be found at other places than their own.
func nothing(n *yaml.Node) *yaml.Node {
	for _, c := range n.Content {
		if n.Kind == yaml.SequenceNode && c.ShortTag() == "!!null" {
			return c
		}
		if found := nothing(c); found != nil {
			return found
		}
	}
	return nil
}
