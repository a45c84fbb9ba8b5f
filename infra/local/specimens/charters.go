package specimens

import (
	"tribune/shared/charter"
	"tribune/shared/locale"
	"tribune/shared/outbox"
	"tribune/shared/registration"
	"tribune/shared/site"
	"tribune/templates/layout"
	"tribune/templates/mail"
)

// leads is where the button of each mail about a signature leads.
var leads = map[outbox.Kind]string{
	outbox.Signed: site.Signature, outbox.SignedAlready: site.Signature, outbox.SignedLink: site.Signature,
	outbox.Amended: site.SignAgainForm, outbox.CharterNews: site.Signature,
}

// ofSignature adds what mails about a signature say; the links of the others stay.
func ofSignature(kind outbox.Kind, l locale.Lang, f mail.Facts) mail.Facts {
	earlier, later := texts()
	f.Signing = mail.Signing{
		Text: earlier, Later: later,
		Signature: charter.Signature{
			Version: 1, Given: must(registration.ParseName("Zineb")), Family: must(registration.ParseName("بنعلي")), At: now.AddDate(0, -1, 0),
			Party: charter.Party{Name: "جمعية مثال", Kind: "association", Country: "MA"},
		},
		News: charter.Announcement{Subject: three("Ce que devient le texte", "مآل النص", "What becomes of the text"), Body: written},
	}
	key, about := leads[kind]
	if !about {
		return f
	}
	address := func(key string) string { return Origin + layout.Address(key, l, "cooperation", "1", link) }
	f.Link, f.Disown, f.Decline = address(key), address(site.WithdrawForm), address(site.NewsForm)
	return f
}

// texts are two versions of a charter of which the later says more, less, and
// otherwise.
func texts() (earlier, later charter.Charter) {
	article := func(fr, ar, en string) charter.Article {
		return charter.Article{
			Title: three(fr, ar, en),
			Text:  three("Les signataires s’y engagent : "+fr+".", "يلتزم الموقِّعون بذلك: "+ar+".", "The signatories commit themselves: "+en+"."),
		}
	}
	welcome := article("Accueillir sans condition", "الاستقبال دون شروط", "To welcome without conditions")
	listen, meet := article("Écouter", "الإصغاء", "To listen"), article("Se réunir chaque année", "الاجتماع كل سنة", "To meet every year")
	earlier = charter.Charter{
		Version: 1, Title: three("Charte de coopération", "ميثاق التعاون", "Charter of cooperation"),
		Preamble: three("Nous, signataires.", "نحن الموقِّعين.", "We, the signatories."), Articles: []charter.Article{welcome, listen, meet},
	}
	later = earlier
	later.Version, later.Preamble = 2, three("Nous, signataires de cette charte.", "نحن الموقِّعين على هذا الميثاق.", "We, the signatories of this charter.")
	meet.Text = three("Chaque printemps.", "كل ربيع.", "Every spring.")
	later.Articles = []charter.Article{welcome, meet, article("Publier un bilan", "نشر حصيلة", "To publish what was done")}
	return earlier, later
}
