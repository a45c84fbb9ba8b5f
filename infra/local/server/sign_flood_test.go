package server_test

import (
	"context"
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/url"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"tribune/infra/local/enginetest"
)

// The flood: from one place, from many, and those who mean it.
const (
	fromOne   = 5000
	places    = 200
	fromMany  = 2000
	signers   = 20
	bombarded = "victime@exemple.org" // whom the one place would have mailed
	mostMails = 5                     // to any address in a day
)

// from has a client connect from an address of this machine.
func from(ip net.IP) *http.Client {
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: ip}}
	return &http.Client{
		Transport: &http.Transport{DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			if conn, err := dialer.DialContext(ctx, network, address); err == nil {
				return conn, nil
			}
			return (&net.Dialer{}).DialContext(ctx, network, address) // where 127.0.0.1 is all there is
		}},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// flood is robots who fill the form in well: one read it, and they send it.
type flood struct {
	*house
	action  string
	form    url.Values
	purpose string
	made    time.Time

	taken, refused atomic.Int32
}

func (h *house) flood(t *testing.T) *flood {
	t.Helper()
	f := &flood{house: h, purpose: "sign " + h.call(t).Ref.String(), made: h.Clock.Now()}
	_, f.action, f.form = h.signer(t).reads(t, forHerself(bombarded)...)
	return f
}

// send has one robot sign for an address.
func (f *flood) send(t *testing.T, c *http.Client, address string) {
	form := maps.Clone(f.form)
	form.Set("address", address)
	form.Set("form", f.Parts.Ring.Form(f.purpose, f.made))
	switch status := (browser{c, f.origin}).post(t, f.action, form).status; status {
	case http.StatusSeeOther:
		f.taken.Add(1)
	case http.StatusTooManyRequests:
		f.refused.Add(1)
	default:
		t.Errorf("a robot is told %d", status)
	}
}

// Seven thousand forms come from robots that fill them in well, while twenty people
// sign: all twenty sign, nobody gets more mail than she should, nothing that the
// robots sent counts, and an alarm is raised.
func TestAFloodOfSignatures(t *testing.T) {
	t.Parallel()
	h := newHouseOn(t, enginetest.Dynamo(t), enginetest.Inbox(t))
	f := h.flood(t)
	one, many := from(net.IPv4(127, 0, 2, 1)), make([]*http.Client, places)
	for i := range many {
		many[i] = from(net.IPv4(127, 0, 3, byte(i+1)))
	}
	people := make([]signer, signers)
	for i := range people {
		people[i] = h.signer(t)
		people[i].client.Transport = from(net.IPv4(127, 0, 1, byte(i+1))).Transport
	}
	const lanes = 8
	begun := time.Now()
	atOnce(2*lanes+signers, func(lane int) {
		switch {
		case lane < lanes:
			for range fromOne / lanes {
				f.send(t, one, bombarded)
			}
		case lane < 2*lanes:
			for i := lane - lanes; i < fromMany; i += lanes {
				f.send(t, many[i%places], fmt.Sprintf("robot%d@exemple.org", i))
			}
		default:
			people[lane-2*lanes].asks(t, forOrganisation(fmt.Sprintf("directrice%d@cooperative.exemple.org", lane-2*lanes))...)
		}
	})
	t.Logf("%d robots were believed, %d refused, in %s", f.taken.Load(), f.refused.Load(), time.Since(begun).Round(time.Millisecond))
	h.wantAlarms(t, "refused", "signings")
	h.tick(t)
	h.sign(t, people)
	for range 3 { // what waits is tried again
		h.later(t, time.Hour+time.Second)
		h.tick(t)
	}
	h.wantSignatures(t, 1, signers)
	if n := h.mostMailed(t); n[bombarded] == 0 || f.refused.Load() == 0 || f.taken.Load() < fromMany {
		t.Errorf("%d mails to the one, %d robots refused, %d believed: it was no flood", n[bombarded], f.refused.Load(), f.taken.Load())
	}
}

// mostMailed counts the mails to each address, of which there may be so many.
func (h *house) mostMailed(t *testing.T) map[string]int {
	t.Helper()
	to := map[string]int{}
	for _, m := range h.mails(t) {
		to[m.Destination.To[0]]++
	}
	for address, n := range to {
		if n > mostMails {
			t.Errorf("%s gets %d mails", address, n)
		}
	}
	return to
}

// sign has people type the codes of their mails.
func (h *house) sign(t *testing.T, people []signer) {
	t.Helper()
	for i, s := range people {
		address := fmt.Sprintf("directrice%d@cooperative.exemple.org", i)
		got := h.received(t, address)
		if len(got) != 1 {
			t.Errorf("%s has %d mails", address, len(got))
			continue
		}
		s.confirms(t, s.code(t)).wantSigned(t, s)
	}
}

// wantAlarms wants these alarms to have been raised, and no others.
func (h *house) wantAlarms(t *testing.T, names ...string) {
	t.Helper()
	if got := slices.Sorted(slices.Values(h.Watch.Raised())); !slices.Equal(got, names) {
		t.Errorf("raised are %v, want %v", got, names)
	}
}
