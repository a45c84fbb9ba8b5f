//go:build !linux

package gateway

import "os/exec"

// dieWithParent does nothing here: a program ends by Stop, or when its Runtime
// API no longer answers.
func dieWithParent(*exec.Cmd) {}
