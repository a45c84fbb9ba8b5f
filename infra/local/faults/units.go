package faults

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
)

// Units are what the cloud charges for writes, on paper: each item of a write
// by its started kilobytes, twice in a transaction; and once each entry of the
// index that is made, changed or taken out. The local engine counts plain
// writes so too, and transactions wrongly.
type Units struct{ Table, Index int }

// Meter counts the units of the writes that pass, from their bodies. It charges
// what was sent, whatever became of it, as the cloud does. What a write
// replaces it knows only if that passed here too.
type Meter struct {
	Next  http.RoundTripper
	Key   []string // the table's key attributes
	Index []string // the index's: an item that has them all stands in it

	mu    sync.Mutex
	units Units
	stood map[string]attributes
}

// attributes are an item as it stands in a request: a type and a value each.
type attributes map[string]map[string]json.RawMessage

// Units are those of everything that passed so far.
func (m *Meter) Units() Units {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.units
}

// RoundTrip performs a call and counts what it writes.
func (m *Meter) RoundTrip(req *http.Request) (*http.Response, error) {
	body, err := takeBody(req)
	if err != nil {
		return nil, err
	}
	resp, err := m.Next.RoundTrip(withBody(req, body))
	if err == nil {
		if wrong := m.count(operation(req), body, resp.StatusCode == http.StatusOK); wrong != nil {
			resp.Body.Close()
			return nil, wrong
		}
	}
	return resp, err
}

// write is one item's part of a request: Put says what it is, the others name it.
type write struct{ Item, Key attributes }

func (m *Meter) count(op string, body []byte, done bool) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	switch op {
	case "PutItem", "UpdateItem", "DeleteItem":
		var w write
		if err := json.Unmarshal(body, &w); err != nil {
			return fmt.Errorf("faults: read a write: %w", err)
		}
		m.one(strings.TrimSuffix(op, "Item"), w, 1, done)
	case "TransactWriteItems":
		var all struct{ TransactItems []map[string]write }
		if err := json.Unmarshal(body, &all); err != nil {
			return fmt.Errorf("faults: read a transaction: %w", err)
		}
		for _, item := range all.TransactItems {
			for what, w := range item {
				m.one(what, w, 2, done)
			}
		}
	}
	return nil
}

// one charges one item: the larger of what stood and what stands then.
func (m *Meter) one(what string, w write, factor int, done bool) {
	named := w.Key
	if what == "Put" {
		named = w.Item
	}
	key := named.text(m.Key)
	before := m.stood[key]
	after := before // an update's attributes are few and small: it is charged for what stood
	switch what {
	case "Put":
		after = w.Item
	case "Delete":
		after = nil
	}
	m.units.Table += factor * max(before.kilobytes(), after.kilobytes(), 1)
	if !done || what == "ConditionCheck" {
		return
	}
	m.units.Index += m.entries(before, after)
	if m.stood == nil {
		m.stood = map[string]attributes{}
	}
	m.stood[key] = after
}

// entries are the units of what a write changes in the index: nothing where the
// item is not in it, one entry where it comes, goes or is changed in its place,
// two where it moves.
func (m *Meter) entries(before, after attributes) int {
	was, is := before.has(m.Index), after.has(m.Index)
	switch {
	case was && is && before.text(m.Index) == after.text(m.Index):
		if before.whole() == after.whole() {
			return 0
		}
		return max(before.kilobytes(), after.kilobytes())
	case was && is:
		return before.kilobytes() + after.kilobytes()
	case was:
		return before.kilobytes()
	case is:
		return after.kilobytes()
	}
	return 0
}

func (a attributes) has(names []string) bool {
	for _, n := range names {
		if a[n] == nil {
			return false
		}
	}
	return len(names) > 0
}

// text tells one item from others by some of its attributes.
func (a attributes) text(names []string) string {
	var b strings.Builder
	for _, n := range names {
		for _, v := range a[n] {
			fmt.Fprintf(&b, "%s ", v)
		}
	}
	return b.String()
}

func (a attributes) whole() string {
	b, err := json.Marshal(a)
	if err != nil {
		panic(err) // it was read from JSON
	}
	return string(b)
}

// kilobytes are those that an item has begun: its names and values. A number
// takes half a byte a digit and one more; what is neither text nor number,
// about what it takes in the request.
func (a attributes) kilobytes() int {
	size := 0
	for name, value := range a {
		size += len(name)
		for kind, raw := range value {
			var s string
			switch err := json.Unmarshal(raw, &s); {
			case err != nil:
				size += len(raw)
			case kind == "N":
				size += (len(s)+1)/2 + 1
			default:
				size += len(s)
			}
		}
	}
	return (size + 1023) / 1024
}
