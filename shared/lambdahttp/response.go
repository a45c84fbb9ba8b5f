package lambdahttp

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"mime"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/aws/aws-lambda-go/events"
)

// writer keeps what a handler answers, under the rules of net/http's server.
type writer struct {
	header http.Header
	sent   http.Header // header as it stood at WriteHeader; later changes do not count
	status int         // 0 until WriteHeader
	body   bytes.Buffer
	head   bool // the request's method is HEAD: the body is dropped
}

func (w *writer) Header() http.Header { return w.header }

func (w *writer) WriteHeader(status int) {
	switch {
	case status < 100 || status > 999:
		panic(fmt.Sprintf("lambdahttp: no such status: %d", status))
	case w.status != 0:
		return // the first one wins
	case status < 200:
		return // a hint before the answer, which cannot be sent ahead here
	}
	w.status = status
	w.sent = w.header.Clone()
}

func (w *writer) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.WriteHeader(http.StatusOK)
	}
	if w.status == http.StatusNoContent || w.status == http.StatusNotModified {
		return 0, http.ErrBodyNotAllowed
	}
	return w.body.Write(b)
}

func (w *writer) answer() events.APIGatewayV2HTTPResponse {
	if w.status == 0 {
		w.WriteHeader(http.StatusOK)
	}
	w.sniff()
	a := events.APIGatewayV2HTTPResponse{
		StatusCode: w.status,
		Headers:    make(map[string]string, len(w.sent)),
		Cookies:    []string{}, // API Gateway refuses null
	}
	for name, values := range w.sent {
		switch {
		case len(values) == 0:
		case name == "Set-Cookie":
			for _, v := range values {
				a.Cookies = append(a.Cookies, oneLine.Replace(v))
			}
		default:
			a.Headers[name] = oneLine.Replace(strings.Join(values, ", "))
		}
	}
	if w.head {
		return a
	}
	if a.IsBase64Encoded = !w.isText(); a.IsBase64Encoded {
		a.Body = base64.StdEncoding.EncodeToString(w.body.Bytes())
	} else {
		a.Body = w.body.String()
	}
	return a
}

// oneLine keeps a value from smuggling in a header of its own.
var oneLine = strings.NewReplacer("\r", " ", "\n", " ")

// sniff names the content's type where the handler did not; a key without
// values asks for silence.
func (w *writer) sniff() {
	_, named := w.sent["Content-Type"]
	if named || w.body.Len() == 0 || w.sent.Get("Content-Encoding") != "" {
		return
	}
	w.sent.Set("Content-Type", http.DetectContentType(w.body.Bytes()))
}

// mostText is how long a body may travel as a string, in bytes: JSON may write
// each of them as six, while base64 writes four for three whatever they are.
const mostText = 512 << 10

// isText reports whether the body can travel as a JSON string unharmed and is
// better read so. A type alone proves nothing: bytes that are not UTF-8 would be
// replaced in JSON.
func (w *writer) isText() bool {
	if w.sent.Get("Content-Encoding") != "" || w.body.Len() > mostText || !utf8.Valid(w.body.Bytes()) {
		return false
	}
	if w.body.Len() == 0 {
		return true
	}
	kind, _, err := mime.ParseMediaType(w.sent.Get("Content-Type"))
	if err != nil {
		return false
	}
	switch kind {
	case "application/json", "application/xml", "application/javascript", "application/x-www-form-urlencoded":
		return true
	}
	return strings.HasPrefix(kind, "text/") || strings.HasSuffix(kind, "+json") || strings.HasSuffix(kind, "+xml")
}
