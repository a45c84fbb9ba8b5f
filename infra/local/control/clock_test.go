package control

import (
	"sync"
	"testing"
	"time"
)

func TestClockRunsOnFromWhereItIsSet(t *testing.T) {
	var c Clock
	if off := time.Until(c.Now()); off.Abs() > time.Second {
		t.Errorf("a new clock is off by %v", off)
	}
	at := time.Date(2030, 6, 1, 12, 0, 0, 0, time.UTC)
	if err := c.Set(at); err != nil {
		t.Fatal(err)
	}
	first := c.Now()
	time.Sleep(20 * time.Millisecond)
	if ran := c.Now().Sub(first); ran < 20*time.Millisecond || ran > 5*time.Second {
		t.Errorf("it ran %v", ran)
	}
	if err := c.Advance(-time.Hour); err != nil {
		t.Fatal(err)
	}
	if d := at.Sub(c.Now()); d > time.Hour || d < time.Hour-time.Minute {
		t.Errorf("an hour back is %v", d)
	}
}

func TestClockKeepsWithinAHundredYears(t *testing.T) {
	var c Clock
	if err := c.Advance(farthest); err != nil {
		t.Errorf("at the bound: %v", err)
	}
	for _, d := range []time.Duration{1, 1<<63 - 1, -1 << 63, -2*farthest - 1} {
		if err := c.Advance(d); err == nil {
			t.Errorf("%v beyond the bound is taken", d)
		}
	}
	if c.Offset() != farthest {
		t.Errorf("offset %v", c.Offset())
	}
	if err := c.Advance(-2 * farthest); err != nil || c.Offset() != -farthest {
		t.Errorf("from bound to bound: %v, %v", c.Offset(), err)
	}
	for _, year := range []int{1, 1900, 9999} {
		if err := c.Set(time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)); err == nil {
			t.Errorf("the year %d is taken", year)
		}
	}
}

func TestClockIsMovedByManyAtOnce(t *testing.T) {
	var c Clock
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			if err := c.Advance(time.Hour); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if c.Offset() != 50*time.Hour {
		t.Errorf("offset %v", c.Offset())
	}
}
