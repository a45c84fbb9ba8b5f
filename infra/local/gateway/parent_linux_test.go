package gateway_test

import (
	"bufio"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// A gateway that is killed leaves no program behind.
func TestDiesWithParent(t *testing.T) {
	parent := exec.Command(os.Args[0])
	parent.Env = append(os.Environ(), orphanage+"="+folder)
	out, err := parent.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	child, err := bufio.NewReader(out).ReadString('\n')
	parent.Process.Kill()
	parent.Wait()
	if err != nil {
		t.Fatal(err)
	}
	stat := "/proc/" + strings.TrimSpace(child) + "/stat"
	for range 500 {
		raw, err := os.ReadFile(stat)
		if err != nil || strings.Contains(string(raw), ") Z ") { // nobody may be there to bury it
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("process %s outlived its parent", child)
}
