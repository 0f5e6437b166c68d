# Every target brings what it needs: any of them may be the first command ever run here.

PYTHON ?= python3
UV_VERSION := 0.13.8
BIN := .venv/bin
SYNCED := .venv/.synced
BUF := node_modules/.bin/buf
PROTO_OUT ?= .
HEALTHY := $(BIN)/python -m pip --version >/dev/null 2>&1
PYTEST_FLAGS ?=
ARGS ?=

export UV_PROJECT_ENVIRONMENT := $(CURDIR)/.venv
export UV_PYTHON_DOWNLOADS := never
unexport VIRTUAL_ENV

OLD_PYTHON := $(PYTHON) is not Python 3.11 or newer with its venv module: \
	run `apt-get install python3-venv` (Debian 12 or newer), or name another one with `make PYTHON=/path/to/python3.11 ...`
NO_NODE := buf is not checked, because npm is missing: run `apt-get install nodejs npm`

.DEFAULT_GOAL := help
.PHONY: help setup serve demo live test check bench buf-check proto format clean

help: ## This list
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} \
		/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

##@ Run
demo: $(SYNCED) ## Start a server on a bundled sample catalog, link tracks, repair a playlist, stop
	@$(BIN)/python -m demo

serve: $(SYNCED) ## Start the server on 127.0.0.1:50051; more flags with ARGS="--listen 0.0.0.0:50051"
	@$(BIN)/tracklinkd serve $(ARGS)

live: $(SYNCED) ## Ask the real music services for one famous track; ARGS="itunes deezer --market DE"
	@$(BIN)/python -m demo.live $(ARGS)

##@ Develop
setup: $(SYNCED) ## Install everything into .venv/ (every target does this when it has to)

test: $(SYNCED) ## The whole test suite; a part of it with ARGS="tests/domain -k isrc"
	@$(BIN)/python -m pytest $(PYTEST_FLAGS) $(ARGS)

check: $(SYNCED) ## Format, lint, types, import rules, spelling, house rules, the contract
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/codespell
	$(BIN)/python -m pytest -n 0 -q tests/project
	@$(MAKE) --no-print-directory buf-check

bench: $(SYNCED) ## Measure, and write benchmarks/RESULTS.md; a look with ARGS="--quick", some rows with ARGS="cache postgres"
	@$(BIN)/python -m benchmarks $(ARGS)

format: $(SYNCED) ## Format the code and sort its imports
	$(BIN)/ruff check --select I --fix --quiet .
	$(BIN)/ruff format .

proto: $(SYNCED) ## Generate tracklink/v1 from proto/
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m grpc_tools.protoc -I proto --python_out=$(PROTO_OUT) \
		--grpc_python_out=$(PROTO_OUT) --mypy_out=quiet:$(PROTO_OUT) --mypy_grpc_out=quiet:$(PROTO_OUT) \
		proto/tracklink/v1/*.proto

clean: ## Remove what setup and the tools made; data/ stays
	rm -rf .venv node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

buf-check:
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory $(BUF) && $(BUF) lint && $(BUF) format --diff --exit-code; \
	else echo '$(NO_NODE)' >&2; test "$$CI" != true; fi

$(SYNCED): pyproject.toml service/pyproject.toml uv.lock
	@echo 'Setting up .venv/ (once; a minute where nothing is cached)' >&2
	@$(HEALTHY) \
		|| $(PYTHON) -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
		|| { echo '$(OLD_PYTHON)' >&2; exit 1; }
	@$(HEALTHY) || $(PYTHON) -m venv --clear .venv
	@$(BIN)/uv --version 2>/dev/null | grep -q ' $(UV_VERSION) ' \
		|| $(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@$(BIN)/uv sync --quiet --frozen --all-packages
	@touch $@

$(BUF): package-lock.json
	@npm ci --loglevel=error
	@touch $@
