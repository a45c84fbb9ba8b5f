package dynamo_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"tribune/infra/local/tabletest"
	"tribune/shared/dynamo"
	"tribune/shared/organisation"
)

// linesOf are the numbers of the lines that a period gives, most at most.
func linesOf(t *testing.T, b *tabletest.Bench, p organisation.Period, most int) (numbers []int, last string) {
	t.Helper()
	for a, err := range b.Journal(t.Context(), day.Organisation, p) {
		if err != nil {
			t.Fatal(err)
		}
		if len(numbers) == most {
			break
		}
		numbers, last = append(numbers, a.Rows), a.Line
	}
	return numbers, last
}

func count(from, to int) (all []int) {
	for ; from <= to; from++ {
		all = append(all, from)
	}
	return all
}

func down(from, to int) []int {
	all := count(to, from)
	slices.Reverse(all)
	return all
}

// TestTheJournalIsReadBothWays: the latest line first, or the first, from any line
// on, and no more of it than a period holds.
func TestTheJournalIsReadBothWays(t *testing.T) {
	t.Parallel()
	b := tabletest.New(t)
	for n := range 250 {
		a := anAudit()
		a.At, a.Rows = start.Add(time.Duration(n)*time.Minute), n
		if err := b.Audit(t.Context(), dynamo.AuditID(a.At), a); err != nil {
			t.Fatal(err)
		}
	}
	other := anAudit()
	other.Organisation, other.Rows = "idt", 999
	if err := b.Audit(t.Context(), dynamo.AuditID(start), other); err != nil {
		t.Fatal(err)
	}
	at := func(n int) time.Time { return start.Add(time.Duration(n) * time.Minute) }
	all := organisation.Period{From: at(0), To: at(250)}
	first, line := linesOf(t, b, all, 50)
	wantEqual(t, first, down(249, 200))
	all.Beyond = line
	second, line := linesOf(t, b, all, 120)
	wantEqual(t, second, down(199, 80))
	all.Beyond = line
	rest, _ := linesOf(t, b, all, 500)
	wantEqual(t, rest, down(79, 0))
	all.Forward = true
	back, _ := linesOf(t, b, all, 30)
	wantEqual(t, back, count(81, 110))

	calls := b.Calls(func() {
		some, _ := linesOf(t, b, organisation.Period{From: at(10), To: at(13)}, 500)
		wantEqual(t, some, down(12, 10))
	})
	if fmt.Sprint(calls) != "map[Query:1]" {
		t.Errorf("three minutes of the journal take %v", calls)
	}
	for _, none := range []organisation.Period{
		{From: at(9), To: at(9)}, {From: at(9), To: at(8)}, {From: at(9), To: at(12), Beyond: "0"}, {From: at(9), To: at(12), Beyond: "9", Forward: true},
	} {
		if got, _ := linesOf(t, b, none, 500); len(got) != 0 {
			t.Errorf("%+v gives %v", none, got)
		}
	}
	b.Clock.Set(at(100).AddDate(0, 0, 365))
	all = organisation.Period{From: at(0), To: at(250)}
	kept, _ := linesOf(t, b, all, 500)
	wantEqual(t, kept, down(249, 101))
}
