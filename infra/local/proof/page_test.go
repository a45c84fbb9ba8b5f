package proof

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"tribune/shared/event"
	"tribune/shared/outbox"
	"tribune/shared/registration"
	"tribune/shared/site"
	"tribune/shared/token"
)

// page is what the table says of one event at one time, read from its items.
type page struct {
	round     int
	begun, at time.Time // the tick's beginning, and when this was read
	event     event.Event
	desk      registration.Desk
	people    map[token.Person]registration.Registration
	expired   map[token.Person]bool
	undecided int
	mails     []outbox.Entry
}

// read reads what stands there of the event, and every mail promised since it
// was published. The event itself changes only when the organiser acts.
func (s *sequence) read(ctx context.Context, round int) (page, error) {
	p := page{round: round, people: map[token.Person]registration.Registration{}, expired: map[token.Person]bool{}}
	items, err := s.query(ctx, "", site.PartitionKey, "EVENT#"+s.event.Ref.String(), site.SortKey, "A", "~")
	if err != nil {
		return p, err
	}
	p.at = s.clock.Now()
	for _, it := range items {
		if err := p.enter(it); err != nil {
			return p, err
		}
	}
	const instant = "2006-01-02T15:04:05.000000000Z"
	from, to := s.clock.start.Format(instant), s.clock.start.Add(lasts-1).Format(instant)
	if items, err = s.query(ctx, site.QueueIndex, site.QueueKey, site.MailQueue+string(outbox.Normal), site.DueKey, from, to); err != nil {
		return p, err
	}
	for _, it := range items {
		var e outbox.Entry
		if err := json.Unmarshal([]byte(member(it, "data")), &e); err != nil {
			return p, err
		}
		p.mails = append(p.mails, e)
	}
	if p.event = s.event; slices.ContainsFunc(s.acts, func(a *act) bool { return a.who == nil && a.last >= round }) {
		p.event, err = s.calm.Event(ctx, s.event.Ref)
	}
	return p, err
}

func (p *page) enter(it map[string]types.AttributeValue) error {
	data := []byte(member(it, "data"))
	if member(it, site.KindKey) == "desk" {
		return json.Unmarshal(data, &p.desk)
	}
	var r registration.Registration
	if err := json.Unmarshal(data, &r); err != nil {
		return err
	}
	person, err := token.ParsePerson(strings.TrimPrefix(member(it, site.SortKey), "PERSON#"))
	if err != nil {
		return err
	}
	if r.Wish != nil || it[site.QueueKey] != nil {
		p.undecided++
	}
	r.Person, r.Version = person, numeral(it, "version")
	if at := numeral(it, site.ExpiryKey); at != 0 && p.at.Unix() >= int64(at) {
		p.expired[person] = true
		r = registration.Registration{Person: person, Version: r.Version, Generation: r.Generation}
	}
	p.people[person] = r
	return nil
}

// query reads the items of a partition, of the table or of its index, between
// two keys.
func (g *ground) query(ctx context.Context, index, partition, value, sort, from, to string) (items []map[string]types.AttributeValue, err error) {
	in := &dynamodb.QueryInput{
		TableName: aws.String(tableName), KeyConditionExpression: aws.String("#p = :p AND #s BETWEEN :from AND :to"),
		ExpressionAttributeNames: map[string]string{"#p": partition, "#s": sort},
		ExpressionAttributeValues: map[string]types.AttributeValue{
			":p": &types.AttributeValueMemberS{Value: value}, ":from": &types.AttributeValueMemberS{Value: from}, ":to": &types.AttributeValueMemberS{Value: to},
		},
	}
	if index != "" {
		in.IndexName = &index
	} else {
		in.ConsistentRead = aws.Bool(true)
	}
	pages := dynamodb.NewQueryPaginator(g.raw, in)
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		items = append(items, page.Items...)
	}
	return items, nil
}

func numeral(it map[string]types.AttributeValue, key string) int {
	v, _ := it[key].(*types.AttributeValueMemberN)
	if v == nil {
		return 0
	}
	n, _ := strconv.Atoi(v.Value)
	return n
}

// all are the registrations that have not expired.
func (p page) all() []registration.Registration {
	var all []registration.Registration
	for person, r := range p.people {
		if !p.expired[person] && r.State != "" {
			all = append(all, r)
		}
	}
	slices.SortFunc(all, func(a, b registration.Registration) int { return slices.Compare(a.Person[:], b.Person[:]) })
	return all
}

func (p page) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "the table, at %s: version %d, starts %s, seats %v\n", p.at.Format("02T15:04:05.000"), p.desk.Version, p.desk.Starts.Format("02T15:04:05"), p.desk.Seats)
	for _, w := range p.desk.Queue {
		fmt.Fprintf(&b, "  waits: %d %.6s holds %q wants %q until %v\n", w.Ticket, w.Person, w.Holds, w.Wants, w.Until.Format("02T15:04:05.000"))
	}
	for _, r := range p.all() {
		fmt.Fprintf(&b, "  %.6s %s: %s since %s, version %d, generation %d, %v wants %v (ticket %d), last form %s: %s, last wish %v\n", r.Person, r.Attendee.Given,
			r.State, r.Since.Format("02T15:04:05.000"), r.Version, r.Generation, r.Choice, r.Wants, r.Ticket, r.Nonce, r.Outcome, r.Last)
	}
	for _, e := range p.mails {
		fmt.Fprintf(&b, "  mail %s to %.6s, generation %d, promised %s\n", e.Kind, e.Ref.Person, e.Ref.Generation, e.Promised.Format("02T15:04:05.000"))
	}
	return b.String()
}
