package mail_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"tribune/shared/locale"
	"tribune/shared/outbox"
	"tribune/templates/mail"
)

// Whatever a mail may say, both parts say it. Beside them stand the envelope and
// the preview.
func TestBothPartsSayEverything(t *testing.T) {
	var c mail.Content
	said := map[string]string{} // what stands in each field, by its path
	fill(reflect.ValueOf(&c).Elem(), "", said)
	c.Lang = locale.French
	markup := inHTML(t, c)
	if len(said) < 10 {
		t.Fatalf("only %v is said", said)
	}
	for field, word := range said {
		// A kind is not said, and only an item has a mark.
		if slices.Contains([]string{".From", ".Subject", ".Preview", ".BodyLang"}, field) || strings.HasSuffix(field, ".Lang") ||
			strings.HasSuffix(field, ".Kind") || strings.HasSuffix(field, ".Mark") {
			continue
		}
		if !strings.Contains(c.Text(), word) || !strings.Contains(markup, word) {
			t.Errorf("%s stands in the text: %t, in the HTML: %t", field, strings.Contains(c.Text(), word), strings.Contains(markup, word))
		}
	}
}

// fill puts a word of its own into every field.
func fill(v reflect.Value, path string, said map[string]string) {
	if v.Type() == reflect.TypeFor[outbox.Line]() {
		said[path] = fmt.Sprintf("mot%dfin", len(said))
		v.Set(reflect.ValueOf(outbox.OneLine(said[path])))
		return
	}
	switch v.Kind() {
	case reflect.String:
		said[path] = fmt.Sprintf("mot%dfin", len(said))
		v.SetString(said[path])
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), path, said)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range 2 {
			fill(v.Index(i), fmt.Sprintf("%s[%d]", path, i), said)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), path+"."+v.Type().Field(i).Name, said)
		}
	}
}
