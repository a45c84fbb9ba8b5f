package pages

import (
	"tribune/shared/event"
	"tribune/shared/registration"
)

// share is the part of the seats that is taken, in hundredths.
func share(s registration.Seats) int {
	if s.Capacity <= 0 {
		return 0
	}
	return min(s.Taken*100/s.Capacity, 100)
}

// days gives the programme day by day, as the clocks at the event show it.
func days(a Announcement) [][]event.Item {
	var days [][]event.Item
	for _, item := range a.Event.Programme {
		item.Starts = a.local(item.Starts)
		last := len(days) - 1
		if last >= 0 && days[last][0].Starts.YearDay() == item.Starts.YearDay() {
			days[last] = append(days[last], item)
		} else {
			days = append(days, []event.Item{item})
		}
	}
	return days
}
