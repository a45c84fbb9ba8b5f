package server_test

import (
	"bytes"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// What robots and the broken send. None of it may cost a write, and what is
// refused by its look alone may not even cost a read.
func TestHostileInput(t *testing.T) {
	t.Parallel()
	h := newDeafHouse(t)
	p := somebody("Hostile")
	form := h.form(t, p)
	young := h.fill(t, p)
	with := func(name, value string) string {
		changed := maps.Clone(form)
		changed.Set(name, value)
		return changed.Encode()
	}
	const urlencoded = "application/x-www-form-urlencoded"
	for name, c := range map[string]struct {
		body, contentType, origin string
		status, reads             int
	}{
		"forged stamp":          {with("form", strings.Repeat("A", 62)), urlencoded, "", 422, 0},
		"no stamp":              {with("form", ""), urlencoded, "", 422, 0},
		"stamp of another form": {with("form", h.stamp(t, p.path("/lost-link"))), urlencoded, "", 422, 0},
		"filled trap":           {with("website", "https://spam.example"), urlencoded, "", 422, 0},
		"too fast":              {young.Encode(), urlencoded, "", 422, 0},
		"nothing":               {"", urlencoded, "", 422, 0},
		"unknown workshop":      {with("workshop-ateliers", "jonglage"), urlencoded, "", 422, 0},
		"no address":            {with("address", "nobody"), urlencoded, "", 422, 0},
		"name with a link":      {with("given", "http://spam.example"), urlencoded, "", 422, 0},
		"endless name":          {with("given", strings.Repeat("ب", 2000)), urlencoded, "", 422, 0},
		"a megabyte":            {with("given", strings.Repeat("a", 1<<20)), urlencoded, "", 413, 0},
		"JSON":                  {`{"given":"a"}`, "application/json", "", 415, 0},
		"multipart":             {"--x\r\n\r\n--x--", "multipart/form-data; boundary=x", "", 415, 0},
		"no type":               {form.Encode(), "", "", 415, 0},
		"not UTF-8":             {form.Encode() + "&note=%ff%fe", urlencoded, "", 400, 0},
		"broken escape":         {form.Encode() + "&note=%zz", urlencoded, "", 400, 0},
		"a field twice":         {form.Encode() + "&given=b", urlencoded, "", 400, 0},
		"from another site":     {form.Encode(), urlencoded, "https://spam.example", 403, 0},
	} {
		h.get(t, p.path("/register")) // what pages read is in memory
		calls := h.counted(func() {
			got := h.postRaw(t, p.path("/register"), c.body, c.contentType, c.origin)
			if got.status != c.status {
				t.Errorf("%s: %d, want %d: %s", name, got.status, c.status, got.text(t))
			}
		})
		writes, reads := split(calls)
		if writes != 0 || reads > c.reads {
			t.Errorf("%s: %d writes and %d reads, want at most 0 and %d", name, writes, reads, c.reads)
		}
	}
	h.wantRegistered(t)
}

// With nothing in memory, only what passes for a form of this site costs reads.
func TestHostileInputCostsLittleAtFirst(t *testing.T) {
	t.Parallel()
	h := newDeafHouse(t)
	p := somebody("Hostile")
	megabyte := "given=" + strings.Repeat("a", 1<<20)
	for _, c := range []struct {
		name, path, body, contentType string
		most                          int
	}{
		{"a megabyte", p.path("/register"), megabyte, "application/x-www-form-urlencoded", 0},
		{"JSON", p.path("/register"), "{}", "application/json", 0},
		{"unknown event", "/fr/events/nowhere/register", "form=x", "application/x-www-form-urlencoded", 1},
		{"unknown language", "/xx/events/" + slug + "/register", "form=x", "application/x-www-form-urlencoded", 0},
		{"forged stamp", p.path("/register"), "form=x", "application/x-www-form-urlencoded", 4},
		{"a link that was made up", p.path("/registrations/" + strings.Repeat("A", 48) + "/cancel"), "", "", 0},
		{"forged stamp, sign-in", "/fr/organisers", "form=x&address=a%40exemple.org", "application/x-www-form-urlencoded", 0},
	} {
		var got page
		calls := h.counted(func() { got = h.postRaw(t, c.path, c.body, c.contentType, "") })
		writes, reads := split(calls)
		if got.status < 400 || got.status >= 500 || writes != 0 || reads > c.most {
			t.Errorf("%s: %d with %v, want no write and at most %d reads", c.name, got.status, calls, c.most)
		}
		t.Logf("%s: %d, %d reads", c.name, got.status, reads)
	}
}

func (h *house) stamp(t *testing.T, path string) string {
	t.Helper()
	_, form := h.get(t, path).form(t)
	return form.Get("form")
}

func (h *house) postRaw(t *testing.T, path, body, contentType, origin string) page {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, h.origin+path, bytes.NewReader([]byte(body)))
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{"Content-Type": contentType, "Origin": origin} {
		if value != "" {
			r.Header.Set(name, value)
		}
	}
	resp, err := h.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	return read(t, resp)
}

// counted counts the round trips of an action by their operation.
func (h *house) counted(do func()) map[string]int {
	before := h.Faults.Calls()
	do()
	after := h.Faults.Calls()
	for op, n := range before {
		if after[op] -= n; after[op] == 0 {
			delete(after, op)
		}
	}
	return after
}

// split tells writes from reads.
func split(calls map[string]int) (writes, reads int) {
	for op, n := range calls {
		if slices.Contains([]string{"GetItem", "BatchGetItem", "Query"}, op) {
			reads += n
		} else {
			writes += n
		}
	}
	return writes, reads
}
