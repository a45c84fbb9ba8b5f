package faults

import (
	"encoding/json"
	"net"
	"net/http"
	"net/mail"
	"os"
	"strings"
	"time"
)

// Mail is a transport in front of SES for which some addresses fail by name,
// wherever they are hosted:
//
//   - temperror…: a temporary error of the service; it may pass
//   - timeout…: no answer within Delay, then the connection ends
//   - permerror…: the service rejects the message for good
//
// One such address among several recipients fails the whole call, as at SES.
// Nothing of a failing call reaches the inbox. What becomes of mail that is
// taken goes by its address too (report.go).
type Mail struct {
	Next  http.RoundTripper // nil is a plain transport without proxies
	Delay time.Duration     // how long a timeout takes; 0 is 2 s

	Report func(event string) // is told what becomes of each mail, as SES publishes it; nil if nobody is
	Now    func() time.Time   // dates the reports; nil is the machine's clock
}

// RoundTrip performs one call, unless a recipient's name has it fail.
func (m *Mail) RoundTrip(req *http.Request) (*http.Response, error) {
	if operation(req) != "SendEmail" {
		return m.perform(req)
	}
	body, err := takeBody(req)
	if err != nil {
		return nil, err
	}
	again := withBody(req, body)
	for _, address := range recipients(body) {
		switch {
		case strings.HasPrefix(address, "temperror"):
			return sesError(req, http.StatusInternalServerError, "InternalServiceErrorException",
				"A temporary error, as the address asks."), nil
		case strings.HasPrefix(address, "permerror"):
			return sesError(req, http.StatusBadRequest, "BadRequestException",
				"The message is rejected, as the address asks."), nil
		case strings.HasPrefix(address, "timeout"):
			return nil, m.timeout(req)
		}
	}
	resp, err := m.perform(again)
	if err != nil {
		return nil, err
	}
	return resp, m.report(resp, body)
}

func (m *Mail) perform(req *http.Request) (*http.Response, error) {
	if m.Next == nil {
		return direct.RoundTrip(req)
	}
	return m.Next.RoundTrip(req)
}

func (m *Mail) timeout(req *http.Request) error {
	delay := m.Delay
	if delay <= 0 {
		delay = 2 * time.Second
	}
	if err := sleep(req.Context(), delay); err != nil {
		return err
	}
	return &net.OpError{Op: "read", Net: "tcp", Err: os.ErrDeadlineExceeded}
}

// recipients are the addresses of a SendEmail call, bare and in small letters.
func recipients(body []byte) []string {
	var call struct {
		Destination struct{ ToAddresses, CcAddresses, BccAddresses []string }
	}
	if json.Unmarshal(body, &call) != nil {
		return nil // the service will say what is wrong with it
	}
	d := call.Destination
	var all []string
	for _, list := range [][]string{d.ToAddresses, d.CcAddresses, d.BccAddresses} {
		for _, address := range list {
			if a, err := mail.ParseAddress(address); err == nil {
				address = a.Address
			}
			all = append(all, strings.ToLower(strings.TrimSpace(address)))
		}
	}
	return all
}
