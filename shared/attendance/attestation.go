package attendance

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/registration"
	"tribune/shared/token"
)

// Attestation is a paper that says how long somebody attended an event, with a
// code that anybody can verify. Nothing of it is kept: the code is computed from
// what the paper says, so that it is still good when the registration is erased.
type Attestation struct {
	Name     string // as it stands on the paper
	Halves   []event.HalfDay
	Attended time.Duration
	Issued   time.Time // the day, where the event is
	Code     string    // in groups of four
}

// Attest makes the paper of somebody who was there; false if she never was.
func Attest(ring token.Ring, e event.Event, a registration.Attendee, p Presence, now time.Time) (Attestation, bool) {
	t := Attestation{
		Name: a.FullName(), Halves: p.Attended(e), Issued: now.In(e.Location()),
	}
	t.Attended = Hours(t.Halves)
	which := whichOf(e, t.Halves)
	t.Code = grouped(which + ring.Seal(t.parts(e, which)...))
	return t, len(t.Halves) > 0
}

// Day is the day of issue as the paper and the form that verifies it write it.
func (t Attestation) Day() string { return t.Issued.Format(time.DateOnly) }

// parts are what the code stands for.
func (t Attestation) parts(e event.Event, which string) []string {
	return []string{e.Ref.String(), foldName(t.Name), which, strconv.Itoa(int(t.Attended / time.Minute)), t.Day()}
}

// Verify reports whether a paper that says so was made here, and for which
// half-days. It is given its name, its hours, its day of issue and its code.
func Verify(ring token.Ring, e event.Event, t Attestation) (halves []event.HalfDay, authentic bool) {
	code := token.Copied(t.Code)
	if len(code) <= token.SealSize {
		return nil, false
	}
	which, seal := code[:len(code)-token.SealSize], code[len(code)-token.SealSize:]
	return halvesOf(e, which), ring.Sealed(seal, t.parts(e, which)...)
}

// bits is how many half-days a letter says.
const bits = 5

// whichOf says some half-days of an event in letters, as they are numbered there.
func whichOf(e event.Event, halves []event.HalfDay) string {
	all := e.HalfDays()
	letters := make([]int, (len(all)+bits-1)/bits)
	for i, h := range all {
		if slices.Contains(halves, h) {
			letters[i/bits] |= 1 << (i % bits)
		}
	}
	var b strings.Builder
	for _, n := range letters {
		b.WriteByte(token.Letters[n])
	}
	return b.String()
}

// halvesOf reads what whichOf wrote.
func halvesOf(e event.Event, which string) (halves []event.HalfDay) {
	for i, h := range e.HalfDays() {
		if i/bits < len(which) && strings.IndexByte(token.Letters, which[i/bits])>>(i%bits)&1 == 1 {
			halves = append(halves, h)
		}
	}
	return halves
}

func grouped(code string) string {
	var groups []string
	for part := range slices.Chunk([]byte(code), 4) {
		groups = append(groups, string(part))
	}
	return strings.Join(groups, "-")
}

// foldName is the form in which two spellings of a name are the same: in any
// case, with any accents, points of vowels and punctuation, in any order.
func foldName(name string) string {
	words := locale.Words(name)
	slices.Sort(words)
	return strings.Join(words, " ")
}

// ParseHours reads how long a paper says that somebody attended, however it is
// parted: "6 h 30 min", "6:30", "6". False if it says no such time.
func ParseHours(typed string) (time.Duration, bool) {
	var numbers []int
	inside := false
	for _, r := range typed {
		d := digit(r)
		switch {
		case d < 0:
			inside = false
			continue
		case !inside:
			numbers, inside = append(numbers, 0), true
		}
		if n := &numbers[len(numbers)-1]; *n < 10_000 {
			*n = *n*10 + d
		}
	}
	switch {
	case len(numbers) == 1:
		return time.Duration(numbers[0]) * time.Hour, true
	case len(numbers) == 2 && numbers[1] < 60:
		return time.Duration(numbers[0])*time.Hour + time.Duration(numbers[1])*time.Minute, true
	}
	return 0, false
}

// digit is the value of a decimal digit of any script that the house writes; -1
// if it is none.
func digit(r rune) int {
	for _, zero := range []rune{'0', '٠', '۰'} {
		if r >= zero && r < zero+10 {
			return int(r - zero)
		}
	}
	return -1
}
