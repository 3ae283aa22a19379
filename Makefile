# Set-up needs only make and a Python 3.11, 3.12 or 3.13; every target does it by itself.
SHELL := /bin/bash
.DELETE_ON_ERROR:
.PHONY: demo studio test lint networks bench bench-engine lock clean help

VENV := .venv
BIN := $(VENV)/bin
PEERS := build/peers
OUTPUT ?= demo
SERVE_ARGS ?=
PYTEST_ARGS ?=
CLAIMS ?=

help:
	@echo 'make demo   run the main job on a made-up sample; the report is written to demo/'
	@echo 'make studio open the studio: the whole job in a browser'
	@echo 'make test   run the whole test suite'
	@echo 'make networks obtain the pretrained network of music tags, once'
	@echo 'make lint   check style, types and the walls between folders'
	@echo 'make bench  compare with the same job written the usual way'
	@echo 'make bench-engine  compare the engine with its peers, and write the page of figures'
	@echo 'make lock   write the locked versions anew (needs uv)'
	@echo 'make clean  remove the environment'

demo: $(VENV)/.run
	$(BIN)/genrelens demo --output $(OUTPUT)

studio: $(VENV)/.run
	$(BIN)/genrelens serve $(SERVE_ARGS)

test: $(VENV)/.test
	@$(MAKE) --no-print-directory networks || echo 'Tests that need the network of music tags are skipped.'
	$(BIN)/python -m pytest -n 2 --dist worksteal $(PYTEST_ARGS)

networks: $(VENV)/.test
	$(BIN)/genrelens models add music-tags --quiet

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.test
	$(BIN)/python benchmarks/against_notebook.py

bench-engine: $(PEERS)/.peers
	$(PEERS)/bin/python benchmarks/engine/write_page.py $(CLAIMS)

lock:
	scripts/lock.sh

clean:
	rm -rf $(VENV) $(PEERS)

$(VENV)/.run: requirements/run.txt pyproject.toml
	scripts/install.sh $(VENV) requirements/run.txt
	@touch $@

$(VENV)/.test: requirements/test.txt pyproject.toml
	scripts/install.sh $(VENV) requirements/test.txt
	@touch $@ $(VENV)/.run

$(PEERS)/.peers: requirements/peers.txt pyproject.toml
	scripts/install.sh $(PEERS) requirements/peers.txt
	@touch $@
