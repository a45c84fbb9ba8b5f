// Package signed has a charter signed by organisations and people who are made up,
// past the mail with its code, and the book taken up: for tests of what is shown of
// those who signed, and for pictures of it.
package signed

import (
	"context"
	"time"

	"tribune/shared/boot"
	"tribune/shared/charter"
	"tribune/shared/ledger"
	"tribune/shared/locale"
	"tribune/shared/outbox"
	"tribune/shared/publiclog"
	"tribune/shared/registration"
	"tribune/shared/token"
)

// Organisation signs for an organisation that has a site from an address on the
// site's domain, and from a free provider's if there is none.
func Organisation(name string, kind charter.Kind, country, site string) charter.Signature {
	s := charter.Signature{Party: charter.Party{Name: name, Kind: kind, Field: "health", Country: country, Site: must(charter.ParseSite(site))}}
	s.Given, s.Family, s.Function = must(registration.ParseName("Zineb")), must(registration.ParseName("Exemple")), "Présidente"
	s.Address = must(outbox.ParseAddress("mandat." + token.Digest(name) + "@gmail.com"))
	if site != "" {
		s.Address = must(outbox.ParseAddress("contact@" + s.Party.Site.Host()))
	}
	return s
}

// Person signs for herself; her name is shown if she says so.
func Person(given, family, country string, shown bool) charter.Signature {
	return charter.Signature{
		Given: must(registration.ParseName(given)), Family: must(registration.ParseName(family)), Country: country, Display: shown,
		Address: must(outbox.ParseAddress("elle." + token.Digest(given, family) + "@gmail.com")),
	}
}

// Some are organisations of several countries and scripts, one that shows who
// represents it and commits itself, and people of whom one shows her name.
func Some(now time.Time) []charter.Signature {
	shown := Organisation("Réseau Littoral pour la Réduction des risques", "network", "FR", "https://littoral-rdr.example.org")
	shown.Display = true
	shown.Commitments = []charter.Commitment{{Article: 1, Owner: "Coordination", By: now.AddDate(0, 3, 0)}, {Article: 2, Owner: "Pôle emploi accompagné"}}
	town := Organisation("Commune urbaine d’Exemple", "institution", "MA", "commune-exemple.ma")
	town.Commitments = []charter.Commitment{{Article: 1, Owner: "Service de l’action sociale", By: now.AddDate(0, 1, 0)}}
	return []charter.Signature{
		Organisation("Association Horizon", "association", "MA", ""), shown, town,
		Organisation("جمعية الأمل للتضامن", "association", "MA", "alamal-exemple.ma"),
		Organisation("Εταιρεία Κοινωνικής Ένταξης", "association", "GR", ""),
		Organisation("Združenie Nádej", "association", "SK", "nadej-priklad.sk"),
		Organisation("Coopérative Les Mains d’Œuvre", "company", "FR", ""),
		Organisation("École de la Seconde Chance", "other", "BE", ""),
		Person("Amina", "Modèle", "MA", true), Person("Secrète", "Cachée", "MA", false),
	}
}

// Write has them sign a version of a charter now, in the order given, and the book
// take them up.
func Write(ctx context.Context, parts boot.Parts, r charter.Ref, version int, all ...charter.Signature) error {
	call, err := parts.Table.Call(ctx, r)
	if err != nil {
		return err
	}
	text, err := parts.Table.Text(ctx, r, version)
	if err != nil {
		return err
	}
	service := charter.NewService(parts.Table, parts.Ring, parts.Now)
	for _, s := range all {
		s.Charter, s.Version, s.Generation, s.State, s.At = r, version, 1, charter.Confirmed, parts.Now()
		s.Lang, s.Read, s.Text, s.Salt = locale.French, locale.French, text.Hash(locale.French), publiclog.NewSalt()
		s.Mandate = charter.MandateOf(s.Address, s.Party.Site)
		if s.Signatory, err = service.Signatory(call, version, s.Address); err != nil {
			return err
		}
		if err := parts.Table.Save(ctx, s); err != nil {
			return err
		}
	}
	_, err = ledger.NewKeeper(parts.Table, parts.Now).Keep(ctx, r)
	return err
}

// must gives what is written here and cannot be wrong.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
