package main

import (
	"context"
	"net"
	"slices"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

// nameserver starts a DNS server on this machine, and gives Go's resolver that asks it.
func nameserver(t *testing.T) *net.Resolver {
	t.Helper()
	at, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { at.Close() })
	go func() {
		packet := make([]byte, 4096)
		for {
			n, from, err := at.ReadFrom(packet)
			if err != nil {
				return
			}
			var m dnsmessage.Message
			if m.Unpack(packet[:n]) != nil {
				continue
			}
			m.Response, m.RecursionAvailable, m.Additionals = true, true, nil
			if m.RCode, m.Answers = reply(m.Questions[0]); m.RCode == silent {
				continue
			}
			if packed, err := m.Pack(); err == nil {
				_, _ = at.WriteTo(packed, from) // the resolver may have gone
			}
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", at.LocalAddr().String())
	}}
}

// silent is the code of no answer at all.
const silent dnsmessage.RCode = 15

// held is what the server under test holds, one record a name.
var held = map[string]struct {
	kind dnsmessage.Type
	body dnsmessage.ResourceBody
}{
	"alias.exemple.org.":   {dnsmessage.TypeCNAME, &dnsmessage.CNAMEResource{CNAME: dnsmessage.MustNewName("A1.dkim.amazonses.com.")}},
	"strings.exemple.org.": {dnsmessage.TypeTXT, &dnsmessage.TXTResource{TXT: []string{"v=spf1 include:", "amazonses.com ~all"}}},
	"mail.exemple.org.":    {dnsmessage.TypeMX, &dnsmessage.MXResource{Pref: 10, MX: dnsmessage.MustNewName("Feedback-SMTP.eu-west-3.amazonses.com.")}},
	"none.exemple.org.":    {dnsmessage.TypeMX, &dnsmessage.MXResource{Pref: 0, MX: dnsmessage.MustNewName(".")}},
	"host.exemple.org.":    {dnsmessage.TypeA, &dnsmessage.AResource{A: [4]byte{127, 0, 0, 1}}},
}

func reply(q dnsmessage.Question) (dnsmessage.RCode, []dnsmessage.Resource) {
	name := q.Name.String()
	record, ok := held[name]
	switch {
	case name == "silent.exemple.org.":
		return silent, nil
	case name == "broken.exemple.org.":
		return dnsmessage.RCodeServerFailure, nil
	case !ok:
		return dnsmessage.RCodeNameError, nil
	case record.kind == q.Type || record.kind == dnsmessage.TypeCNAME:
		header := dnsmessage.ResourceHeader{Name: q.Name, Type: record.kind, Class: q.Class, TTL: 60}
		return dnsmessage.RCodeSuccess, []dnsmessage.Resource{{Header: header, Body: record.body}}
	}
	return dnsmessage.RCodeSuccess, nil
}

// What Go's own resolver makes of a server's answers is what the judging takes
// them for: an alias whose target has no address is seen, a record in several
// strings is one, and no answer is not the answer that there is none.
func TestAsk(t *testing.T) {
	dns := nameserver(t)
	for _, c := range []struct {
		kind, name string
		want       []string
		reason     string
	}{
		{"CNAME", "alias.exemple.org", []string{"a1.dkim.amazonses.com"}, ""},
		{"CNAME", "host.exemple.org", nil, ""},
		{"CNAME", "absent.exemple.org", nil, ""},
		{"CNAME", "strings.exemple.org", nil, ""},
		{"TXT", "strings.exemple.org", []string{"v=spf1 include:amazonses.com ~all"}, ""},
		{"TXT", "mail.exemple.org", nil, ""},
		{"TXT", "absent.exemple.org", nil, ""},
		{"TXT", "broken.exemple.org", nil, "DNS answered: server misbehaving"},
		{"MX", "mail.exemple.org", []string{"10 feedback-smtp.eu-west-3.amazonses.com"}, ""},
		{"MX", "none.exemple.org", []string{"0 ."}, ""},
		{"MX", "silent.exemple.org", nil, "DNS did not answer in time"},
		{"TXT", "silent.exemple.org", nil, "DNS did not answer in time"},
		{"CNAME", "silent.exemple.org", nil, "DNS did not answer in time"},
	} {
		t.Run(c.kind+" "+c.name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			got := ask(ctx, dns, question{c.kind, c.name})
			if !slices.Equal(got.records, c.want) {
				t.Errorf("%v, want %v", got.records, c.want)
			}
			if (got.err == nil) != (c.reason == "") || got.err != nil && reason(got.err) != c.reason {
				t.Errorf("%v, want %q", got.err, c.reason)
			}
		})
	}
}
