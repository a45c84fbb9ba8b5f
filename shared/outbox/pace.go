package outbox

import (
	"context"
	"errors"
	"math"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Pace keeps one process below the rate at which its account may send. The
// account's other mailers have paces of their own: when the service throttles,
// each halves its rate, and while mails go wins it back, a twentieth of the
// account's a second. So they share what there is, whoever they are.
type Pace struct {
	next    chan struct{} // held by who waits for the next mail's time: the others' times are not set yet
	mu      sync.Mutex
	account float64 // mails a second
	halved  time.Time
	gained  time.Time
	limiter *rate.Limiter
}

// calm is how long the rate stands once it is halved: the mails that were under
// way together are all told the same.
const calm = time.Second

// slowest is the least rate, in mails a second: somebody must find out when
// the service takes more again.
const slowest = 0.2

// NewPace is the pace of an account that may send so many mails a second.
func NewPace(perSecond float64) *Pace {
	p := &Pace{next: make(chan struct{}, 1), limiter: rate.NewLimiter(0, 1)}
	p.Account(perSecond)
	return p
}

// Account says anew how many mails a second the account may send.
func (p *Pace) Account(perSecond float64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	perSecond = max(perSecond, slowest)
	if perSecond != p.account {
		p.account = perSecond
		p.limiter.SetLimit(rate.Limit(perSecond))
	}
}

// Rate is the present rate in mails a second.
func (p *Pace) Rate() float64 { return float64(p.limiter.Limit()) }

// most is how many mails one look takes, whatever the rate.
const most = 100

// Second is about how many mails go in a second, one at least.
func (p *Pace) Second() int { return int(min(most, max(1, math.Ceil(p.Rate())))) }

// Wait waits for the next mail's time. An error says that ctx does not leave enough.
func (p *Pace) Wait(ctx context.Context) error {
	select {
	case p.next <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-p.next }()
	return p.limiter.Wait(ctx)
}

// Learn takes what came of a mail.
func (p *Pace) Learn(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch at, now := time.Now(), p.Rate(); {
	case errors.Is(err, ErrThrottled):
		if p.gained = at; at.Sub(p.halved) < calm {
			return
		}
		p.halved = at
		p.limiter.SetLimit(rate.Limit(max(now/2, slowest)))
	case err == nil && now < p.account:
		gain := p.account / 20 * min(at.Sub(p.gained).Seconds(), 1)
		p.gained = at
		p.limiter.SetLimit(rate.Limit(min(now+gain, p.account)))
	}
}
