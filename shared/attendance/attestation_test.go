package attendance_test

import (
	"strings"
	"testing"
	"time"

	"tribune/shared/attendance"
	"tribune/shared/event"
	"tribune/shared/registration"
	"tribune/shared/token"
)

func ring(secret string) token.Ring { return must(token.ParseRing(secret)) }

var (
	oldSecret = "1:" + strings.Repeat("o", 40)
	newSecret = "2:" + strings.Repeat("n", 40) + "\n" + oldSecret
)

// paper is somebody's who was there for the halves of these numbers.
func paper(t *testing.T, r token.Ring, e event.Event, given, family string, halves ...int) attendance.Attestation {
	t.Helper()
	here := attendance.Presence{Marks: map[attendance.Half]attendance.Mark{}}
	for _, n := range halves {
		here.Marks[attendance.Name(e.HalfDays()[n])] = attendance.Mark{}
	}
	a := registration.Attendee{Given: must(registration.ParseName(given)), Family: must(registration.ParseName(family))}
	made, ok := attendance.Attest(r, e, a, here, time.Date(2027, 3, 12, 23, 30, 0, 0, time.UTC))
	if !ok {
		t.Fatal("no paper")
	}
	return made
}

func TestAPaperIsVerifiedByWhatItSays(t *testing.T) {
	e := study()
	made := paper(t, ring(oldSecret), e, "Zineb", "El Alami", 0, 2)
	if made.Attended != 6*time.Hour+30*time.Minute || len(strings.Split(made.Code, "-")) != 4 || len(made.Code) != 19 {
		t.Errorf("the paper is %+v", made)
	}
	halves, authentic := attendance.Verify(ring(newSecret), e, made) // under a newer secret
	if !authentic || len(halves) != 2 || halves[0] != e.HalfDays()[0] || halves[1] != e.HalfDays()[2] {
		t.Errorf("%t for %+v", authentic, halves)
	}
	if day := made.Day(); day != "2027-03-13" && day != "2027-03-12" {
		t.Errorf("issued on %s", day)
	}
}

// Whatever is changed on a paper, it no longer verifies.
func TestAForgedPaperIsNone(t *testing.T) {
	e, r := study(), ring(oldSecret)
	made := paper(t, r, e, "Zineb", "El Alami", 0)
	other := e
	other.Ref.Event = "rabat"
	for what, forge := range map[string]func(a *attendance.Attestation){
		"name":  func(a *attendance.Attestation) { a.Name = "Zineb El Alamy" },
		"less":  func(a *attendance.Attestation) { a.Name = "Zineb" },
		"hours": func(a *attendance.Attestation) { a.Attended += time.Minute },
		"day":   func(a *attendance.Attestation) { a.Issued = a.Issued.AddDate(0, 0, 1) },
		"none":  func(a *attendance.Attestation) { a.Code = "" },
		"short": func(a *attendance.Attestation) { a.Code = a.Code[:len(a.Code)-1] },
		"long":  func(a *attendance.Attestation) { a.Code += "0" },
	} {
		a := made
		if forge(&a); verified(r, e, a) {
			t.Errorf("%s: a forged paper verifies", what)
		}
	}
	for i, c := range made.Code { // each letter, the half-days' too
		if c == '-' {
			continue
		}
		a, letter := made, token.Letters[(strings.IndexRune(token.Letters, c)+1)%len(token.Letters)]
		if a.Code = made.Code[:i] + string(letter) + made.Code[i+1:]; verified(r, e, a) {
			t.Errorf("with another letter at %d it verifies", i)
		}
	}
	if verified(r, other, made) || verified(ring("1:"+strings.Repeat("x", 40)), e, made) || !verified(r, e, made) {
		t.Error("of another event, or of another house")
	}
}

func verified(r token.Ring, e event.Event, a attendance.Attestation) bool {
	_, authentic := attendance.Verify(r, e, a)
	return authentic
}

// A name is copied by somebody else, on another keyboard.
func TestANameIsVerifiedHoweverItIsCopied(t *testing.T) {
	e, r := study(), ring(oldSecret)
	for _, c := range []struct{ given, family, typed string }{
		{"Zoé", "D’Arc-Lévêque", "zoe d'arc leveque"},
		{"Zoé", "D’Arc-Lévêque", "LEVEQUE D ARC Zoe"},
		{"زَيْنَب", "العلمي", "زينب العلمي"},
		{"أحمد", "بنـــي", "احمد بني"},
		{"Ελένη", "Παπαδοπούλου", "ΕΛΕΝΗ ΠΑΠΑΔΟΠΟΥΛΟΥ"},
	} {
		made := paper(t, r, e, c.given, c.family, 1)
		made.Name = c.typed
		made.Code = " " + strings.ReplaceAll(strings.ToLower(made.Code), "-", " ")
		if !verified(r, e, made) {
			t.Errorf("%s %s, copied as %s, does not verify", c.given, c.family, c.typed)
		}
	}
}

func TestLettersThatAreTakenForOthers(t *testing.T) {
	if got := token.Copied("o0-il1 uV é"); got != "0011"+"1VV" {
		t.Errorf("read as %q", got)
	}
}

func TestHoursHoweverTheyAreWritten(t *testing.T) {
	for typed, want := range map[string]time.Duration{
		"6h30": 390 * time.Minute, "6 h 30 min": 390 * time.Minute, "06:30": 390 * time.Minute, "6": 6 * time.Hour, "٦ س ٣٠": 390 * time.Minute,
	} {
		if got, ok := attendance.ParseHours(typed); !ok || got != want {
			t.Errorf("%q is %v, %t", typed, got, ok)
		}
	}
	for _, typed := range []string{"", "six", "6:75", "1:2:3"} {
		if got, ok := attendance.ParseHours(typed); ok {
			t.Errorf("%q is %v", typed, got)
		}
	}
}

// An event of many half-days needs more letters.
func TestAPaperOfManyDays(t *testing.T) {
	e, r := study(), ring(oldSecret)
	for d := range 4 {
		day := e.Days[1]
		day.Starts, day.Ends = day.Starts.AddDate(0, 0, d+1), day.Ends.AddDate(0, 0, d+1)
		e.Days = append(e.Days, day)
	}
	last := len(e.HalfDays()) - 1
	made := paper(t, r, e, "Zineb", "Alami", 0, last)
	halves, authentic := attendance.Verify(r, e, made)
	if !authentic || len(halves) != 2 || halves[1] != e.HalfDays()[last] {
		t.Errorf("%t: %+v", authentic, halves)
	}
}
