package server_test

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"tribune/infra/local/enginetest"
	"tribune/shared/charter"
	"tribune/shared/dossier"
	"tribune/shared/dynamo"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/publiclog"
	"tribune/shared/registration"
	"tribune/shared/sheet"
)

// BenchmarkSignatories measures the list of a charter that ten thousand signed, as
// BenchmarkList does that of an event; what is said of two thousand at once; and the
// file that is handed over, with its size and what its making holds in memory.
func BenchmarkSignatories(b *testing.B) {
	at := enginetest.Dynamo(b)
	h := newHouseOn(b, at, enginetest.Inbox(b))
	session := h.signIn(b)
	h.thousandsSign(b, thousands)
	began := time.Now()
	h.keepBook(b)
	b.Logf("the book took %v", time.Since(began))
	meter := &readings{}
	parts := h.Parts
	parts.Table = dynamo.Open(dynamo.Connect(aws.Config{
		Region: at.Region, BaseEndpoint: &at.URL, HTTPClient: &http.Client{Transport: meter},
		Credentials: credentials.NewStaticCredentialsProvider(at.AccessKey, "local", ""),
	}), "tribune", h.Clock.Now)
	l := look{h: h, meter: meter, parts: parts, session: session}
	for name, path := range map[string]string{"first-page": "", "alike": "?look=alike", "search": "?q=" + "numero+77"} {
		b.Run(name+"/cold", func(b *testing.B) { l.turn(b, chartaPath+"/signatories"+path, true) })
		b.Run(name+"/warm", func(b *testing.B) { l.turn(b, chartaPath+"/signatories"+path, false) })
	}
	b.Run("handover", func(b *testing.B) { h.handOver(b) })
	b.Run("say-of-2000", func(b *testing.B) {
		verdicts := []charter.Verdict{charter.KeepOff, charter.Show}
		for n := 0; b.Loop(); n++ {
			if got := session.asksAndSays(b, verdicts[n%2], "country=FR"); got.status != http.StatusSeeOther {
				b.Fatalf("%d %.200s", got.status, got.text(b))
			}
		}
	})
}

func (l *look) turn(b *testing.B, path string, cold bool) {
	l.get(b, path)
	before, size := l.meter.units, 0
	for b.Loop() {
		if cold {
			l.handler = nil
		}
		size = l.get(b, path).Body.Len()
	}
	b.ReportMetric((l.meter.units-before)/float64(b.N), "RCU/op")
	b.ReportMetric(float64(size)/1000, "page-kB")
}

// counter counts what is written.
type counter int

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

func (h *house) handOver(b *testing.B) {
	call, text := h.charta(b)
	key := must(publiclog.NewKey(call.Log, h.Parts.Ring.LogSeeds(call.Log)[0]))
	var size counter
	for b.Loop() {
		before := heap()
		pack := &dossier.Pack{
			Call: call, Texts: []charter.Charter{text}, Key: key, Keys: []string{key.Public()}, Printer: locale.For(locale.French),
			Sheet: func(w io.Writer) dossier.Sheet { return sheet.NewCSV(w) },
		}
		if err := pack.Gather(b.Context(), h.Parts.Table); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric((heap()-before)/1e6, "held-MB")
		size = 0
		if err := pack.Write(&size); err != nil {
			b.Fatal(err)
		}
		if pack.Rows() < thousands/2 {
			b.Fatalf("%d rows", pack.Rows())
		}
	}
	b.ReportMetric(float64(size)/1e6, "file-MB")
}

// thousandsSign has n organisations sign, some at a time.
func (h *house) thousandsSign(b *testing.B, n int) {
	call, text := h.charta(b)
	service := charter.NewService(h.Parts.Table, h.Parts.Ring, h.Clock.Now)
	given, family := must(registration.ParseName("Ελένη")), must(registration.ParseName("Παπαδοπούλου"))
	words := []string{"Maison", "Réseau", "جمعية", "Espace", "Coopérative", "Union", "Ελπίδα", "Collectif", "Atelier", "Entraide"}
	var all []charter.Signature
	for i := range n {
		a := must(outbox.ParseAddress(fmt.Sprintf("contact@organisation%d.example", i)))
		all = append(all, charter.Signature{
			Charter: charta, Version: 1, Signatory: must(service.Signatory(call, 1, a)), Generation: 1, State: charter.Confirmed, At: h.Clock.Now(),
			Lang: locale.French, Read: locale.French, Text: text.Hash(locale.French), Address: a, Salt: publiclog.NewSalt(), Given: given, Family: family,
			Function: "Présidente", News: true, Mandate: charter.Declared,
			Party: charter.Party{
				Name: fmt.Sprintf("%s %s de %s numéro %d", words[i%10], words[i/10%10], words[i/100%10], i*7919%100_000), Kind: charter.Kinds[i%5], Field: charter.Fields[i%7], Country: map[bool]string{true: "FR", false: "MA"}[i < 2000],
			},
		})
	}
	for some := range slices.Chunk(all, dynamo.MostSaved) {
		if err := h.Parts.Table.SaveAll(b.Context(), some, organisation.Audit{Organisation: "ahsud", At: h.Clock.Now()}); err != nil {
			b.Fatal(err)
		}
	}
}
