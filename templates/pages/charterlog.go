package pages

import (
	"strconv"
	"time"

	"tribune/shared/charter"
	"tribune/shared/locale"
	"tribune/shared/publiclog"
	"tribune/shared/site"
	"tribune/shared/web"
	"tribune/templates/layout"
)

// FieldProof is a receipt, or a head of the log that somebody kept.
const FieldProof = "proof"

// LogView explains a charter's public log, and answers what was asked of it.
type LogView struct {
	Page     layout.Page
	Call     charter.Call
	Title    locale.Text
	Head     string   // as it is signed now
	Keys     []string // public, the current first
	Leaves   int64
	Stamp    string
	Proof    string // as it was pasted
	Problems web.Problems
	Answer   LogAnswer
}

// LogAnswer is what something proves that was pasted; nothing, if it is zero.
type LogAnswer struct {
	Version   int            // of the text that a receipt is of; 0 of a head
	In        locale.Lang    // in which it was read
	Kind      publiclog.Kind // what happened; "" of a head
	At        time.Time
	Leaves    int64 // of the log, when the receipt or the head was made
	Rewritten bool  // the log of now does not go on from there
}

func (a LogAnswer) none() bool { return a == LogAnswer{} }

func (v LogView) address(key string, more ...string) string {
	return layout.Address(key, v.Page.Printer.Lang, append([]string{v.Call.Slug}, more...)...)
}

// tone is how the answer sounds.
func (a LogAnswer) tone() layout.Tone {
	if a.Rewritten {
		return layout.Bad
	}
	return layout.Good
}

// title is the answer in a few words.
func (v LogView) title() string {
	p := v.Page.Printer
	switch {
	case v.Answer.none():
		return p.T("log.title")
	case v.Answer.Rewritten:
		return p.T("log.rewritten.title")
	case v.Answer.Kind == "":
		return p.T("log.extends.title")
	}
	return p.T("log.receipt.title")
}

// says is the answer in sentences.
func (v LogView) says() (all []string) {
	p, a := v.Page.Printer, v.Answer
	if a.Kind != "" {
		all = append(all, p.T("log.receipt."+string(a.Kind), locale.Args{
			"Version": a.Version, "Language": p.T("language." + string(a.In)), "Date": day(p, a.At), "Time": p.Time(a.At.UTC()),
		}))
	}
	leaves := locale.Args{"Before": p.Number(int(a.Leaves)), "Now": p.Number(int(v.Leaves))}
	if a.Rewritten {
		return append(all, p.T("log.rewritten.text", leaves))
	}
	return append(all, p.T("log.extends.text", leaves))
}

func (v LogView) asked() layout.Text {
	p := v.Page.Printer
	return layout.Text{
		Name: FieldProof, Label: locale.Text{p.Lang: p.T("log.paste")}, Hint: p.T("log.paste.hint"),
		Value: v.Proof, Problem: v.Problems.For(FieldProof), Rows: 8,
	}
}

// commands verify on somebody's own machine.
func (v LogView) commands() (receipt, heads string) {
	verify := "go run ./infra/cmd/verify -key '" + v.Keys[0]
	for _, k := range v.Keys[1:] {
		verify += "," + k
	}
	return verify + "' receipt", verify + "' -earlier head-1 -later head-2 -proof proof"
}

// proofAddress is an example of where a proof is fetched.
func (v LogView) proofAddress() string {
	return v.Page.Origin + v.address(site.LogProof, strconv.FormatInt(min(1, v.Leaves), 10), strconv.FormatInt(v.Leaves, 10))
}
