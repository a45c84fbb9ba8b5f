package dynamo

import (
	"context"
	"errors"
	"iter"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/registration"
	"tribune/shared/site"
	"tribune/shared/token"
)

// Find implements [registration.Store].
func (t *Table) Find(ctx context.Context, e event.Ref, p token.Person) (registration.Registration, error) {
	out, err := t.client.GetItem(ctx, &dynamodb.GetItemInput{TableName: &t.name, Key: personKey(e, p).item(), ConsistentRead: aws.Bool(true)})
	if err != nil {
		return registration.Registration{Event: e, Person: p}, failed("dynamo: find a registration", err)
	}
	return t.readRegistration(out.Item, e, p)
}

// People implements [registration.Store].
func (t *Table) People(ctx context.Context, e event.Ref, people []token.Person) ([]registration.Registration, error) {
	const op = "dynamo: read registrations"
	keys, found := make([]key, len(people)), make([]registration.Registration, len(people))
	for i, p := range people {
		keys[i], found[i] = personKey(e, p), registration.Registration{Event: e, Person: p}
	}
	items, err := t.batch(ctx, keys...)
	if err != nil {
		return nil, failed(op, err)
	}
	for _, it := range items {
		i := slices.IndexFunc(keys, func(k key) bool { return k.sort == str(it, site.SortKey) })
		if found[i], err = t.readRegistration(it, e, people[i]); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// readRegistration reads an item. Of one that has expired only what orders
// writes is left; of none, the keys.
func (t *Table) readRegistration(it item, e event.Ref, p token.Person) (registration.Registration, error) {
	none := registration.Registration{Event: e, Person: p}
	if len(it) == 0 {
		return none, nil
	}
	var r registration.Registration
	if err := read(it, &r); err != nil {
		return none, err
	}
	r.Event, r.Person, r.Version = e, p, int(num(it, versionKey))
	if until := r.Needs.Until; !until.IsZero() && !t.now().Before(until) {
		r.Needs = registration.Needs{}
	}
	if t.expired(it) {
		none.Version, none.Generation = r.Version, r.Generation
		return none, nil
	}
	return r, nil
}

// registrationForm is 2 since how somebody's mail fares stands beside her
// registration; before that a flag in it said when one was given up.
const registrationForm = 2

// registrationItem is the item of a registration under its next version; with
// an undecided wish it stands in the queue of its event.
func registrationItem(r registration.Registration) (item, error) {
	r.Version++
	it, err := put(personKey(r.Event, r.Person), "registration", r)
	if err != nil {
		return nil, err
	}
	it[versionKey] = number(r.Version)
	if until := r.Needs.Until; !until.IsZero() {
		it[needsKey] = number(until.Unix())
	}
	expires := r.Expires
	if r.Wish != nil {
		enqueue(it, wishQueue(r.Event), r.Wish.Made)
		if r.Wish.Expires.After(expires) {
			expires = r.Wish.Expires
		}
	}
	expire(it, expires)
	return it, nil
}

func (t *Table) putRegistration(r registration.Registration) (types.TransactWriteItem, error) {
	it, err := registrationItem(r)
	if err != nil {
		return types.TransactWriteItem{}, err
	}
	return t.putIfVersion(it, r.Version), nil
}

// Leave implements [registration.Store].
func (t *Table) Leave(ctx context.Context, r registration.Registration) (registration.Registration, error) {
	w, err := t.putRegistration(r)
	if err != nil {
		return r, err
	}
	err = t.putOne(ctx, w.Put)
	if _, ok := errors.AsType[*types.ConditionalCheckFailedException](err); ok {
		return r, &registration.Moved{People: []token.Person{r.Person}}
	}
	if err != nil {
		return r, failed("dynamo: leave a wish", err)
	}
	r.Version++
	return r, nil
}

// Wishes implements [registration.Store].
func (t *Table) Wishes(ctx context.Context, e event.Ref, limit int) ([]registration.Registration, error) {
	items, err := t.queue(ctx, wishQueue(e), "", limit)
	if err != nil {
		return nil, failed("dynamo: list wishes", err)
	}
	var wishing []registration.Registration
	for r, err := range t.each(items, e) {
		if err != nil {
			return nil, err
		}
		if r.Wish != nil {
			wishing = append(wishing, r)
		}
	}
	return wishing, nil
}

// ForgetNeeds implements [registration.Store]: it writes again what is kept
// without those that have expired, which no reader sees already.
func (t *Table) ForgetNeeds(ctx context.Context, e event.Ref) error {
	const op = "dynamo: forget needs"
	in := t.below(ofEvent(e, personPrefix))
	in.FilterExpression = aws.String("#needs <= :now")
	in.ExpressionAttributeNames["#needs"] = needsKey
	in.ExpressionAttributeValues[":now"] = number(t.now().Unix())
	for pages := dynamodb.NewQueryPaginator(t.client, in); pages.HasMorePages(); {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return failed(op, err)
		}
		for r, err := range t.each(page.Items, e) {
			if err == nil && r.State != "" { // else it has expired
				_, err = t.Leave(ctx, r)
			}
			if _, moved := errors.AsType[*registration.Moved](err); err != nil && !moved {
				return fault.Wrap(op, err)
			}
		}
	}
	return nil
}

// RegistrationsOf gives those of them who registered with one mail address.
func (t *Table) RegistrationsOf(ctx context.Context, e event.Ref, m token.Mailbox) iter.Seq2[registration.Registration, error] {
	return t.registrations(ctx, e, t.below(ofEvent(e, personPrefix+m.String())))
}

// registrations gives those whom a query finds.
func (t *Table) registrations(ctx context.Context, e event.Ref, in *dynamodb.QueryInput) iter.Seq2[registration.Registration, error] {
	return func(yield func(registration.Registration, error) bool) {
		for it, err := range t.query(ctx, in) {
			if err != nil {
				yield(registration.Registration{}, failed("dynamo: list registrations", err))
				return
			}
			r, err := t.registrationOf(it, e)
			if r.State == "" && err == nil {
				continue // expired, or not yet decided
			}
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
}

// RegistrationsAfter implements [mailing.Store].
func (t *Table) RegistrationsAfter(ctx context.Context, e event.Ref, person string) iter.Seq2[registration.Registration, error] {
	in := t.below(ofEvent(e, personPrefix))
	if person != "" {
		in.ExclusiveStartKey = ofEvent(e, personPrefix+person).item()
	}
	return t.registrations(ctx, e, in)
}

// each reads items that are registrations.
func (t *Table) each(items []item, e event.Ref) iter.Seq2[registration.Registration, error] {
	return func(yield func(registration.Registration, error) bool) {
		for _, it := range items {
			if r, err := t.registrationOf(it, e); !yield(r, err) || err != nil {
				return
			}
		}
	}
}

// registrationOf reads an item that is a registration.
func (t *Table) registrationOf(it item, e event.Ref) (registration.Registration, error) {
	p, err := token.ParsePerson(str(it, site.SortKey)[len(personPrefix):])
	if err != nil {
		return registration.Registration{}, fault.New(fault.Internal, "dynamo: read registrations", err)
	}
	return t.readRegistration(it, e, p)
}
