package specimens

import (
	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/outbox"
)

// written is what an organiser writes, with everything that a text may hold. It
// is not written in English.
var written = locale.Text{
	locale.French: `La rencontre se tient dans la **grande salle**, et *non* dans celle qui était annoncée.

## Pour venir

1. Prenez la ligne 2 jusqu’au terminus.
2. Suivez les panneaux :
   - à pied, par le parc ;
   - en fauteuil, par l’entrée de la cour.

Le plan est [sur cette page](https://exemple.org/plan). Une question ? contact@exemple.org`,
	locale.Arabic: `ينعقد اللقاء في **القاعة الكبرى**، و*ليس* في القاعة المعلنة.

## للوصول

1. خذوا الخط 2 إلى آخر محطة.
2. اتبعوا اللافتات:
   - مشياً عبر الحديقة؛
   - بالكرسي المتحرك عبر مدخل الساحة.

المخطط [في هذه الصفحة](https://exemple.org/plan).`,
}

// notices are one of each kind.
var notices = map[outbox.Kind]event.Notice{
	outbox.Reminder: {ID: "reminder-7", Kind: event.Reminder, Days: 7},
	outbox.Practical: {ID: "practical", Kind: event.Practical, Days: 3, Text: written, Documents: []event.Document{
		{Title: three("Le programme", "البرنامج", "The programme"), URL: "https://exemple.org/programme.pdf"},
	}},
	outbox.Thanks: {ID: "thanks", Kind: event.Thanks, Days: 1, Text: three("Merci à toutes et à tous.", "شكراً لكم جميعاً.", "Thank you all."), Documents: []event.Document{
		{Title: three("Les présentations", "العروض", "The slides"), URL: "https://exemple.org/presentations"},
	}},
}

// Elsewhere lists where the specimens' links lead beside the site.
var Elsewhere = []string{
	Room, "https://exemple.org/plan", "mailto:contact@exemple.org", "https://exemple.org/programme.pdf", "https://exemple.org/presentations",
}
