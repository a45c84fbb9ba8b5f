package campaign

import (
	"bytes"
	"encoding/base64"
	"errors"
	"image/png"
	"strings"

	"tribune/shared/locale"
)

// What a logo may be at most: it is kept with whom it belongs to, and printed at
// a height of one centimetre.
const (
	logoWide  = 600      // pixels
	logoHigh  = 200      // pixels
	logoBytes = 16 << 10 // as it is kept
)

var errLogo = errors.New("campaign: no PNG of at most 600 × 200 pixels and 16 kB")

// ReadLogo reads a PNG and gives it as it is kept: written anew, so that nothing
// is in it but the picture.
func ReadLogo(data []byte) ([]byte, error) {
	size, err := png.DecodeConfig(bytes.NewReader(data)) // before it takes memory
	if err != nil || size.Width > logoWide || size.Height > logoHigh || size.Width*size.Height == 0 {
		return nil, errLogo
	}
	picture, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, errLogo
	}
	var b bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(&b, picture); err != nil || b.Len() > logoBytes {
		return nil, errLogo
	}
	return b.Bytes(), nil
}

// logo reads one in base64; none, if nothing is given.
func (r *reader) logo(at place, s string) []byte {
	if s == "" {
		return nil
	}
	data, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(s), ""))
	if err == nil {
		data, err = ReadLogo(data)
	}
	if err != nil {
		r.problem(at, "written.logo", locale.Args{"Wide": logoWide, "High": logoHigh, "Most": logoBytes >> 10})
		return nil
	}
	return data
}
