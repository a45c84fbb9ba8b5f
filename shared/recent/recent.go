// Package recent keeps values that were read a moment ago, so that a page that
// many people open costs one read in two seconds rather than one each.
//
// A cache serves one process; what it holds is at most as old as it says. It
// keeps no errors and asks once for a key however many wait for it.
package recent

import (
	"context"
	"sync"
	"time"
)

// most is how many keys a cache holds before it starts anew.
const most = 1000

// Cache holds values for a time. Make it with [New].
type Cache[K comparable, V any] struct {
	age     time.Duration
	mu      sync.Mutex
	entries map[K]*entry[V]
}

type entry[V any] struct {
	mu    sync.Mutex // held while the value is being read
	value V
	read  time.Time // zero until the value is there
}

// New makes a cache whose values are at most so old.
func New[K comparable, V any](age time.Duration) *Cache[K, V] {
	return &Cache[K, V]{age: age, entries: map[K]*entry[V]{}}
}

func (c *Cache[K, V]) entry(key K) *entry[V] {
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.entries[key]
	if e == nil {
		if len(c.entries) >= most {
			clear(c.entries)
		}
		e = &entry[V]{}
		c.entries[key] = e
	}
	return e
}

// fresh also refuses a value from the future: the clock may have been set back.
func (e *entry[V]) fresh(now time.Time, age time.Duration) bool {
	return !e.read.IsZero() && !now.Before(e.read) && now.Sub(e.read) <= age
}

// Get gives the value of a key, read at most the cache's age before now, and
// reads it with load if there is none.
func (c *Cache[K, V]) Get(ctx context.Context, key K, now time.Time, load func(context.Context) (V, error)) (V, error) {
	e := c.entry(key)
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.fresh(now, c.age) {
		return e.value, nil
	}
	value, err := load(ctx)
	if err == nil {
		e.value, e.read = value, now
	}
	return value, err
}

// Peek gives the value if it is there and fresh, and reads nothing.
func (c *Cache[K, V]) Peek(key K, now time.Time) (V, bool) {
	e := c.entry(key)
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.fresh(now, c.age) {
		return e.value, true
	}
	var none V
	return none, false
}

// Put keeps a value that was read, or written, at now.
func (c *Cache[K, V]) Put(key K, value V, now time.Time) {
	e := c.entry(key)
	e.mu.Lock()
	defer e.mu.Unlock()
	e.value, e.read = value, now
}
