# Trede: what you can do here. `make` or `make help` lists it.
#
# Everything runs in .venv, which `make setup` makes. A company other than the demo:
#   TREDE_COMPANY=acme TREDE_WAREHOUSE_DIR=~/acme_warehouse make build
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3
PIP := $(BIN)/python -m pip --disable-pip-version-check
export DBT_SEND_ANONYMOUS_USAGE_STATS := false
export GX_ANALYTICS_ENABLED := False
# "Today" of the demo is fixed, so that its findings are the same next year.
ifeq ($(or $(TREDE_COMPANY),demo),demo)
export TREDE_AS_OF_DATE ?= 2025-03-31
endif
# dbt, trede and the linters of this checkout come before any others on the machine.
export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: help setup check build job look test mutants drills bench guard lint docs demo postgres lock clean

help: ## List what make can do
	@echo "Trede: a carbon accounting warehouse. Usage: make <target>"
	@echo
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 14
	@echo
	@echo "  TREDE_COMPANY        the company's name under seeds/companies (default: demo)"
	@echo "  TREDE_WAREHOUSE_DIR  where current.duckdb is written (default: warehouse)"

setup: $(VENV)/.project.stamp ## Make .venv and install everything, pinned and hashed (safe to repeat)

$(VENV)/.python.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Trede needs Python 3.11 or later: make setup PYTHON=/path/to/python3.11" >&2; exit 2; }
	@echo "setup 1/3: $(VENV), with $$($(PYTHON) --version)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.requirements.stamp: requirements.txt $(VENV)/.python.stamp
	@echo "setup 2/3: requirements.txt (about a minute the first time)"
	@$(PIP) install --require-hashes --no-deps --requirement requirements.txt
	@touch $@

$(VENV)/.project.stamp: pyproject.toml $(VENV)/.requirements.stamp
	@echo "setup 3/3: the trede command"
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

check: setup ## Look at the company's files before dbt does: encoding, rows, headers
	@trede check

# dbt is its own step, so that its exit code is make's; the look comes after a green build only. Unit tests prove
# code, which `make test` does: leaving them out saves a third of the time.
build: setup ## Build the company's warehouse and show the footprint
	@trede check
	@mkdir -p "$${TREDE_WAREHOUSE_DIR:-warehouse}"
	@test ! -L "$${TREDE_WAREHOUSE_DIR:-warehouse}/current" || { echo "The scheduled job keeps" \
	  "$${TREDE_WAREHOUSE_DIR:-warehouse}: what is published there is never written to. make job," \
	  "or name another folder: make build TREDE_WAREHOUSE_DIR=..." >&2; exit 2; }
	@dbt build --exclude-resource-type unit_test
	@trede look

# What cron or systemd calls is `trede job run` itself (README.md, Scheduled job).
job: setup ## Build as a scheduler does: beside the live warehouse, published only when green
	@trede job run

look: setup ## Show the footprint of the last build again: a table and an HTML page
	@trede look

# A process per core, four at most; a group of tests that share a built company stays on one of them.
test: setup $(VENV)/.bench.stamp ## Run every test of the project (pytest)
	@pytest --numprocesses auto --maxprocesses 4 --dist loadgroup

# A quarter of an hour on two quiet cores: hundreds of replays. The tests try a small fixed sample of them.
mutants: setup ## Mutate the demo, see what the rules notice, and write docs/mutation_score.md
	@PYTHONPATH=tests/python python -m mutants

# polars is what the warehouse is compared with, and no part of it: a folder of its own, read by one process.
$(VENV)/.bench.stamp: requirements-bench.txt $(VENV)/.project.stamp
	@$(PIP) install --quiet --require-hashes --no-deps --upgrade --target $(VENV)/bench --requirement requirements-bench.txt
	@touch $@

# On a quiet machine. Broken off, the same command goes on. More options: BENCH_OPTIONS, and
# `PYTHONPATH=tests/python python -m bench run --help`.
bench: setup $(VENV)/.bench.stamp ## Measure SIZE lines (0: the demo; default a million); writes docs/benchmarks.md
	@PYTHONPATH=tests/python python -m bench run --size $(or $(SIZE),1000000) $(BENCH_OPTIONS)

guard: setup $(VENV)/.bench.stamp ## Fail when a ratio of the benchmarks is a quarter worse than the stored one
	@PYTHONPATH=tests/python python -m bench guard

# Half an hour on two quiet cores. The tests do a small part of each.
drills: setup ## Do the failure drills of the scheduled job, and write docs/failure_drills.md
	@PYTHONPATH=tests/python python -m drills

lint: setup ## Check the style of Python, SQL and YAML
	@echo "lint 1/4: ruff";             ruff check . && ruff format --check .
	@echo "lint 2/4: yamllint";         yamllint --strict .
	@echo "lint 3/4: dbt's own YAML schemas"; trede lint-yaml
	@echo "lint 4/4: sqlfluff";         sqlfluff lint --processes 2 models tests/rules

# Its own target folder: docs generate overwrites run_results.json with "success" everywhere.
docs: setup ## Write docs/rules.md and the documentation site (one HTML file, target/docs)
	@trede rules doc
	@mkdir -p "$${TREDE_WAREHOUSE_DIR:-warehouse}"
	@dbt docs generate --static --target-path target/docs
	@echo "Open target/docs/static_index.html"

demo: setup ## Write the demo company again (it is committed: git diff must be empty)
	@python scripts/make_demo.py

# The DuckDB side is built first: a warehouse of an older state of the code would differ. Unit tests
# prove the logic once, on DuckDB; here the rows themselves are the proof.
postgres: build ## Build on PostgreSQL as well and compare every row with DuckDB's
	@trede postgres start
	@dbt build --target postgres --target-path target/postgres --exclude-resource-type unit_test
	@trede compare
	@echo "The server keeps running: trede postgres stop"

lock: setup ## Compile requirements.txt from requirements.in, with hashes and no addresses
	@uv pip compile requirements.in --output-file requirements.txt --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --custom-compile-command "make lock"
	@uv pip compile requirements-bench.in --output-file requirements-bench.txt --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --custom-compile-command "make lock"

clean: ## Remove what builds wrote (the warehouse and .venv stay)
	@rm -rf target logs build dist .pytest_cache .ruff_cache .hypothesis scripts/*.egg-info
	@find . -name __pycache__ -type d -not -path './.venv/*' -prune -exec rm -rf {} +
