# The only task runner. `make run` is the way in, `make test` is everything that is
# checked, `make help` lists the goals. What a goal needs from the system and does
# not find is installed by .ci/need, which says so, or is named by it.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

# With the same flags everywhere, packages are compiled once for all goals.
export GOFLAGS := -trimpath -buildvcs=false

# The version that the programs print and write into their files.
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
GO_BUILD := go build -ldflags '-s -w -X main.version=$(VERSION)'

# Packages that link the window can only be tested with a display.
WINDOW := ./render/ ./cmd/marrow-view/
HEADLESS = $$(go list ./... | grep -vxF $(WINDOW:./%/=-e marrow/%))
LINTED := ./... ./.ci/policy/ ./.ci/arch/
SIMD_HERE = $$(go env GOARCH | sed -n 's/^amd64$$/simd/p')
GO_FILES = $$(find . -name '*.go' -not -path './web/ui/node_modules/*')

UI := web/ui
UI_SOURCES := $(shell find $(UI) -type f -not -path '*/node_modules/*' -not -path '*/dist/*' -not -path '*/test*') assets/actions.json $(wildcard assets/i18n/*/*.json)

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: ## build what is missing and show a healthy marrow in the browser: open the link it prints
	@$(MAKE) --no-print-directory -j 2 compiled bin/marrow
	exec bin/marrow serve healthy

.PHONY: build
build: bin/marrow bin/marrow-view ## bin/marrow, one static file, and bin/marrow-view, the window

# The Go tool knows better than make what is stale, so it is always asked.
.PHONY: bin/marrow bin/marrow-view
bin/marrow: $(UI)/dist/index.html
	CGO_ENABLED=0 $(GO_BUILD) -o $@ ./cmd/marrow

# Compiles what bin/marrow is linked from, while the packages of the page are fetched.
.PHONY: compiled
compiled: bin/tools/page
	CGO_ENABLED=0 $(GO_BUILD) -o /dev/null ./cmd/marrow

bin/marrow-view:
	@.ci/need window
	CGO_ENABLED=1 $(GO_BUILD) -o $@ ./cmd/marrow-view

$(UI)/dist/index.html: bin/tools/page $(UI)/node_modules/.package-lock.json $(UI_SOURCES)
	bin/tools/page
	@touch $@

bin/tools/page: $(wildcard $(UI)/build/*.go) go.mod
	go build -o $@ ./$(UI)/build

$(UI)/node_modules/.package-lock.json: $(UI)/package.json $(UI)/package-lock.json
	@.ci/need page
	npm --prefix $(UI) ci --no-audit --no-fund
	@touch $@

# Parts that use one core run beside others; what a part says comes whole, when it ends. All
# read the built page, so it is there before.
PARTS := test-browser test-fast test-race lint test-window test-arch test-policy

.PHONY: test
test: bin/marrow ## everything that is checked; its parts are the goals named test-... and lint
	@.ci/need page cc window display browser arch
	@$(MAKE) --no-print-directory --jobs 2 --keep-going --output-sync=target $(PARTS)
	@echo "make test: all parts passed"

# In a build with the SIMD kernel all kernels are compared. Without AVX-512 it is not in
# their list; Go has it for amd64 only.
.PHONY: test-fast
test-fast: $(UI)/dist/index.html ## all Go packages that need no display, with all kernels that this machine has
	CGO_ENABLED=0 GOEXPERIMENT=$(SIMD_HERE) go test $(HEADLESS)

# The packages that start goroutines; of those the tests that start some.
RACED := ./sim/ ./sim/tissue/ ./sim/live/ ./sim/record/ ./sim/validate/ ./sim/population/ ./render/view/ ./web/ ./cmd/marrow/ ./benchmarks/

.PHONY: test-race
test-race: $(UI)/dist/index.html ## the packages with goroutines under the race detector, without long studies
	@.ci/need cc
	CGO_ENABLED=1 go test -race -short $(RACED)

.PHONY: test-window
test-window: ## the window, on a virtual display, under the race detector
	@.ci/need window display
	xvfb-run -a go test -race $(WINDOW)

.PHONY: test-browser
test-browser: bin/marrow ## the page: its types, its parts, and the whole of it in a real browser
	@.ci/need page browser
	.ci/node npm --prefix $(UI) test

.PHONY: test-arch
test-arch: ## one state hash: amd64 v1 and v3, SIMD, race detector, arm64, s390x, all kernels, any number of threads
	@.ci/need cc arch
	go test -v -count 1 ./.ci/arch/

.PHONY: test-policy
test-policy: ## rules about the repository itself: imports, lengths, words, documents
	go test -count 1 ./.ci/policy/

# All linters run, also when one before has found something.
.PHONY: lint
lint: bin/tools/staticcheck ## vet, staticcheck, gofumpt, unreachable code, go.mod
	@.ci/need window
	@found=0; \
	go vet $(LINTED) || found=1; \
	GOEXPERIMENT=$(SIMD_HERE) CGO_ENABLED=0 go vet ./sim/ || found=1; \
	bin/tools/staticcheck $(LINTED) || found=1; \
	bin/tools/gofumpt -l $(GO_FILES) | sed 's/$$/: gofumpt would change this file/' | grep . && found=1; \
	bin/tools/deadcode ./... | grep . && found=1; \
	go mod tidy -diff || found=1; \
	exit $$found

bin/tools/staticcheck bin/tools/benchstat &: .ci/tools/go.mod .ci/tools/go.sum
	go -C .ci/tools build -o $(CURDIR)/bin/tools/ tool
	@touch bin/tools/staticcheck bin/tools/benchstat

# The build with vector instructions is wanted where there are any, and used where this
# machine has them: its program then has all kernels.
SIMD := bin/marrow-simd
.PHONY: $(SIMD)
$(SIMD): bin/marrow
	@rm -f $@
	@if [ "$$(go env GOARCH)" = amd64 ]; then \
		GOEXPERIMENT=simd GOAMD64=v3 CGO_ENABLED=0 $(GO_BUILD) -o $@ ./cmd/marrow || echo "make: no $@: this Go cannot build it"; \
	fi
BENCH = $$($(SIMD) version >/dev/null 2>&1 && echo $(SIMD) || echo bin/marrow) bench

RESULTS := benchmarks/results
.PHONY: bench
bench: $(SIMD) ## measure all kernels in one run, keep the results, draw them; BIG=1 YARDSTICK=COMMAND
	@mkdir -p $(RESULTS)
	$(BENCH) --record $(RESULTS) $(if $(BIG),--big) $(if $(YARDSTICK),--yardstick '$(YARDSTICK)')
	go run ./benchmarks/scale "$$(ls -t $(RESULTS)/*.txt | head -n 1)" benchmarks/scale.svg

.PHONY: compare
compare: bin/tools/benchstat ## two files of results beside each other: OLD=FILE NEW=FILE
	bin/tools/benchstat $(OLD) $(NEW)

PROFILED ?= 256x256x256
.PHONY: profile
profile: $(SIMD) ## where the time of a tick goes: the top functions, and out/cpu.prof for pprof
	@mkdir -p out
	$(BENCH) --size $(PROFILED) $(if $(KERNEL),--kernel $(KERNEL)) --profile out/cpu.prof
	go tool pprof -top -nodecount 25 out/cpu.prof

.PHONY: golden
golden: ## rewrite the expected outputs that are stored beside the tests; then read the diff
	go test $$(grep -rl --include='*_test.go' 'flag.Bool("update"' --exclude-dir=node_modules . | xargs -r -n 1 dirname | sort -u) -update
