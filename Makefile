# Tribune. `make help` lists what there is.

FUNCTIONS := $(patsubst functions/%/lambda/main.go,%,$(wildcard functions/*/lambda/main.go))
BUILD     := .data/build
INTO      := .
CDK       := .tools/node_modules/.bin/cdk

# Node 20 serves; jsii prints a banner about its age, and cdk would phone home.
export JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION := 20
export CDK_DISABLE_CLI_TELEMETRY := true

.DEFAULT_GOAL := help
.PHONY: help run found test check unit reproducible functions synth deploy check-mail style generate pictures bench soak fuzz tools clean FORCE

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Tribune on this machine: site 8080, control 8081, inbox 8005, database 8000
	@mkdir -p .data/bin && echo 'Building …' && go build -o .data/bin/tribune ./infra/local
	@exec .data/bin/tribune

found: ## begin an organisation: ID, NAME, OWNER (a mail address), SPEAKS (fr); CLOUD=1 in the cloud's table
	@go run ./infra/cmd/found -id "$$ID" -name "$$NAME" -owner "$$OWNER" -lang "$${SPEAKS:-fr}" $(if $(CLOUD),-cloud)

test: check unit reproducible ## everything that must hold; what CI runs

check: tools ## format, vet, staticcheck, and what is generated up to date
	@echo 'format' && test -z "$$(gofmt -l functions infra shared templates | tee /dev/stderr)"
	@echo 'generated code' && fresh=$$(mktemp -d) && trap 'rm -rf "$$fresh"' EXIT && mkdir "$$fresh/shared" && \
	cp -R templates "$$fresh" && cp -R shared/locale "$$fresh/shared" && \
	$(MAKE) --no-print-directory generate INTO="$$fresh" && \
	diff -r templates "$$fresh/templates" && diff -r shared/locale "$$fresh/shared/locale" || \
	{ echo 'stale: run make generate' >&2; exit 1; }
	@echo 'vet' && go vet ./...
	@echo 'staticcheck' && go tool staticcheck ./...

unit: tools ## all tests: units, the real engines, both doors, floors, the cloud's stack
	@go test ./...

style: tools ## build the stylesheet from templates/style
	@node .tools/style.mjs templates/style/tribune.scss $(INTO)/templates/assets/tribune.css

generate: style ## write what is generated: templates, stylesheet, names of days and months
	@go tool templ generate -log-level error -path $(INTO)/templates
	@go run ./infra/cmd/cldr $(INTO)/shared/locale/cldr.go

pictures: tools ## take pictures of the main pages into .data/pictures; needs Chromium
	@go run ./infra/cmd/pictures

bench: tools ## round trips, write units and time of what people wait for
	@go test -run '^$$' -bench . -benchmem ./shared/... ./templates/... ./infra/local/...

soak: tools ## play SEQUENCES (10000) of people at an event on the real engine, with faults, from SEED (the time)
	@go test -v -timeout 0 -run '^TestSequences$$' ./infra/local/proof -sequences $(or $(SEQUENCES),10000) -seed $(or $(SEED),$(shell date +%s))

fuzz: ## run every fuzz target for FUZZTIME (20s)
	@for p in $$(grep -rl '^func Fuzz' --include='*_test.go' shared functions | xargs -n1 dirname | sort -u); do \
		for f in $$(grep -rhoE '^func Fuzz[A-Za-z0-9]+' $$p/*_test.go | cut -c6-); do \
			echo "$$p $$f" && go test -run '^$$' -fuzz "^$$f\$$" -fuzztime $(or $(FUZZTIME),20s) ./$$p || exit 1; \
		done; \
	done

tools: ## install the pinned local engines and the cloud's command
	@go run ./infra/cmd/tools

$(CDK): tools

functions: $(FUNCTIONS:%=$(BUILD)/%/bootstrap) ## build every function for the cloud into .data/build

# FORCE: go build knows better than make what has changed.
$(BUILD)/%/bootstrap: FORCE
	@CGO_ENABLED=0 GOOS=linux GOARCH=arm64 go build -tags lambda.norpc -trimpath \
		-ldflags='-s -w -buildid=' -buildvcs=false -o $@ ./functions/$*/lambda

reproducible: functions ## build the functions again from another folder and compare every byte
	@test -n "$(FUNCTIONS)" && copy=$$(mktemp -d) && trap 'rm -rf "$$copy"' EXIT && \
	cp -R Makefile go.mod go.sum functions shared templates "$$copy" && \
	$(MAKE) --no-print-directory -C "$$copy" functions && \
	for name in $(FUNCTIONS); do \
		cmp "$(BUILD)/$$name/bootstrap" "$$copy/$(BUILD)/$$name/bootstrap" || exit 1; \
	done && echo 'reproducible: $(FUNCTIONS)'

synth: functions $(CDK) ## write the cloud's stack to cdk.out; needs no credentials
	@$(CDK) synth --quiet && echo 'The stack is in cdk.out.'

deploy: functions $(CDK) ## deploy to the shell's AWS account; TRIBUNE_DOMAIN is where mail comes from
	@test -n "$$TRIBUNE_DOMAIN" || { echo 'deploy: set TRIBUNE_DOMAIN to the domain that mail comes from' >&2; exit 1; }
	@$(CDK) deploy

# Built, not run by go: go run would turn every exit status into 1.
check-mail: ## say what TRIBUNE_DOMAIN still lacks for its mail to arrive, and each record to publish
	@mkdir -p .data/bin && go build -o .data/bin/checkmail ./infra/cmd/checkmail && .data/bin/checkmail

clean: ## remove what was built; the data of make run stays
	@rm -rf .data/build .data/bin cdk.out
