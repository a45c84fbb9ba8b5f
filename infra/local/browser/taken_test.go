package browser_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"

	"tribune/infra/local/booktest"
	"tribune/shared/locale"
)

// An organiser narrows a list with the keyboard alone, chooses columns, and finds
// in the file that her browser saved those people and these columns, and no other.
func TestFromAListToAFile(t *testing.T) {
	h := newHouse(t, false)
	gallery{h, t}.day()
	everyWay(t, func(t *testing.T, l locale.Lang, open func(*testing.T) *tab) {
		b, list := open(t), "/"+string(l)+"/organisers"+today
		saved := b.saves()
		b.signIn(t, h, l, owner)
		b.follow(list)
		b.want(`document.querySelectorAll("main tbody tr").length === 20`)
		b.narrows()
		b.want(`document.querySelectorAll("main tbody tr").length === 3`)
		b.reachWithin("main .actions", "[href="+list+"/download?q=participante+1&sector=association]")
		b.enter()
		heads := b.chooses()
		if l == locale.French && !slices.Equal(heads, []string{"Nom", "Organisme", "État", "Atelier", "À quel titre", "Adresse e-mail"}) {
			t.Errorf("the form offers %q", heads)
		}
		b.reach("button.button")
		b.do(enterKey) // the page stays
		wantBook(t, awaitFile(t, saved), l, heads)
		if m := h.mailTo(t, owner); !strings.Contains(m.Body.Text, "XLSX") {
			t.Errorf("the owners are not told: %q", m.Subject)
		}
		if away := b.strangers(h.origin); len(away) > 0 {
			t.Errorf("it asked elsewhere: %q", away)
		}
	})
}

// narrows leaves of the twenty those who have a 1 in their name and come from an
// association.
func (b *tab) narrows() {
	b.t.Helper()
	b.types("q", "participante 1")
	b.reach("summary")
	b.press(" ")
	b.want(`document.activeElement.closest("details").open`)
	b.tick("sector")
	b.want(`document.activeElement.value === "association"`)
	b.reach("button.button")
	b.enter()
}

// chooses leaves out one of the columns that are ticked and adds two others, and
// gives what the form calls those that are ticked then.
func (b *tab) chooses() (heads []string) {
	b.t.Helper()
	b.tick("column_given")
	b.tick("column_sector")
	b.tick("column_address")
	b.reach("[name=format]")
	b.want(`document.activeElement.checked && document.activeElement.value === "xlsx"`)
	return eval[[]string](b, `[...document.querySelectorAll("main input[type=checkbox]:checked")].map(e => e.labels[0].innerText.trim())`)
}

// wantBook wants the file to hold the people of the filter, under the heads of the
// form's columns in the order of every download.
func wantBook(t *testing.T, file []byte, l locale.Lang, heads []string) {
	t.Helper()
	book := booktest.Read(t, file)
	rows := book.Sheets[0].Rows
	if book.RTL != (l == locale.Arabic) || len(rows) != 1+3 {
		t.Fatalf("from right to left %t, %q", book.RTL, rows)
	}
	if got, want := slices.Sorted(slices.Values(rows[0])), slices.Sorted(slices.Values(heads)); !slices.Equal(got, want) {
		t.Errorf("columns %q, want %q", got, want)
	}
	var people []string
	for _, row := range rows[1:] {
		people = append(people, row[0]+" "+row[1])
	}
	slices.Sort(people)
	want := []string{"Participante 12 p12@exemple.org", "Participante 15 p15@exemple.org", "Participante 18 p18@exemple.org"}
	if !slices.Equal(people, want) {
		t.Errorf("the file lists %q, want %q", people, want)
	}
}

// saves has the tab save what it downloads in a folder of its own.
func (b *tab) saves() (folder string) {
	b.t.Helper()
	folder = b.t.TempDir()
	b.do(chromedp.Func(func(ctx context.Context, own *chromedp.Target) error {
		all, err := chromedp.Call(ctx, target.GetTargetInfo, target.GetTargetInfoParams{TargetID: own.TargetID})
		if err != nil {
			return err
		}
		_, err = chromedp.CallBrowser(ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
			Behavior: browser.SetDownloadBehaviorBehaviorAllow, BrowserContextID: all.TargetInfo.BrowserContextID, DownloadPath: folder,
		})
		return err
	}))
	return folder
}

// awaitFile is the one workbook that a browser saved in a folder, under the name
// that the site gave it: until it is whole, it has another.
func awaitFile(t *testing.T, folder string) []byte {
	t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		all, err := os.ReadDir(folder)
		if err != nil {
			t.Fatal(err)
		}
		if len(all) == 1 && strings.HasPrefix(all[0].Name(), "aujourd-hui-") && strings.HasSuffix(all[0].Name(), ".xlsx") {
			file, err := os.ReadFile(filepath.Join(folder, all[0].Name()))
			if err != nil {
				t.Fatal(err)
			}
			if len(file) > 0 {
				return file
			}
		}
	}
	t.Fatal("the browser saved no workbook")
	return nil
}
