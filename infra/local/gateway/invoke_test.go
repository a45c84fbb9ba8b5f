package gateway_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager/types"

	"tribune/infra/local/gateway"
	"tribune/shared/fault"
	"tribune/shared/site"
)

func invoke(t *testing.T, g *gateway.Gateway, what string) (string, error) {
	t.Helper()
	answer, err := g.Invoke(t.Context(), site.Clock, []byte(`{"do":"`+what+`"}`))
	return string(answer), err
}

// One program serves calls that follow one another, whatever they return; one
// that ended is replaced.
func TestInvokeReuses(t *testing.T) {
	g := start(t, gateway.Config{})
	first, err := invoke(t, g, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err = invoke(t, g, "fail"); err == nil {
		t.Error("a failure was lost")
	}
	if again, err := invoke(t, g, ""); err != nil || again != first {
		t.Errorf("process %s, then %s, %v: the program was not used again", first, again, err)
	}
	if _, err = invoke(t, g, "panic"); err == nil {
		t.Error("a panic was lost")
	}
	if after, err := invoke(t, g, ""); err != nil || after == first {
		t.Errorf("process %s, %v after its panic", after, err)
	}
	starts := g.ColdStarts()
	if len(starts) != 2 || starts[0].Function != site.Clock || starts[0].Took <= 0 || starts[0].Took > 10*time.Second {
		t.Errorf("starts %v, want two of the clock", starts)
	}
}

func TestInvokeErrors(t *testing.T) {
	g := start(t, only(site.Clock, 10*time.Second))
	for what, want := range map[string]string{
		"fail":  "errorString: asked to fail",
		"panic": "string: asked to panic",
		"exit":  "Runtime.ExitError",
		"big":   "Function.ResponseSizeTooLarge",
	} {
		var failed *gateway.FunctionError
		if _, err := invoke(t, g, what); !errors.As(err, &failed) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", what, err, want)
		}
	}
	hasty := start(t, only(site.Clock, 200*time.Millisecond))
	if _, err := invoke(t, hasty, "hang"); !errors.Is(err, gateway.ErrTimeout) {
		t.Errorf("hang: %v", err)
	}
	if _, err := g.Invoke(t.Context(), site.Mailer, []byte(`{}`)); !fault.Is(err, fault.NotFound) {
		t.Errorf("a missing function: %v", err)
	}
	if _, err := g.Invoke(t.Context(), site.Clock, make([]byte, 6<<20+1)); !fault.Is(err, fault.TooLarge) {
		t.Errorf("a payload over 6 MB: %v", err)
	}
}

func TestInvokeAtOnce(t *testing.T) {
	g := start(t, gateway.Config{})
	var wait sync.WaitGroup
	for range 20 {
		wait.Go(func() {
			if _, err := invoke(t, g, "pause"); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if n := len(g.ColdStarts()); n < 2 || n > 8 {
		t.Errorf("%d programs were started for 20 calls at once, want 2 to 8", n)
	}
	if n := len(g.Processes(site.Clock)); n != len(g.ColdStarts()) {
		t.Errorf("%d programs run", n)
	}
	g.Stop()
	if n := len(g.Processes(site.Clock)); n != 0 {
		t.Errorf("%d programs run after Stop", n)
	}
	if _, err := invoke(t, g, ""); err == nil {
		t.Error("a call was served after Stop")
	}
}

// Whoever waits for a free program may give up; what runs goes on.
func TestInvokeWaits(t *testing.T) {
	g := start(t, gateway.Config{})
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() { invoke(t, g, "pause"); invoke(t, g, "pause") })
	}
	time.Sleep(50 * time.Millisecond)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := g.Invoke(ctx, site.Clock, []byte(`{}`)); !fault.Is(err, fault.Unavailable) {
		t.Errorf("error %v, want unavailable", err)
	}
	wait.Wait()
}

func TestStopEndsCalls(t *testing.T) {
	g := start(t, gateway.Config{})
	ended := make(chan error)
	go func() {
		_, err := invoke(t, g, "hang")
		ended <- err
	}()
	for len(g.ColdStarts()) == 0 {
		time.Sleep(time.Millisecond)
	}
	g.Stop()
	if err := <-ended; err == nil {
		t.Error("a call that was stopped ended well")
	}
}

func TestEnvironment(t *testing.T) {
	t.Setenv("TRIBUNE_OF_THE_PARENT", "1")
	var log bytes.Buffer
	g := start(t, gateway.Config{Env: []string{"TRIBUNE_TABLE=t1", "AWS_REGION=eu-south-2"}, Log: &log})
	answer, err := invoke(t, g, "env")
	if err != nil {
		t.Fatal(err)
	}
	var env []string
	if err := json.Unmarshal([]byte(answer), &env); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"TRIBUNE_TABLE=t1", "AWS_REGION=eu-south-2", "AWS_LAMBDA_FUNCTION_NAME=clock",
		"AWS_ENDPOINT_URL_SECRETS_MANAGER=" + g.SecretsURL(),
	} {
		if !slices.Contains(env, want) {
			t.Errorf("%s is missing in %q", want, env)
		}
	}
	if strings.Contains(answer, "OF_THE_PARENT") {
		t.Error("the parent's environment was handed down")
	}
	if left, err := invoke(t, g, "deadline"); err != nil || len(left) != len("59999") {
		t.Errorf("%s ms are left of the clock's minute, %v", left, err)
	}
	g.Stop()
	if !strings.Contains(log.String(), "echo is ready") {
		t.Errorf("log %q", log.String())
	}
}

// The SDK's own client reads the secret.
func TestSecrets(t *testing.T) {
	g := start(t, gateway.Config{Secrets: map[string]string{"tribune": "s3cret"}})
	client := secretsmanager.New(secretsmanager.Options{
		Region: "eu-west-3", BaseEndpoint: aws.String(g.SecretsURL()), Credentials: aws.AnonymousCredentials{},
	})
	got, err := client.GetSecretValue(t.Context(), &secretsmanager.GetSecretValueInput{SecretId: aws.String("tribune")})
	if err != nil || aws.ToString(got.SecretString) != "s3cret" {
		t.Errorf("secret %v, %v", got, err)
	}
	var missing *types.ResourceNotFoundException
	_, err = client.GetSecretValue(t.Context(), &secretsmanager.GetSecretValueInput{SecretId: aws.String("other")})
	if !errors.As(err, &missing) {
		t.Errorf("an unknown secret: %v", err)
	}
	if _, err = client.ListSecrets(t.Context(), &secretsmanager.ListSecretsInput{}); err == nil {
		t.Error("another operation was answered")
	}
}
