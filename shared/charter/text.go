package charter

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"tribune/shared/locale"
)

// Hash identifies what was signed, byte by byte.
type Hash [sha256.Size]byte

// String is the hash as it is shown and compared, in hexadecimal.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// MarshalText writes the hash as String does.
func (h Hash) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (h *Hash) UnmarshalText(b []byte) error {
	if len(b) != hex.EncodedLen(len(h)) {
		return errors.New("charter: not a hash")
	}
	_, err := hex.Decode(h[:], b)
	return err
}

// Languages are those in which the whole text is written: what is signed is the
// text in one of them.
func (c Charter) Languages() (all []locale.Lang) {
	for _, l := range locale.Languages {
		if c.in(l) {
			all = append(all, l)
		}
	}
	return all
}

func (c Charter) in(l locale.Lang) bool {
	return c.Title[l] != "" && (!c.Preamble.Has() || c.Preamble[l] != "") &&
		len(c.Articles) > 0 && !slices.ContainsFunc(c.Articles, func(a Article) bool { return a.Text[l] == "" || a.Title.Has() && a.Title[l] == "" })
}

// Text is the whole text in a language, as Markdown: the very bytes that are
// signed. They never change for a version, whatever else of the charter does.
// False in which it is not written.
func (c Charter) Text(l locale.Lang) ([]byte, bool) {
	if !c.in(l) {
		return nil, false
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n", line(c.Title[l]))
	if c.Preamble[l] != "" {
		fmt.Fprintf(&b, "\n%s\n", body(c.Preamble[l]))
	}
	for i, a := range c.Articles {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n", strings.TrimSpace(fmt.Sprintf("%d. %s", i+1, line(a.Title[l]))), body(a.Text[l]))
	}
	return []byte(b.String()), true
}

// line is a title, which no line break ends.
func line(s string) string { return strings.Join(strings.Fields(s), " ") }

// body is a text as it was written, but for what nobody sees: how its lines end,
// and what is blank around it.
func body(s string) string {
	return strings.TrimSpace(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s))
}

// Hash is that of the text in a language; zero in which it is not written.
func (c Charter) Hash(l locale.Lang) Hash {
	text, ok := c.Text(l)
	if !ok {
		return Hash{}
	}
	return sha256.Sum256(text)
}

// Same reports whether two versions say the same in every language, byte by byte.
func Same(a, b Charter) bool {
	for _, l := range locale.Languages {
		if a.Hash(l) != b.Hash(l) {
			return false
		}
	}
	return true
}
