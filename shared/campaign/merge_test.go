package campaign_test

import (
	"maps"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"tribune/shared/campaign"
)

// Two who change the same event: she keeps what she typed, sees what he saved,
// and finds the workshop that he added.
func TestMerge(t *testing.T) {
	e := read1(t, shapes)
	hers, his := campaign.FormOf(e), campaign.FormOf(e)
	hers["title-fr"], his["title-fr"] = "Le titre qu’elle veut", "Le titre qu’il veut"
	his["summary-ar"] = "ملخص" // in a language that her page did not have
	his["registration-waiting"] = campaign.Ticked
	hers["slots-1-workshops-0-capacity"] = "7"
	his.Remove("slots-0-workshops-1")
	row := his.Add("slots-0-workshops")
	his[row+"-id"], his[row+"-title-fr"], his[row+"-capacity"] = "ajoute", "Ajouté", "12"
	m := campaign.Merge(hers, his)
	if m.Form["title-fr"] != "Le titre qu’elle veut" || m.Form["slots-1-workshops-0-capacity"] != "7" || m.Form["slots-0-workshops-1-id"] != "un" {
		t.Errorf("hers is lost: %v", m.Form)
	}
	want := map[string]string{"title-fr": "Le titre qu’il veut", "registration-waiting": campaign.Ticked, "slots-1-workshops-0-capacity": ""}
	if !reflect.DeepEqual(m.Differs, want) {
		t.Errorf("it differs in %v, want %v", m.Differs, want)
	}
	if m.Form["slots-0-workshops-2-title-fr"] != "Ajouté" || !reflect.DeepEqual(m.Added, map[string]bool{"slots-0-workshops-2": true}) {
		t.Errorf("what he added is lost: %v, %v", m.Added, m.Form)
	}
	if !reflect.DeepEqual(m.Absent, map[string]bool{"slots-0-workshops-1": true}) {
		t.Errorf("what he took away is not told: %v", m.Absent)
	}
	if m.Form["summary-ar"] != "ملخص" {
		t.Error("a language that he began is lost")
	}
}

// What two forms say is all there afterwards, whatever they are.
func TestMergeLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		hers, his := campaign.FormOf(draw(t)), campaign.FormOf(draw(t))
		m := campaign.Merge(hers, his)
		for name, s := range hers {
			if s != "" && m.Form[name] != s {
				t.Fatalf("she has %q in %s, and afterwards %q", s, name, m.Form[name])
			}
		}
		said := map[string]bool{}
		for _, all := range []map[string]string{m.Form, m.Differs} {
			for _, s := range all {
				said[s] = true
			}
		}
		for name, s := range his {
			if !said[s] {
				t.Fatalf("he has %q in %s, and afterwards nothing does", s, name)
			}
		}
	})
}

func TestMergeOfTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := campaign.FormOf(draw(t))
		m := campaign.Merge(f, f)
		if !maps.Equal(m.Form, f) || len(m.Differs)+len(m.Added)+len(m.Absent) > 0 {
			t.Fatalf("%v", m)
		}
	})
}
