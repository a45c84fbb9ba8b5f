package main

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"tribune/shared/site"
)

// envDomain names the domain that SES signs mail for.
const envDomain = "TRIBUNE_DOMAIN"

// placeholder is a reserved domain: enough to synthesize, useless to deploy.
const placeholder = "tribune.example"

// settings is what an operator decides about one deployment.
type settings struct {
	Build  string // folder that holds <function>/bootstrap
	Domain string // where SES signs mail; the operator publishes its DKIM records
	Sender string // bare address that mail is sent from, at Domain
	Origin string // scheme and host of the site; empty for the API's own
}

// settingsFrom reads the settings from the environment that get looks up.
func settingsFrom(get func(string) string) settings {
	s := settings{
		Build:  filepath.Join(".data", "build"),
		Domain: get(envDomain),
		Sender: get(site.EnvSender),
		Origin: get(site.EnvOrigin),
	}
	if s.Domain == "" {
		s.Domain = placeholder
	}
	if s.Sender == "" {
		s.Sender = "inscriptions@" + s.Domain
	}
	return s
}

// check reports what would synthesize and then fail in the cloud.
func (s settings) check() error {
	if !strings.HasSuffix(s.Sender, "@"+s.Domain) {
		return fmt.Errorf("%s %q is not at %s %q: SES would refuse every mail", site.EnvSender, s.Sender, envDomain, s.Domain)
	}
	if s.Origin != "" {
		u, err := url.Parse(s.Origin)
		if err != nil || u.Host == "" || s.Origin != "https://"+u.Host {
			return fmt.Errorf("%s %q is not https:// and a host alone", site.EnvOrigin, s.Origin)
		}
	}
	for _, f := range site.Functions {
		if _, err := os.Stat(filepath.Join(s.folder(f.Name), "bootstrap")); err != nil {
			return fmt.Errorf("%s is not built: run make functions first (%w)", f.Name, err)
		}
	}
	return nil
}

// folder is what is uploaded for a function.
func (s settings) folder(name site.Name) string { return filepath.Join(s.Build, string(name)) }
