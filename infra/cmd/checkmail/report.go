package main

import (
	"fmt"
	"io"
	"strings"

	"tribune/shared/site"
)

// state is how a thing stands.
type state string

const (
	well    state = "ok"
	note    state = "note"    // nothing to do
	missing state = "missing" // to be published or done
	wrong   state = "wrong"   // there, and not as it should be
	unknown state = "unknown" // nobody could say
	later   state = "later"   // known after deployment
)

// bad lists the states of something that is not seen to be well.
var bad = []state{missing, wrong, unknown, later}

// finding is the judgement of one thing.
type finding struct {
	what  string
	state state
	found []string
	paste site.Record // zero if there is none to publish
	do    string      // what else to do; "" if nothing
	why   string
}

// report judges what was found, and writes it for the operator.
func report(out io.Writer, f facts) int {
	through := "SES"
	if f.region != "" {
		through += " in " + f.region
	}
	cloud, records := judgeCloud(f), judgeRecords(f)
	fmt.Fprintf(out, "Mail from %s, through %s\n\nSES\n", f.domain, through)
	for _, x := range cloud {
		x.write(out)
	}
	fmt.Fprint(out, "\nDNS\n")
	for _, x := range records {
		x.write(out)
	}
	return conclude(out, append(cloud, records...))
}

func conclude(out io.Writer, all []finding) int {
	count, pasted := map[state]int{}, false
	for _, x := range all {
		count[x.state]++
		pasted = pasted || x.paste != site.Record{}
	}
	if pasted {
		fmt.Fprintln(out, "\nSome DNS panels add the domain to a name themselves, and some want the value of a TXT\n"+
			"record between double quotes. A new record is seen after minutes, sometimes hours.")
	}
	var rest []string
	for _, s := range bad {
		if count[s] > 0 {
			rest = append(rest, fmt.Sprintf("%d %s", count[s], s))
		}
	}
	if len(rest) == 0 {
		fmt.Fprintln(out, "\nAll is well.")
		return exitWell
	}
	fmt.Fprintf(out, "\nOf %d: %d ok, %s.\n", len(all), count[well]+count[note], strings.Join(rest, ", "))
	return exitLacking
}

// width is where a sentence is broken.
const width = 78

func (x finding) write(out io.Writer) {
	fmt.Fprintf(out, "  %-7s  %s\n", x.state, x.what)
	for _, found := range x.found {
		sentences(out, "found", found)
	}
	if x.paste != (site.Record{}) {
		field(out, "name", x.paste.Name)
		field(out, "type", x.paste.Type)
		field(out, "value", x.paste.Value)
	}
	sentences(out, "do", x.do)
	sentences(out, "why", x.why)
}

func sentences(out io.Writer, label, text string) {
	for _, line := range wrap(text) {
		field(out, label, line)
		label = ""
	}
}

func field(out io.Writer, label, text string) { fmt.Fprintf(out, "           %-6s %s\n", label, text) }

func wrap(text string) (lines []string) {
	for _, word := range strings.Fields(text) {
		if last := len(lines) - 1; last >= 0 && len(lines[last])+1+len(word) <= width {
			lines[last] += " " + word
		} else {
			lines = append(lines, word)
		}
	}
	return lines
}
