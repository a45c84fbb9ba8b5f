package campaign_test

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"tribune/shared/campaign"
)

// picture is a PNG of a size; a noisy one does not compress.
func picture(t *testing.T, wide, high int, noisy bool) []byte {
	t.Helper()
	m := image.NewNRGBA(image.Rect(0, 0, wide, high))
	random := rand.New(rand.NewPCG(1, 2))
	for i := range m.Pix {
		m.Pix[i] = 0xff
		if noisy {
			m.Pix[i] = byte(random.Uint32())
		}
	}
	m.SetNRGBA(0, 0, color.NRGBA{R: 9, A: 0xff})
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestReadLogo(t *testing.T) {
	for name, c := range map[string]struct {
		data []byte
		ok   bool
	}{
		"the largest":  {picture(t, 600, 200, false), true},
		"too wide":     {picture(t, 601, 10, false), false},
		"too high":     {picture(t, 10, 201, false), false},
		"too heavy":    {picture(t, 300, 200, true), false},
		"broken":       {picture(t, 60, 20, false)[:60], false},
		"another kind": {[]byte("GIF89a"), false},
		"nothing":      {nil, false},
		"with a rider": {slices.Concat(picture(t, 60, 20, false), []byte("<script>")), true},
	} {
		kept, err := campaign.ReadLogo(c.data)
		if (err == nil) != c.ok {
			t.Errorf("%s: %v", name, err)
		}
		if bytes.Contains(kept, []byte("<script>")) {
			t.Errorf("%s: what came behind the picture is kept", name)
		}
	}
}

// TestLogos reads them from a file, and says what is wrong with one.
func TestLogos(t *testing.T) {
	file, err := os.ReadFile("testdata/small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	with := func(logo string) string {
		return strings.Replace(string(file), "{name: Partenaire,", "{name: Partenaire, funds: true, logo: "+logo+",", 1)
	}
	c, err := campaign.Read(strings.NewReader(with(base64.StdEncoding.EncodeToString(picture(t, 60, 20, false)))), time.Date(2027, 3, 1, 9, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	if f := c.Projects[0].Funders(); len(f) != 1 || len(f[0].Logo) == 0 {
		t.Errorf("the funders are %+v", f)
	}
	if _, err := campaign.Read(strings.NewReader(with("R0lGODlh")), time.Now()); err == nil || !strings.Contains(err.Error(), "partners[0].logo") {
		t.Errorf("a picture that is no PNG: %v", err)
	}
}
