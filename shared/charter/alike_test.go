package charter_test

import (
	"testing"

	"tribune/shared/charter"
)

func TestAlike(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"Drogues et Société", "DROGUE & SOCIETE", true},
		{"Association Hasnouna de soutien aux usagers de drogues (AHSUD)", "AHSUD", true},
		{"Association Hasnouna de soutien aux usagers de drogues", "Hasnouna, soutien aux usagers de drogue", true},
		{"L’Association Espace", "espace", true},
		{"جمعية حسنونة", "حسنونة", true},
		{"Fédération Addiction", "Federation Addictions", true},
		{"La Maison", "Maison (La)", true},
		{"CIRDD Bretagne", "CIRDD Rhône-Alpes", false},
		{"Espace", "Parcours", false},
		{"IPSI", "IPPI", false}, // four letters are few
		{"AHSUD", "SICAD", false},
		{"Association", "Fondation", false},
		{"", "AHSUD", false},
	} {
		if got := charter.Alike(c.a, c.b); got != c.want || charter.Alike(c.b, c.a) != c.want {
			t.Errorf("%q and %q: %t", c.a, c.b, got)
		}
	}
}
