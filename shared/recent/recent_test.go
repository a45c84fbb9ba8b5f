package recent_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tribune/shared/recent"
)

const age = 2 * time.Second

var start = time.Date(2027, 3, 1, 8, 0, 0, 0, time.UTC)

// source counts how often it is read, and gives that number.
type source struct {
	reads int
	err   error
}

func (s *source) read(context.Context) (int, error) {
	s.reads++
	return s.reads, s.err
}

func TestGetReadsAgainWhenTooOld(t *testing.T) {
	c, s := recent.New[string, int](age), &source{}
	for _, step := range []struct {
		after time.Duration
		want  int
	}{
		{0, 1}, {0, 1}, {1, 1}, {age - 1, 1}, {age, 1}, // read at 0
		{age + 1, 2}, {age + 2, 2}, {2*age + 1, 2}, {2*age + 2, 3},
		{age, 4}, // the clock was set back
	} {
		got, err := c.Get(t.Context(), "a", start.Add(step.after), s.read)
		if err != nil || got != step.want {
			t.Errorf("%v later: %d, %v; want %d", step.after, got, err, step.want)
		}
	}
}

func TestGetKeepsKeysApart(t *testing.T) {
	c, s := recent.New[string, int](age), &source{}
	for want, key := range []string{"a", "b", "c"} {
		if got, _ := c.Get(t.Context(), key, start, s.read); got != want+1 {
			t.Errorf("%s is %d", key, got)
		}
	}
}

func TestGetKeepsNoErrors(t *testing.T) {
	c, s := recent.New[string, int](age), &source{err: errors.New("down")}
	if _, err := c.Get(t.Context(), "a", start, s.read); !errors.Is(err, s.err) {
		t.Errorf("the error is %v", err)
	}
	if _, ok := c.Peek("a", start); ok {
		t.Error("what could not be read is there")
	}
	s.err = nil
	if got, err := c.Get(t.Context(), "a", start, s.read); got != 2 || err != nil {
		t.Errorf("after the error: %d, %v", got, err)
	}
}

// What was read too long ago is not given out because a new reading fails.
func TestGetPrefersAnErrorToAStaleValue(t *testing.T) {
	c, s := recent.New[string, int](age), &source{}
	_, _ = c.Get(t.Context(), "a", start, s.read)
	s.err = errors.New("down")
	if got, err := c.Get(t.Context(), "a", start.Add(age+1), s.read); !errors.Is(err, s.err) {
		t.Errorf("%d, %v", got, err)
	}
}

func TestPutAndPeek(t *testing.T) {
	c := recent.New[string, int](age)
	if got, ok := c.Peek("a", start); ok || got != 0 {
		t.Errorf("nothing was put: %d", got)
	}
	c.Put("a", 7, start)
	for after, want := range map[time.Duration]bool{0: true, age: true, age + 1: false, -1: false} {
		if got, ok := c.Peek("a", start.Add(after)); ok != want || ok && got != 7 {
			t.Errorf("%v later: %d, %t", after, got, ok)
		}
	}
	if got, err := c.Get(t.Context(), "a", start, nil); got != 7 || err != nil {
		t.Errorf("Get after Put: %d, %v", got, err)
	}
}

// However many wait, one of them reads; and who asks for another key does not wait.
func TestGetReadsOnceForMany(t *testing.T) {
	c := recent.New[string, int](age)
	var reads atomic.Int32
	reading, release := make(chan bool), make(chan bool)
	slow := func(context.Context) (int, error) {
		if n := reads.Add(1); n > 1 {
			return int(n), nil
		}
		close(reading)
		<-release
		return 1, nil
	}
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			if got, err := c.Get(t.Context(), "a", start, slow); got != 1 || err != nil {
				t.Errorf("%d, %v", got, err)
			}
		})
	}
	<-reading
	other, err := c.Get(t.Context(), "b", start, func(context.Context) (int, error) { return 9, nil })
	if other != 9 || err != nil {
		t.Errorf("another key: %d, %v", other, err)
	}
	close(release)
	wg.Wait()
}

// A stranger who asks for a million names does not fill the memory.
func TestCacheStaysSmall(t *testing.T) {
	c := recent.New[string, int](age)
	const many = 5000
	for i := range many {
		c.Put(fmt.Sprint(i), i, start)
	}
	kept := 0
	for i := range many {
		if _, ok := c.Peek(fmt.Sprint(i), start); ok {
			kept++
		}
	}
	if kept > 1000 {
		t.Errorf("%d of %d are kept", kept, many)
	}
}
