package control

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"tribune/infra/local/faults"
)

// misuse is a request that cannot be understood; its text is the answer.
type misuse string

func (m misuse) Error() string { return string(m) }

// only takes the form's fields, each given at most once, and no others.
func only(form url.Values, names ...string) error {
	for name, values := range form {
		if !slices.Contains(names, name) {
			return misuse(fmt.Sprintf("There is no field %q here; the fields are: %s.", name, strings.Join(names, ", ")))
		}
		if len(values) > 1 {
			return misuse(fmt.Sprintf("The field %q is given more than once.", name))
		}
	}
	return nil
}

func (c *control) clock(_ context.Context, form url.Values) error {
	if err := only(form, "advance", "now"); err != nil {
		return err
	}
	advance, now := strings.TrimSpace(form.Get("advance")), strings.TrimSpace(form.Get("now"))
	var err error
	switch {
	case (advance == "") == (now == ""):
		return misuse("Give either advance, such as 48h, or now, such as 2027-03-01T09:00:00Z.")
	case advance != "":
		d, bad := time.ParseDuration(advance)
		if bad != nil {
			return misuse("advance is a duration such as 48h, 90m or -2h30m.")
		}
		err = c.Clock.Advance(d)
	default:
		t, bad := time.Parse(time.RFC3339, now)
		if bad != nil {
			return misuse("now is a time such as 2027-03-01T09:00:00Z or 2027-03-01T10:00:00+01:00.")
		}
		err = c.Clock.Set(t)
	}
	if err != nil {
		return misuse("It cannot be done: " + err.Error() + ".")
	}
	return nil
}

func (c *control) tick(ctx context.Context, form url.Values) error {
	if err := only(form); err != nil {
		return err
	}
	return c.Tick(ctx)
}

func (c *control) fail(_ context.Context, form url.Values) error {
	if err := only(form, "operation", "times", "flavour"); err != nil {
		return err
	}
	op, flavour := form.Get("operation"), faults.Flavour(form.Get("flavour"))
	if !slices.Contains(faults.Operations, op) {
		return misuse(fmt.Sprintf("operation is one of: %s.", strings.Join(faults.Operations, ", ")))
	}
	if !slices.Contains(faults.Flavours, flavour) {
		return misuse(fmt.Sprintf("flavour is one of: %v.", faults.Flavours))
	}
	const most = 1000
	times, err := strconv.Atoi(form.Get("times"))
	if err != nil || times < 1 || times > most {
		return misuse(fmt.Sprintf("times is a number from 1 to %d.", most))
	}
	c.Faults.Fail(op, times, flavour)
	return nil
}

func (c *control) kill(_ context.Context, form url.Values) error {
	if err := only(form, "when"); err != nil {
		return err
	}
	w := faults.When(form.Get("when"))
	if w != faults.Before && w != faults.After {
		return misuse("when is before or after: the request ends before its next write is sent, or after it was performed.")
	}
	c.Faults.Kill(w)
	return nil
}
