# What this project can do from a terminal. Needs Python 3.11 or later and make; the rest is fetched.

PORT ?= 8000
PYTHON ?= python3
VENV := .venv
IN_VENV := $(VENV)/bin/python
PIP := $(IN_VENV) -m pip install -qq --disable-pip-version-check --no-input

.DEFAULT_GOAL := help

define TAKE_PORT
import socket, sys
with socket.socket() as own:
    own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    own.bind(("127.0.0.1", int(sys.argv[1])))
endef
export TAKE_PORT

.PHONY: help run test bench check

help:
	@echo "make run      serve the program on http://127.0.0.1:$(PORT)/ with its examples (PORT=8001 for another port)"
	@echo "make test     run all tests, on SQLite and on PostgreSQL, with a real browser"
	@echo "make bench    measure how fast it is, on SQLite and on PostgreSQL, as ratios in one table; the pictures on"
	@echo "              1,000,000 positions (some minutes to make them), or fewer: make bench POSITIONS=20000"
	@echo "make check    lint, formatting, migrations, deployment settings, types"

run: $(VENV)/installed var/secret-key
	@$(IN_VENV) -c "$$TAKE_PORT" "$(PORT)" 2>/dev/null || \
		{ echo "Port $(PORT) is not free. Stop what uses it, or choose another: make run PORT=8001"; exit 1; }
	@$(IN_VENV) manage.py migrate --verbosity 0
	@$(IN_VENV) manage.py collectstatic --no-input --verbosity 0
	@$(IN_VENV) manage.py welcome --address "http://127.0.0.1:$(PORT)/"
	@HTTPS=0 exec $(IN_VENV) -m gunicorn tracker.wsgi --bind "127.0.0.1:$(PORT)" \
		--worker-class gthread --threads 8 --log-level warning

test: $(VENV)/installed-tests
	@$(IN_VENV) -m tests

bench: $(VENV)/installed-tests
	@$(IN_VENV) -m tests.benchmarks $(if $(POSITIONS),--positions $(POSITIONS))

check: $(VENV)/installed-tests
	@mkdir -p var
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	DEBUG=1 SECRET_KEY=check DATABASE_URL=sqlite:///var/check.sqlite3 $(IN_VENV) manage.py makemigrations --check --dry-run
	DEBUG=0 SECRET_KEY="$$($(IN_VENV) -c 'import secrets; print(secrets.token_urlsafe(64))')" \
		DATABASE_URL=sqlite:///var/check.sqlite3 $(IN_VENV) manage.py check --deploy --fail-level WARNING
	DEBUG=1 SECRET_KEY=check $(VENV)/bin/mypy

# Packages are installed again only when a list of them changes, or when the environment's Python is gone.
$(shell test -x $(IN_VENV) || rm -f $(VENV)/installed $(VENV)/installed-tests)

$(VENV)/installed: requirements.txt | $(IN_VENV)
	@echo "Installing packages into $(VENV) …"
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/installed-tests: tests/requirements.txt $(VENV)/installed
	@echo "Installing the test packages into $(VENV) …"
	@$(PIP) -r tests/requirements.txt
	@touch $@

$(IN_VENV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "This needs Python 3.11 or later: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV) || \
		{ rm -rf $(VENV); echo "Python could not make a virtual environment; on Debian: apt install python3-venv"; exit 1; }

# Of this copy alone, and only its owner may read it.
var/secret-key:
	@mkdir -p var
	@umask 077 && $(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(64))' > $@.new && mv $@.new $@
