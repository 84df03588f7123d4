# Two commands to know: `make run` and `make test`. `make help` lists the rest.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
export VENV

.PHONY: help run test lint check format install install-dev clean

help:
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:[^#]*## */\t/' | expand -t 14

$(VENV)/.runtime: requirements.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.development: $(VENV)/.runtime requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

install: $(VENV)/.runtime ## make the environment

install-dev: $(VENV)/.development ## the environment with formatting, lint and types

run: install ## migrate, load the sample edition on an empty instance, serve web and worker, say how to sign in
	@$(BIN)/python -m flask --app wsgi db upgrade
	@$(BIN)/python -m flask --app wsgi sample load --if-empty
	$(BIN)/python -m flask --app wsgi serve

test: install ## everything this machine can run; says what it skipped and why
	$(BIN)/python -m pytest -n auto tests

lint: install-dev ## formatting, lint, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint ## the same and the fast tests
	$(BIN)/python -m pytest -q -n auto -m "not browser and not postgresql and not redis and not libreoffice and not slow" tests

format: install-dev ## write the house style
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean: ## remove the environment and caches, never the instance
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache
