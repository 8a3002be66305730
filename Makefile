# The words of the README. Each target sets up what it needs; nothing else is ever typed.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
ARGS ?=
INSTALL_SELF := $(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .

.PHONY: all setup check test site serve accept bench demonstration lock clean

all: check test site ## what CI runs, in the same order

site: $(VENV)/.site ## set up and build the demonstration site into build/site
	$(PY) -m generator build

serve: $(VENV)/.site ## show the site on this machine; it is built again at each change
	$(PY) -m generator serve

setup: $(VENV)/.dev ## install everything that development needs

check: $(VENV)/.dev ## format, lint, types, import contract, spelling, workflows, house rules
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(VENV)/bin/codespell
	$(VENV)/bin/zizmor --offline --no-progress .github/workflows
	$(VENV)/bin/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(VENV)/bin/check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml
	$(PY) -m pytest -q tests/house

test: $(VENV)/.dev $(VENV)/.browser ## all tests; `make test ARGS="-k waiting"` for some, `ARGS=-n0` in one process
	$(PY) -m pytest -n auto --maxprocesses 4 --dist worksteal --cov --cov-report=term $(ARGS)

accept: $(VENV)/.dev ## rewrite the snapshots; the difference is part of the review
	UPDATE_SNAPSHOTS=1 $(PY) -m pytest -q tests/test_snapshots.py

bench: $(VENV)/.dev ## say where the time of a build goes
	$(PY) -m tests.bench
	$(PY) -m tests.bench.checker
	$(PY) -m tests.bench.disclosure

demonstration: $(VENV)/.dev ## simulate the demonstration data again
	$(PY) -m tests.simulation

lock: ## lock the newest permitted versions, with hashes, for every supported Python
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate requirements.in -o requirements.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate requirements-dev.in -o requirements-dev.txt

clean: ## forget what was built
	rm -rf build $(VENV)

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.site: requirements.txt pyproject.toml | $(VENV)/bin/python
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.txt
	$(INSTALL_SELF)
	sh generator/publish/install.sh $(PY)
	touch $@

$(VENV)/.dev: requirements-dev.txt pyproject.toml | $(VENV)/bin/python
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.txt
	$(INSTALL_SELF)
	sh generator/publish/install.sh $(PY)
	touch $@ $(VENV)/.site

$(VENV)/.browser: tests/browser/install.sh tests/browser/package-lock.json tests/office/install.sh
	sh tests/browser/install.sh
	sh tests/office/install.sh
	touch $@
