package files_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"tribune/shared/fault"
	"tribune/shared/files"
)

// service notes what S3 is asked, and answers with a status.
type service struct {
	status int
	asked  []*http.Request
	body   []byte
}

func (s *service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.asked = append(s.asked, r)
	s.body, _ = io.ReadAll(r.Body)
	w.WriteHeader(s.status)
}

// RoundTrip lets the client speak to it under the names of the cloud.
func (s *service) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w.Result(), nil
}

func bucket(s *service) files.Bucket {
	return files.Open(aws.Config{
		Region: "eu-west-3", Credentials: credentials.NewStaticCredentialsProvider("key", "secret", "token"),
		HTTPClient: &http.Client{Transport: s}, RetryMaxAttempts: 1,
	}, "a-bucket")
}

var list = []byte("\ufeffNom;Prénom\r\n")

func aList() files.File {
	return files.File{Name: "liste-2027-03-01.csv", Type: "text/csv; charset=utf-8", Size: int64(len(list)), Body: bytes.NewReader(list)}
}

// A file is put whole, as it is to be saved, and its link leads to that one
// object for as long as links live.
func TestABucketIsAskedForNoMore(t *testing.T) {
	t.Parallel()
	s := &service{status: http.StatusOK}
	link, err := bucket(s).Keep(t.Context(), aList())
	if err != nil {
		t.Fatal(err)
	}
	if len(s.asked) != 1 { // the link is signed here
		t.Fatalf("%d questions", len(s.asked))
	}
	put := s.asked[0]
	if put.Method != http.MethodPut || put.URL.Scheme != "https" || put.URL.Host != "a-bucket.s3.eu-west-3.amazonaws.com" || len(put.URL.Path) < 20 {
		t.Errorf("asked %s %s", put.Method, put.URL)
	}
	if !bytes.Equal(s.body, list) || put.ContentLength != int64(len(list)) {
		t.Errorf("put %d bytes: %q", put.ContentLength, s.body)
	}
	for name, want := range map[string]string{
		"Content-Type": "text/csv; charset=utf-8", "Content-Disposition": `attachment; filename="liste-2027-03-01.csv"`, "Cache-Control": "no-store", "X-Amz-Acl": "",
	} {
		if got := put.Header.Get(name); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
	to, err := url.Parse(link)
	if err != nil {
		t.Fatal(err)
	}
	if to.Scheme != "https" || to.Host != put.URL.Host || to.Path != put.URL.Path {
		t.Errorf("the link leads to %s", link)
	}
	for name, want := range map[string]string{"X-Amz-Expires": "300", "X-Amz-Security-Token": "token", "X-Amz-SignedHeaders": "host"} {
		if got := to.Query().Get(name); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
	if again, err := bucket(s).Keep(t.Context(), aList()); err != nil || again == link {
		t.Errorf("twice the same name: %s, %v", again, err)
	}
}

func TestABucketThatDoesNotAnswer(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusForbidden, http.StatusServiceUnavailable} {
		link, err := bucket(&service{status: status}).Keep(t.Context(), aList())
		if link != "" || !fault.Is(err, fault.Unavailable) {
			t.Errorf("%d: %q, %v", status, link, err)
		}
	}
}
