//go:build unix && !linux

package engine

import "syscall"

// ownGroup is Linux's, without the death signal, which no other kernel has:
// after kill -9 of the parent the engines must be ended by hand.
func ownGroup() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }
