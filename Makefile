# Every target sets up what it needs. A fresh machine has Python 3.11 or newer and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 3
PAGINA := src/mijnzaken_bff/demo/pagina

.DEFAULT_GOAL := help
.PHONY: help install demo test lint style types imports rules bytecode bench soak lock openapi voorbeelden sbom clean

help: ## show the targets
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

install: $(VENV)/.dev $(VENV)/.stijl ## make a virtual environment from the hash-locked requirements

$(VENV)/.made:
	$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(0 if v >= (3, 11) else "Python 3.11 of nieuwer is nodig; dit is %d.%d. Kies een andere met: make PYTHON=python3.12 ..." % v[:2])'
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.run: $(VENV)/.made requirements/run.txt pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/build.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

# Made where npm is; where it is not, the page of the demo goes by a stylesheet of our own, and the next make tries again.
$(VENV)/.stijl: $(VENV)/.run $(PAGINA)/package.json $(PAGINA)/package-lock.json $(wildcard $(PAGINA)/*.css) src/mijnzaken_bff/demo/stijl.py
	@$(BIN)/python -m mijnzaken_bff.demo.stijl --map $(VENV)/stijl && touch $@ || true

ifeq ($(wildcard $(PAGINA)/derden/stijl.css),)
.PHONY: $(VENV)/.stijl
endif

demo: $(VENV)/.run $(VENV)/.stijl ## start simulated gemeenten, a token issuer and the service on loopback
	@exec $(BIN)/mijnzaken-bff demo $(ARGS)

test: $(VENV)/.dev $(VENV)/.stijl ## run all tests, side by side: most of them wait for a server and not for a processor
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadscope --no-loadscope-reorder $(ARGS)

lint: style types imports rules ## ruff, mypy, import-linter, and the ADR rules over the contract

style: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

imports: $(VENV)/.dev
	$(BIN)/lint-imports

rules: $(VENV)/.dev
	$(BIN)/python tests/adr_lint.py

bytecode: $(VENV)/.dev
	@# Else every worker compiles all tests for itself, as they read the same modules at the same time.
	$(BIN)/python -m pytest --collect-only --quiet --quiet >$(VENV)/.collected || { cat $(VENV)/.collected; exit 1; }

openapi: $(VENV)/.run ## write the contract to openapi/
	$(BIN)/mijnzaken-bff openapi --uit openapi

voorbeelden: $(VENV)/.dev ## write the fixtures for front-end teams to openapi/voorbeelden/
	$(BIN)/python -m tests.voorbeelden

beeld: install ## make the pictures of the README anew (needs Chromium)
	BEELD=docs/beeld $(BIN)/python -m pytest -q tests/browser/test_beeld.py

bench: $(VENV)/.dev ## measure, as ratios in one run
	$(BIN)/python -m tests.bench $(ARGS)

soak: $(VENV)/.dev ## run for ten minutes while registers fail, and see that nothing grows
	$(BIN)/python -m tests.bench.soak $(ARGS)

lock: ## renew the hash-locked requirements (needs uv)
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 pyproject.toml -o requirements/run.txt
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --group dev -c requirements/run.txt -o requirements/dev.txt
	printf 'hatchling\neditables\n' | uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 - -o requirements/build.txt

sbom: $(VENV)/.dev ## write the software bill of materials (CycloneDX) to standard output
	@$(BIN)/python -m tests.pakketten.sbom

clean: ## remove what make made
	rm -rf $(VENV) $(PAGINA)/derden .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis build dist
