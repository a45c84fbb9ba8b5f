package boot

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"tribune/shared/site"
)

const material = "canary-material-of-the-one-secret-0123456789"

// aMachine is the environment of a deployed function, with a secret store that
// holds one secret. It gives no credentials but its own and asks nobody else.
func aMachine(t *testing.T, held string) map[string]string {
	t.Helper()
	store := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		if !strings.Contains(string(body), `"tribune-secret"`) {
			w.WriteHeader(http.StatusBadRequest)
			_, _ = io.WriteString(w, `{"__type":"ResourceNotFoundException","Message":"no such secret"}`)
			return
		}
		_ = json.NewEncoder(w).Encode(map[string]string{"Name": "tribune-secret", "SecretString": held})
	}))
	t.Cleanup(store.Close)
	nowhere := t.TempDir() + "/none"
	for name, value := range map[string]string{
		"AWS_ENDPOINT_URL_SECRETS_MANAGER": store.URL, "AWS_REGION": "eu-west-3", "AWS_MAX_ATTEMPTS": "1",
		"AWS_ACCESS_KEY_ID": "id", "AWS_SECRET_ACCESS_KEY": "key", "AWS_SESSION_TOKEN": "", "AWS_PROFILE": "",
		"AWS_CONFIG_FILE": nowhere, "AWS_SHARED_CREDENTIALS_FILE": nowhere, "AWS_EC2_METADATA_DISABLED": "true",
	} {
		t.Setenv(name, value)
	}
	return map[string]string{
		site.EnvTable: "tribune", site.EnvSecret: "tribune-secret",
		site.EnvOrigin: "https://tribune.example.org/", site.EnvSender: "tribune@exemple.org",
	}
}

func lookup(env map[string]string) func(string) string {
	return func(name string) string { return env[name] }
}

func TestOpen(t *testing.T) {
	parts, err := Open(t.Context(), lookup(aMachine(t, "2:"+material+"\n1:"+material)))
	if err != nil {
		t.Fatal(err)
	}
	if parts.Origin != "https://tribune.example.org" || parts.Sender.String() != "tribune@exemple.org" ||
		parts.Ring.Current() != 2 || parts.Table == nil || parts.Now == nil || parts.AWS.Region != "eu-west-3" {
		t.Errorf("%+v", parts)
	}
}

// Only the mailer is told a sender.
func TestOpenWithoutSender(t *testing.T) {
	env := aMachine(t, material)
	delete(env, site.EnvSender)
	parts, err := Open(t.Context(), lookup(env))
	if err != nil || !parts.Sender.IsZero() || parts.Ring.Current() != 1 {
		t.Errorf("%+v, %v", parts, err)
	}
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	for _, c := range []struct {
		name, variable, value, held, want string
	}{
		{"no table", site.EnvTable, "", material, site.EnvTable + " is not set"},
		{"no secret", site.EnvSecret, "", material, site.EnvSecret + " is not set"},
		{"no origin", site.EnvOrigin, "", material, site.EnvOrigin + " is not set"},
		{"no address", site.EnvSender, "Tribune <x@y>", material, site.EnvSender},
		{"another secret", site.EnvSecret, "elsewhere", material, "no such secret"},
		{"an empty secret", site.EnvTable, "tribune", "", "the secret is empty"},
		{"a short secret", site.EnvTable, "tribune", "3:canary", "version 3 of the secret is shorter than 32 bytes"},
		{"a secret twice", site.EnvTable, "tribune", "1:" + material + "\n1:" + material, "version 1 of the secret stands twice"},
	} {
		t.Run(c.name, func(t *testing.T) {
			env := aMachine(t, c.held)
			env[c.variable] = c.value
			_, err := Open(t.Context(), lookup(env))
			if err == nil || !strings.HasPrefix(err.Error(), "boot: ") || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("%v, want %q", err, c.want)
			}
			if strings.Contains(err.Error(), "canary") {
				t.Errorf("the error holds the secret: %v", err)
			}
		})
	}
}
