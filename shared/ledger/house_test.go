package ledger_test

import (
	"encoding/binary"
	"fmt"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"tribune/shared/charter"
	"tribune/shared/ledger"
	"tribune/shared/locale"
	"tribune/shared/outbox"
	"tribune/shared/publiclog"
	"tribune/shared/registration"
	"tribune/shared/token"
)

var (
	ref   = charter.Ref{Organisation: "ahsud", ID: "charte"}
	start = time.Date(2027, 1, 12, 9, 30, 15, 250_000_000, time.UTC)
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func aCall() charter.Call {
	return charter.Call{
		Ref: ref, Slug: "charte", Log: "tribune.example.org/charters/charte", Opened: start, Current: 1, SecretVersion: 1,
		Individuals: true, Revision: 1,
	}
}

func aText(version int) charter.Charter {
	return charter.Charter{
		Organisation: ref.Organisation, ID: ref.ID, Slug: "charte", Version: version, Revision: 1, Published: start,
		Title: locale.Text{locale.French: "Charte"}, Articles: []charter.Article{{Text: locale.Text{locale.French: fmt.Sprint("Nous nous engageons, ", version)}}},
	}
}

func signatory(n int) (p token.Person) {
	binary.BigEndian.PutUint32(p[:], uint32(n)*2_654_435_761) // keys are hashes: they come in no order
	binary.BigEndian.PutUint32(p[4:], uint32(n))
	return p
}

// signed is the nth who signs, with the code just typed: two of three for an
// organisation.
func signed(n int) charter.Signature {
	s := charter.Signature{
		Charter: ref, Version: 1, Signatory: signatory(n), Generation: 1, State: charter.Confirmed, At: start.Add(time.Duration(n) * time.Second),
		Lang: locale.French, Read: locale.French, Text: aText(1).Hash(locale.French), Country: "FR",
		Given: must(registration.ParseName("Nour")), Family: must(registration.ParseName(fmt.Sprintf("Famille %c%d", 'A'+n%26, n))),
		Address: must(outbox.ParseAddress(fmt.Sprintf("nour%d@gmail.com", n))), Display: n%2 == 0, News: n%4 == 0, Consent: start,
		Salt: publiclog.NewSalt(),
	}
	if n%3 != 0 {
		s.Country, s.Function = "", "Présidente"
		s.Party = charter.Party{Name: fmt.Sprint("Association ", n), Kind: charter.Kinds[n%len(charter.Kinds)], Field: "health", Country: []string{"MA", "FR", "PT"}[n%3]}
	}
	return s
}

// standing replays a log: how often each commitment was signed and not ended since.
// An end without a signature, or a second signature without an end, fails.
func standing(t interface{ Fatalf(string, ...any) }, leaves []ledger.Leaf) map[publiclog.Commitment]bool {
	open := map[publiclog.Commitment]bool{}
	for i, l := range leaves {
		leaf, err := publiclog.ParseLeaf(l.Bytes)
		if err != nil || l.Number != int64(i) {
			t.Fatalf("leaf %d is %d: %v", i, l.Number, err)
		}
		if begins := leaf.Kind == publiclog.Signed; begins == open[leaf.Commitment] {
			t.Fatalf("leaf %d says %s of one that stands %t", i, leaf.Kind, open[leaf.Commitment])
		}
		if leaf.Kind == publiclog.Signed {
			open[leaf.Commitment] = true
		} else {
			delete(open, leaf.Commitment)
		}
	}
	return open
}

// rebuilt is the hash of a log, made of its leaves alone by the library.
func rebuilt(t testing.TB, leaves []ledger.Leaf) tlog.Hash {
	var hashes []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) (all []tlog.Hash, err error) {
		for _, i := range indexes {
			all = append(all, hashes[i])
		}
		return all, nil
	})
	for i, l := range leaves {
		more, err := tlog.StoredHashes(int64(i), l.Bytes, reader)
		if err != nil {
			t.Fatal(err)
		}
		hashes = append(hashes, more...)
	}
	if len(leaves) == 0 {
		return tlog.Hash{}
	}
	return must(tlog.TreeHash(int64(len(leaves)), reader))
}
