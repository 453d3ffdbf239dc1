# Needs Python 3.11 or newer, git and make; everything else is set up here, once.
# Settings come from the environment (docs/settings.md): make run PORT=9000 DATA_DIR=/srv/portal

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh

find_python = $(shell for candidate in $(1) $$(ls -d "$$HOME"/.pyenv/versions/3.*/bin/python3 2>/dev/null | sort -rV); do \
	"$$candidate" -c 'import sys; sys.exit(sys.version_info < ($(2)))' 2>/dev/null && echo "$$candidate" && break; done)

PYTHON ?= $(call find_python,python3 python3.13 python3.12 python3.11 python3.14 python,3$(comma) 11)
PYTHON_LATEST ?= $(call find_python,python3.14 python3.13 python3.12 python3,3$(comma) 12)
comma := ,

BIN := .venv/bin
PACKAGES := .venv/packages-installed
CSS := portal/ui/static/ui/portal.css
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po))
STATIC := $(or $(DATA_DIR),var)/static/staticfiles.json
COMPILE := $(BIN)/uv pip compile --quiet --universal --upgrade --generate-hashes --no-header --group dev pyproject.toml
CODE := manage.py portal learning forum tests bench

.PHONY: help run demo test test-latest lint format messages bench lock

help: ## Show what make can do
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

run: $(STATIC) $(CATALOGUES) ## Serve the portal with the demo programme on 127.0.0.1:8000 (PORT, HOST, DATA_DIR)
	@$(BIN)/python -m portal.prepare --demo
	@exec $(BIN)/python -m portal.serve

demo: $(PACKAGES) $(CSS) $(CATALOGUES) ## Fill the database with the demo programme and print its codes
	@$(BIN)/python -m portal.prepare --demo

test: $(PACKAGES) $(CSS) $(CATALOGUES) lint ## Check everything: code, translations, tests on SQLite and on PostgreSQL
	@$(BIN)/python -m tests.run

test-latest: $(CSS) $(CATALOGUES) .venv-latest/packages-installed ## Run the tests on the newest Django and Python found
	@.venv-latest/bin/python -m tests.run -W default::DeprecationWarning -W default::PendingDeprecationWarning

lint: $(PACKAGES) $(CATALOGUES) ## Check style, types, templates and who may import whom
	@$(BIN)/ruff check $(CODE)
	@$(BIN)/ruff format --check $(CODE)
	@$(BIN)/djangofmt --check templates
	@$(BIN)/djangofmt check templates
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/mypy

format: $(PACKAGES) ## Rewrite code and templates in the house style
	@$(BIN)/ruff check --fix $(CODE)
	@$(BIN)/ruff format $(CODE)
	@$(BIN)/djangofmt templates

messages: $(PACKAGES) ## Collect messages from the sources into locale/ (translate them there)
	@$(BIN)/python -m portal.messages collect

bench: $(STATIC) $(CATALOGUES) ## Measure the server on generated data (BENCH_POSTS, BENCH_PEOPLE)
	@$(BIN)/python -m bench

lock: $(PACKAGES) ## Pin the newest allowed packages, with hashes, in the lock files
	@$(BIN)/python -m pip install -qq uv
	@$(COMPILE) --python-version 3.11 --group lts --output-file requirements.lock
	@$(COMPILE) --python-version 3.12 --group latest --output-file requirements-latest.lock

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "This needs Python 3.11 or newer; none was found. Install one, or name it: make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "$(PYTHON) cannot make a virtual environment (on Debian: apt-get install python3-venv)." >&2; rm -rf .venv; exit 1; }

$(PACKAGES): requirements.lock | .venv/bin/python
	@echo "Installing packages…"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes --requirement $<
	@touch $@

.venv-latest/bin/python:
	@test -n "$(PYTHON_LATEST)" || { echo "Not run: the newest Django needs Python 3.12 or newer, and none was found (name it: make PYTHON_LATEST=…)." >&2; exit 1; }
	@$(PYTHON_LATEST) -m venv .venv-latest

.venv-latest/packages-installed: requirements-latest.lock | .venv-latest/bin/python
	@echo "Installing packages…"
	@.venv-latest/bin/python -m pip install -qq --disable-pip-version-check --require-hashes --requirement $<
	@touch $@

$(CSS): $(PACKAGES) portal/ui/theme.py portal/ui/build.py $(wildcard portal/ui/css/*.css)
	@$(BIN)/python -m portal.ui.build
	@touch $@

%.mo: %.po $(PACKAGES)
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

$(STATIC): $(CSS) $(PACKAGES) $(shell find portal/ui/static -type f ! -name '*.css')
	@echo "Collecting static files…"
	@$(BIN)/python manage.py collectstatic --no-input --clear --verbosity 0
	@touch $@
