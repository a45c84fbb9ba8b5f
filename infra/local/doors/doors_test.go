package doors_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// The same scripts pass through both doors. They run at once: most of their
// time is that which a form must wait.
func TestDoors(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.script")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d scripts, %v", len(files), err)
	}
	awaitEdge()
	each(t, []func(*testing.T) *door{localDoor, functionsDoor}, []string{"local", "functions"}, func(t *testing.T, open func(*testing.T) *door) {
		d := open(t)
		var names []string
		var tests []func(*testing.T)
		for _, f := range files {
			name := strings.TrimSuffix(filepath.Base(f), ".script")
			names = append(names, name)
			tests = append(tests, func(t *testing.T) {
				script, err := os.ReadFile(f)
				if err != nil {
					t.Fatal(err)
				}
				newPlay(d, name).play(t, f, string(script))
			})
		}
		for name, test := range map[string]func(*testing.T, *door){"routes": organisersRoutes, "cut short": cutShort, "complaints": complaints} {
			names = append(names, name)
			tests = append(tests, func(t *testing.T) { test(t, d) })
		}
		each(t, tests, names, func(t *testing.T, test func(*testing.T)) { test(t) })
		d.log.check(t)
	})
}

// each runs a subtest with each thing, all at once: what they share is not the
// processor but the wait, which is what t.Parallel would ration.
func each[T any](t *testing.T, things []T, names []string, test func(*testing.T, T)) {
	var all sync.WaitGroup
	for i, thing := range things {
		all.Go(func() { t.Run(names[i], func(t *testing.T) { test(t, thing) }) })
	}
	all.Wait()
}

// cutShort sends less of a form than it promised, and then no more. No client of
// the standard library does.
func cutShort(t *testing.T, d *door) {
	c, err := net.Dial("tcp", strings.TrimPrefix(d.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Fprintf(c, "POST /fr/events/tanger-insertion-professionnelle/register HTTP/1.1\r\nHost: %s\r\n"+
		"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 500\r\n\r\ngiven=Amina&family=Cut", c.RemoteAddr()); err != nil {
		t.Fatal(err)
	}
	if err := c.(*net.TCPConn).CloseWrite(); err != nil {
		t.Fatal(err)
	}
	answer, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusBadRequest {
		t.Errorf("%s, %v: %s", answer.Status, err, body)
	}
	if d.url == d.origin { // API Gateway would not let it through to us
		if err := checkHeaders(answer.Header); err != nil || !strings.Contains(string(body), "n’a pas pu être lue") {
			t.Errorf("%v: %s", err, body)
		}
	}
}

// awaitEdge lets the end of a third of an hour pass if it is near: beyond it a
// mail that was just promised may be promised again, and scripts count mails by
// the real clock that the compiled functions have.
func awaitEdge() {
	const third, suite = 20 * time.Minute, 90 * time.Second
	if left := third - time.Since(time.Now().Truncate(third)); left < suite {
		time.Sleep(left)
	}
}
