// Command lambda is the deployed function signatories.
package main

import (
	"tribune/functions/signatories"
	"tribune/shared/boot"
)

func main() { boot.Serve(signatories.New) }
