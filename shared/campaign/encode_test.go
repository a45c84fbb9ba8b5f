package campaign_test

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tribune/shared/campaign"
	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/project"
)

// rewritten is a campaign after it was written and read again.
func rewritten(t rapid.TB, c campaign.Campaign) (campaign.Campaign, string) {
	t.Helper()
	var b bytes.Buffer
	if err := campaign.Write(&b, c); err != nil {
		t.Fatal(err)
	}
	got, err := campaign.Read(bytes.NewReader(b.Bytes()), today)
	if err != nil {
		t.Fatalf("what is written cannot be read:\n%v\n%s", err, b.String())
	}
	return got, b.String()
}

func TestWriteFiles(t *testing.T) {
	for name, file := range map[string]string{"small": small, "shapes": shapes, "pause": paused(t, "12:30-14:00")} {
		t.Run(name, func(t *testing.T) {
			c, err := read(file)
			if err != nil {
				t.Fatal(err)
			}
			c.Members = nil
			for i := range c.Events {
				c.Events[i].EarlyCode = ""
			}
			if got, text := rewritten(t, c); !reflect.DeepEqual(got, c) {
				t.Errorf("it comes back as\n%+v\nnot\n%+v\n%s", got, c, text)
			}
		})
	}
}

func TestWriteRandomCampaigns(t *testing.T) {
	whole, err := read(small)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		g := generator{t, locale.Languages}
		e := draw(t)
		e.State, e.Version, e.SecretVersion, e.Updated = event.Published, 0, 0, time.Time{}
		p := project.Project{Organisation: "asso", ID: "projet", Title: g.text(), Summary: g.maybe()}
		for range g.n("partners", 0, 3) {
			p.Partners = append(p.Partners, project.Partner{Name: "A: B", Town: g.text()["fr"], Country: "PT", Role: g.maybe(), Site: "https://exemple.org/"})
		}
		for n := range g.n("publications", 0, 3) {
			one := project.Publication{Title: g.text(), URL: "https://exemple.org/p?a=1#b"}
			if n > 0 {
				one.Date = time.Date(2009, 1, n, 0, 0, 0, 0, time.UTC)
			}
			p.Publications = append(p.Publications, one)
		}
		org := whole.Organisations[0]
		org.Languages = append(org.Languages, locale.Languages[:g.n("languages", 0, 3)]...)
		c := campaign.Campaign{Organisations: []organisation.Organisation{org}, Projects: []project.Project{p}, Events: []event.Event{e}}
		if got, text := rewritten(t, c); !reflect.DeepEqual(got, c) {
			t.Fatalf("it comes back as\n%+v\nnot\n%+v\n%s", got, c, text)
		}
	})
}

// What is Markdown keeps its lines, whatever stands in them.
func TestWriteMarkdown(t *testing.T) {
	c, err := read(small)
	if err != nil {
		t.Fatal(err)
	}
	c.Members = nil
	for _, text := range []string{"# a\n\n- b\n  - c: d\n", "  indented\n\ntwo  \nspaces", "\"q\" 'r' # s", "- x", "key: v", "a\n\n\n\nb", "été\tترجمة", "---", "null", "0"} {
		want := strings.TrimSpace(text)
		c.Events[0].Notices = []event.Notice{{ID: "n", Kind: event.Practical, Days: 1, Text: locale.Text{locale.French: want}}}
		if strings.ContainsRune(want, '\t') {
			continue // a file takes no tabs
		}
		if got, file := rewritten(t, c); !reflect.DeepEqual(got, c) {
			t.Errorf("%q comes back as %q\n%s", want, got.Events[0].Notices[0].Text, file)
		}
	}
}

// A file holds no person and no code; where there is one it says that it is left out.
func TestWriteKeepsSecrets(t *testing.T) {
	c, err := read(small)
	if err != nil {
		t.Fatal(err)
	}
	c.Events[0].EarlyCode = event.EarlyDigest(c.Events[0].Ref, "SESAME 2027")
	got, text := rewritten(t, c)
	if got.Events[0].EarlyCode != "" || len(got.Members) > 0 || strings.Contains(text, c.Events[0].EarlyCode) || strings.Contains(text, c.Members[0].Address.String()) {
		t.Errorf("it is written:\n%s", text)
	}
	if n := strings.Count(text, "# The code that opens registration early"); n != 1 {
		t.Errorf("said %d times:\n%s", n, text)
	}
}

func TestWriteNothing(t *testing.T) {
	got, _ := rewritten(t, campaign.Campaign{Organisations: []organisation.Organisation{}})
	if !reflect.DeepEqual(got, campaign.Campaign{}) {
		t.Errorf("%+v", got)
	}
}
