package pages

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"tribune/shared/attendance"
	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/registration"
	"tribune/shared/report"
	"tribune/shared/site"
	"tribune/templates/layout"
)

// ReportView is an event in figures.
type ReportView struct {
	Page         layout.Page
	Event        event.Event
	Organisation organisation.Organisation
	Report       report.Report
	Kept         bool // written down before the registrations were erased
	Scoped       bool // of those alone whom the member sees
	Now          time.Time
}

func (v ReportView) announced() Announcement {
	return Announcement{Event: v.Event, Organisation: v.Organisation}
}

// begun reports whether anybody can have come.
func (v ReportView) begun() bool { return v.Report.Present > 0 || !v.Now.Before(v.Event.Starts()) }

// bar is a line of a table that is drawn too.
type bar struct {
	name  locale.Text
	said  string // what the number says
	n, of int    // how long the bar is, and how long all of it
}

func (v ReportView) said(name string) locale.Text { return locale.Text{v.Page.Printer.Lang: name} }

// heads are the figures that are looked for first.
func (v ReportView) heads() []bar {
	p, r := v.Page.Printer, v.Report
	all := []bar{{name: v.said(p.T("report.seated")), said: p.Number(r.Seated)}}
	if v.begun() {
		all = append(all,
			bar{name: v.said(p.T("report.present")), said: p.Number(r.Present)},
			bar{name: v.said(p.T("report.rate")), said: percent(p, report.Share(r.Present, r.Seated))},
			bar{name: v.said(p.T("report.absent")), said: p.Number(r.Absent())})
	}
	return append(all, bar{name: v.said(p.T("report.all")), said: p.Number(v.everybody())})
}

func (v ReportView) everybody() (n int) {
	for _, of := range v.Report.States {
		n += of
	}
	return n
}

func percent(p locale.Printer, n int) string {
	return p.T("report.percent", locale.Args{"N": p.Number(n)})
}

// states are how many stand how.
func (v ReportView) states() (all []bar) {
	p := v.Page.Printer
	for _, s := range registration.States {
		if n := v.Report.States[s]; n > 0 {
			all = append(all, bar{v.said(p.T("state." + string(s))), p.Number(n), n, v.everybody()})
		}
	}
	return all
}

// groups are categories, called by name; nothing, if none is large enough to be.
func (v ReportView) groups(counted []report.Group, name func(string) string) (all []bar) {
	p := v.Page.Printer
	sum := 0
	for _, g := range counted {
		sum += g.N
	}
	if len(counted) == 1 && counted[0].Name == "" {
		return nil
	}
	for _, g := range counted {
		f := bar{said: p.T("report.share", locale.Args{"N": p.Number(g.N), "Percent": percent(p, report.Share(g.N, sum))}), n: g.N, of: sum}
		if f.name = v.said(p.T("report.rest")); g.Name != "" {
			f.name = v.said(name(g.Name))
		}
		all = append(all, f)
	}
	return all
}

func (v ReportView) sectors() []bar {
	return v.groups(v.Report.Sectors, func(s string) string { return v.Page.Printer.T("sector." + s) })
}

func (v ReportView) countries() []bar {
	return v.groups(v.Report.Countries, v.Page.Printer.Country)
}

func (v ReportView) langs() []bar {
	return v.groups(v.Report.Langs, func(l string) string { return v.Page.Printer.T("language." + l) })
}

// halves are who came of who was expected, for each half-day.
func (v ReportView) halves() (all []bar) {
	p := v.Page.Printer
	for _, h := range v.Report.Halves {
		half, known := attendance.Find(v.Event, string(h.Name))
		if !known {
			continue
		}
		n := locale.Args{"Present": p.Number(h.Present), "Expected": p.Number(h.Expected)}
		all = append(all, bar{v.said(p.Date(half.Starts.In(v.Event.Location())) + p.T("mail.comma") + p.T("half."+string(half.Half))), p.T("arrivals.count", n), h.Present, h.Expected})
	}
	return all
}

// workshops are seats, who took one, and who came.
func (v ReportView) workshops() (all []bar) {
	p := v.Page.Printer
	for _, w := range v.Report.Workshops {
		offered, _, known := v.Event.Workshop(w.ID)
		if !known {
			continue
		}
		n := locale.Args{"Taken": p.Number(w.Taken), "Capacity": p.Number(w.Capacity), "Attended": p.Number(w.Attended)}
		said := p.T("seats.taken", n)
		if v.begun() {
			said += p.T("mail.comma") + p.T("report.attended", n)
		}
		all = append(all, bar{offered.Title, said, w.Taken, w.Capacity})
	}
	return all
}

// mostPoints is how many lines the table beside a curve has at most; above that a
// line is a week.
const mostPoints = 31

// curve is how many had registered by when.
func (v ReportView) curve() (points []report.Day) {
	days := v.Report.Days
	weekly := len(days) > mostPoints
	for _, d := range days {
		if weekly { // its Monday
			d.On = d.On.AddDate(0, 0, -int(d.On.Weekday()+6)%7)
		}
		if last := len(points) - 1; last >= 0 && points[last].On.Equal(d.On) {
			points[last].N += d.N
		} else {
			points = append(points, d)
		}
	}
	return points
}

// The size of the picture of a curve, in its own units.
const (
	curveWide, curveHigh = 600, 160
)

// drawn is the area below the sum of those who had registered, day by day, from
// the first to the last.
func (v ReportView) drawn() string {
	days := v.Report.Days
	if len(days) == 0 {
		return ""
	}
	first, last := days[0].On, days[len(days)-1].On.AddDate(0, 0, 1)
	at := func(t time.Time) int { return int(float64(t.Sub(first)) / float64(last.Sub(first)) * curveWide) }
	all, sum := 0, 0
	for _, d := range days {
		all += d.N
	}
	var b strings.Builder
	fmt.Fprintf(&b, "M0 %d", curveHigh)
	for _, d := range days {
		sum += d.N
		fmt.Fprintf(&b, "H%dV%d", at(d.On), curveHigh-sum*curveHigh/all)
	}
	fmt.Fprintf(&b, "H%dV%dz", curveWide, curveHigh)
	return b.String()
}

// tells says in a sentence what the curve shows.
func (v ReportView) tells() string {
	p, days := v.Page.Printer, v.Report.Days
	return p.T("report.curve", locale.Args{
		"N": p.Number(v.everybody()), "From": p.Date(days[0].On), "To": p.Date(days[len(days)-1].On),
	})
}

// weekly reports whether a line of the table is a week.
func (v ReportView) weekly() bool { return len(v.Report.Days) > mostPoints }

// grouped reports whether something is put together.
func (v ReportView) grouped() bool {
	return slices.ContainsFunc(slices.Concat(v.Report.Sectors, v.Report.Countries, v.Report.Langs), func(g report.Group) bool { return g.Name == "" })
}

// papers is the path of the attestations of everybody; "" for who may not.
func (v ReportView) papers() string {
	if v.Kept || v.Report.Present == 0 || !v.Page.Role.May(site.RightTo(site.Attestations)) {
		return ""
	}
	return layout.Address(site.Attestations, v.Page.Printer.Lang, string(v.Event.Ref.Event))
}

// asOf says when it was counted.
func (v ReportView) asOf() string {
	p, at := v.Page.Printer, v.Report.At.In(v.Event.Location())
	return p.T("report.at", locale.Args{"Date": p.Date(at), "Time": p.Time(at)})
}

// when is what a line of the table is.
func (v ReportView) when() string {
	if v.weekly() {
		return v.Page.Printer.T("report.week")
	}
	return v.Page.Printer.T("report.day")
}
