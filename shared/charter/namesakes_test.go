package charter_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"tribune/shared/charter"
)

// mangled are names, many of which are others with a few slips.
func mangled(n int) []string {
	random := rand.New(rand.NewPCG(7, 7))
	stems := strings.Fields("aide insertion santé jeunesse droits quartier tanger rabat solidarité avenir femmes travail جمعية الأمل طنجة Ελπίδα pomoc")
	var names []string
	for len(names) < n {
		var name []rune
		if len(names) > 0 && random.IntN(3) == 0 {
			name = []rune(names[random.IntN(len(names))])
			for range random.IntN(7) {
				at := random.IntN(len(name) + 1)
				switch {
				case random.IntN(3) == 0 || len(name) == 0:
					name = append(name[:at:at], append([]rune{'x'}, name[at:]...)...)
				case at < len(name) && random.IntN(2) == 0:
					name[at] = 'y'
				case at < len(name):
					name = append(name[:at:at], name[at+1:]...)
				}
			}
		} else {
			for range 1 + random.IntN(6) {
				name = append(name, []rune(stems[random.IntN(len(stems))]+" ")...)
			}
			if random.IntN(5) == 0 {
				name = append(name, []rune("("+stems[random.IntN(len(stems))]+")")...)
			}
		}
		names = append(names, string(name))
	}
	return append(names, "", "A", "()", "Association")
}

// What is found by pieces is what is found when each is held against each.
func TestNamesakesAreAllThatAreAlike(t *testing.T) {
	t.Parallel()
	names := mangled(400)
	want, some := make([][]int, len(names)), 0
	for i := range names {
		for j := range names {
			if i != j && charter.Alike(names[i], names[j]) {
				want[i] = append(want[i], j)
				some++
			}
		}
	}
	got := charter.Namesakes(names)
	for i := range names {
		if len(want[i]) >= charter.MostAlike {
			if len(got[i]) == 0 {
				t.Errorf("%q is alike nobody, want %v", names[i], want[i])
			}
			continue
		}
		want[i] = slices.DeleteFunc(want[i], func(j int) bool { return len(want[j]) > charter.MostAlike })
		got[i] = slices.DeleteFunc(got[i], func(j int) bool { return len(want[j]) > charter.MostAlike })
		if len(got[i])+len(want[i]) > 0 && !reflect.DeepEqual(got[i], want[i]) {
			t.Errorf("%q is alike %v, want %v", names[i], got[i], want[i])
		}
	}
	if some < 100 {
		t.Errorf("only %d are alike", some)
	}
}

func BenchmarkNamesakes(b *testing.B) {
	names := make([]string, 10_000)
	for i := range names {
		names[i] = fmt.Sprintf("Association pour l’insertion du quartier %d", i) // as bad as it gets
	}
	for b.Loop() {
		charter.Namesakes(names)
	}
}
