package enginetest

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"tribune/infra/local/engine"
)

func ask(t *testing.T, at engine.Endpoint, operation, body string) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, at.URL, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Amz-Target", "DynamoDB_20120810."+operation)
	r.Header.Set("Content-Type", "application/x-amz-json-1.0")
	r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential="+at.AccessKey+"/20260101/"+at.Region+
		"/dynamodb/aws4_request, SignedHeaders=host, Signature=0")
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s %s, %v", operation, resp.Status, b, err)
	}
	return string(b)
}

func TestEachTestHasTablesOfItsOwn(t *testing.T) {
	one, two := Dynamo(t), Dynamo(t)
	if one.URL != two.URL {
		t.Error("two engines run")
	}
	ask(t, one, "CreateTable", `{"TableName":"notes","BillingMode":"PAY_PER_REQUEST",
		"KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],
		"AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}]}`)
	if got := ask(t, one, "ListTables", "{}"); !strings.Contains(got, "notes") {
		t.Errorf("its maker sees %s", got)
	}
	if got := ask(t, two, "ListTables", "{}"); strings.Contains(got, "notes") {
		t.Errorf("another test sees %s", got)
	}
}

func TestEachTestHasAnInboxOfItsOwn(t *testing.T) {
	var url string
	t.Run("while it runs", func(t *testing.T) {
		one, two := Inbox(t), Inbox(t)
		if one.URL == two.URL {
			t.Error("two tests share an inbox")
		}
		url = one.URL
		if _, err := http.Get(url + "/store"); err != nil {
			t.Error(err)
		}
	})
	if _, err := http.Get(url + "/store"); err == nil {
		t.Error("the inbox outlives its test")
	}
}
