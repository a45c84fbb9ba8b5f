package registration

import (
	"fmt"
	"slices"

	"tribune/shared/event"
)

// Bounds of the search for a ring. Where everybody wants one place and gives
// one, a ring is no longer than there are places and the search visits each
// kind of wish a few times; with several places a wish it could take for ever.
const (
	longestRing = 12
	mostSteps   = 2000
)

// ring finds people in the queue whose wishes cross: each has a seat and wants
// another, and all can be moved at once though none can be moved alone. It
// begins with those who wait longest.
func (s *sitting) ring() []int {
	search := exchange{seats: s.Seats, steps: mostSteps}
	for _, w := range s.Queue {
		if len(w.Holds) > 0 {
			search.add(w)
		}
	}
	for first := range search.kinds {
		if found := search.close([]int{first}); found != nil {
			return search.tickets(found)
		}
	}
	return nil
}

// exchange looks for a group that can be moved at once among movers of a few
// kinds: those who lack and free the same places are one kind.
type exchange struct {
	seats map[event.Place]Seats
	kinds []kind
	steps int
}

type kind struct {
	name         string
	lacks, frees []event.Place
	tickets      []int
}

func (x *exchange) add(w Waiter) {
	lacks, frees := w.lacks(), w.frees()
	slices.Sort(lacks)
	slices.Sort(frees)
	name := fmt.Sprintf("%q %q", lacks, frees)
	i := slices.IndexFunc(x.kinds, func(k kind) bool { return k.name == name })
	if i < 0 {
		i = len(x.kinds)
		x.kinds = append(x.kinds, kind{name: name, lacks: lacks, frees: frees})
	}
	x.kinds[i].tickets = append(x.kinds[i].tickets, w.Ticket)
}

// close completes a group, given as kinds, so that every place that one of them
// lacks is free or freed by another; nil if that cannot be.
func (x *exchange) close(group []int) []int {
	short, found := x.shortage(group)
	if !found {
		return group
	}
	if x.steps--; x.steps < 0 || len(group) == longestRing {
		return nil
	}
	for i, k := range x.kinds {
		if !slices.Contains(k.frees, short) || count(group, i) == len(k.tickets) {
			continue
		}
		if closed := x.close(append(slices.Clip(group), i)); closed != nil {
			return closed
		}
	}
	return nil
}

// shortage is a place of which a group lacks more seats than are left and freed.
func (x *exchange) shortage(group []int) (event.Place, bool) {
	need := map[event.Place]int{}
	for _, i := range group {
		for _, p := range x.kinds[i].frees {
			need[p]--
		}
	}
	for _, i := range group {
		for _, p := range x.kinds[i].lacks {
			if need[p]++; need[p] > x.seats[p].Left() {
				return p, true
			}
		}
	}
	return "", false
}

// tickets are those of a group: of each kind the ones that wait longest.
func (x *exchange) tickets(group []int) []int {
	var tickets []int
	for n, i := range group {
		tickets = append(tickets, x.kinds[i].tickets[count(group[:n], i)])
	}
	return tickets
}

func count(all []int, v int) int {
	n := 0
	for _, i := range all {
		if i == v {
			n++
		}
	}
	return n
}
