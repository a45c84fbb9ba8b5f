package boot

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"time"
	_ "time/tzdata" // the cloud's runtime has no zones of its own

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"

	"tribune/shared/dynamo"
	"tribune/shared/lambdahttp"
	"tribune/shared/lambdajob"
	"tribune/shared/outbox"
	"tribune/shared/site"
	"tribune/shared/token"
)

// startLimit is how long a function may take to get its parts together.
const startLimit = 8 * time.Second

// Serve runs a function that answers requests. It returns only with the process.
func Serve(newHandler func(Parts) http.Handler) {
	lambda.Start(lambdahttp.Handler(newHandler(mustOpen())))
}

// Work runs a function that the stream and the schedule call. It returns only
// with the process.
func Work(newJob func(Parts) func(context.Context, lambdajob.Cause) error) {
	lambda.Start(lambdajob.Handler(newJob(mustOpen())))
}

// mustOpen ends the process if a part cannot be had: the cloud starts another,
// and its log says why.
func mustOpen() Parts {
	log := NewLog(os.Stdout)
	slog.SetDefault(log) // for what logs without being handed one: it is filtered too
	ctx, cancel := context.WithTimeout(context.Background(), startLimit)
	defer cancel()
	parts, err := Open(ctx, os.Getenv)
	if err != nil {
		log.Error("start", "cause", err.Error())
		os.Exit(1)
	}
	parts.Log = log
	return parts
}

// now is the time as it is stored.
func now() time.Time { return time.Now().UTC() }

// Open gets the parts together that an environment names.
func Open(ctx context.Context, env func(string) string) (Parts, error) {
	for _, name := range []string{site.EnvTable, site.EnvSecret, site.EnvOrigin} {
		if env(name) == "" {
			return Parts{}, fmt.Errorf("boot: %s is not set", name)
		}
	}
	var sender outbox.Address
	if err := sender.UnmarshalText([]byte(env(site.EnvSender))); err != nil {
		return Parts{}, fmt.Errorf("boot: %s: %w", site.EnvSender, err)
	}
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		return Parts{}, fmt.Errorf("boot: read the configuration: %w", err)
	}
	secret, err := secretsmanager.NewFromConfig(cfg).GetSecretValue(ctx, &secretsmanager.GetSecretValueInput{SecretId: aws.String(env(site.EnvSecret))})
	if err != nil {
		return Parts{}, fmt.Errorf("boot: read the secret: %w", err)
	}
	ring, err := token.ParseRing(aws.ToString(secret.SecretString))
	if err != nil {
		return Parts{}, fmt.Errorf("boot: read the secret: %w", err)
	}
	return Parts{
		Origin:  strings.TrimSuffix(env(site.EnvOrigin), "/"),
		Sender:  sender,
		MailSet: env(site.EnvMailSet),
		Bucket:  env(site.EnvBucket),
		Waive:   env(site.EnvWaive) == "yes",
		Ring:    ring,
		Table:   dynamo.Open(dynamo.Connect(cfg), env(site.EnvTable), now),
		AWS:     cfg,
		Now:     now,
	}, nil
}
