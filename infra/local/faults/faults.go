// Package faults makes calls to the cloud fail on purpose, in the client's own
// transport: what the local engines never do (conflicts, throttling) and what
// no engine can be asked to do (an answer lost on the way, a function that is
// stopped between two steps, a request frozen while others go on).
//
// A [Transport] goes into the HTTP client of an AWS client. A fault is planned
// for the next calls of one operation ([Transport.Fail], [Transport.Kill],
// [Transport.Hold]) or drawn by lot ([Transport.Draw]). Every fault comes in
// two flavours that matter: it did not happen, and it happened all the same.
//
// [Mail] is a second transport, for addresses that fail as named and for those
// of SES's mailbox simulator.
//
// Nothing here is ever deployed.
package faults

import (
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"time"
)

// Flavour is a way to fail.
type Flavour string

// The flavours.
const (
	Refused    Flavour = "refused"     // not sent; the connection is refused
	LostAnswer Flavour = "lost-answer" // performed; the connection is reset before the answer
	Conflict   Flavour = "conflict"    // not performed; another transaction holds an item
	Throttled  Flavour = "throttled"   // not performed; the call exceeds what is allowed
	// ThrottledItem is how DynamoDB throttles one item of a transaction: it
	// cancels the whole, with a reason. The SDK does not retry that by itself.
	ThrottledItem Flavour = "throttled-item"

	KilledBefore Flavour = "killed-before" // the function ends before it sends this
	KilledAfter  Flavour = "killed-after"  // it ends when this was performed, before the answer
	FrozenBefore Flavour = "frozen-before" // it stands still before it sends this
	FrozenAfter  Flavour = "frozen-after"  // it stands still before it reads the answer
)

// Flavours lists those that a service or the network shows, as opposed to what
// happens to the caller.
var Flavours = []Flavour{Refused, LostAnswer, Conflict, Throttled, ThrottledItem}

// When says on which side of a call something happens.
type When string

// Before the call is sent; after it was performed and before its answer is read.
const (
	Before When = "before"
	After  When = "after"
)

// AnyWrite stands for every operation that changes the table.
const AnyWrite = "write"

var writes = []string{"TransactWriteItems", "PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem"}

// Operations lists what a fault can be planned for.
var Operations = append([]string{AnyWrite, "SendEmail", "GetItem", "BatchGetItem", "TransactGetItems", "Query"}, writes...)

func matches(planned, operation string) bool {
	return planned == operation || planned == AnyWrite && slices.Contains(writes, operation)
}

// Fault is a fault that is planned and has not happened yet.
type Fault struct {
	Operation string  `json:"operation"`
	Times     int     `json:"times"`
	Flavour   Flavour `json:"flavour"`
}

// Rate has a share of an operation's calls fail.
type Rate struct {
	Operation string
	Flavour   Flavour
	Share     float64 // of the calls, from 0 to 1
}

// Transport performs calls through Next and injects what is planned. Its
// methods may be called at any time, by any goroutine.
type Transport struct {
	Next   http.RoundTripper // nil is a plain transport without proxies
	Freeze time.Duration     // the longest that a frozen call drawn by lot stands still; 0 is 200 ms

	mu      sync.Mutex
	planned []Fault
	holds   []*hold
	rates   []Rate
	lot     *rand.Rand
	calls   map[string]int
}

// Fail plans a fault for the next calls of an operation, after those planned
// before. A retry by the SDK is a call of its own.
func (t *Transport) Fail(operation string, times int, f Flavour) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.planned = append(t.planned, Fault{operation, times, f})
}

// Kill plans the end of the next request that writes, before its write is sent
// or after it was performed. It waits for a call made within [WithRequest];
// what runs outside, such as a schedule, goes on undisturbed.
func (t *Transport) Kill(w When) {
	f := KilledBefore
	if w == After {
		f = KilledAfter
	}
	t.Fail(AnyWrite, 1, f)
}

// Draw has calls fail by lot from now on, in place of earlier rates. The seed
// fixes the sequence of draws; which call meets which draw depends on their
// order. For each call the rates are asked in turn, and the first that is drawn
// happens. Planned faults come first.
func (t *Transport) Draw(seed uint64, rates ...Rate) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.lot, t.rates = rand.New(rand.NewPCG(seed, 0)), rates
}

// Planned lists the faults that have not happened yet; never nil.
func (t *Transport) Planned() []Fault {
	t.mu.Lock()
	defer t.mu.Unlock()
	return append([]Fault{}, t.planned...)
}

// Reset forgets what is planned, rates included, and releases what is held.
// Calls stay counted.
func (t *Transport) Reset() {
	t.mu.Lock()
	held := t.holds
	t.planned, t.rates, t.holds = nil, nil, nil
	t.mu.Unlock()
	for _, h := range held {
		h.release()
	}
}

// Calls counts the round trips of each operation since the start, those that
// failed on purpose included.
func (t *Transport) Calls() map[string]int {
	t.mu.Lock()
	defer t.mu.Unlock()
	calls := make(map[string]int, len(t.calls))
	for op, n := range t.calls {
		calls[op] = n
	}
	return calls
}

// next counts a call and takes what is planned for it.
func (t *Transport) next(operation string, r *request) (f Flavour, pause time.Duration, h *hold) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.calls == nil {
		t.calls = map[string]int{}
	}
	t.calls[operation]++
	if i := slices.IndexFunc(t.holds, func(h *hold) bool { return matches(h.operation, operation) }); i >= 0 {
		h = t.holds[i]
		t.holds = slices.Delete(t.holds, i, i+1)
	}
	for i := range t.planned {
		p := &t.planned[i]
		if !matches(p.Operation, operation) || p.Flavour.kills() && r == nil {
			continue
		}
		f = p.Flavour
		if p.Times--; p.Times <= 0 {
			t.planned = slices.Delete(t.planned, i, i+1)
		}
		return f, t.longest(), h
	}
	for _, rate := range t.rates {
		if matches(rate.Operation, operation) && (r != nil || !rate.Flavour.kills()) && t.lot.Float64() < rate.Share {
			return rate.Flavour, time.Duration(t.lot.Int64N(int64(t.longest())) + 1), h
		}
	}
	return "", 0, h
}

func (t *Transport) longest() time.Duration {
	if t.Freeze > 0 {
		return t.Freeze
	}
	return 200 * time.Millisecond
}

func (f Flavour) kills() bool { return f == KilledBefore || f == KilledAfter }
