// Package inbox reads what came to this machine's mail inbox, for tests and
// pictures.
package inbox

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
)

// Mail is a mail as the inbox shows it.
type Mail struct {
	From        string
	Destination struct{ To []string }
	Subject     string
	Body        struct{ HTML, Text string }
	Attachments []struct{ Filename, ContentType, Content string } // in base64
	Headers     []struct{ Name, Value string }
}

// All lists what came to the inbox at an address of this machine, the oldest first.
func All(url string) ([]Mail, error) {
	resp, err := http.Get(url + "/store")
	if err != nil {
		return nil, fmt.Errorf("read the inbox: %w", err)
	}
	defer resp.Body.Close()
	var store struct{ Emails []Mail }
	if err := json.NewDecoder(resp.Body).Decode(&store); err != nil {
		return nil, fmt.Errorf("read the inbox: %w", err)
	}
	return store.Emails, nil
}

// To lists what came for one person, the oldest first.
func To(url, address string) ([]Mail, error) {
	all, err := All(url)
	return slices.DeleteFunc(all, func(m Mail) bool { return !slices.Equal(m.Destination.To, []string{address}) }), err
}

// Newest is the last that came for one person; an error if none did.
func Newest(url, address string) (Mail, error) {
	all, err := To(url, address)
	if err != nil {
		return Mail{}, err
	}
	if len(all) == 0 {
		return Mail{}, fmt.Errorf("no mail came to %s", address)
	}
	return all[len(all)-1], nil
}
