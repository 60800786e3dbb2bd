# Two commands are all: `make serve` to look at it, `make test` to check it. Both install what is missing.
# The work is done by tools/*.sh; this file only names it.
SHELL := bash
.DEFAULT_GOAL := help
.PHONY: help setup serve test build site desk dev fmt lint e2e fuzz measure bench icons clean

help: ## this list
	@grep -hE '^[a-z0-9]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9]+):.*## /make \1 \t/' | expand -t 14

serve: build ## build the site and the desk, publish the sample, serve it on http://127.0.0.1:8080/ (PORT=…)
	@tools/serve.sh

test: ## all that CI runs: lints, tests on the host and in wasm, the site, browser tests
	@tools/test.sh

build: setup ## the site in dist/ and the desk at target/release/desk
	@tools/build.sh

site: setup ## only the site
	@tools/build.sh site

desk: setup ## only the desk
	@tools/build.sh desk

dev: setup ## build again whenever a file is saved, served on http://127.0.0.1:8081/ (PORT=…)
	@tools/dev.sh

setup: ## install what is missing: trunk, wasm-bindgen, node_modules, the wasm target
	@tools/setup.sh

fmt: ## format the Rust sources
	@cargo fmt --all

lint: ## cargo fmt --check and clippy, on the host and for wasm
	@tools/test.sh lint

e2e: ## only the browser tests, on what `make build` left (ARGS="-g words")
	@tools/test.sh e2e $(ARGS)

fuzz: ## sequences of faults from ever new seeds, on the host and in a browser, until Ctrl-C (ARGS=host)
	@tools/fuzz.sh $(ARGS)

measure: ## how long a reader waits for the first list, on what `make build` left
	@CHROMIUM="$$(tools/chromium.sh)" node tools/measure.mjs

bench: setup ## a keystroke in our search and in others, in a real Chromium (ARGS="--sizes 3000 --engines ours,scan")
	@tools/bench.sh $(ARGS)

icons: setup ## draw icons/*.png anew from the SVG sources
	@CHROMIUM="$$(tools/chromium.sh)" node tools/render-icons.mjs

clean: ## remove what was built; installed tools stay
	@rm -rf dist target .run test-results
