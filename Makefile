# Two commands: `make run` opens the workbook, `make test` runs everything. Both set up what they need first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
READY := $(VENV)/.ready

.PHONY: run test test-long check pictures bench clean

run: $(READY)
	@$(BIN)/unhurried open

test: check
	$(BIN)/python -m pytest
	$(BIN)/python -m pytest -q --nbval-lax notebooks

# The same losses as in `make test`, many more of them: about ten minutes.
test-long: $(READY)
	UNHURRIED_ROUNDS=50 $(BIN)/python -m pytest tests/browser/test_losses.py

# What reads code without running it: style, types, who may import whom.
check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The pictures in docs/pictures, which the README shows.
pictures: $(READY)
	UNHURRIED_PICTURES=1 $(BIN)/python -m pytest -q tests/browser/test_looks.py -k pictures

bench: $(READY)
	$(BIN)/python -m compileall -q $(VENV)/lib src
	$(BIN)/python -m benchmarks

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Python 3.11 or newer is needed: make PYTHON=python3.12')"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

clean:
	rm -rf $(VENV)
