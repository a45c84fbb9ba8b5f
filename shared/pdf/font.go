package pdf

import (
	"bytes"
	"embed"
	"sync"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
)

//go:embed fonts/*.ttf
var fontFiles embed.FS

// letters is one font file.
type letters struct {
	name   string
	font   *font.Font
	tables map[string][]byte // as the file has them: those that are embedded again
	glyphs [][]byte          // the outlines
}

// weights are the fonts by weight, each with those that have what it lacks.
// They are read when something is first printed; they are part of the program,
// so a broken one is a defect that every test meets.
var weights = sync.OnceValue(func() [2][]*letters {
	tifinagh := read("tifinagh") // has one weight
	return [2][]*letters{
		{read("sans"), read("arabic"), tifinagh},
		{read("sans-bold"), read("arabic-bold"), tifinagh},
	}
})

func read(name string) *letters {
	data, err := fontFiles.ReadFile("fonts/" + name + ".ttf")
	if err == nil {
		var l *letters
		if l, err = parse(name, data); err == nil {
			return l
		}
	}
	panic("pdf: " + name + ": " + err.Error())
}

func parse(name string, data []byte) (*letters, error) {
	loader, err := opentype.NewLoader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	l := &letters{name: name, tables: map[string][]byte{}}
	if l.font, err = font.NewFont(loader); err != nil {
		return nil, err
	}
	for _, tag := range []string{"head", "hhea", "maxp", "hmtx", "loca", "glyf"} {
		if l.tables[tag], err = loader.RawTable(opentype.MustNewTag(tag)); err != nil {
			return nil, err
		}
	}
	l.glyphs = outlines(l.tables)
	return l, nil
}

// width is how far a glyph carries, in thousandths of the letter size.
func (l *letters) width(g glyphID) int {
	advance, _ := l.metrics(g)
	return (int(advance)*1000 + int(l.font.Upem())/2) / int(l.font.Upem())
}
