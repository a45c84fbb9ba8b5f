// Command lambda is the deployed function clock.
package main

import (
	"tribune/functions/clock"
	"tribune/shared/boot"
)

func main() { boot.Work(clock.New) }
