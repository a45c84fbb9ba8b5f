// Command verify says, without asking anybody, whether receipts of signatures are what
// they say, and whether the public log of charters was only ever appended to:
//
//	go run ./infra/cmd/verify -key 'tribune.example/log+…' receipt.tlog-proof …
//	go run ./infra/cmd/verify -key 'tribune.example/log+…' -earlier HEAD -later HEAD -proof PROOF
//
// A head is a file that was fetched from the log, a proof the hashes in base64, a
// line each. It ends with 1 if anything is not as it should be.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"tribune/shared/publiclog"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		if !errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(os.Stderr, err)
		}
		os.Exit(1)
	}
}

func run(args []string, out io.Writer) error {
	set := flag.NewFlagSet("verify", flag.ContinueOnError)
	key := set.String("key", "", "the log's public keys, parted by commas; they stand on its page")
	earlier := set.String("earlier", "", "a head that was kept")
	later := set.String("later", "", "a head that was fetched after it")
	proof := set.String("proof", "", "what proves that the later one goes on from it")
	if err := set.Parse(args); err != nil {
		return err
	}
	v, err := publiclog.NewVerifier(strings.Split(*key, ",")...)
	if err != nil {
		return fmt.Errorf("-key: %w", err)
	}
	if *earlier != "" {
		return extends(v, *earlier, *later, *proof, out)
	}
	if set.NArg() == 0 {
		return errors.New("name a receipt, or two heads and their proof; -h says how")
	}
	var failed error
	for _, name := range set.Args() {
		file, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		r, h, err := v.Verify(file)
		if err != nil {
			failed = errors.Join(failed, fmt.Errorf("%s: %w", name, err))
			continue
		}
		fmt.Fprintf(out, "%s: number %d of the %d of %s: %s, %s, the text %x\n",
			name, r.Index+1, h.Tree.N, h.Origin, r.Leaf.Kind, r.Leaf.At.Format(time.RFC3339), r.Leaf.Text)
	}
	return failed
}

func extends(v publiclog.Verifier, earlier, later, proof string, out io.Writer) error {
	var heads [2]publiclog.Head
	for i, name := range []string{earlier, later} {
		file, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if heads[i], err = v.Open(file); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	hashes, err := readProof(proof)
	if err != nil {
		return err
	}
	if err := publiclog.Extends(heads[1], heads[0], hashes); err != nil {
		return err
	}
	fmt.Fprintf(out, "the %d leaves of %s stand unchanged among the %d of %s\n", heads[0].Tree.N, earlier, heads[1].Tree.N, later)
	return nil
}

func readProof(name string) (all tlog.TreeProof, err error) {
	if name == "" {
		return nil, nil // equal heads need none, nor does an empty log
	}
	file, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	for _, line := range strings.Fields(string(file)) {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return nil, fmt.Errorf("%s: %q is no hash", name, line)
		}
		all = append(all, hash)
	}
	return all, nil
}
