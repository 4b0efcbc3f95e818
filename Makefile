# The work is done by the small files in scripts/, which also run on their own.
.DEFAULT_GOAL := help
.PHONY: help run watch build test chaos simulation bench-smoke fuzz conformance fmt lint release env clean

help: ## Show this list
	@echo "Tertulia: a real-time chat for study groups."
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo "Each sets up whatever is missing first. What takes long to compile is kept in ~/.cache/tertulia."

run: ## Build, and serve on http://127.0.0.1:3000
	@scripts/run

watch: ## Develop: build again and reload the page at every change
	@scripts/watch

build: ## Build the program and its pages into target/
	@scripts/build

test: ## Run every check and test
	@scripts/test

chaos: ## Kill and cut while people write, and check every promise (MINUTES=30 SEED=7)
	@scripts/chaos

simulation: ## Run clients and servers through a million schedules in simulated time (SCHEDULES=n)
	@scripts/simulation

bench-smoke: ## Measure the optimised program in about a minute and a half: a few figures (BINARY=path)
	@scripts/bench-smoke

fuzz: ## Throw random input at the parts that read it, ten minutes each (FUZZ_SECONDS=n, TARGET=name)
	@scripts/fuzz

conformance: ## Hold the HTTP interface against its OpenAPI document, and the sockets against RFC 6455
	@scripts/conformance

fmt: ## Format the Rust files
	@scripts/format

lint: ## Run the linter on both halves
	@scripts/lint

release: ## Build the optimised program with its files into dist/
	@scripts/release

env: ## Print the environment for cargo by hand: eval "$(make -s env)"
	@scripts/print-environment

clean: ## Remove what was built here (the shared cache stays)
	@scripts/clean
