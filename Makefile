# `make help` explains. Needs only Python 3.11+, make and a package registry.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000

.PHONY: help demo test lint bench catalogues openapi clean

help: ## show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

# A stamp holds the digest of the pins, so a second run installs nothing and a changed pin is noticed.
$(VENV)/.product: requirements.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.development: requirements.txt requirements-dev.txt tests/requirements-s3.txt $(VENV)/.product
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r tests/requirements-s3.txt \
		|| echo "no S3 server for this platform: the tests that need one will be skipped"
	@touch $@

CATALOGUES := $(shell find locales -name '*.po' 2>/dev/null)
$(VENV)/.catalogues: $(VENV)/.product $(CATALOGUES)
	@$(BIN)/python -m locales.compile
	@touch $@

demo: $(VENV)/.catalogues ## the site with demo content, its worker and its log-ins, on http://localhost:8000 (PORT=)
	@PORT=$(PORT) $(BIN)/python manage.py demo

test: $(VENV)/.development $(VENV)/.catalogues ## all tests (SQLite; PostgreSQL too where one answers)
	@$(BIN)/python -m tests.run $(ARGS)

lint: $(VENV)/.development ## types, style, templates, layers, catalogues
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/python -m locales.catalogue_check

bench: $(VENV)/.development $(VENV)/.catalogues ## speed and memory against named baselines, as JSON (ONLY=name)
	@$(BIN)/python -m tests.bench $(ONLY)

catalogues: $(VENV)/.development ## collect the strings to translate (needs GNU gettext)
	$(BIN)/python -m locales.collect

openapi: $(VENV)/.product ## write the API's description to docs/openapi.json
	@$(BIN)/python manage.py export_openapi_schema --api cms.api.api --output docs/openapi.json --indent 2 --sorted

clean: ## remove the environment and the demo's data
	rm -rf $(VENV) var
