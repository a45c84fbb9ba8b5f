package account_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"tribune/infra/local/tabletest"
	"tribune/shared/account"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/token"
)

const (
	secret   = "1:the first secret of the deployment"
	rotated  = "2:the second secret of the deployment\n" + secret
	known    = "organisation@exemple.org"
	stranger = "somebody@exemple.org"
)

// door is the sign-in on the real table, with one member of one organisation.
type door struct {
	*account.Service
	*tabletest.Bench
	ring token.Ring
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func member() organisation.Member {
	return organisation.Member{
		Organisation: "ahsud", Address: must(outbox.ParseAddress(known)), Role: organisation.Organiser, Lang: locale.French,
	}
}

// seen is a member who signed in on the day on which tests begin.
func seen(m organisation.Member) organisation.Member {
	m.Seen = tabletest.Start.Truncate(24 * time.Hour)
	return m
}

func newDoor(t *testing.T) door {
	t.Helper()
	b, ring := tabletest.New(t), must(token.ParseRing(secret))
	if err := b.PutOrganisation(t.Context(), organisation.Organisation{ID: member().Organisation, WaivesFactor: true}); err != nil {
		t.Fatal(err)
	}
	if err := b.Join(t.Context(), ring.Account(known)[0], member()); err != nil {
		t.Fatal(err)
	}
	return door{account.NewService(b, ring, b.Clock.Now, true), b, ring}
}

// ask has a code sent, as a browser does.
func (d door) ask(t *testing.T, address string) (id string) {
	t.Helper()
	id, err := d.Ask(t.Context(), must(outbox.ParseAddress(address)), locale.French)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// code is what the mail says that belongs to a challenge, read as the mailer does.
func (d door) code(t *testing.T, id string) string {
	t.Helper()
	c, err := d.Challenge(t.Context(), token.Hash(id))
	if err != nil {
		t.Fatal(err)
	}
	return d.ring.Code(c.Mail)
}

// enter signs in.
func (d door) enter(t *testing.T) (session string) {
	t.Helper()
	id := d.ask(t, known)
	session, err := d.Enter(t.Context(), id, d.code(t, id), "Firefox")
	if err != nil {
		t.Fatal(err)
	}
	return session
}

func (d door) wantEnter(t *testing.T, id, code string, want error) {
	t.Helper()
	if session, err := d.Enter(t.Context(), id, code, "Firefox"); !errors.Is(err, want) || (session == "") != (want != nil) {
		t.Errorf("entering: %q, %v; want %v", session, err, want)
	}
}

// wrong is a code that is not this one.
func wrong(code string) string { return string('0'+(code[0]-'0'+1)%10) + code[1:] }

func together(n int, f func()) {
	var all sync.WaitGroup
	begin := make(chan struct{})
	for range n {
		all.Go(func() { <-begin; f() })
	}
	close(begin)
	all.Wait()
}

// plain is what an attribute says; no item has any but strings and numbers.
func plain(v types.AttributeValue) string {
	switch v := v.(type) {
	case *types.AttributeValueMemberS:
		return v.Value
	case *types.AttributeValueMemberN:
		return v.Value
	}
	panic(fmt.Sprintf("an attribute of type %T", v))
}
