package dynamo

import (
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"tribune/shared/charter"
	"tribune/shared/event"
	"tribune/shared/ledger"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/project"
	"tribune/shared/site"
	"tribune/shared/token"
)

// key is where an item stands.
type key struct{ partition, sort string }

func (k key) item() map[string]types.AttributeValue {
	return map[string]types.AttributeValue{site.PartitionKey: text(k.partition), site.SortKey: text(k.sort)}
}

// The prefixes of sort keys that are listed.
const (
	eventPrefix    = "EVENT#"
	personPrefix   = "PERSON#"
	deliveryPrefix = "DELIVERY#"
	mailingPrefix  = "MAILING#"
	presencePrefix = "PRESENCE#"
	auditPrefix    = "AUDIT#"

	signaturePrefix = "SIGNATURE#"
	wallPrefix      = "WALL#"
	domainPrefix    = "DOMAIN#"
	leafPrefix      = "LEAF#"
)

func ofOrganisation(id organisation.ID, sort string) key { return key{"ORG#" + string(id), sort} }

func organisationKey(id organisation.ID) key { return ofOrganisation(id, "ORGANISATION") }

func memberKey(id organisation.ID, account string) key {
	return ofOrganisation(id, "MEMBER#"+account)
}

func projectKey(org organisation.ID, id project.ID) key {
	return ofOrganisation(org, "PROJECT#"+string(id))
}

func textKey(r charter.Ref, version int) key {
	return ofOrganisation(r.Organisation, fmt.Sprintf("CHARTER#%s#%06d", r.ID, version))
}

func callKey(r charter.Ref) key { return ofOrganisation(r.Organisation, "CALL#"+string(r.ID)) }

func charterSlugKey(slug string) key { return key{"CHARTER-SLUG#" + slug, "SLUG"} }

func askKey(hash string) key { return key{"ASK#" + hash, "ASK"} }

func ofCharter(r charter.Ref, sort string) key { return key{"CHARTER#" + r.String(), sort} }

func bookKey(r charter.Ref) key { return ofCharter(r, "BOOK") }

func signatureKey(r charter.Ref, version int, p token.Person) key {
	return ofCharter(r, fmt.Sprintf("%s%06d#%s", signaturePrefix, version, p))
}

func wallKey(r charter.Ref, version int, p token.Person) key {
	return ofCharter(r, fmt.Sprintf("%s%06d#%s", wallPrefix, version, p))
}

func domainKey(r charter.Ref, d ledger.Domain) key {
	return ofCharter(r, fmt.Sprintf("%s%06d#%s", domainPrefix, d.Version, d.Name))
}

func announcementKey(r charter.Ref, id string) key { return ofCharter(r, "NEWS#"+id) }

func ofLog(r charter.Ref, sort string) key { return key{"LOG#" + r.String(), sort} }

func leafKey(r charter.Ref, n int64) key {
	return ofLog(r, fmt.Sprintf("%s%012d", leafPrefix, n))
}

func auditKey(org organisation.ID, line string) key { return ofOrganisation(org, auditPrefix+line) }

func eventKey(e event.Ref) key { return ofOrganisation(e.Organisation, eventPrefix+string(e.Event)) }

func slugKey(s event.Slug) key { return key{"SLUG#" + string(s), "SLUG"} }

func ofEvent(e event.Ref, sort string) key { return key{"EVENT#" + e.String(), sort} }

func deskKey(e event.Ref) key { return ofEvent(e, "DESK") }

func personKey(e event.Ref, p token.Person) key { return ofEvent(e, personPrefix+p.String()) }

func presenceKey(e event.Ref, p token.Person) key { return ofEvent(e, presencePrefix+p.String()) }

func reportKey(e event.Ref) key { return ofEvent(e, "REPORT") }

func deliveryKey(e event.Ref, person string) key { return ofEvent(e, deliveryPrefix+person) }

// reachedKey is where stands how the mail about a signature fares.
func reachedKey(r charter.Ref, version int, person string) key {
	return ofCharter(r, fmt.Sprintf("%s%06d#%s", deliveryPrefix, version, person))
}

func mailingKey(e event.Ref, id string) key { return ofEvent(e, mailingPrefix+id) }
func newsKey(org organisation.ID, recipient string) key {
	return ofOrganisation(org, "NEWS#"+recipient)
}

// mailKey is where an entry stands: those of one mailing together.
func mailKey(id string) key {
	if len(id) > outbox.GroupSize {
		return mailsKey(id[:outbox.GroupSize], id[outbox.GroupSize:])
	}
	return key{"MAIL#" + id, "MAIL"}
}

func mailsKey(group, id string) key { return key{"MAILS#" + group, "MAIL#" + id} }

func recipientKey(recipient string) key { return key{"RECIPIENT#" + recipient, "RECIPIENT"} }

func accountKey(account string) key { return key{"ACCOUNT#" + account, "ACCOUNT"} }

func askedKey(account string, hour time.Time) key {
	return key{"ACCOUNT#" + account, "ASKED#" + instant(hour)}
}

func challengeKey(id string) key { return key{"CHALLENGE#" + id, "CHALLENGE"} }

func sessionKey(account, hash string) key {
	return key{accountKey(account).partition, "SESSION#" + hash}
}

func factorKey(account string) key { return key{accountKey(account).partition, "FACTOR"} }

// The queues in which items wait.

func wishQueue(e event.Ref) string { return site.WishQueue + e.String() }

func mailQueue(l outbox.Lane) string { return site.MailQueue + string(l) }

func trayQueue(r charter.Ref) string { return site.TrayQueue + r.String() }
