package main

import (
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tribune/infra/local/enginetest"
	"tribune/infra/local/server"
	"tribune/shared/account"
	"tribune/shared/boot"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/token"
)

const secret = "the secret of a machine that was run once before"

// machine is one on which make run runs, as the command finds it.
func machine(t *testing.T) (env func(string) string, parts boot.Parts) {
	t.Helper()
	at, data := enginetest.Dynamo(t), t.TempDir()
	if err := os.Mkdir(filepath.Join(data, "dynamo"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"secret": secret, "dynamo/access-key": at.AccessKey + "\n"} {
		if err := os.WriteFile(filepath.Join(data, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s, err := server.New(t.Context(), server.Options{Dynamo: at, Inbox: at, Origin: "http://127.0.0.1:8080", Secret: secret, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(at.URL)
	if err != nil {
		t.Fatal(err)
	}
	set := map[string]string{"TRIBUNE_DATA": data, "TRIBUNE_DYNAMO_PORT": u.Port()}
	return func(name string) string { return set[name] }, s.Parts
}

func asked(more ...string) []string {
	return append([]string{"-id", "la-nouvelle", "-name", "La  Nouvelle", "-owner", "Owner@Exemple.org"}, more...)
}

// From an empty table to an owner who signs in: by the mailed code, and to the
// second factor, which nothing waives.
func TestAnOrganisationBegins(t *testing.T) {
	env, parts := machine(t)
	var out strings.Builder
	if err := run(t.Context(), asked("-lang", "ar"), env, &out); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "http://127.0.0.1:8080/ar/organisers") {
		t.Errorf("it says %q", out.String())
	}
	o, err := parts.Table.Organisation(t.Context(), "la-nouvelle")
	if err != nil || o.Name["ar"] != "La Nouvelle" || o.WaivesFactor || len(o.Controller.Missing()) == 0 {
		t.Errorf("%+v, %v", o, err)
	}
	accounts := account.NewService(parts.Table, parts.Ring, parts.Now, parts.Waive)
	address, err := outbox.ParseAddress("owner@exemple.org")
	if err != nil {
		t.Fatal(err)
	}
	id, err := accounts.Ask(t.Context(), address, "ar")
	if err != nil {
		t.Fatal(err)
	}
	c, err := parts.Table.Challenge(t.Context(), token.Hash(id))
	if err != nil {
		t.Fatal(err)
	}
	entered, err := accounts.Enter(t.Context(), id, parts.Ring.Code(c.Mail), "")
	if err != nil {
		t.Fatal(err)
	}
	s, err := accounts.Session(t.Context(), entered)
	if err != nil || s.Member.Role != organisation.Owner || s.Whole() {
		t.Errorf("she is in as %+v, %v", s, err)
	}
}

func TestWhatIsThereStays(t *testing.T) {
	env, parts := machine(t)
	for i, c := range []struct {
		args []string
		want string
	}{
		{asked(), ""},
		{asked(), "works for la-nouvelle already"},
		{asked("-owner", "another@exemple.org"), "with a team of 1"},
		{asked("-id", "une-autre"), "works for la-nouvelle already"},
		{asked("-id", "une-autre", "-owner", "another@exemple.org"), ""},
		{[]string{"-id", "Éé", "-lang", "de"}, "-owner must be"},
		{asked("-lang", "de"), "-lang must be"},
		{asked("-id", "a--b"), "-id may hold"},
		{asked("-nonsense"), "not defined"},
	} {
		err := run(t.Context(), c.args, env, io.Discard)
		if got := fmt.Sprint(err); (err == nil) != (c.want == "") || !strings.Contains(got, c.want) {
			t.Errorf("%d: %v, want %q", i, err, c.want)
		}
	}
	if o, err := parts.Table.Organisation(t.Context(), "la-nouvelle"); err != nil || o.Name["fr"] != "La Nouvelle" {
		t.Errorf("%+v, %v", o, err)
	}
}

func TestWithoutARunningMachine(t *testing.T) {
	env, _ := machine(t)
	nowhere := func(name string) string {
		if name == "TRIBUNE_DATA" {
			return t.TempDir()
		}
		return env(name)
	}
	if err := run(t.Context(), asked(), nowhere, io.Discard); err == nil || !strings.Contains(err.Error(), "make run") {
		t.Errorf("it is %v", err)
	}
	cloud := run(t.Context(), asked("-cloud"), func(string) string { return "" }, io.Discard)
	if cloud == nil || !strings.Contains(cloud.Error(), "TRIBUNE_TABLE is not set") {
		t.Errorf("it is %v", cloud)
	}
}
