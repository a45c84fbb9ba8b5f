// Command lambda is the deployed function organisers, the one that carries S3.
package main

import (
	"net/http"

	"tribune/functions/organisers"
	"tribune/shared/boot"
	"tribune/shared/files"
)

func main() {
	boot.Serve(func(p boot.Parts) http.Handler { return organisers.New(p, files.Open(p.AWS, p.Bucket)) })
}
