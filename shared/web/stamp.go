package web

import (
	"errors"
	"time"

	"tribune/shared/locale"
	"tribune/shared/token"
)

// The fields that every public form has beside its own.
const (
	FieldStamp = "form"    // the form's stamp, hidden
	FieldTrap  = "website" // what people do not see and robots fill in
)

// Stamp is what a form's stamp says: its nonce, and when it was made; and the
// stamp under which the form is to be shown again, if there is something to mend.
// One that was in order keeps its age, so that mending it takes as short as it may.
type Stamp struct {
	Nonce string
	Made  time.Time
	Again string
}

// OpenStamp checks what needs no database: that the form was made here for the
// purpose, neither too long ago nor, unless hasty people are let through, a
// moment ago, and that no robot filled the trap.
func (s Site) OpenStamp(t locale.Printer, f Form, purpose string, hasty bool) (Stamp, Problems) {
	now := s.Now()
	nonce, made, err := s.Ring.OpenForm(purpose, f.Get(FieldStamp), now)
	stamp := Stamp{Nonce: nonce, Made: made}
	key := ""
	switch {
	case errors.Is(err, token.ErrFormForged):
		stamp, key = Stamp{Nonce: token.ID(), Made: now}, "problem.form.forged"
	case errors.Is(err, token.ErrFormOld):
		stamp.Made, key = now, "problem.form.old"
	case errors.Is(err, token.ErrFormYoung) && !hasty:
		key = "problem.form.fast"
	case f.Get(FieldTrap) != "":
		key = "problem.honeypot"
	}
	stamp.Again = s.Ring.Restamp(purpose, stamp.Nonce, stamp.Made)
	if key == "" {
		return stamp, nil
	}
	return stamp, Problems{{Text: t.T(key)}}
}
