package archtest

import (
	"fmt"
	"maps"
	"slices"
)

// floors are the house from the ground up. A package imports only what lies
// below it.
var floors = [][]string{
	{"shared/fault", "shared/token", "shared/publiclog", "shared/site", "shared/recent", "shared/markdown", "templates/locales", "templates/assets"},
	{"shared/locale"},
	{"shared/outbox", "shared/collation"},
	{"shared/organisation"},
	{"shared/account", "shared/project"},
	{"shared/event"},
	{"shared/registration"},
	{"shared/charter"},
	{"shared/privacy", "shared/ledger", "shared/campaign", "shared/roster", "shared/paper", "shared/attendance"},
	{"shared/mailing", "shared/report", "shared/dossier"},
	adapters,
	{"templates/layout"},
	{"templates/pages", "templates/mail"},
	{"shared/boot", "shared/intake"},
	{"functions/*"},
	{"functions/*/lambda", "infra/local", "infra/cmd", "infra/aws", "shared/archtest"},
}

var adapters = []string{
	"shared/dynamo", "shared/ses", "shared/calendar", "shared/sheet", "shared/pdf", "shared/files",
	"shared/web", "shared/lambdahttp", "shared/lambdajob",
}

// local is one floor of several rooms, which may open on each other.
var local = []string{"infra/local", "infra/cmd"}

// floorsOf is where a folder stands, counted from 1: on exactly one, it is hoped.
func floorsOf(dir string) (on []int) {
	for i, rooms := range floors {
		for _, room := range rooms {
			if standsIn(dir, room) {
				on = append(on, i+1)
			}
		}
	}
	return on
}

func standsIn(dir, room string) bool {
	switch room {
	case "functions/*":
		return functionOf(dir) != "" && dir == "functions/"+functionOf(dir)
	case "functions/*/lambda":
		return functionOf(dir) != "" && dir == "functions/"+functionOf(dir)+"/lambda"
	case "infra/local", "infra/cmd":
		return within(dir, room)
	}
	return dir == room
}

// everyPackageHasAFloor complains of folders that the drawing does not know.
func everyPackageHasAFloor(tr tree) (complaints []string) {
	dirs := map[string]bool{}
	for _, f := range tr.files {
		dirs[f.dir] = true
	}
	for _, dir := range slices.Sorted(maps.Keys(dirs)) {
		switch on := floorsOf(dir); len(on) {
		case 0:
			complaints = append(complaints, dir+" stands on no floor")
		case 1:
		default:
			complaints = append(complaints, fmt.Sprintf("%s stands on several floors: %v", dir, on))
		}
	}
	return complaints
}

// importsGoDown complains of imports of the same floor or one above.
func importsGoDown(tr tree) (complaints []string) {
	for _, f := range tr.production() {
		for _, name := range f.imports {
			to, ok := internal(name)
			if !ok || to == f.dir || within(f.dir, local...) && within(to, local...) {
				continue
			}
			from, at := floorsOf(f.dir), floorsOf(to)
			if len(from) == 1 && len(at) == 1 && at[0] >= from[0] {
				complaints = append(complaints, fmt.Sprintf("%s, on floor %d, imports %s on floor %d", f.path, from[0], to, at[0]))
			}
		}
	}
	return complaints
}

func adaptersKeepApart(tr tree) (complaints []string) {
	for _, f := range tr.production() {
		for _, name := range f.imports {
			if to, ok := internal(name); ok && slices.Contains(adapters, f.dir) && slices.Contains(adapters, to) && to != f.dir {
				complaints = append(complaints, f.path+" imports "+to)
			}
		}
	}
	return complaints
}

// stackReadsTheManifestOnly keeps the program's code out of the cloud's drawing.
func stackReadsTheManifestOnly(tr tree) (complaints []string) {
	for _, f := range tr.production() {
		for _, name := range f.imports {
			if to, ok := internal(name); ok && within(f.dir, "infra/aws") && to != "shared/site" {
				complaints = append(complaints, f.path+" imports "+to)
			}
		}
	}
	return complaints
}

// staysWith follows the imports of every other function to what is one's alone.
func staysWith(target, keeper string) func(tree) []string {
	return func(tr tree) (complaints []string) {
		packages := tr.packages()
		for dir := range packages {
			if name := functionOf(dir); name == "" || name == keeper || dir != "functions/"+name+"/lambda" {
				continue
			}
			if trail := reach(packages, dir, target, map[string]bool{}); trail != "" {
				complaints = append(complaints, trail)
			}
		}
		slices.Sort(complaints)
		return complaints
	}
}

// reach gives the way by which a folder comes to import a package; "" if it does not.
func reach(packages map[string][]file, dir, target string, seen map[string]bool) string {
	seen[dir] = true
	for _, f := range packages[dir] {
		for _, name := range f.imports {
			if within(name, target) {
				return dir + " → " + name
			}
			if to, ok := internal(name); ok && !seen[to] {
				if trail := reach(packages, to, target, seen); trail != "" {
					return dir + " → " + trail
				}
			}
		}
	}
	return ""
}
