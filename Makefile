# make run   installs into .venv and serves a demonstration caravan at a printed address
# make test  installs everything and runs every check and test
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test check lint types contracts tests install install-dev system translations clean

run: install
	$(BIN)/caravan demo

test: install-dev system check

check: lint types contracts tests

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types:
	$(BIN)/mypy

contracts:
	$(BIN)/lint-imports

tests:
	$(BIN)/python -m slipcover --branch --source caravan --json --out .coverage.json \
		-m pytest -q -n auto --maxprocesses 4 --dist worksteal -m "not slow"
	$(BIN)/python -m tests.coverage_floor .coverage.json
	$(BIN)/python -m pytest -q -n auto --maxprocesses 4 --dist loadfile -m slow --durations=10

install: .venv/.installed

install-dev: .venv/.installed-dev

.venv/.installed: pyproject.toml requirements.lock
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Caravan needs Python 3.11 or newer.")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c requirements.lock -e .
	touch $@

.venv/.installed-dev: .venv/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c requirements.lock -e '.[dev]'
	touch $@

# The browser and the PDF tools of the tests, where apt and root allow.
system:
	sh tests/install_system_packages.sh

# Collects the texts of pages and code into the catalogues; then translate what is new in caravan/translations.
translations:
	$(BIN)/pybabel -q extract -F babel.cfg -k _l -k say -k say_many:1,2 --no-location --sort-output -o .venv/messages.pot .
	for lang in ar fr; do $(BIN)/pybabel -q update -N --no-wrap --ignore-obsolete --ignore-pot-creation-date -l $$lang -i .venv/messages.pot -d caravan/translations; done

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .coverage.json
