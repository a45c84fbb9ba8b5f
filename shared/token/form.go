package token

import (
	"crypto/hmac"
	"encoding/binary"
	"errors"
	"fmt"
	"time"
)

// The age that a form may have when it comes back. A robot is faster than the
// least, a forgotten tab older than the most.
const (
	FormMin = 3 * time.Second
	FormMax = 24 * time.Hour
)

// Why a form's stamp is refused.
var (
	ErrFormForged = errors.New("token: the form was not made here")
	ErrFormYoung  = errors.New("token: the form came back too fast")
	ErrFormOld    = errors.New("token: the form is too old")
)

// NonceSize is the length of a form's nonce, encoded.
const NonceSize = 22

// Form is the stamp of a form made now for a purpose, such as registering at
// one event: a nonce, the time, and a MAC over both.
func (r Ring) Form(purpose string, now time.Time) string { return r.Restamp(purpose, ID(), now) }

// Restamp stamps a form anew under the nonce it already has, for a form that is
// shown again with its values: what it does is still done once.
func (r Ring) Restamp(purpose, nonce string, now time.Time) string {
	b := binary.BigEndian.AppendUint64([]byte(nonce), uint64(now.Unix()))
	b = append(b, r.mac(r.current, labelForm, purpose, string(b))[:16]...)
	return encoding.EncodeToString(b)
}

// OpenForm reads a stamp and gives its nonce and when it was made. The nonce is
// given with ErrFormYoung and ErrFormOld too, never with ErrFormForged.
func (r Ring) OpenForm(purpose, stamp string, now time.Time) (nonce string, made time.Time, err error) {
	b, err := encoding.Strict().DecodeString(stamp)
	if err != nil || len(b) != NonceSize+8+16 || !r.verify(b[NonceSize+8:], labelForm, purpose, string(b[:NonceSize+8])) {
		return "", time.Time{}, ErrFormForged
	}
	nonce = string(b[:NonceSize])
	made = time.Unix(int64(binary.BigEndian.Uint64(b[NonceSize:])), 0)
	switch age := now.Sub(made); {
	case age < FormMin:
		return nonce, made, ErrFormYoung
	case age > FormMax:
		return nonce, made, ErrFormOld
	}
	return nonce, made, nil
}

// Code is the 8-digit code of a challenge. It is derived, so that the mailer
// can compose it and the sign-in can check it while no one stores it.
func (r Ring) Code(challenge string) string { return r.code(r.current, labelCode, 8, challenge) }

// VerifyCode reports whether code is the challenge's, by any version.
func (r Ring) VerifyCode(challenge, code string) bool { return r.isCode(labelCode, 8, challenge, code) }

// SignatureCode is the 6-digit code of a challenge by which somebody signs.
func (r Ring) SignatureCode(challenge string) string {
	return r.code(r.current, labelSigning, 6, challenge)
}

// VerifySignatureCode reports whether code is the challenge's, by any version.
func (r Ring) VerifySignatureCode(challenge, code string) bool {
	return r.isCode(labelSigning, 6, challenge, code)
}

func (r Ring) isCode(label string, digits int, challenge, code string) bool {
	ok := false
	for version := range r.keys {
		ok = ok || equal(code, r.code(version, label, digits, challenge))
	}
	return ok
}

// code takes 64 bits modulo 10^digits: for 8 the bias is below 10^-11.
func (r Ring) code(version int, label string, digits int, challenge string) string {
	n, most := binary.BigEndian.Uint64(r.mac(version, label, challenge)), uint64(1)
	for range digits {
		most *= 10
	}
	return fmt.Sprintf("%0*d", digits, n%most)
}

// equal compares in a time that tells nothing of where two codes differ.
func equal(a, b string) bool { return hmac.Equal([]byte(a), []byte(b)) }
