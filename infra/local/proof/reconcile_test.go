package proof

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"tribune/infra/local/faults"
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/registration"
	"tribune/shared/token"
)

// spoil writes a wrong desk over the right one, as a defect would.
func (r *room) spoil(t *testing.T, wrong func(*registration.Desk)) {
	t.Helper()
	key := map[string]types.AttributeValue{
		"pk": &types.AttributeValueMemberS{Value: "EVENT#" + r.event.Ref.String()}, "sk": &types.AttributeValueMemberS{Value: "DESK"},
	}
	d := r.desk(t)
	wrong(&d)
	data, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	_, err = r.raw.UpdateItem(context.Background(), &dynamodb.UpdateItemInput{
		TableName: aws.String(tableName), Key: key, UpdateExpression: aws.String("SET #d = :d"), ConditionExpression: aws.String("attribute_exists(#d)"),
		ExpressionAttributeNames: map[string]string{"#d": "data"}, ExpressionAttributeValues: map[string]types.AttributeValue{":d": &types.AttributeValueMemberS{Value: string(data)}},
	})
	if err != nil {
		t.Fatal(err)
	}
}

// waitingRoom has one in workshop a, and two who wait for her seat.
func waitingRoom(t *testing.T) *room {
	t.Helper()
	r := newRoom(t, 4, 1)
	r.comes(t, "First", registration.Accepted)
	r.comes(t, "Second", registration.Queued)
	r.comes(t, "Third", registration.Queued)
	return r
}

func (r *room) reconcile(t *testing.T) bool {
	t.Helper()
	differed, err := r.service.Reconcile(t.Context(), r.event)
	if err != nil {
		t.Fatal(err)
	}
	return differed
}

// A desk that counts a seat too many and forgot somebody who waits is set
// right, and who waits is served by the next tick.
func TestReconcile(t *testing.T) {
	t.Parallel()
	r := waitingRoom(t)
	r.cancels(t, "First")
	if got := r.find(t, "Second").State; got != registration.Offered {
		t.Fatalf("the first who waits is %s", got)
	}
	right := r.desk(t)
	// The room holds two now, and the second who waits would fit: but the desk
	// counts a seat that nobody has, and has forgotten her.
	r.spoil(t, func(d *registration.Desk) {
		seats := d.Seats[event.OfWorkshop("a", false)]
		d.Seats[event.OfWorkshop("a", false)] = registration.Seats{Capacity: 2, Taken: seats.Taken + 1}
		d.Seats[event.Hall] = registration.Seats{Capacity: 4, Taken: 0}
		d.Queue = d.Queue[:1]
	})
	if !r.reconcile(t) {
		t.Error("a wrong desk is not reported")
	}
	d := r.desk(t)
	if d.Seats[event.OfWorkshop("a", false)] != (registration.Seats{Capacity: 2, Taken: 1}) || d.Seats[event.Hall] != (registration.Seats{Capacity: 4, Taken: 1}) {
		t.Errorf("set right, the seats are %v", d.Seats)
	}
	if len(d.Queue) != 2 || d.Queue[1].Person != r.who("Third") || d.Tickets != right.Tickets || d.Version != right.Version+1 || !d.Pending(r.clock.Now()) {
		t.Errorf("set right, the desk is %+v, was %+v", d, right)
	}
	if got := r.find(t, "Third").State; got != registration.Waiting {
		t.Errorf("before the tick the second who waits is %s", got)
	}
	if n, err := r.service.Sweep(t.Context(), r.event.Ref); n != 1 || err != nil {
		t.Errorf("the tick decides %d: %v", n, err)
	}
	if got := r.find(t, "Third").State; got != registration.Offered {
		t.Errorf("after the tick the second who waits is %s", got)
	}
	if r.reconcile(t) {
		t.Error("reported again")
	}
}

// Each thing alone that a desk may have wrong is seen.
func TestReconcileSeesEveryDifference(t *testing.T) {
	t.Parallel()
	r := waitingRoom(t)
	right := r.desk(t)
	for name, wrong := range map[string]func(*registration.Desk){
		"a seat too many": func(d *registration.Desk) { d.Seats[event.Hall] = registration.Seats{Capacity: 4, Taken: 2} },
		"a seat too few":  func(d *registration.Desk) { d.Seats[event.Hall] = registration.Seats{Capacity: 4} },
		"nobody waits":    func(d *registration.Desk) { d.Queue = nil },
		"another order":   func(d *registration.Desk) { d.Queue[0], d.Queue[1] = d.Queue[1], d.Queue[0] },
		"other wishes":    func(d *registration.Desk) { d.Queue[0].Wants = in("b").Places() },
		"somebody else":   func(d *registration.Desk) { d.Queue[0].Person = token.Person{1} },
		"held already":    func(d *registration.Desk) { d.Queue[0].Until = r.clock.Now().Add(time.Hour) },
	} {
		r.spoil(t, wrong)
		if !r.reconcile(t) {
			t.Errorf("%s: not seen", name)
		}
		if got := r.desk(t); !got.Agrees(right) {
			t.Errorf("%s: set to %+v, was %+v", name, got, right)
		}
	}
}

// On a right desk nothing is written.
func TestReconcileLeavesARightDesk(t *testing.T) {
	t.Parallel()
	r := waitingRoom(t)
	before, units := r.desk(t), r.meter.Units()
	if r.reconcile(t) {
		t.Error("a right desk is reported")
	}
	if got := r.desk(t); got.Version != before.Version || r.meter.Units() != units {
		t.Errorf("something was written: version %d, was %d", got.Version, before.Version)
	}
}

// While it counts, somebody comes: the count is of no use, and the desk stays
// as she left it.
func TestReconcileWhileTheDeskMoves(t *testing.T) {
	t.Parallel()
	r := waitingRoom(t)
	r.spoil(t, func(d *registration.Desk) { d.Queue = nil })
	release, arrived := r.transport.Hold("TransactWriteItems", faults.Before)
	done := make(chan error, 1)
	go func() {
		_, err := r.service.Reconcile(context.Background(), r.event)
		done <- err
	}()
	<-arrived
	if got := r.come(t, "Fourth", "b"); got != registration.Accepted {
		t.Fatal(got)
	}
	moved := r.desk(t)
	release()
	if err := <-done; !fault.Is(err, fault.Conflict) {
		t.Errorf("it says %v", err)
	}
	if got := r.desk(t); got.Version != moved.Version || !got.Agrees(moved) {
		t.Errorf("the desk is %+v, was %+v", got, moved)
	}
	if !r.reconcile(t) {
		t.Error("the next time it is not reported")
	}
	if got := r.desk(t); len(got.Queue) != 2 || got.Seats[event.Hall].Taken != 2 {
		t.Errorf("and set to %+v", got)
	}
}
