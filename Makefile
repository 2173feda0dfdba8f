# The verbs of the house. A bare machine needs Python >= 3.11 and make, nothing else.
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8501
ENVIRONMENT := .venv/.ready
BROWSER := .venv/.browser

.PHONY: run build studio service test check format bench soak reliability audit sbom lock fonts clean help

help: ## say what each verb does
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

run: build ## environment, pipeline, release, then the dashboard on http://localhost:8501
	$(BIN)/tecs dashboard --port $(PORT)

build: $(ENVIRONMENT) ## environment and pipeline, no server
	$(BIN)/tecs run

studio: $(ENVIRONMENT) ## Dagster's UI on http://localhost:3000
	$(BIN)/tecs studio

test: $(ENVIRONMENT) $(BROWSER) sbom ## everything that .ci/run checks
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/sqlfluff lint --processes 2 sql
	$(BIN)/pytest --numprocesses 3 --dist loadfile --no-loadscope-reorder

format: $(ENVIRONMENT) ## write the code and the SQL in their one format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/sqlfluff fix --processes 2 sql

bench: $(ENVIRONMENT) ## ratios and peak memory, as a table for the README
	$(BIN)/python -m tests.bench

soak: $(ENVIRONMENT) $(BROWSER) ## long tests, then the whole service under load and a kill -9: half an hour
	$(BIN)/pytest --numprocesses 2 --dist loadfile -m long
	$(BIN)/python -m tests.soak

service: $(ENVIRONMENT) ## the whole service by hand, as deploy/.env says (deploy/README.md)
	deploy/demarrer.sh

reliability: $(ENVIRONMENT) ## thousands of spoilt drops, kills, full disks, readers: forty minutes
	$(BIN)/python -m tests.reliability.fuzz
	$(BIN)/python -m tests.reliability.kill
	$(BIN)/python -m tests.reliability.disk
	$(BIN)/python -m tests.reliability.readers
	$(BIN)/python -m tests.reliability.attack

audit: $(ENVIRONMENT) ## known flaws of the locked packages (asks pypi.org)
	$(BIN)/pip-audit --strict --require-hashes --disable-pip --requirement requirements.lock

sbom: $(ENVIRONMENT) ## what is inside, as CycloneDX 1.6, in sbom.json
	$(BIN)/cyclonedx-py requirements --pyproject pyproject.toml --output-reproducible \
		--spec-version 1.6 --output-file sbom.json requirements.lock

lock: $(ENVIRONMENT) ## resolve pyproject.toml anew into the two locks (needs uv)
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-annotate --quiet \
		--extra dev --extra service --output-file requirements.lock pyproject.toml
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-annotate --quiet \
		--extra service --constraint requirements.lock --output-file deploy/requirements.lock pyproject.toml

fonts: $(ENVIRONMENT) ## Streamlit's fonts, cut down anew, after an upgrade of it
	$(BIN)/python -m dashboard.service.fonts

clean: ## remove what the pipeline made; the drops and the sources stay
	rm -rf data/warehouse.duckdb* data/published data/dagster_home

# Hash-checked packages, then this project itself, editable, built by the locked setuptools.
$(ENVIRONMENT): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	$(BIN)/python -m dashboard.service.compressed
	touch $@

# A headless Chromium for the tests: one that is installed, else Debian's, else Playwright's own.
$(BROWSER): $(ENVIRONMENT)
	$(BIN)/python -m tests.browser > $@.tmp
	mv $@.tmp $@
