package gateway

import (
	"os/exec"
	"syscall"
)

// dieWithParent has the kernel end the program when this process ends, however
// it ends.
func dieWithParent(c *exec.Cmd) { c.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} }
