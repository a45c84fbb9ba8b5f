package doors_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// limit is how long anything may take here on a machine that is busy with other tests.
const limit = 60 * time.Second

// program is one that "make run" starts. What it printed may be read at any time.
type program struct {
	*exec.Cmd
	gone chan struct{}

	mu      sync.Mutex
	printed bytes.Buffer
}

func (p *program) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.printed.Write(b)
}

func (p *program) said() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.printed.String()
}

// run starts the program with an environment of its own.
func run(t *testing.T, file string, env ...string) *program {
	t.Helper()
	p := &program{Cmd: exec.Command(file), gone: make(chan struct{})}
	p.Stdout, p.Stderr = p, p
	p.Env = append([]string{"HOME=" + os.Getenv("HOME"), "PATH=" + os.Getenv("PATH")}, env...)
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { _ = p.Wait(); close(p.gone) }()
	t.Cleanup(func() { _ = p.Process.Kill(); <-p.gone })
	return p
}

// ended waits until the program and all its children are gone.
func (p *program) ended(t *testing.T, children []int) {
	t.Helper()
	deadline := time.After(limit)
	select {
	case <-p.gone:
	case <-deadline:
		t.Fatalf("it goes on and on:\n%s", p.said())
	}
	for _, pid := range children {
		for syscall.Kill(pid, 0) == nil {
			select {
			case <-deadline:
				t.Fatalf("child %d outlives its program", pid)
			case <-time.After(10 * time.Millisecond):
			}
		}
	}
}

// children are the processes below one, at any depth.
func children(t *testing.T, parent int) (pids []int) {
	t.Helper()
	lists, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", parent))
	if err != nil {
		t.Fatal(err)
	}
	for _, list := range lists {
		b, _ := os.ReadFile(list) // a thread may have ended just now
		for _, s := range strings.Fields(string(b)) {
			pid, err := strconv.Atoi(s)
			if err != nil {
				t.Fatal(err)
			}
			pids = append(append(pids, pid), children(t, pid)...)
		}
	}
	return pids
}

var ready = regexp.MustCompile(`(?s)Tribune is ready \(([\d.]+) s\)\..*Site +(http://\S+)/fr\n +Inbox +(http://\S+)\n.*Control +(http://\S+)\n +Database +(http://\S+)\n`)

// awaitReady waits for the addresses and makes a door of them.
func (p *program) awaitReady(t *testing.T) (d *door, control string, took time.Duration) {
	t.Helper()
	for deadline := time.Now().Add(limit); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		select {
		case <-p.gone:
			t.Fatalf("it ended:\n%s", p.said())
		default:
		}
		if m := ready.FindStringSubmatch(p.said()); m != nil {
			took, err := time.ParseDuration(m[1] + "s")
			if err != nil {
				t.Fatal(err)
			}
			d := &door{url: m[2], origin: m[2], inbox: m[3], log: &log{}}
			d.tick = func() error { return order(m[4] + "/tick") }
			return d, m[4], took
		}
	}
	t.Fatalf("it is not ready:\n%s", p.said())
	return nil, "", 0
}

// order posts to the control page.
func order(address string, fields ...string) error {
	form := url.Values{}
	for i := 0; i < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	answer, err := client.PostForm(address, form)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", address, answer.Status)
	}
	return nil
}

// freePorts gives the environment that moves everything to ports that are free.
func freePorts(t *testing.T) map[string]string {
	t.Helper()
	ports := map[string]string{}
	for _, name := range []string{"TRIBUNE_PORT", "TRIBUNE_CONTROL_PORT", "TRIBUNE_INBOX_PORT", "TRIBUNE_DYNAMO_PORT"} {
		l, err := net.Listen("tcp", ":0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close() // only now, so that all differ
		_, ports[name], _ = net.SplitHostPort(l.Addr().String())
	}
	return ports
}

func environment(t *testing.T, ports map[string]string) []string {
	t.Helper()
	env := []string{"TRIBUNE_DATA=" + t.TempDir()}
	for name, port := range ports {
		env = append(env, name+"="+port)
	}
	return env
}

func compile(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "tribune")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", file, "tribune/infra/local").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return file
}

// The program of "make run" bears what a day brings: calls that fail, a mail
// that is refused, kill -9, Ctrl-C. Nothing is lost and nobody left behind.
func TestRun(t *testing.T) {
	t.Parallel()
	file := compile(t)
	t.Run("days", func(t *testing.T) { t.Parallel(); days(t, file) })
	t.Run("refusals", func(t *testing.T) { t.Parallel(); refusals(t, file) })
}

func days(t *testing.T, file string) {
	ports := freePorts(t)
	env := environment(t, ports)
	first := run(t, file, env...)
	d, control, took := first.awaitReady(t)
	t.Logf("ready for the first time in %s", took)
	for name, address := range map[string]string{"TRIBUNE_PORT": d.url, "TRIBUNE_CONTROL_PORT": control, "TRIBUNE_INBOX_PORT": d.inbox} {
		if address != "http://127.0.0.1:"+ports[name] {
			t.Errorf("%s=%s gives %s", name, ports[name], address)
		}
	}
	p := newPlay(d, "run")
	p.play(t, "first day", firstDay)
	sentence(t, run(t, file, append(environment(t, freePorts(t)), env[0])...), "is in use: stop the other server first")
	if err := order(control+"/fail", "operation", "TransactWriteItems", "times", "4", "flavour", "refused"); err != nil {
		t.Fatal(err)
	}
	below := children(t, first.Process.Pid)
	p.play(t, "when the database refuses", refusing)
	if len(below) < 2 {
		t.Errorf("the program has the children %v, not two engines", below)
	}
	if err := first.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	first.ended(t, below)

	second := run(t, file, env...)
	d, _, took = second.awaitReady(t)
	if t.Logf("ready again in %s", took); took > 20*time.Second {
		t.Errorf("that is too long")
	}
	if !strings.Contains(second.said(), "Found the data again") {
		t.Errorf("it does not say that it found the data:\n%s", second.said())
	}
	// Its browsers stay what they are: only the door is another.
	p.door.tick, p.door.inbox = d.tick, d.inbox
	p.play(t, "second day", secondDay)
	below = children(t, second.Process.Pid)
	if err := second.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	second.ended(t, below)
	if code := second.ProcessState.ExitCode(); code != 0 {
		t.Errorf("Ctrl-C ends it with %d", code)
	}
	for _, said := range []string{first.said(), second.said()} {
		_, logged, _ := strings.Cut(said, "the data is kept.\n") // before, it says who may sign in
		p.door.log.written.WriteString(logged)
	}
	p.door.log.clean(t)
}

const firstDay = `
	browser REFUSED
	GET /fr/events/paris-restitution/register
	status 200
	form /register
	fill given: Régine
	fill family: Refusée
	fill address: permerror@courrier.exemple.org
	fill sector: company
	fill mode: site
	fill day_1: yes
	fill consent: yes
	browser ADELE
	GET /fr/events/paris-restitution/register
	status 200
	form /register
	fill given: Adèle
	fill family: Avant-la-Panne
	fill address: adele@panne.exemple.org
	fill sector: other
	fill mode: site
	fill day_1: yes
	fill consent: yes
	wait
	submit
	status 303
	tick
	mail adele@panne.exemple.org
	link link
	browser REFUSED
	submit
	status 303
	tick
	mails 0 permerror@courrier.exemple.org
	browser ADELE
	fill given: Bérénice
	fill family: Pendant-la-Panne
`

// What was typed is kept on a page whose one button sends it again. The program
// is killed as soon as the answer is there: what was answered holds.
const refusing = `
	submit
	status 503
	header Retry-After: 5
	header Cache-Control: no-store
	no-text Bérénice
	form /register
	submit
	status 303
	location /fr/events/paris-restitution/registered
`

const secondDay = `
	GET $link
	status 200
	text Adèle Avant-la-Panne, votre place est réservée
	tick
	mail adele@panne.exemple.org
	text Bonjour Bérénice,
	link hers
	GET $hers
	status 200
	text Bérénice Pendant-la-Panne, votre place est réservée
	browser ORGANISER
	GET /fr/organisers
	status 200
	form /organisers
	fill address: creteil@exemple.org
	submit
	status 303
	follow
	status 200
	tick
	mail creteil@exemple.org
	code code
	form /code
	fill code: $code
	submit
	status 303
	GET /fr/organisers/events/restitution-paris
	status 200
	text Adèle Avant-la-Panne
	text Bérénice Pendant-la-Panne
	text Régine Refusée e-mail non remis
	count 3 tbody tr
`

// refusals are plain sentences, and leave nothing running.
func refusals(t *testing.T, file string) {
	taken, err := net.Listen("tcp", ":0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { taken.Close() })
	_, port, _ := net.SplitHostPort(taken.Addr().String())
	for name := range freePorts(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ports := freePorts(t)
			ports[name] = port
			sentence(t, run(t, file, environment(t, ports)...), fmt.Sprintf("tribune: port %s is taken: set %s", port, name))
		})
	}
	t.Run("no java", func(t *testing.T) {
		t.Parallel()
		bare := t.TempDir()
		for _, tool := range []string{"node", "npm"} {
			at, err := exec.LookPath(tool)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.Symlink(at, filepath.Join(bare, tool)); err != nil {
				t.Fatal(err)
			}
		}
		p := run(t, file, append(environment(t, freePorts(t)), "PATH="+bare)...)
		sentence(t, p, `tribune: Java 17 is needed: there is no "java" on the PATH`)
	})
	t.Run("no port", func(t *testing.T) {
		t.Parallel()
		p := run(t, file, append(environment(t, nil), "TRIBUNE_PORT=huit")...)
		sentence(t, p, "tribune: TRIBUNE_PORT must be a port between 1 and 65535")
	})
}

// sentence wants the program to end with that, alone.
func sentence(t *testing.T, p *program, want string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	var below []int
	for ctx.Err() == nil {
		select {
		case <-p.gone:
			p.ended(t, below)
			if code := p.ProcessState.ExitCode(); code != 1 || !strings.Contains(p.said(), want) || strings.Contains(p.said(), "goroutine") {
				t.Errorf("it ends with %d and says\n%s", code, p.said())
			}
			return
		case <-time.After(20 * time.Millisecond):
			below = append(below, children(t, p.Process.Pid)...)
		}
	}
	t.Error(errors.Join(ctx.Err(), errors.New(p.said())))
}
