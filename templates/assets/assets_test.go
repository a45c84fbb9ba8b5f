package assets_test

import (
	"bytes"
	"compress/gzip"
	"encoding/xml"
	"regexp"
	"slices"
	"strings"
	"testing"

	"tribune/templates/assets"
)

func TestStylesheetIsLight(t *testing.T) {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if _, err := w.Write(assets.Stylesheet().Body); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if most := 11_000; b.Len() > most {
		t.Errorf("stylesheet: %d bytes compressed, at most %d", b.Len(), most)
	}
}

// Sides must be logical, or the sheet would serve one direction only.
func TestStylesheetHasNoPhysicalSides(t *testing.T) {
	physical := regexp.MustCompile(`[\s;{](?:[a-z-]+-)?(?:left|right)(?:-[a-z]+)?\s*:|(?:text-align|float|clear|caption-side):\s*(?:left|right)`)
	if found := physical.FindString(string(assets.Stylesheet().Body)); found != "" {
		t.Errorf("stylesheet names a physical side: %q", found)
	}
}

// Shapes have no logical side: these three are turned for Arabic, and nothing else is.
func TestStylesheetKnowsADirectionThrice(t *testing.T) {
	turned := regexp.MustCompile(`\[dir=rtl\][^{]*`).FindAllString(string(assets.Stylesheet().Body), -1)
	if want := []string{"[dir=rtl] .back a:before", "[dir=rtl] .seats", "[dir=rtl] .curve svg"}; !slices.Equal(turned, want) {
		t.Errorf("rules for a direction: %q, want %q", turned, want)
	}
}

func TestStylesheetFetchesNothing(t *testing.T) {
	for _, banned := range []string{"@import", "url(", "http:", "https:"} {
		if strings.Contains(string(assets.Stylesheet().Body), banned) {
			t.Errorf("stylesheet holds %q: a page is two requests", banned)
		}
	}
}

func TestPathsCarryTheHash(t *testing.T) {
	for _, a := range []assets.Asset{assets.Stylesheet(), assets.Icon()} {
		if len(a.Hash) != 12 || !strings.HasSuffix(a.Path, "?v="+a.Hash) {
			t.Errorf("%s: hash %q", a.Path, a.Hash)
		}
	}
	if assets.Stylesheet().Hash == assets.Icon().Hash {
		t.Error("two bodies have one hash")
	}
}

func TestIconIsXML(t *testing.T) {
	var svg struct{ XMLName xml.Name }
	if err := xml.Unmarshal(assets.Icon().Body, &svg); err != nil || svg.XMLName.Local != "svg" {
		t.Errorf("icon: %v, root %q", err, svg.XMLName.Local)
	}
}
