// Command lambda is the deployed function organisers.
package main

import (
	"tribune/functions/organisers"
	"tribune/shared/boot"
)

func main() { boot.Serve(organisers.New) }
