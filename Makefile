# Two commands matter: `make ask q="akudama drive season 2"` and `make test`.
# `make setup` makes the virtual environment and the index, nothing else.

PYTHON ?= python3
q ?= akudama drive season 2
export q

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help ask setup setup-dev test check format lock bench messages clean

help:
	@echo 'make ask q="akudama drive season 2"   set up what is missing, then answer'
	@echo 'make test                             set up what is missing, then run every test and check'
	@echo 'make setup                            only set up'
	@echo 'make bench                            print the speed and accuracy figures'
	@echo 'make messages                         bring the words of the interface up to date in every language'
	@echo 'make lock                             refresh the lock files (needs uv)'

ask: setup
	@$(BIN)/nextcour ask -- "$$q"

setup: $(VENV)/core.stamp

setup-dev: $(VENV)/dev.stamp

$(VENV)/python.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "nextcour needs Python 3.11 or newer; '$(PYTHON)' is older. Try: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "Python's venv module is not complete. On Debian or Ubuntu: apt install python3-venv" >&2; exit 1; }
	@touch $@

# The lock files name every package, so pip need not resolve (--no-deps). When it does, pip 23 takes the newest release
# for a requirement with extras, even where another is pinned, and stops.
$(VENV)/core.stamp: $(VENV)/python.stamp requirements/core.txt requirements/build.txt pyproject.toml src/nextcour/data/catalogue.msgpack.xz
	@echo "Setting up nextcour in $(VENV) (once; about half a minute) …" >&2
	@$(PIP) install --no-deps --require-hashes -r requirements/build.txt -r requirements/core.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@$(BIN)/nextcour catalog index >&2 || echo "Going on without an index: answers come, slower." >&2
	@touch $@

$(VENV)/dev.stamp: $(VENV)/core.stamp requirements/dev.txt
	@echo "Setting up what the tests need (once; a minute or two) …" >&2
	@$(PIP) install --no-deps --require-hashes -r requirements/dev.txt
	@touch $@

# What CI runs: format, lint, types, import layers, tests (docs are tests too).
test: setup-dev check
	@$(BIN)/python -m pytest -n 2

check: setup-dev
	@$(BIN)/ruff format --check src tests bench
	@$(BIN)/ruff check src tests bench
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: setup-dev
	@$(BIN)/ruff format src tests bench
	@$(BIN)/ruff check --fix src tests bench

bench: setup-dev
	@$(BIN)/python bench/run.py

# Templates and code are read for what they say; `src/nextcour/site/locale` keeps the translations.
messages: setup-dev
	@$(BIN)/python bench/messages.py

# Lock files name no index; hashes pin every file. uv resolves for every platform and Python at once.
UV_COMPILE := uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate --no-header --python-version 3.11
lock:
	$(UV_COMPILE) pyproject.toml -o requirements/core.txt
	$(UV_COMPILE) pyproject.toml --extra forecast --extra backtest --extra charts --extra store --extra web --extra client --extra articles --extra sources --extra dev -c requirements/core.txt -o requirements/dev.txt
	echo 'flit_core>=3.11,<4' | $(UV_COMPILE) - -o requirements/build.txt

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
