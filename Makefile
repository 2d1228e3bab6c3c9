# The two commands everybody needs are `make run` and `make test`.
SHELL := /bin/bash
PORT ?= 8000
PY := .venv/bin/python
export VORORT_HOME ?= var
# Many offices sit behind a proxy with a certificate of its own, known to the system only.
export NODE_EXTRA_CA_CERTS ?= $(wildcard /etc/ssl/certs/ca-certificates.crt)

.PHONY: run test check bench prove env env-dev front format tour clean

run: env front ## From a bare machine to the running platform with its demo
	@exec .venv/bin/vorort run --port $(PORT)

test: env-dev front ## Everything on SQLite, the database part on PostgreSQL too, journeys with axe
	@exec $(PY) tests/run.py test

check: env-dev front ## Format, lint, types, import contracts
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/djlint src --check --quiet
	.venv/bin/djlint src --lint --quiet
	.venv/bin/mypy
	.venv/bin/lint-imports

bench: env-dev front ## Ratios, in one run, with the correctness checks beside them
	@exec $(PY) bench/run.py

prove: env-dev front ## Long proofs: calibration, many seeds, load, kill tests
	@exec $(PY) tests/run.py prove

tour: env-dev front ## Draw the tour's pictures anew
	@exec $(PY) tests/run.py tour

format: env-dev
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .
	.venv/bin/djlint src --reformat --quiet || true

env: .venv/.base
env-dev: .venv/.dev
front: node_modules/.installed

.venv/bin/python:
	@bash tools/venv.sh

.venv/.base: requirements.lock pyproject.toml | .venv/bin/python
	@echo "Umgebung wird eingerichtet …"
	@[ -f .venv/.dev ] || $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: requirements-dev.lock requirements.lock pyproject.toml | .venv/bin/python
	@echo "Entwicklungsumgebung wird eingerichtet …"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@ .venv/.base

node_modules/.installed: package.json package-lock.json | .venv/bin/python
	@$(MAKE) --no-print-directory .venv/.base
	@echo "Dateien für die Oberfläche werden geholt …"
	@PATH="$(CURDIR)/.venv/bin:$$PATH" npm ci --loglevel=error --no-fund --no-audit
	@touch $@

clean:
	rm -rf .venv node_modules var
