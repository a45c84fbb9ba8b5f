package campaign

import (
	"time"

	"tribune/shared/event"
	"tribune/shared/locale"
)

func (r *reader) slots(at place, all []fileSlot, days []event.Day, loc *time.Location) []event.Slot {
	var slots []event.Slot
	seen, workshops := map[string]bool{}, map[string]bool{}
	for i, f := range all {
		at := at.at(i)
		s := event.Slot{
			ID:        r.unique(at.field("id"), f.ID, seen),
			Title:     r.text(at.field("title"), f.Title, line),
			Optional:  f.Optional,
			Workshops: r.workshops(at.field("workshops"), f.Workshops, all[i+1:], workshops),
		}
		if d, ok := r.nth(at.field("day"), f.Day, days); ok {
			span := r.span(at, f.From, f.To, day(d.Starts, loc), loc)
			s.Starts, s.Ends = span.Starts, span.Ends
			switch {
			case s.Starts.IsZero():
			case s.Starts.Before(d.Starts) || s.Ends.After(d.Ends):
				r.problem(at, "written.day.outside")
			case i > 0 && s.Starts.Before(slots[i-1].Ends):
				r.problem(at.field("from"), "written.slot.order")
			}
		}
		slots = append(slots, s)
	}
	if len(workshops) > MaxWorkshops {
		r.problem(at, "written.workshops.most", locale.Args{"Most": MaxWorkshops})
	}
	return slots
}

// workshops reads those of a slot, which may last through the slots that follow.
func (r *reader) workshops(at place, all []fileWorkshop, following []fileSlot, seen map[string]bool) []event.Workshop {
	if len(all) == 0 {
		r.problem(at, "written.one")
	}
	var workshops []event.Workshop
	for i, f := range all {
		at := at.at(i)
		least := 1
		if f.Online > 0 {
			least = 0
		}
		workshops = append(workshops, event.Workshop{
			ID:       event.WorkshopID(r.unique(at.field("id"), f.ID, seen)),
			Title:    r.title(at.field("title"), f.Title, line),
			Capacity: r.number(at.field("capacity"), f.Capacity, least, maxCapacity),
			Remote:   r.number(at.field("online"), f.Online, 0, maxCapacity),
			Spans:    r.spans(at.field("spans"), f.Spans, following),
		})
	}
	return workshops
}

// spans reads the slots that a workshop lasts through beside its own: those that
// follow, none left out between.
func (r *reader) spans(at place, ids []string, following []fileSlot) []string {
	for i, id := range ids {
		switch {
		case i >= len(following):
			r.problem(at.at(i), "written.spans.none")
		case id != following[i].ID:
			r.problem(at.at(i), "written.spans.next", locale.Args{"Slot": following[i].ID})
		}
	}
	return ids
}

// unique reads an id that the event may use once.
func (r *reader) unique(at place, id string, seen map[string]bool) string {
	if seen[id] {
		r.problem(at, "written.twice", locale.Args{"ID": id})
	}
	seen[id] = true
	return r.id(at, id)
}
