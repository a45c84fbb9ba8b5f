// Command checkmail says what a domain still lacks for its mail to arrive: it
// asks DNS, and SES if there are AWS credentials, and explains each record that
// is to be published.
//
// It asks first and judges then: what is wrong is decided by plain functions of
// what was found. The domain is TRIBUNE_DOMAIN. The exit status is 0 if
// everything was seen to be well, 1 if something is missing, wrong or could not
// be seen, 2 if it was called wrongly.
package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"regexp"
	"strings"
	"time"

	"tribune/shared/ses"
)

// limit is how long all the asking may take.
const limit = 30 * time.Second

const (
	exitWell = iota
	exitLacking
	exitMisuse
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	// Go's own resolver: it shows an alias whose target has no address, as
	// DKIM's have none, and behaves the same on every system.
	code := run(ctx, os.Args[1:], os.Getenv, &net.Resolver{PreferGo: true}, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// hostname is a domain of at least two labels as DNS spells it.
var hostname = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$`)

func run(ctx context.Context, args []string, env func(string) string, dns resolver, out, complaints io.Writer) int {
	domain := strings.TrimSuffix(strings.ToLower(env("TRIBUNE_DOMAIN")), ".")
	if len(args) > 0 || !hostname.MatchString(domain) {
		fmt.Fprintf(complaints, "usage: TRIBUNE_DOMAIN=example.org make check-mail\n"+
			"TRIBUNE_DOMAIN is the domain that mail comes from, as DNS spells it (xn--… if it has accents); it is %q.\n", domain)
		return exitMisuse
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	f := facts{domain: domain}
	inspector, err := ses.Inspect(ctx)
	f.region = inspector.Region
	if err != nil {
		f.nobody = err
	} else {
		f.askSES(ctx, inspector)
	}
	f.askDNS(ctx, dns)
	return report(out, f)
}
