package gateway

import (
	"encoding/json"
	"io"
	"net/http"
	"time"
)

// secretStore is as much of Secrets Manager (AWS JSON 1.1) as a function needs:
// GetSecretValue of the given secrets, by id. It asks for no signature.
func secretStore(secrets map[string]string) http.Handler {
	created := float64(time.Now().Unix())
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var ask struct{ SecretId string }
		err := json.NewDecoder(io.LimitReader(r.Body, 64<<10)).Decode(&ask)
		value, known := secrets[ask.SecretId]
		switch {
		case r.Header.Get("X-Amz-Target") != "secretsmanager.GetSecretValue":
			awsJSON(w, http.StatusBadRequest, map[string]any{"__type": "UnknownOperationException"})
		case err != nil:
			awsJSON(w, http.StatusBadRequest, map[string]any{"__type": "SerializationException"})
		case !known:
			awsJSON(w, http.StatusBadRequest, map[string]any{
				"__type":  "ResourceNotFoundException",
				"Message": "Secrets Manager can't find the specified secret.",
			})
		default:
			awsJSON(w, http.StatusOK, map[string]any{
				"ARN":           "arn:aws:secretsmanager:" + region + ":" + accountID + ":secret:" + ask.SecretId,
				"Name":          ask.SecretId,
				"SecretString":  value,
				"CreatedDate":   created,
				"VersionId":     "00000000-0000-4000-8000-000000000001",
				"VersionStages": []string{"AWSCURRENT"},
			})
		}
	})
}

func awsJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(v)
}
