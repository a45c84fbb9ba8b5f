package engine

import "syscall"

// ownGroup gives a child a process group of its own, so that Ctrl-C reaches the
// parent alone and the parent ends its children in order; and has the kernel
// end the child when the parent dies without a word. It asks and does not kill:
// for some milliseconds after its answer, DynamoDB Local has a transaction in
// memory alone, and writes it down when it is asked to end.
func ownGroup() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGTERM}
}
