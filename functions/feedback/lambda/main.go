// Command lambda is the deployed function feedback.
package main

import (
	"tribune/functions/feedback"
	"tribune/shared/boot"
)

func main() { boot.Work(feedback.New) }
