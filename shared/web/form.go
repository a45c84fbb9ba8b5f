package web

import (
	"context"
	"errors"
	"io"
	"iter"
	"mime"
	"net/http"
	"net/url"
	"unicode/utf8"

	"tribune/shared/fault"
)

// FormLimit is the largest body of a form for one person, in bytes.
const FormLimit = 16 << 10

// Form is a form as it was sent: valid UTF-8, each field once.
type Form struct{ values url.Values }

// ReadForm reads the body of a request as a form. The error's kind says what is
// wrong with it: Unsupported, TooLarge, or Unreadable for a body that is cut
// short, not UTF-8, not a form, or says a field twice.
func ReadForm(w http.ResponseWriter, r *http.Request, limit int64) (Form, error) {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "application/x-www-form-urlencoded" {
		return Form{}, fault.New(fault.Unsupported, "web: read a form", err)
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return Form{}, fault.New(fault.TooLarge, "web: read a form", nil)
	}
	if err != nil {
		return Form{}, fault.New(fault.Unreadable, "web: read a form", err)
	}
	form, err := DecodeForm(string(body))
	if kept, ok := r.Context().Value(keptForm{}).(*Form); ok && err == nil {
		*kept = form
	}
	return form, err
}

// DecodeForm reads the encoded body of a form.
func DecodeForm(body string) (Form, error) {
	values, err := url.ParseQuery(body)
	if err != nil {
		// The parser's error would quote what somebody typed.
		return Form{}, fault.New(fault.Unreadable, "web: decode a form", errors.New("it is not a form"))
	}
	for name, all := range values {
		if len(all) > 1 {
			return Form{}, fault.New(fault.Unreadable, "web: decode a form", errors.New("a field stands twice"))
		}
		if !utf8.ValidString(name) || !utf8.ValidString(all[0]) {
			return Form{}, fault.New(fault.Unreadable, "web: decode a form", errors.New("it is not UTF-8"))
		}
	}
	return Form{values}, nil
}

// keptForm is where a request's form is kept once it is read, for [Site.fail].
type keptForm struct{}

func keepForm(r *http.Request) (*http.Request, *Form) {
	kept := &Form{}
	return r.WithContext(context.WithValue(r.Context(), keptForm{}, kept)), kept
}

// All are the fields that were sent, with their values, in no order.
func (f Form) All() iter.Seq2[string, string] {
	return func(yield func(name, value string) bool) {
		for name := range f.values {
			if !yield(name, f.Get(name)) {
				return
			}
		}
	}
}

// Get is the value of a field; "" if it was not sent.
func (f Form) Get(name string) string { return f.values.Get(name) }
