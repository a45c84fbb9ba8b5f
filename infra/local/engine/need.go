package engine

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os/exec"
	"regexp"
	"strconv"
	"syscall"
	"time"
)

// need is a program that must be on this machine.
type need struct {
	command string
	flag    string // has it print its version
	version *regexp.Regexp
	least   int
	title   string
	advice  string
}

var (
	java = need{
		command: "java", flag: "-version",
		version: regexp.MustCompile(`version "(?:1\.)?(\d+)`), least: 17,
		title: "Java 17", advice: `install it, on Debian with "apt install openjdk-17-jre-headless"`,
	}
	node = need{
		command: "node", flag: "--version",
		version: regexp.MustCompile(`^v(\d+)`), least: 20,
		title: "Node 20", advice: "install it with its npm from nodejs.org or your system's packages",
	}
)

// check says plainly what is missing.
func (n need) check(ctx context.Context) error {
	path, err := exec.LookPath(n.command)
	if err != nil {
		return fmt.Errorf("%s is needed: there is no %q on the PATH; %s", n.title, n.command, n.advice)
	}
	out, err := exec.CommandContext(ctx, path, n.flag).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s is needed: %s %s failed (%w); %s", n.title, path, n.flag, err, n.advice)
	}
	m := n.version.FindSubmatch(out)
	if m == nil {
		return fmt.Errorf("%s is needed: %s does not tell its version; %s", n.title, path, n.advice)
	}
	if have, err := strconv.Atoi(string(m[1])); err != nil || have < n.least {
		return fmt.Errorf("%s is needed: %s is version %s; %s", n.title, path, m[1], n.advice)
	}
	return nil
}

// claimPort makes sure that the port is free, on every interface, or finds a
// free one if it is 0. A port that an ending process still holds is given a
// second to come free, so that a restart just after a kill succeeds.
func claimPort(ctx context.Context, port int, envPort string) (int, error) {
	deadline := time.Now().Add(time.Second)
	for {
		l, err := net.Listen("tcp", ":"+strconv.Itoa(port))
		if err == nil {
			defer l.Close()
			return l.Addr().(*net.TCPAddr).Port, nil
		}
		if !errors.Is(err, syscall.EADDRINUSE) {
			return 0, fmt.Errorf("port %d cannot be used: %w; set %s", port, err, envPort)
		}
		if time.Now().After(deadline) {
			return 0, fmt.Errorf("port %d is taken: set %s, or stop what listens there", port, envPort)
		}
		select {
		case <-ctx.Done():
			return 0, ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
}
