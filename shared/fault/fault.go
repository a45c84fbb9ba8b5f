// Package fault names the kinds of error that a person can meet, and maps each
// to an HTTP status once.
//
// Code wraps a cause with the operation that failed:
//
//	return fault.New(fault.Unavailable, "registration: read the desk", err)
//
// The cause is logged, never shown: what a person reads is chosen by the kind
// alone, from the catalogue, in her own language.
package fault

import (
	"errors"
	"net/http"
)

// Kind says what an error means to whoever asked.
type Kind string

// The kinds. The zero Kind is an error of our own making.
const (
	Internal    Kind = ""            // a defect here: apologise, log, alarm
	Invalid     Kind = "invalid"     // the input cannot be accepted as it stands
	Unreadable  Kind = "unreadable"  // the body cannot be read as a form at all
	Unsupported Kind = "unsupported" // the body is of a type that is not read here
	TooLarge    Kind = "too-large"   // the body exceeds its limit
	Forbidden   Kind = "forbidden"   // sent from another site, or not allowed
	NotFound    Kind = "not-found"   // nothing there, or nothing for this person
	NotAllowed  Kind = "not-allowed" // the address exists, the method does not
	Conflict    Kind = "conflict"    // the thing moved meanwhile; look again
	TooMany     Kind = "too-many"    // too many requests from one place
	Unavailable Kind = "unavailable" // a part we need does not answer; try again
)

var statuses = map[Kind]int{
	Internal:    http.StatusInternalServerError,
	Invalid:     http.StatusUnprocessableEntity,
	Unreadable:  http.StatusBadRequest,
	Unsupported: http.StatusUnsupportedMediaType,
	TooLarge:    http.StatusRequestEntityTooLarge,
	Forbidden:   http.StatusForbidden,
	NotFound:    http.StatusNotFound,
	NotAllowed:  http.StatusMethodNotAllowed,
	Conflict:    http.StatusConflict,
	TooMany:     http.StatusTooManyRequests,
	Unavailable: http.StatusServiceUnavailable,
}

// Status is the HTTP status of k. An unknown kind is an internal error.
func (k Kind) Status() int {
	if s, ok := statuses[k]; ok {
		return s
	}
	return http.StatusInternalServerError
}

// Error is a cause with its kind and the operation that was attempted.
type Error struct {
	Kind Kind
	Op   string // "package: what was attempted"; holds no personal data
	Err  error  // the cause; may be nil
}

// New wraps err with its kind and operation.
func New(kind Kind, op string, err error) error { return &Error{Kind: kind, Op: op, Err: err} }

// Wrap adds an operation to err and keeps its kind. Wrap(op, nil) is nil.
func Wrap(op string, err error) error {
	if err == nil {
		return nil
	}
	return &Error{Kind: KindOf(err), Op: op, Err: err}
}

func (e *Error) Error() string {
	s := e.Op
	if e.Kind != Internal {
		s += " (" + string(e.Kind) + ")"
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

func (e *Error) Unwrap() error { return e.Err }

// KindOf is the kind of the outermost Error in err's chain; Internal if none.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}

// Is reports whether err is of kind k.
func Is(err error, k Kind) bool { return err != nil && KindOf(err) == k }
