package campaign_test

import (
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"tribune/shared/campaign"
	"tribune/shared/event"
	"tribune/shared/locale"
)

// Rows that are added and taken away again leave everything as it was, wherever
// they stand.
func TestRowsComeAndGo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := campaign.FormOf(draw(t))
		before := maps.Clone(f)
		lists := []string{"days", "programme", "slots", "questions", "notices"}
		for _, inner := range [][2]string{{"slots", "workshops"}, {"questions", "options"}, {"notices", "documents"}} {
			for i := range f.Rows(inner[0]) {
				lists = append(lists, campaign.Row(inner[0], i)+"-"+inner[1])
			}
		}
		list := rapid.SampledFrom(lists).Draw(t, "list")
		n := f.Rows(list)
		row := f.Add(list)
		if row != campaign.Row(list, n) || f.Rows(list) != n+1 {
			t.Fatalf("%s was added to %s, which had %d rows and has %d", row, list, n, f.Rows(list))
		}
		for name, s := range before {
			if f[name] != s {
				t.Fatalf("%s was %q and is %q", name, s, f[name])
			}
		}
		f.Remove(row)
		if !maps.Equal(f, before) {
			t.Fatalf("%v\nis left of\n%v", f, before)
		}
	})
}

func TestRemoveMovesWhatFollows(t *testing.T) {
	f := campaign.FormOf(read1(t, shapes))
	last := f["slots-2-workshops-0-title-fr"]
	f.Remove("slots-0")
	if f.Rows("slots") != 2 || f["slots-1-workshops-0-title-fr"] != last || f.Rows("slots-0-workshops") != 1 {
		t.Errorf("the slots are %v", f)
	}
	f.Remove("slots-0-workshops-7")
	f.Remove("slots")
	f.Remove("")
	if f.Rows("slots") != 2 {
		t.Error("what is no row is taken away")
	}
}

// What lies on a later day stays on it when one before it goes.
func TestRemoveADay(t *testing.T) {
	f := campaign.FormOf(read1(t, small))
	if f["programme-1-day"] != "2" {
		t.Fatalf("the second item is on day %s", f["programme-1-day"])
	}
	f.Remove("days-0")
	if f["programme-1-day"] != "1" || f["programme-0-day"] != "1" || f["days-0-was"] != "2" {
		t.Errorf("left: %v", f)
	}
}

func TestSort(t *testing.T) {
	f := campaign.FormOf(read1(t, small))
	row := f.Add("programme")
	f[row+"-day"], f[row+"-at"], f[row+"-title-fr"] = "1", "9:30", "Café"
	f.Sort()
	if f["programme-1-title-fr"] != "Café" {
		t.Errorf("the coffee is not between its neighbours: %v", f)
	}
	f["programme-0-at"] = "bientôt"
	before := maps.Clone(f)
	if f.Sort(); !maps.Equal(f, before) {
		t.Error("what has no time is moved")
	}
}

func TestName(t *testing.T) {
	f := campaign.Form{
		"slots-0-title-fr": "Après-midi", "slots-1-title-ar": "الصباح", "slots-2-title-fr": "  ",
		"slots-0-workshops-0-title-fr": "L’œuvre", "slots-1-workshops-0-title-fr": "L’œuvre !", "slots-1-workshops-1-id": "a-jamais", "slots-1-workshops-1-title-fr": "Un autre titre",
		"questions-0-label-ar": "من أين؟", "questions-0-options-0-label-fr": "Ici", "notices-0-kind": "thanks", "notices-0-days": "2",
	}
	f.Name()
	for name, want := range map[string]string{
		"slots-0": "apres-midi", "slots-1": "slot", "slots-2": "slot-2", "slots-2-workshops-0": "", "slots-0-workshops-0": "l-oeuvre", "slots-1-workshops-0": "l-oeuvre-2",
		"slots-1-workshops-1": "a-jamais", "questions-0": "question", "questions-0-options-0": "ici", "notices-0": "thanks-2",
	} {
		if f[name+"-id"] != want {
			t.Errorf("%s is called %q, want %q", name, f[name+"-id"], want)
		}
	}
}

func TestIDOf(t *testing.T) {
	for title, want := range map[string]string{
		"L’insertion professionnelle des usagers de drogues : journée d’étude": "l-insertion-professionnelle-des-usagers",
		"يوم دراسي": "", "--": "", "ÀÉÎ 2027": "aei-2027", "Anticonstitutionnellementanticonstitutionnellement": "anticonstitutionnellementanticonstitutio",
	} {
		if got := campaign.IDOf(locale.Text{locale.French: title}); got != want {
			t.Errorf("%q is called %q, want %q", title, got, want)
		}
	}
	taken := []string{"", "a", "a-2"}
	if got := campaign.FreeID("a", func(id string) bool { return slices.Contains(taken, id) }); got != "a-3" {
		t.Errorf("free is %q", got)
	}
}

// Every place that has seats has a field in which they are said.
func TestPlaces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := draw(t)
		f, fields := campaign.FormOf(e), map[event.Place]string{}
		for p, name := range f.Places() {
			fields[p] = f[name]
		}
		for p, n := range e.Capacities() {
			if got := fields[p]; got != locale.For(locale.English).Number(n) && !e.ByDay {
				t.Fatalf("%s has %d seats, its field says %q", p, n, got)
			}
		}
	})
}
