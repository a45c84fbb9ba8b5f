package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"

	"tribune/shared/ses"
	"tribune/shared/site"
)

// facts are what was found, before anybody judges it.
type facts struct {
	domain string
	region string // "" if unknown
	nobody error  // why SES could not be asked at all; nil if it was

	account            ses.Account
	identity           ses.Identity
	set                ses.MailSet
	accountErr, setErr error
	identityErr        error

	dns map[question]answer
}

// question is a kind of record at a name.
type question struct{ kind, name string }

// answer is what DNS says to it. No records and no error: there are none.
type answer struct {
	records []string // "10 host" of MX; names without their last dot
	err     error    // DNS did not say
}

// resolver is the part of [net.Resolver] that is asked.
type resolver interface {
	LookupTXT(ctx context.Context, name string) ([]string, error)
	LookupMX(ctx context.Context, name string) ([]*net.MX, error)
	LookupCNAME(ctx context.Context, name string) (string, error)
}

func (f *facts) askSES(ctx context.Context, i ses.Inspector) {
	f.account, f.accountErr = i.Account(ctx)
	f.identity, f.identityErr = i.Identity(ctx, f.domain)
	if f.identity.Set != "" {
		f.set, f.setErr = i.MailSet(ctx, f.identity.Set)
	}
}

// askDNS asks everything at once: a server that does not answer takes its time.
func (f *facts) askDNS(ctx context.Context, dns resolver) {
	f.dns = map[question]answer{}
	var (
		all sync.WaitGroup
		mu  sync.Mutex
	)
	for _, q := range f.questions() {
		all.Go(func() {
			a := ask(ctx, dns, q)
			mu.Lock()
			defer mu.Unlock()
			f.dns[q] = a
		})
	}
	all.Wait()
}

func (f *facts) questions() []question {
	qs := []question{
		{"MX", site.MailFrom(f.domain)}, {"TXT", site.MailFrom(f.domain)},
		{"MX", f.domain}, {"TXT", f.domain},
	}
	for _, name := range dmarcNames(f.domain) {
		qs = append(qs, question{"TXT", name})
	}
	for _, r := range f.identity.DKIM {
		qs = append(qs, question{r.Type, r.Name})
	}
	return qs
}

// ask asks for a name from the root, lest the machine's own domain be tried after it.
func ask(ctx context.Context, dns resolver, q question) (a answer) {
	var err error
	switch q.kind {
	case "TXT":
		a.records, err = dns.LookupTXT(ctx, q.name+".")
	case "MX":
		var hosts []*net.MX
		hosts, err = dns.LookupMX(ctx, q.name+".")
		for _, mx := range hosts {
			a.records = append(a.records, fmt.Sprintf("%d %s", mx.Pref, bare(mx.Host)))
		}
	case "CNAME":
		var target string
		target, err = dns.LookupCNAME(ctx, q.name+".")
		// A name that is no alias answers with itself.
		if target = bare(target); target != "" && target != bare(q.name) {
			a.records = []string{target}
		}
	}
	var reply *net.DNSError
	if errors.As(err, &reply) && reply.IsNotFound {
		err = nil
	}
	a.err = err
	return a
}

// bare is a name as people write it; the root stays a dot.
func bare(name string) string {
	if name == "." {
		return name
	}
	return strings.ToLower(strings.TrimSuffix(name, "."))
}

// reason says in a few words why DNS did not answer.
func reason(err error) string {
	var reply *net.DNSError
	switch {
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &reply) && reply.IsTimeout:
		return "DNS did not answer in time"
	case errors.As(err, &reply):
		return "DNS answered: " + reply.Err
	}
	return "DNS: " + err.Error()
}
