package faults

import (
	"bytes"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// answer is what the service would say, without the call being performed.
func answer(req *http.Request, op string, body []byte, f Flavour) *http.Response {
	if op == "SendEmail" {
		if f == Conflict {
			return sesError(req, http.StatusConflict, "ConflictException", "The request conflicts with the current state.")
		}
		return sesError(req, http.StatusTooManyRequests, "TooManyRequestsException", "Maximum sending rate exceeded.")
	}
	transaction := op == "TransactWriteItems" || op == "TransactGetItems"
	switch {
	case f == Conflict && transaction:
		return cancelled(req, body, "TransactionConflict", "Transaction is ongoing for the item")
	case f == ThrottledItem && transaction:
		return cancelled(req, body, "ThrottlingError", "Throughput exceeds the current capacity of your table or index.")
	case f == Conflict:
		return dynamoError(req, "com.amazonaws.dynamodb.v20120810#TransactionConflictException",
			map[string]any{"message": "Transaction is ongoing for the item"})
	default:
		return dynamoError(req, "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException",
			map[string]any{"message": "The level of configured provisioned throughput for the table was exceeded."})
	}
}

// cancelled is the end of a transaction for the sake of its first item: one
// reason an item, in their order, "None" for the others.
func cancelled(req *http.Request, body []byte, code, message string) *http.Response {
	var transaction struct{ TransactItems []json.RawMessage }
	// A body that is no transaction has no items; the answer is the same.
	_ = json.Unmarshal(body, &transaction)
	type reason struct {
		Code    string
		Message string `json:",omitempty"`
	}
	reasons, codes := []reason{{code, message}}, []string{code}
	for len(reasons) < len(transaction.TransactItems) {
		reasons, codes = append(reasons, reason{Code: "None"}), append(codes, "None")
	}
	return dynamoError(req, "com.amazonaws.dynamodb.v20120810#TransactionCanceledException", map[string]any{
		"CancellationReasons": reasons,
		"Message": fmt.Sprintf("Transaction cancelled, please refer cancellation reasons for specific reasons [%s]",
			strings.Join(codes, ", ")),
	})
}

func dynamoError(req *http.Request, kind string, members map[string]any) *http.Response {
	members["__type"] = kind
	resp := jsonResponse(req, http.StatusBadRequest, members)
	resp.Header.Set("Content-Type", "application/x-amz-json-1.0")
	return resp
}

func sesError(req *http.Request, status int, kind, message string) *http.Response {
	resp := jsonResponse(req, status, map[string]any{"message": message})
	resp.Header.Set("X-Amzn-ErrorType", kind)
	return resp
}

func jsonResponse(req *http.Request, status int, v map[string]any) *http.Response {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // strings and lists of strings always marshal
	}
	h := http.Header{}
	h.Set("Content-Type", "application/json")
	h.Set("X-Amzn-Requestid", "injected")
	// The SDK takes a missing checksum for a wrong one.
	h.Set("X-Amz-Crc32", strconv.FormatUint(uint64(crc32.ChecksumIEEE(b)), 10))
	return &http.Response{
		Status: fmt.Sprintf("%d %s", status, http.StatusText(status)), StatusCode: status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: h, Body: io.NopCloser(bytes.NewReader(b)), ContentLength: int64(len(b)), Request: req,
	}
}
