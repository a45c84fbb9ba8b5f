// Command lambda is the deployed function participants.
package main

import (
	"tribune/functions/participants"
	"tribune/shared/boot"
)

func main() { boot.Serve(participants.New) }
