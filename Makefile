# Everything a fresh machine needs is Python 3.11, pip and make: uv comes into .tools, the rest by uv into .venv.
# `make demo` and `make test` are the two commands; `make help` lists the others.

PYTHON ?= python3
WORKERS ?= auto
UV_VERSION := 0.13.9
UV := .tools/uv-$(UV_VERSION)/bin/uv
BIN := .venv/bin
SYNCED := .venv/.synced
export PYRIGHT_PYTHON_IGNORE_WARNINGS := 1
# A start without kept bytecode compiles every library first: seconds instead of one.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo test lint format bench coverage soak clean

help: ## what can be made
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

# The shop's own command, not `uv run`: nothing to check or build when nothing changed, so a second start takes what the shop takes.
demo: $(SYNCED) ## open a shop with a demo catalogue at http://localhost:9000
	@exec $(BIN)/merx demo

test: lint ## everything that must hold: lint, types, imports, tests
	@$(BIN)/pytest -n $(WORKERS)

lint: $(SYNCED) ## ruff, pyright, import contracts
	@$(BIN)/ruff check --output-format concise
	@$(BIN)/ruff format --check
	@$(BIN)/pyright
	@$(BIN)/lint-imports --no-cache

format: $(SYNCED) ## let ruff put the code in order
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

bench: $(SYNCED) ## what a product list, a checkout and workflows cost, at concurrency 1, 8 and 32 (benchmarks/README.md)
	@$(BIN)/python benchmarks/run.py $(ARGS)

coverage: $(SYNCED) ## how much of the contract is served, route by route
	@$(BIN)/pytest -q -n0 -s tests/stories/test_contract_coverage.py

soak: $(SYNCED) ## five minutes of killing one of three processes, then load for ten: memory and errors over time
	@MERX_SOAK_SECONDS=300 $(BIN)/pytest -q tests/stories/test_three_processes.py
	@$(BIN)/python benchmarks/run.py --soak 600 $(ARGS)

clean: ## remove what was set up or built, but not the demo shop's data (.merx)
	rm -rf .venv .tools dist .ruff_cache .hypothesis .import_linter_cache tests/acceptance/node_modules
	find src tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

$(SYNCED): pyproject.toml uv.lock | $(UV)
	@$(UV) sync --frozen --compile-bytecode
	@$(BIN)/python -m compileall -q src
	@touch $@

# --target, not a venv: Debian's Python has pip but no venv module until one is installed by hand.
$(UV):
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --root-user-action ignore --no-compile --target .tools/uv-$(UV_VERSION) uv==$(UV_VERSION)
