package roster

import (
	"strings"
	"sync"

	"tribune/shared/locale"
	"tribune/shared/registration"
)

// memo keeps what is dear to compute of somebody, while her list stands: how
// each language sorts her, and by what she is found. Ten thousand people would
// else cost every page half a second.
type memo struct {
	mu    sync.Mutex
	keys  map[locale.Lang]keys
	found string
}

// keys are collation keys of her name and of her structure.
type keys struct{ name, structure []byte }

// keysOf gives the keys of somebody, made at most once.
func (m *memo) keysOf(l locale.Lang, make func() keys) keys {
	if m == nil {
		return make()
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	k, known := m.keys[l]
	if !known {
		if m.keys == nil {
			m.keys = map[locale.Lang]keys{}
		}
		k = make()
		m.keys[l] = k
	}
	return k
}

// textOf gives what somebody is found by.
func (m *memo) textOf(a registration.Attendee) string {
	if m == nil {
		return textOf(a)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.found == "" {
		m.found = textOf(a)
	}
	return m.found
}

func textOf(a registration.Attendee) string {
	return locale.Sought(strings.Join([]string{a.Given.String(), a.Family.String(), a.Address.String(), a.Organisation}, " "))
}
