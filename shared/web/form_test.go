package web

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"tribune/shared/fault"
)

const formType = "application/x-www-form-urlencoded"

func TestReadForm(t *testing.T) {
	long := func(n int) string { return "a=" + strings.Repeat("x", n-len("a=")) }
	for _, c := range []struct {
		name, kind, body string
		want             fault.Kind
	}{
		{"a form", formType, "given=Ren%C3%A9e&family=L%27H%C3%B4te+fran%C3%A7ais", ""},
		{"with a charset", formType + "; charset=UTF-8", "a=b", ""},
		{"nothing in it", formType, "", ""},
		{"just small enough", formType, long(FormLimit), ""},
		{"too large by one", formType, long(FormLimit + 1), fault.TooLarge},
		{"far too large", formType, long(1 << 20), fault.TooLarge},
		{"no type", "", "a=b", fault.Unsupported},
		{"no such type", "nonsense;;", "a=b", fault.Unsupported},
		{"JSON", "application/json", `{"a":"b"}`, fault.Unsupported},
		{"with files", "multipart/form-data; boundary=x", "--x--", fault.Unsupported},
		{"text", "text/plain", "a=b", fault.Unsupported},
		{"a field twice", formType, "a=1&b=2&a=1", fault.Unreadable},
		{"a field twice, spelt otherwise", formType, "a=1&%61=2", fault.Unreadable},
		{"Latin 1", formType, "given=Ren%E9e", fault.Unreadable},
		{"Latin 1 in a name", formType, "%E9=a", fault.Unreadable},
		{"raw bytes", formType, "given=\xff\xfe", fault.Unreadable},
		{"half a surrogate", formType, "given=%ED%A0%80", fault.Unreadable},
		{"a semicolon", formType, "a=1;b=2", fault.Unreadable},
		{"a broken escape", formType, "a=%zz", fault.Unreadable},
		{"an escape cut short", formType, "a=%4", fault.Unreadable},
	} {
		r := httptest.NewRequest("POST", "/", strings.NewReader(c.body))
		r.Header.Set("Content-Type", c.kind)
		form, err := ReadForm(httptest.NewRecorder(), r, FormLimit)
		if got := fault.KindOf(err); got != c.want || (err == nil) != (c.want == "") {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
		if err != nil && len(form.values) > 0 {
			t.Errorf("%s: refused, and yet %v", c.name, form.values)
		}
		if err != nil && (strings.Contains(err.Error(), "Ren") || strings.Contains(err.Error(), "a=") || strings.Contains(err.Error(), "%")) {
			t.Errorf("%s: the error quotes what was typed: %v", c.name, err)
		}
	}
}

func TestFormGivesWhatWasTyped(t *testing.T) {
	form, err := DecodeForm("given=Ren%C3%A9e&empty=&line=a%0D%0Ab&bare")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"given": "Renée", "empty": "", "line": "a\r\nb", "bare": "", "absent": ""} {
		if got := form.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if got := len(form.values); got != 4 {
		t.Errorf("%d fields", got)
	}
	if got := (Form{}).Get("a"); got != "" {
		t.Errorf("the zero form has %q", got)
	}
}

// A connection that breaks in the middle must not register half of somebody.
func TestReadFormCutShort(t *testing.T) {
	kinds := make(chan fault.Kind, 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, err := ReadForm(w, r, FormLimit)
		kinds <- fault.KindOf(err)
	}))
	defer server.Close()
	at, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := net.Dial("tcp", at.Host)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "POST / HTTP/1.1\r\nHost: x\r\nContent-Type: %s\r\nContent-Length: 100\r\n\r\ngiven=Nour&family=", formType)
	if err := conn.(*net.TCPConn).CloseWrite(); err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, conn)
	if got := <-kinds; got != fault.Unreadable {
		t.Errorf("kind %q", got)
	}
}

// FuzzForm holds what handlers rely on: valid UTF-8, each field once, nothing
// lost when the form is sent again; and an error that quotes nothing.
func FuzzForm(f *testing.F) {
	for _, body := range []string{"", "a=b", "a=b&a=c", "a=1;b=2", "a=%zz", "a=%E9", "a=%00", "&&=&", "%61=1&a=2", "a=+%2B", "é=ü"} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		form, err := DecodeForm(body)
		if err != nil {
			told := map[string]bool{"it is not a form": true, "a field stands twice": true, "it is not UTF-8": true}
			if _, why, _ := strings.Cut(err.Error(), "): "); !told[why] || !fault.Is(err, fault.Unreadable) {
				t.Fatalf("the error is %v", err)
			}
			return
		}
		for name, values := range form.values {
			if len(values) != 1 || !utf8.ValidString(name) || !utf8.ValidString(values[0]) || form.Get(name) != values[0] {
				t.Fatalf("%q is %q", name, values)
			}
		}
		again, err := DecodeForm(form.values.Encode())
		if err != nil || again.values.Encode() != form.values.Encode() || len(again.values) != len(form.values) {
			t.Fatalf("sent again it is %v, %v; it was %v", again.values, err, form.values)
		}
	})
}
