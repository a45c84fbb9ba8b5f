package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// template is what CloudFormation is given.
type template struct {
	Resources map[string]resource
	Outputs   map[string]struct{ Value value }
	text      []byte
}

type resource struct {
	Type           string
	DeletionPolicy string
	Properties     json.RawMessage
}

// value is a property's text, its references written as in Fn::Sub: "${Table.Arn}".
type value string

func (v *value) UnmarshalJSON(data []byte) error {
	var parsed any
	if err := json.Unmarshal(data, &parsed); err != nil {
		return err
	}
	text, err := render(parsed)
	*v = value(text)
	return err
}

func render(parsed any) (string, error) {
	switch p := parsed.(type) {
	case string:
		return p, nil
	case map[string]any:
		if name, ok := p["Ref"].(string); ok {
			return "${" + name + "}", nil
		}
		if path, ok := p["Fn::GetAtt"].([]any); ok {
			return fmt.Sprintf("${%v.%v}", path[0], path[1]), nil
		}
		if join, ok := p["Fn::Join"].([]any); ok {
			var parts []string
			for _, part := range join[1].([]any) {
				text, err := render(part)
				if err != nil {
					return "", err
				}
				parts = append(parts, text)
			}
			return strings.Join(parts, join[0].(string)), nil
		}
	}
	return "", fmt.Errorf("neither text nor a known reference: %v", parsed)
}

// values is one value or a list of them: CDK shortens a list of one.
type values []value

func (v *values) UnmarshalJSON(data []byte) error {
	if data[0] == '[' {
		return json.Unmarshal(data, (*[]value)(v))
	}
	*v = make(values, 1)
	return json.Unmarshal(data, &(*v)[0])
}

// all decodes the properties of every resource of a type, by logical id.
func all[P any](t *testing.T, tpl template, kind string) map[string]P {
	t.Helper()
	found := map[string]P{}
	for id, r := range tpl.Resources {
		if r.Type != kind {
			continue
		}
		var properties P
		if err := json.Unmarshal(r.Properties, &properties); err != nil {
			t.Fatalf("%s: %v", id, err)
		}
		found[id] = properties
	}
	return found
}

// only decodes the one resource of a type.
func only[P any](t *testing.T, tpl template, kind string) (id string, properties P) {
	t.Helper()
	found := all[P](t, tpl, kind)
	if len(found) != 1 {
		t.Fatalf("%d resources of type %s, want 1", len(found), kind)
	}
	for id, properties = range found {
	}
	return id, properties
}
