package site_test

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"tribune/shared/site"
)

func TestFunctionsAreWhole(t *testing.T) {
	seen := map[site.Name]bool{}
	for _, f := range site.Functions {
		if seen[f.Name] {
			t.Errorf("%s stands twice", f.Name)
		}
		seen[f.Name] = true
		if f.Purpose == "" || f.Timeout <= 0 || f.Memory < 128 || len(f.Grants) == 0 {
			t.Errorf("%s is not whole: %+v", f.Name, f)
		}
		if sorted := slices.Sorted(slices.Values(f.Grants)); len(slices.Compact(sorted)) != len(f.Grants) {
			t.Errorf("%s is granted something twice", f.Name)
		}
		if sends := slices.Contains(f.Grants, site.SendEmail); sends != (f.Name == site.Mailer) {
			t.Errorf("%s may send: %t; the mailer alone does", f.Name, sends)
		}
	}
	if !seen[site.Fallback] {
		t.Errorf("the fallback %q is no function", site.Fallback)
	}
}

// API Gateway lets at most 29 seconds pass before it answers in our place.
func TestFunctionsAnswerBeforeTheGatewayDoes(t *testing.T) {
	for _, r := range site.Routes {
		if f := function(r.Function); f.Timeout.Seconds() >= 29 {
			t.Errorf("%s answers %s and may take %v", f.Name, r.Key, f.Timeout)
		}
	}
}

func function(name site.Name) site.Function {
	for _, f := range site.Functions {
		if f.Name == name {
			return f
		}
	}
	return site.Function{}
}

// What is common to API Gateway's route keys and ServeMux's patterns.
var common = regexp.MustCompile(`^(GET|POST)(/([a-z0-9.-]+|\{[a-z]+\}))+$`)

func badKey(key string) string {
	_, path, _ := strings.Cut(key, " ")
	switch {
	case strings.HasSuffix(key, "/"):
		return "ends in a slash, which catches all in ServeMux"
	case strings.ContainsAny(key, "+") || strings.Contains(key, "..."):
		return "has a wildcard over several segments, which the two spell differently"
	case !common.MatchString(strings.Replace(key, " ", "", 1)) || strings.Count(key, " ") != 1:
		return "is no method and path that both understand"
	}
	names := regexp.MustCompile(`\{[a-z]+\}`).FindAllString(path, -1)
	slices.Sort(names)
	if len(slices.Compact(slices.Clone(names))) != len(names) {
		return "has a wildcard twice"
	}
	return ""
}

func TestKeysSuitBothRouters(t *testing.T) {
	for _, key := range []string{
		"GET /{lang}/", "GET /", "/{lang}", "PUT /{lang}", "GET /{path+}", "GET /{path...}", "GET /{$}",
		"GET  /{lang}", "GET /{lang}/{lang}", "GET {lang}", "GET /{lang}//x", "GET /{lang}.css",
	} {
		if badKey(key) == "" {
			t.Errorf("%q passes", key)
		}
	}
	seen := map[string]bool{}
	for _, r := range site.Routes {
		if problem := badKey(r.Key); problem != "" {
			t.Errorf("%q %s", r.Key, problem)
		}
		if seen[r.Key] {
			t.Errorf("%q stands twice", r.Key)
		}
		seen[r.Key] = true
		if function(r.Function).Name == "" {
			t.Errorf("%q leads to %q, which is no function", r.Key, r.Function)
		}
	}
}

// Registering panics on a pattern that is wrong or in conflict with another;
// each key, filled in, must lead back to itself.
func TestServeMuxTakesEveryKey(t *testing.T) {
	mux := http.NewServeMux()
	nothing := http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})
	for _, r := range site.Routes {
		mux.Handle(r.Key, nothing)
	}
	mux.Handle("/", nothing)
	for _, r := range site.Routes {
		method, path, _ := strings.Cut(r.Key, " ")
		path = strings.NewReplacer("{lang}", "fr", "{event}", "tanger", "{link}", "abc", "{message}", "m1", "{pass}", "p1", "{person}", "p2").Replace(path)
		if _, got := mux.Handler(httptest.NewRequest(method, path, nil)); got != r.Key {
			t.Errorf("%s %s goes to %q, not to %q", method, path, got, r.Key)
		}
	}
	if _, got := mux.Handler(httptest.NewRequest(http.MethodGet, "/fr/nothing/here", nil)); got != "/" {
		t.Errorf("what no route names goes to %q", got)
	}
}

func TestTriggersAreWhole(t *testing.T) {
	for _, trigger := range site.Triggers {
		if function(trigger.Function).Name == "" {
			t.Errorf("%+v calls no function", trigger)
		}
		causes := 0
		for _, has := range []bool{trigger.Stream != "", trigger.Every != 0, trigger.Reports} {
			if has {
				causes++
			}
		}
		if causes != 1 {
			t.Errorf("%+v: a stream, a schedule or the mail service, one of them", trigger)
		}
	}
}

// A queue's prefix that began another's would call the wrong function.
func TestQueuesKeepApart(t *testing.T) {
	queues := []string{site.MailQueue, site.WishQueue, site.MailingQueue, site.OpenQueue}
	for i, a := range queues {
		for j, b := range queues {
			if i != j && strings.HasPrefix(a, b) {
				t.Errorf("queue %q begins as %q does", a, b)
			}
		}
	}
}

// Sessions begin under the condition that their account stands as it was read:
// where that is not granted nobody signs in, and no local engine says so.
func TestOrganisersMayCheckConditions(t *testing.T) {
	for _, f := range site.Functions {
		if f.Name == site.Organisers && !slices.Contains(f.Grants, site.CheckItem) {
			t.Errorf("%s may not %s", f.Name, site.CheckItem)
		}
	}
}
