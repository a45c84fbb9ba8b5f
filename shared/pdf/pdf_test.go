package pdf

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"testing"
	"time"

	"tribune/shared/locale"
	"tribune/shared/paper"
)

// logo is a picture as an organisation has it, with parts that let the ground through.
func logo(t testing.TB, wide, high int, in color.NRGBA) []byte {
	t.Helper()
	m := image.NewNRGBA(image.Rect(0, 0, wide, high))
	for x := range wide {
		for y := range high {
			if (x/10+y/10)%2 == 0 {
				m.SetNRGBA(x, y, in)
			}
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var made = time.Date(2027, 3, 2, 8, 0, 0, 0, time.UTC)

const (
	greek  = "Ελένη Παπαδοπούλου"
	slovak = "Ľudmila Čížková-Ďurišová"
	arabic = "محمد بن عبد الله العلمي"
	long   = "Maximilienne-Joséphine de la Rochefoucauld-Montmorency d’Albret y Fernández de Córdoba"
)

func head(t testing.TB, l locale.Lang) paper.Head {
	h := paper.Head{
		Lang: l, Kind: "Feuille d’émargement", Title: "L’insertion professionnelle des usagers de drogues : journée d’étude et de plaidoyer",
		Project:   "Territoires en réseaux",
		Facts:     []paper.Fact{{Name: "Date", Text: "jeudi 11 mars 2027, matin"}, {Name: "Horaires", Text: "de 9 h à 12 h 30"}, {Name: "Lieu", Text: "Centre المركز الثقافي, 12 rue de la Liberté, Tanger"}},
		Organiser: "Association Hasnouna de soutien aux usagers de drogues", Logo: logo(t, 300, 120, color.NRGBA{0x0d, 0x57, 0x50, 0xff}),
		Thanks: "Avec le soutien de", Funders: []paper.Funder{{Name: "Fonds social européen", Logo: logo(t, 200, 200, color.NRGBA{0, 0, 0x99, 0x80})}, {Name: "Ministère de la Santé"}},
		Made: made, MadeOn: "Imprimé le 02/03/2027", Page: func(n, of int) string { return fmt.Sprintf("page %d sur %d", n, of) },
	}
	if l == locale.Arabic {
		h.Kind, h.Title, h.Project = "ورقة الحضور", "الإدماج المهني لمستعملي المخدرات: يوم دراسي وترافعي", "أقاليم في شبكات"
		h.Facts = []paper.Fact{{Name: "التاريخ", Text: "الخميس، 11 مارس 2027، صباحًا"}, {Name: "الساعة", Text: "من 9:00 إلى 12:30"}, {Name: "المكان", Text: "المركز الثقافي (Centre Lerchundi)، 12 شارع الحرية، طنجة"}}
		h.Organiser, h.Thanks = "جمعية حسنونة لمساندة مستعملي المخدرات", "بدعم من"
		h.MadeOn, h.Page = "طُبع في 02/03/2027", func(n, of int) string { return fmt.Sprintf("الصفحة %d من %d", n, of) }
	}
	return h
}

func sheetOf(t testing.TB, l locale.Lang, people int) paper.List {
	names := []string{greek, slovak, arabic, long, "Jean Dupont", "გიორგი 日本", "ⴰⵎⴰⵣⵉⵖ Amazigh", "Nguyễn Thị Hồng"}
	p := paper.Part{Blank: 6, None: "Personne n’est inscrit."}
	for i := range people {
		p.Rows = append(p.Rows, []string{names[i%len(names)], []string{"OKANA", "جمعية حسنونة 2004 (Tanger)", "Centre d’accueil et d’accompagnement à la réduction des risques pour usagers de drogues du Val-de-Marne", ""}[i%4], []string{"Entreprises sociales", "التكوين المهني: 12 و15 مارس"}[i%2]})
	}
	columns := []paper.Column{{Title: "N°", Kind: paper.Number, Share: 1}, {Title: "Nom", Kind: paper.Name, Share: 5}, {Title: "Structure", Kind: paper.Words, Share: 5}, {Title: "Atelier", Kind: paper.Words, Share: 4}, {Title: "Signature", Kind: paper.Sign, Share: 5}}
	certify := "Certifié exact par l’organisateur (nom, date et signature)"
	if l == locale.Arabic {
		columns = []paper.Column{{Title: "الرقم", Kind: paper.Number, Share: 1}, {Title: "الاسم", Kind: paper.Name, Share: 5}, {Title: "الهيئة", Kind: paper.Words, Share: 5}, {Title: "الورشة", Kind: paper.Words, Share: 4}, {Title: "التوقيع", Kind: paper.Sign, Share: 5}}
		certify = "يشهد المنظِّم بصحة ما ورد (الاسم والتاريخ والتوقيع)"
	}
	return paper.List{Head: head(t, l), Columns: columns, Parts: []paper.Part{p}, Certify: certify}
}

func badgesOf(t testing.TB, l locale.Lang, people int) paper.Badges {
	b := paper.Badges{Head: head(t, l)}
	b.Kind = "Badges"
	names := []string{greek, slovak, arabic, long, "Jean Dupont", "გიორგი 日本", "Nguyễn Thị Hồng", ""}
	for i := range people {
		c := paper.Card{Name: names[i%len(names)], Structure: "Association « L’Entraide » de Créteil"}
		for n := range i % 5 {
			c.Marks = append(c.Marks, paper.Mark{Number: fmt.Sprint(n + 1), Title: []string{"Entreprises sociales et coopératives d’insertion", "التكوين المهني والإدماج"}[n%2], Hue: n})
		}
		b.Cards = append(b.Cards, c)
	}
	return b
}
