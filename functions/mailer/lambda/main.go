// Command lambda is the deployed function mailer, the one that carries SES.
package main

import (
	"context"

	"tribune/functions/mailer"
	"tribune/shared/boot"
	"tribune/shared/lambdajob"
	"tribune/shared/ses"
)

func main() {
	boot.Work(func(p boot.Parts) func(context.Context, lambdajob.Cause) error {
		return mailer.New(p, ses.Open(p.AWS, p.MailSet))
	})
}
