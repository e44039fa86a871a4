# The commands of this repository. Each sets up what it needs by itself; `make help` lists them.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
WORKERS ?= 2
export UV_PYTHON_DOWNLOADS := never
# The tests start hundreds of processes: what Python compiles is kept, whatever the machine says.
unexport PYTHONDONTWRITEBYTECODE

SAMPLE := samples/ke-hoach-chuyen-doi-so.docx
OUT := build/read
# Where `make demo` keeps its data; LOTRINH_DATA_DIR names another folder.
DEMO_DATA := $(or $(LOTRINH_DATA_DIR),build/demo)
PORT ?= 8000
# What asks no database, makes its own, or walks every address as everybody: SQLite is enough.
ONCE := $(addprefix --ignore=tests/lotrinh/,cli operations web/test_rights_matrix.py api/test_rights.py)
# The tools that load Django's settings: on this machine only, and nothing of a real installation is touched.
CHECKED := env LOTRINH_PROFILE=demo LOTRINH_DATA_DIR=build/checked

.PHONY: help demo demo-read test quick bench calibration lock samples format setup clean system

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

demo: .venv-demo/.ready ## open the platform with an invented province on http://127.0.0.1:8000 (PORT=… for another port)
	@LOTRINH_DATA_DIR=$(DEMO_DATA) .venv-demo/bin/lotrinh serve --demo --open --port $(PORT)

demo-read: .venv-demo/.ready ## read a sample plan and name (or open) the page that explains it
	@mkdir -p $(OUT)
	@.venv-demo/bin/lotrinh read $(SAMPLE) --format table
	@.venv-demo/bin/lotrinh read $(SAMPLE) --format xlsx -o $(OUT)/ke-hoach.xlsx
	@.venv-demo/bin/lotrinh explain $(SAMPLE) -o $(OUT)/ke-hoach.html
	@scripts/show $(OUT)/ke-hoach.html $(OUT)/ke-hoach.xlsx

test: .venv/.ready .venv-engine/.ready system ## everything that must hold
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	$(CHECKED) .venv/bin/mypy
	.venv/bin/lint-imports --no-logo
	$(CHECKED) .venv/bin/lotrinh manage makemigrations --check --dry-run
	@echo "--- the engine's tests without Django"
	@.venv-engine/bin/python -c 'from importlib.util import find_spec; raise SystemExit(find_spec("django") is not None)'
	.venv-engine/bin/python -m pytest tests/vanban -n $(WORKERS) -q
	@echo "--- all tests but those of the engine and of the browser, on SQLite"
	.venv/bin/python -m pytest tests/lotrinh tests/architecture -n $(WORKERS) -q
	@echo "--- the platform's tests on PostgreSQL"
	@scripts/on-postgresql .venv/bin/python -m pytest tests/lotrinh $(ONCE) -n $(WORKERS) -q
	@echo "--- journeys in a browser"
	.venv/bin/python -m pytest tests/e2e -n $(WORKERS) --dist loadfile -q

quick: .venv/.ready ## only what the change touches (BASE=commit to compare with another commit than HEAD)
	@.venv/bin/python scripts/quick.py $(BASE)

bench: .venv-bench/.ready .venv/.ready system ## measure speed and memory of the engine, then the platform
	@status=0; .venv-bench/bin/python -m bench.run || status=1; .venv/bin/python -m bench.platform.run || status=1; exit $$status

calibration: .venv/.ready ## how often items of each confidence are right
	@.venv/bin/python scripts/calibration.py

format: .venv/.ready ## put the sources into the common format
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

samples: .venv/.ready system ## build the Word, ODT and PDF samples again
	.venv/bin/python samples/source/build.py

lock: .venv-boot/.ready ## solve the locks again (UPGRADE=1 for the newest versions)
	scripts/lock $(if $(UPGRADE),--upgrade)

setup: .venv/.ready ## make the development environment

system:
	@scripts/system-packages

clean: ## remove environments, caches and what was built
	rm -rf .venv .venv-boot .venv-demo .venv-engine .venv-bench build
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.venv-boot/.ready: requirements/boot.txt
	@scripts/bootstrap $(PYTHON)
	@touch $@

.venv/.ready: requirements/dev.txt pyproject.toml | .venv-boot/.ready
	@scripts/environment .venv requirements/dev.txt $(PYTHON)
	@touch $@

.venv-demo/.ready: requirements/web.txt pyproject.toml | .venv-boot/.ready
	@scripts/environment .venv-demo requirements/web.txt $(PYTHON)
	@touch $@

.venv-engine/.ready: requirements/test.txt pyproject.toml | .venv-boot/.ready
	@scripts/environment .venv-engine requirements/test.txt $(PYTHON)
	@touch $@

.venv-bench/.ready: requirements/bench.txt pyproject.toml | .venv-boot/.ready
	@scripts/environment .venv-bench requirements/bench.txt $(PYTHON)
	@touch $@
