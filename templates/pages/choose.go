package pages

import (
	"slices"
	"strings"

	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/templates/layout"
)

func (v RegisterView) earlyCode() layout.Input {
	p := v.Page.Printer
	opens := v.local(v.Event.Opens)
	return layout.Input{
		Name: FieldEarlyCode, Label: p.T("form.early-code"), Value: v.Values.EarlyCode, Dir: "ltr", Short: true,
		Hint:    p.T("form.early-code.hint", locale.Args{"Date": p.Date(opens), "Time": p.Time(opens)}),
		Problem: v.Problems.For(FieldEarlyCode),
	}
}

// bothModes reports whether somebody chooses how she attends.
func (a Announcement) bothModes() bool { return a.Event.Capacity > 0 && a.Event.Remote.Capacity > 0 }

func (v RegisterView) mode() layout.Choice {
	p := v.Page.Printer
	c := layout.Choice{Name: FieldMode, Said: p.T("form.mode"), Value: v.Values.Mode, Problem: v.Problems.For(FieldMode)}
	for _, m := range []struct {
		value string
		place event.Place
	}{{OnSite, event.Hall}, {Online, event.Online}} {
		o := layout.Option{Value: m.value, Said: p.T("mode." + m.value)}
		o.Note, o.Taken = v.left(m.place)
		c.Options = append(c.Options, o)
	}
	return c
}

// days are the boxes by which somebody says when she attends. Only on site has
// a day seats of its own.
func (v RegisterView) days() layout.Boxes {
	p := v.Page.Printer
	b := layout.Boxes{Said: p.T("form.days"), Problem: v.Problems.For(FieldDay(1))}
	for i, d := range v.Event.Days {
		box := layout.Box{
			Name: FieldDay(i + 1), Said: p.Date(v.local(d.Starts)) + p.T("mail.comma") + p.Hours(v.local(d.Starts), d.Ends),
			Checked: slices.Contains(v.Values.Days, i+1),
		}
		if v.Event.Capacity > 0 {
			box.Note, _ = v.left(event.OfDay(i + 1))
		}
		b.Options = append(b.Options, box)
	}
	return b
}

// slot is the choice among a slot's workshops, with the seats left beside each.
// Where nobody has to choose, none can be chosen too.
func (v RegisterView) slot(s event.Slot) layout.Choice {
	p, name := v.Page.Printer, FieldWorkshop(s.ID)
	c := layout.Choice{
		Name: name, Legend: s.Title, Hint: v.during(p, s), Optional: s.Optional,
		Value: v.Values.Workshops[s.ID], Problem: v.Problems.For(name),
	}
	for _, w := range s.Workshops {
		o := layout.Option{Value: string(w.ID), Label: w.Title}
		o.Note, o.Taken = v.workshopLeft(w)
		if span := v.spans(w); span != "" {
			o.Note = span + " · " + o.Note
		}
		c.Options = append(c.Options, o)
	}
	if s.Optional || v.Event.ByDay || v.spanned(s) {
		c.Options = append(c.Options, layout.Option{Said: p.T("form.no-workshop")})
	}
	return c
}

// spans says until when a workshop lasts that lasts through further slots.
func (v RegisterView) spans(w event.Workshop) string {
	p := v.Page.Printer
	if len(w.Spans) == 0 {
		return ""
	}
	last := w.Spans[len(w.Spans)-1]
	i := slices.IndexFunc(v.Event.Slots, func(s event.Slot) bool { return s.ID == last })
	if i < 0 {
		return ""
	}
	title := v.Event.Slots[i].Title
	return p.T("form.spans", locale.Args{"Slot": locale.IsolateText(title, p.Lang)})
}

// spanned reports whether a workshop of another slot lasts through this one.
func (v RegisterView) spanned(s event.Slot) bool {
	return slices.ContainsFunc(v.Event.Slots, func(o event.Slot) bool {
		return slices.ContainsFunc(o.Workshops, func(w event.Workshop) bool { return slices.Contains(w.Spans, s.ID) })
	})
}

// workshopLeft says which seats of a workshop are left, and whether none can be
// chosen: on site, online, or each where somebody chooses how she attends.
func (v RegisterView) workshopLeft(w event.Workshop) (note string, taken bool) {
	p := v.Page.Printer
	var notes []string
	taken = true
	for _, online := range []bool{false, true} {
		if w.Seats(online) == 0 {
			continue
		}
		said, none := v.left(event.OfWorkshop(w.ID, online))
		if v.bothModes() {
			said = p.T("seats.mode."+modeOf(online), locale.Args{"Seats": said})
		}
		notes, taken = append(notes, said), taken && none
	}
	return strings.Join(notes, " · "), taken
}

func modeOf(online bool) string {
	if online {
		return Online
	}
	return OnSite
}

// left says how many seats of a place are left, or how many wait; and whether
// it cannot be chosen.
func (v RegisterView) left(place event.Place) (note string, taken bool) {
	if slices.Contains(v.Holds, place) {
		return v.Page.Printer.T("seats.yours"), false
	}
	note, tone := v.note(v.Page.Printer, place)
	return note, tone == layout.Bad
}

// note says how many seats of a place are left, or how many wait, and how that
// sounds: bad where nobody can wait.
func (a Announcement) note(p locale.Printer, place event.Place) (string, layout.Tone) {
	left := a.Desk.Seats[place].Left()
	switch {
	case left > 0:
		return p.N("seats.left", left), layout.Plain
	case a.Event.NoWaiting:
		return p.T("standing.full"), layout.Bad
	}
	return a.queue(p, place), layout.Warn
}

// queue says that a place is full and how many wait for it.
func (a Announcement) queue(p locale.Printer, place event.Place) string {
	if n := a.Desk.Waiters(place); n > 0 {
		return p.N("seats.waiting", n)
	}
	return p.T("seats.full")
}

// waits reports whether somebody may find something full and wait for it.
func (v RegisterView) waits() bool {
	if !v.CanWait() {
		return false
	}
	some := false
	for place, s := range v.Desk.Seats {
		some = some || s.Left() == 0 && !slices.Contains(v.Holds, place)
	}
	return some || v.Values.Wait || v.Problems.For(FieldWait) != ""
}

func (v RegisterView) wait() layout.Check {
	return layout.Check{
		Name: FieldWait, Label: v.Page.Printer.T("form.wait"), Checked: v.Values.Wait,
		Problem: v.Problems.For(FieldWait), Optional: true,
	}
}

// langs is the choice of the language in which somebody is written to.
func (v RegisterView) langs() layout.Choice {
	p := v.Page.Printer
	c := layout.Choice{Name: FieldLang, Said: p.T("form.lang"), Value: v.Values.Lang, Problem: v.Problems.For(FieldLang)}
	for _, l := range locale.Languages {
		c.Options = append(c.Options, layout.Option{Value: string(l), Label: locale.Text{l: l.Name()}})
	}
	return c
}
