package gateway

import (
	"encoding/base64"
	"encoding/json"
	"net/http"

	"github.com/google/uuid"
)

// functionAnswer is what a function answers in payload format 2.0.
type functionAnswer struct {
	StatusCode int               `json:"statusCode"`
	Headers    map[string]string `json:"headers"`
	Cookies    json.RawMessage   `json:"cookies"` // read apart: null is refused
	Body       string            `json:"body"`
	IsBase64   bool              `json:"isBase64Encoded"`
}

// reply sends a function's answer to the client, or 500 if it is malformed.
func reply(w http.ResponseWriter, raw []byte) {
	var a functionAnswer
	if err := json.Unmarshal(raw, &a); err != nil || a.StatusCode < 200 || a.StatusCode > 599 {
		refuse(w, http.StatusInternalServerError)
		return
	}
	var cookies []string
	if len(a.Cookies) > 0 {
		if err := json.Unmarshal(a.Cookies, &cookies); err != nil || cookies == nil {
			refuse(w, http.StatusInternalServerError)
			return
		}
	}
	body := []byte(a.Body)
	if a.IsBase64 {
		var err error
		if body, err = base64.StdEncoding.DecodeString(a.Body); err != nil {
			refuse(w, http.StatusInternalServerError)
			return
		}
	}
	for name, value := range a.Headers {
		if key := http.CanonicalHeaderKey(name); !hopByHop[key] && key != "Content-Length" {
			w.Header().Set(key, value)
		}
	}
	for _, c := range cookies {
		w.Header().Add("Set-Cookie", c)
	}
	send(w, a.StatusCode, body)
}

// refuse is an answer of the gateway's own.
func refuse(w http.ResponseWriter, status int) {
	body, _ := json.Marshal(map[string]string{"message": http.StatusText(status)})
	w.Header().Set("Content-Type", "application/json")
	send(w, status, body)
}

func send(w http.ResponseWriter, status int, body []byte) {
	w.Header().Set("Apigw-Requestid", uuid.NewString())
	if _, named := w.Header()["Content-Type"]; !named && len(body) > 0 {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8") // never guessed
	}
	w.WriteHeader(status)
	w.Write(body) // whoever asked may be gone
}
