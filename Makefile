# Every target sets up what is missing; a fresh machine needs Python 3.11 or newer and nothing else.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
READY := .venv/.ready

.PHONY: demo test test-all check lint bench golden docs

$(READY): pyproject.toml
	@test -n "$(PYTHON)" || { echo "Sayso needs Python 3.11 or newer"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $(READY)

demo: $(READY)
	$(BIN)/sayso check examples/clauses
	$(BIN)/sayso run examples/clauses
	$(BIN)/sayso why -p examples/clauses L00001

test: $(READY)
	$(BIN)/python -m pytest

test-all: $(READY)
	$(BIN)/python -m pytest -m "slow or not slow"

lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/python -m mypy
	$(BIN)/lint-imports

check: lint test

bench: $(READY)
	$(BIN)/python benchmarks/engine.py
	$(BIN)/python benchmarks/corpus.py
	$(BIN)/python benchmarks/memory.py
	$(BIN)/python benchmarks/votes.py
	$(BIN)/python benchmarks/why.py
	$(BIN)/python benchmarks/annotations.py
	$(BIN)/python benchmarks/compiler.py
	$(BIN)/python benchmarks/clauses.py
	$(BIN)/python benchmarks/label_models.py
	$(BIN)/python benchmarks/end_models.py
	$(BIN)/python benchmarks/relations.py
	$(BIN)/python benchmarks/learning_curve.py
	$(BIN)/python benchmarks/calibration.py
	$(BIN)/python benchmarks/planted.py
	$(BIN)/python benchmarks/label_model_speed.py
	$(BIN)/python benchmarks/ledger.py

golden: $(READY)
	$(BIN)/python -m pytest tests/parser --golden

docs: $(READY)
	$(BIN)/sayso grammar --docs > docs/language.md
	$(BIN)/python docs/audit.py > docs/audit.new && mv docs/audit.new docs/audit.md
