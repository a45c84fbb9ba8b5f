package server_test

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"tribune/infra/local/engine"
	"tribune/infra/local/enginetest"
	"tribune/shared/charter"
	"tribune/shared/ledger"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/publiclog"
	"tribune/shared/registration"
)

// ownCharter is the charter that people sign here.
const ownCharter = "charte-tanger-cooperation"

// signatures is a house in which people signed a charter.
type signatures struct {
	*house
	call charter.Call
	at   engine.Endpoint
}

func newSignatures(t *testing.T) signatures {
	t.Helper()
	at := enginetest.Dynamo(t)
	h := newHouseOn(t, at, engine.Endpoint{URL: "http://127.0.0.1:9", Region: engine.Region, AccessKey: "none"})
	ref := must(h.Parts.Table.ResolveCharter(t.Context(), ownCharter))
	return signatures{h, must(h.Parts.Table.Call(t.Context(), ref)), at}
}

// sign has somebody sign the text of now, past the code.
func (h signatures) sign(t *testing.T, given, address string, change func(*charter.Signature)) charter.Signature {
	t.Helper()
	text := must(h.Parts.Table.Text(t.Context(), h.call.Ref, h.call.Current))
	s := charter.Signature{
		Charter: h.call.Ref, Version: h.call.Current, Generation: 1, State: charter.Confirmed, At: h.Clock.Now().Truncate(time.Millisecond),
		Lang: locale.French, Read: locale.French, Text: text.Hash(locale.French), Country: "MA", Salt: publiclog.NewSalt(),
		Given: must(registration.ParseName(given)), Family: must(registration.ParseName("Canari")), Address: must(outbox.ParseAddress(address)),
		Mandate: charter.Declared, News: true, Consent: h.Clock.Now().Truncate(time.Millisecond),
	}
	if change != nil {
		change(&s)
	}
	signing := charter.NewService(h.Parts.Table, h.Parts.Ring, h.Clock.Now)
	s.Signatory = must(signing.Signatory(h.call, s.Version, s.Address))
	if err := h.Parts.Table.Save(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	h.keepBook(t)
	return h.stands(t, s)
}

// cooperative signs for an organisation.
func cooperative(s *charter.Signature) {
	s.Party = charter.Party{Name: "Coopérative Canari", Kind: "association", Field: "social", Country: "MA", Site: must(charter.ParseSite("exemple.org"))}
	s.Country, s.Function, s.Mandate = "", "Présidente", charter.ByDomain
}

// keepBook has the book take up what was signed.
func (h signatures) keepBook(t *testing.T) {
	t.Helper()
	if _, err := ledger.NewKeeper(h.Parts.Table, h.Clock.Now).Keep(t.Context(), h.call.Ref); err != nil {
		t.Fatal(err)
	}
}

// stands is a signature as it stands.
func (h signatures) stands(t *testing.T, s charter.Signature) charter.Signature {
	t.Helper()
	return must(h.Parts.Table.Signature(t.Context(), s.Charter, s.Version, s.Signatory))
}

func (h signatures) path(s charter.Signature) string {
	return "/fr/charters/" + ownCharter + "/signatures/" + strconv.Itoa(s.Version) + "/" + charter.Link(h.Parts.Ring, s)
}

// filled is a form of hers as it is shown, filled in further.
func (h signatures) filled(t *testing.T, path string, fields ...string) url.Values {
	t.Helper()
	action, form := h.get(t, path).form(t)
	if action != path {
		t.Fatalf("%s posts to %s", path, action)
	}
	for i := 0; i < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	return form
}

// counted is how many signed the text of now.
func (h signatures) countOf(t *testing.T) (organisations, individuals int, leaves int64) {
	t.Helper()
	book := must(h.Parts.Table.Book(t.Context(), h.call.Ref))
	c := book.Counts[h.call.Current]
	return c.Organisations, c.Individuals, book.Leaves
}

// named are those whom the wall names.
func (h signatures) named(t *testing.T) (names []string) {
	t.Helper()
	for _, l := range must(h.Parts.Table.Wall(t.Context(), h.call.Ref, h.call.Current)) {
		names = append(names, l.Name)
	}
	return names
}

// publish publishes a later text, in which one article says something else and one is new.
func (h *signatures) publish(t *testing.T) charter.Charter {
	t.Helper()
	text := must(h.Parts.Table.Text(t.Context(), h.call.Ref, h.call.Current))
	text.Version, text.Published, text.Revision = h.call.Current+1, h.Clock.Now(), 1
	first := text.Articles[0]
	first.Text = locale.Text{locale.French: "Un article réécrit.", locale.Arabic: "بند أعيدت صياغته."}
	added := charter.Article{
		Title: locale.Text{locale.French: "Un titre de plus", locale.Arabic: "عنوان إضافي"},
		Text:  locale.Text{locale.French: "Un article de plus.", locale.Arabic: "بند إضافي."},
	}
	text.Articles = append([]charter.Article{first, added}, text.Articles[1:]...)
	next := h.call
	next.Current, next.Revision = text.Version, h.call.Revision+1
	if err := h.Parts.Table.PublishText(t.Context(), next, text, organisation.Audit{}); err != nil {
		t.Fatal(err)
	}
	h.call = next
	h.later(t, 3*time.Second) // no page remembers the one before
	return text
}

// holding counts the items that hold any of the words.
func (h signatures) holding(t *testing.T, words ...string) (found []string) {
	t.Helper()
	raw := dynamodb.New(dynamodb.Options{
		Region: h.at.Region, BaseEndpoint: aws.String(h.at.URL), Credentials: credentials.NewStaticCredentialsProvider(h.at.AccessKey, "local", ""),
		DisableValidateResponseChecksum: true,
	})
	pages := dynamodb.NewScanPaginator(raw, &dynamodb.ScanInput{TableName: aws.String("tribune"), ConsistentRead: aws.Bool(true)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(context.WithoutCancel(t.Context()))
		if err != nil {
			t.Fatal(err)
		}
		for _, it := range page.Items {
			all := strings.Join(spelt(it), " ")
			for _, w := range words {
				if strings.Contains(all, w) {
					found = append(found, w+" in "+all)
				}
			}
		}
	}
	return found
}

// spelt are the texts of an item, in whatever it keeps them.
func spelt(it map[string]types.AttributeValue) (all []string) {
	for _, v := range it {
		switch v := v.(type) {
		case *types.AttributeValueMemberS:
			all = append(all, v.Value)
		case *types.AttributeValueMemberB:
			all = append(all, string(v.Value))
		case *types.AttributeValueMemberM:
			all = append(all, spelt(v.Value)...)
		}
	}
	return all
}
