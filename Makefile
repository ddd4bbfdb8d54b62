# LearnHub's commands. `make run` shows it, `make test` checks it; README.md says the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help

PYTHON ?= python3
PORT ?= 8000
WORKERS ?= 2
BIN := .venv/bin
PIP := $(BIN)/python -m ensurepip >/dev/null && $(BIN)/python -m pip --quiet --disable-pip-version-check
SERVE := $(BIN)/granian --interface wsgi --no-ws --port $(PORT) --workers $(WORKERS) --blocking-threads 4 --log-level warning wsgi:app

.PHONY: help run serve test check bench tour screenshots

help: ## these lines
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18

run: export LEARNHUB_DEMO := 1
run: export LEARNHUB_BASE_URL ?= http://127.0.0.1:$(PORT)
run: $(BIN)/.installed ## a demo on http://127.0.0.1:8000 (PORT= another), with people, courses and sign-ins
	@$(BIN)/flask db upgrade 2>&1 | grep -v -e INFO -e '"migrated"' >&2; exit $${PIPESTATUS[0]}
	@$(BIN)/flask demo load --if-empty
	@$(BIN)/flask demo welcome
	@exec $(SERVE) --host 127.0.0.1

serve: $(BIN)/.installed ## the service itself, no demo: see docs/administrator.md
	@$(BIN)/flask db upgrade
	@exec $(SERVE) --host $${HOST:-127.0.0.1}

test: $(BIN)/.installed-dev ## every check; says in one line what it left out
	@tests/all.sh

check: $(BIN)/.installed-dev ## the fast part: lint, import contracts, types, tests on SQLite
	@tests/all.sh --fast

bench: $(BIN)/.installed-dev ## the measurements, each beside its target
	@$(BIN)/python -m bench $(WHAT)

tour: $(BIN)/.installed-dev ## every page, every role, two widths, in Chromium with axe: minutes
	@$(BIN)/python -m tests.browser.tour

screenshots: $(BIN)/.installed-dev ## the pictures in docs/screenshots, taken anew
	@$(BIN)/python -m bench.screenshots

# Python 3.11 or newer; asked first, because pip's own words for it help nobody.
$(BIN)/python:
	@$(PYTHON) -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'LearnHub needs Python 3.11 or newer with venv. Name another: make PYTHON=python3.12 …' >&2; exit 1; }
	@$(PYTHON) -m venv .venv

$(BIN)/.installed: requirements.txt | $(BIN)/python
	@echo 'Installing what requirements.txt names …'
	@$(PIP) install --no-compile -r requirements.txt
	@$(PIP) --quiet uninstall --yes setuptools pip  # a sixth of the whole, which venv brings and the service does not use
	@touch $@

$(BIN)/.installed-dev: requirements.txt requirements-notify.txt requirements-dev.txt | $(BIN)/python
	@echo 'Installing what requirements-dev.txt names …'
	@$(PIP) install --no-compile -r requirements-dev.txt
	@touch $(BIN)/.installed $@
