package files

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"tribune/shared/fault"
	"tribune/shared/token"
)

// Bucket keeps files in S3, which lets nobody in but by the link. The bucket's
// own rule takes them away the day after.
type Bucket struct {
	client *s3.Client
	links  *s3.PresignClient
	name   string
}

// Open gives the bucket of a name. It asks nothing of the service.
func Open(cfg aws.Config, name string) Bucket {
	client := s3.NewFromConfig(cfg)
	return Bucket{client, s3.NewPresignClient(client, s3.WithPresignExpires(Life)), name}
}

// Keep stores a file under a name that nobody can guess, and gives its link.
func (b Bucket) Keep(ctx context.Context, f File) (link string, err error) {
	key := aws.String(token.ID())
	_, err = b.client.PutObject(ctx, &s3.PutObjectInput{
		Bucket: &b.name, Key: key, Body: f.Body, ContentLength: &f.Size,
		ContentType: &f.Type, ContentDisposition: aws.String(Disposition(f.Name)), CacheControl: aws.String("no-store"),
	})
	if err != nil {
		return "", fault.New(fault.Unavailable, "files: store a file", err)
	}
	signed, err := b.links.PresignGetObject(ctx, &s3.GetObjectInput{Bucket: &b.name, Key: key})
	if err != nil {
		return "", fault.New(fault.Internal, "files: sign a link", err)
	}
	return signed.URL, nil
}
