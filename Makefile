# browserbanner: `make demo` and `make test` need nothing but Python 3.11 or later and a connection to PyPI.

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
PORT   ?= 8000
FUZZ_SECONDS ?= 60
READY  := $(VENV)/.ready
USABLE := $(VENV)/.usable

# The tests start Python some two hundred times. Where nothing compiled may be written, each start compiles the package again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help env demo test test-browsers test-analyze test-data test-wasm test-servers test-frameworks test-frameworks-all lint \
  lint-github mypy type coverage bench docs screenshots fuzz package data data-check locales-check locales-evidence test-babel clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

env: $(READY) ## make the environment in .venv and install the package into it

# In two steps, since the demo needs a tenth of what the tests need.
$(USABLE): pyproject.toml constraints.txt hatch_build.py
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "browserbanner needs Python 3.11 or later: make PYTHON=python3.11 ...")'
	@echo "making the environment in $(VENV) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt pip
	@$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[fast,demo,cli]'
	@touch $@

$(READY): $(USABLE)
	@echo "adding what the tests need ..."
	@$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt --group dev
	@touch $@

demo: $(USABLE) ## serve the demo site at http://127.0.0.1:8000 (PORT=… for another)
	@$(BIN)/browserbanner demo --port $(PORT)

test: $(READY) ## the linters, mypy and the tests; the long suites are targets of their own
	@$(MAKE) --no-print-directory -j2 lint mypy
	@$(BIN)/pytest -m "not long" -n auto --dist worksteal -p no:benchmark $(PYTEST_OPTIONS)

test-browsers: $(READY) ## all of it in real browsers, old ones too: axe, layouts, languages (Debian, root)
	@$(BIN)/python -m tests.browsers.install
	@$(BIN)/pytest tests/browsers -n auto --dist worksteal

test-analyze: $(READY) ## the dry run beside GoAccess, browserslist and Spark, and a log of 5 GB (Debian, root, Node)
	@$(BIN)/python -m tests.analysis.install
	@$(BIN)/pytest tests/analysis -m long

test-data: $(READY) ## what a refresh reads, beside caniuse-lite's own unpacker (Node)
	@$(BIN)/pytest tests/browser_data -m long

test-wasm: $(READY) ## the tests that need neither threads nor processes, on Python 3.14 compiled to WebAssembly (npm)
	@$(BIN)/python -m scripts.try_wasm

test-servers: $(READY) ## every request to every server, by each kind of visitor, and behind caches (Debian, root)
	@$(BIN)/python -m tests.servers.install
	@$(BIN)/pytest tests/servers -n auto --dist worksteal

test-frameworks: $(READY) ## the test suites of Starlette, Flask and Werkzeug, with the middleware between their clients and apps
	@$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt --group frameworks
	@$(BIN)/python -m tests.frameworks.run $(FRAMEWORKS_OPTIONS)

test-frameworks-all: ## the same, with Falcon's and Django's, which take long
	@$(MAKE) --no-print-directory test-frameworks FRAMEWORKS_OPTIONS=--all

lint: $(READY) ## ruff, the import rules, and what GitHub runs and shows
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports --no-cache
	@! test -d .github || $(MAKE) --no-print-directory lint-github

# Apart, since an sdist has no .github.
lint-github:
	@$(BIN)/check-jsonschema -q --builtin-schema vendor.github-workflows .github/workflows/*.yml
	@$(BIN)/check-jsonschema -q --builtin-schema vendor.dependabot .github/dependabot.yml
	@$(BIN)/check-jsonschema -q --builtin-schema vendor.github-issue-forms .github/ISSUE_TEMPLATE/*-*.yml
	@$(BIN)/check-jsonschema -q --builtin-schema vendor.github-issue-config .github/ISSUE_TEMPLATE/config.yml
	@$(BIN)/zizmor -q --offline --no-progress .github

mypy: $(READY)
	@$(BIN)/mypy

# Pyright finds the package by the first python on the PATH. What it may ignore are types that other packages leave
# partly unknown in what we take from them or give to them: Babel, Jinja2, Django, Litestar, Starlette.
type: mypy ## mypy --strict, and pyright: is every type of the package known to those who import it?
	@$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt --group type
	@PATH="$(abspath $(BIN)):$$PATH" $(BIN)/pyright --ignoreexternal --verifytypes browserbanner > $(VENV)/types.txt \
	  || { cat $(VENV)/types.txt; exit 1; }
	@grep 'completeness' $(VENV)/types.txt

# What decides about visitors and touches responses is reached whole, branches too; of the rest the report is for the eye.
COVERED := useragent/* policy/* injection/* endpoints.py addresses.py cookies.py asgi.py wsgi.py
COMMA   := ,
EMPTY   :=

coverage: $(READY) ## make test, with a report of what it reaches: all of what judges visitors and touches responses
	@$(MAKE) --no-print-directory test PYTEST_OPTIONS="--cov --cov-report="
	@$(BIN)/coverage report --skip-covered
	@$(BIN)/coverage report --skip-covered --fail-under=100 \
	  --include='$(subst $(EMPTY) $(EMPTY),$(COMMA),$(addprefix browserbanner/,$(COVERED)))'

bench: $(READY) ## the benchmarks, peers beside us in the same run; writes benchmarks/README.md
	@$(BIN)/pytest benchmarks --write-figures --benchmark-group-by=group --benchmark-sort=mean --benchmark-columns=min,mean,median,ops

docs: $(USABLE) ## the documentation as pages, in build/docs, which need no other host
	@$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt --group docs
	@$(BIN)/sphinx-build -q -W --keep-going -E -d build/doctrees -c docs . build/docs
	@$(BIN)/python -m scripts.check_pages build/docs

screenshots: $(READY) ## take the pictures of both READMEs again, in Chromium 64 (Debian, root)
	@$(BIN)/python -m tests.browsers.install chromium64
	@$(BIN)/python -m scripts.screenshots

fuzz: $(READY) ## the laws with ten times the examples; atheris on user agents, the scanner and the adapters, FUZZ_SECONDS each (60)
	@$(BIN)/pytest -m "hypothesis and not long" --hypothesis-profile=long -n auto --dist worksteal -p no:benchmark
	@$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt --group fuzz
	@$(BIN)/python -m scripts.fuzz_useragent -max_total_time=$(FUZZ_SECONDS)
	@$(BIN)/python -m scripts.fuzz_injection --seconds $(FUZZ_SECONDS)

package: $(READY) ## sdist and wheel to the file; installed, used and removed in empty environments, each Python there is
	@$(BIN)/python -m scripts.try_package $(if $(DIST),--to $(DIST))

data: $(READY) ## make the browser data again from the npm registry, and what is made of it (needs Node)
	@$(BIN)/browserbanner data refresh --force
	@$(BIN)/python -m scripts.browserslist_golden

# Each has CLDR's data of its own: figures, plural forms and lists may differ.
test-babel: $(READY) ## what the translations need, with the oldest Babel that pyproject.toml allows, and with the newest
	@for version in 'babel==2.17.0' babel; do \
	  $(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --upgrade --target $(VENV)/babel "$$version" && \
	  PYTHONPATH="$(abspath $(VENV)/babel)" $(BIN)/pytest tests/banner tests/cli/test_locales.py -m "not long" \
	    -n auto -p no:benchmark || exit 1; \
	done

locales-check: $(READY) ## say what is broken in the translations; one may be unfinished
	@$(BIN)/browserbanner locales check --partial

# EVIDENCE_OPTIONS=--check writes nothing, and fails where the committed page differs: what CI runs.
locales-evidence: $(READY) ## score the translations against browsers' words, dictionaries, CLDR; writes locales/EVIDENCE.md (Debian, root)
	@$(BIN)/python -m scripts.evidence.install
	@$(BIN)/python -m scripts.locales_evidence $(EVIDENCE_OPTIONS)
	@$(BIN)/pytest tests/locales

data-check: $(READY) test-data ## say what `make data` would change, and verify the browser data (needs Node)
	@$(BIN)/browserbanner data verify
	@$(BIN)/browserbanner data refresh --force --check
	@$(BIN)/python -m scripts.browserslist_golden --check

clean: ## remove what the targets above made
	rm -rf $(VENV) dist build browserbanner/locales .pytest_cache .mypy_cache .ruff_cache .hypothesis .benchmarks screenshots
