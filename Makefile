# Everything a person types. `make` alone prints this list.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PORT ?= 8000
DEBUG ?= no
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' && echo $$p && break; done)
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py

help: ## print what can be done
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk 'BEGIN {FS = ":.*## "} {printf "  make %-10s %s\n", $$1, $$2}'

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed." >&2; exit 1; }
	$(PYTHON) -m venv .venv

.venv/.installed: requirements.txt .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/.installed-dev: requirements-dev.txt .venv/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

words: .venv/.installed ## compile the translations
	@$(BIN)/python site/design/compile_words.py

run: words ## start the site with its demo neighbourhood on http://localhost:8000 (PORT= changes it)
	@DEBUG=$(DEBUG) $(MANAGE) start $(PORT)

test: words .venv/.installed-dev ## install what the tests need and run every test and gate
	@.ci/needs
	$(MAKE) --no-print-directory lint
	$(BIN)/pytest -n 2

test-fast: words .venv/.installed-dev ## the tests without the browser and the slow ones
	$(BIN)/pytest -n 2 -m "not browser and not slow"

lint: .venv/.installed-dev ## style, types and import rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --lint --quiet templates
	PYTHONPATH=site $(BIN)/lint-imports --no-logo
	$(BIN)/mypy .

tidy: .venv/.installed-dev ## format the code
	$(BIN)/ruff check --fix --quiet .
	$(BIN)/ruff format --quiet .

messages: .venv/.installed-dev ## collect new texts into the translation files
	@.ci/needs
	$(MANAGE) makemessages --all --no-location --no-obsolete --ignore=.venv --ignore=var --ignore=tests
	@$(BIN)/python site/design/compile_words.py

bench: .venv/.installed-dev ## measure on PostgreSQL (DATABASE_URL=) and print the figures
	$(BIN)/python tests/load/bench.py $(ARGS)
	$(BIN)/python tests/load/bench_public.py

lighthouse: .venv/.installed-dev ## what Lighthouse says of the public pages on a phone
	tests/load/lighthouse.sh

lock: .venv/.installed-dev ## pin the newest allowed versions with their hashes
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links requirements.in -o requirements.txt
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links requirements-dev.in -o requirements-dev.txt

clean: ## remove the demo database and caches
	rm -rf var .pytest_cache .mypy_cache .ruff_cache .hypothesis

.PHONY: help words run test test-fast lint tidy messages bench lighthouse lock clean
