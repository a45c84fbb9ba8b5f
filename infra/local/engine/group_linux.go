package engine

import "syscall"

// ownGroup gives a child a process group of its own, so that Ctrl-C reaches the
// parent alone and the parent ends its children in order; and has the kernel
// kill the child when the parent dies without a word.
func ownGroup() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}
