# Two commands for a newcomer: `make demo` and `make test`. Everything else is for those who work on JIPP.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# The command `jipp`, run from this tree.
JIPP = printf '\#!/bin/sh\nPYTHONPATH="%s" exec "%s/$(BIN)/python" -m app.commands "$$@"\n' "$(CURDIR)" "$(CURDIR)" > $(BIN)/jipp && chmod +x $(BIN)/jipp

.PHONY: demo test check audit fuzz bench judging-bench lock clean faults

demo: $(VENV)/.installed
	@JIPP_IS_DEMO=true JIPP_DATABASE_URL=$${JIPP_DATABASE_URL:-sqlite:///var/demo.sqlite} $(BIN)/python -m app.commands demo

# In WORKERS processes: one for each database, and what needs none wherever there is room.
test: $(VENV)/.tests-installed
	@$(BIN)/python -m tests.announce
	$(BIN)/python -m pytest -n $${WORKERS:-2} --dist loadgroup

# Twenty rounds of 500 mixed writes for each fault, on both databases; half an hour.
faults: $(VENV)/.tests-installed
	JIPP_FAULT_ROUNDS=20 JIPP_FAULT_WRITES=500 $(BIN)/python -m pytest tests/faults/test_mixed_writes.py
	JIPP_FAULT_VISITORS=500 $(BIN)/python -m pytest tests/faults/test_votes.py

check: $(VENV)/.tests-installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Bandit, the lock files, licences, secrets in tracked files: without a network.
audit: $(VENV)/.tests-installed
	$(BIN)/python -m tests.audit

# Schemathesis for FUZZ_MINUTES (10 unless said otherwise), anew each time; what it finds is printed with how to repeat it.
fuzz: $(VENV)/.tests-installed
	$(BIN)/python -m tests.fuzz $${FUZZ_MINUTES:-10}

bench: $(VENV)/.tests-installed
	$(BIN)/python -m bench
	$(BIN)/python -m bench.catalogue
	$(BIN)/python -m bench.similar
	$(BIN)/python -m bench.instruments
	$(BIN)/python -m bench.certificates

# How well judging finds the best, in WORLDS made-up worlds with a known truth; ten minutes.
judging-bench: $(VENV)/.tests-installed
	$(BIN)/python -m bench.judging --worlds $${WORLDS:-200}

# A fresh environment from the hash-locked file, made once and again when the lock changes.
$(VENV)/.installed: requirements.txt
	@test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	@echo "Memasang paket…" && $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@$(JIPP) && touch $@

$(VENV)/.tests-installed: requirements-test.txt
	@test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	@echo "Memasang paket uji…" && $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.txt
	@$(JIPP) && touch $@ $(VENV)/.installed

# Locks for every supported Python and platform, without naming an index.
lock:
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements.txt
	uv pip compile pyproject.toml --group test --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements-test.txt

clean:
	rm -rf $(VENV) var .mypy_cache .ruff_cache .pytest_cache .hypothesis
