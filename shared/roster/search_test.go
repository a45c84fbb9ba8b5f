package roster_test

import (
	"testing"

	"tribune/shared/roster"
)

func TestWhoeverIsLookedForIsFound(t *testing.T) {
	for search, name := range map[string]string{
		"elan": "Élan", "ELENH": "Eleńh", "ελενη": "Ελένη", "σοφος": "ΣΟΦΌΣ", "احمد": "أحمد", "فاطمه": "فاطِمة", "مصطفي": "مصطفى", "soeur": "Sœur",
		"ódön exemple": "Ödön", "d'arc": "d’Arc",
	} {
		if !(roster.Filter{Search: search}).Holds(asking(), named(1, name, "Nom", "Structure")) {
			t.Errorf("%s is not found by %q", name, search)
		}
	}
	if (roster.Filter{Search: "elan marie"}).Holds(asking(), named(1, "Élan", "Nom", "")) {
		t.Error("somebody is found who has one of two words")
	}
}
