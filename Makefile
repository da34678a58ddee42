# Two commands: `make run` opens the workbook, `make test` runs everything. Both set up what they need first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
READY := $(VENV)/.ready
STOCK := .venv-stock
STOCK_BIN := $(subst $(VENV),$(STOCK),$(BIN))

.PHONY: run test test-long check pictures book bench clean

run: $(READY)
	@$(BIN)/unhurried open

# In two processes, since much of it is waiting for a browser; one file's tests stay together, as they share a server.
test: check
	$(BIN)/python -m pytest -n 2 --dist loadfile
	$(BIN)/python -m pytest -q --nbval-lax notebooks

# The same losses and hours of typing as in `make test`, many more of them, and five silent minutes by every clock.
test-long: $(READY)
	UNHURRIED_ROUNDS=50 $(BIN)/python -m pytest tests/browser/test_losses.py \
		tests/browser/test_network.py tests/server/test_long_use.py

# What reads code without running it: style, types, who may import whom.
check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The pictures in docs/pictures, which the README shows.
pictures: $(READY)
	UNHURRIED_PICTURES=1 $(BIN)/python -m pytest -q tests/browser/test_looks.py tests/browser/test_walks.py tests/printing/test_guide.py -k "pictures or alone or card"

# The whole course as one blank book in both sizes of paper, for people who will never run it.
book: $(READY)
	rm -f dist/a4/pages.pdf dist/letter/pages.pdf
	$(BIN)/unhurried print --book --paper a4 --out dist/a4
	$(BIN)/unhurried print --book --paper letter --out dist/letter

# Ours beside stock Voila, which has the same versions of everything, in an environment of its own. Our package is
# installed there anew each time, as it is now: the exercise runs there too.
bench: $(READY) $(STOCK)/.ready
	$(STOCK_BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --force-reinstall .
	$(STOCK_BIN)/python -m compileall -q $(STOCK)/lib
	$(BIN)/python -m compileall -q $(VENV)/lib src
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.gentle

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Python 3.11 or newer is needed: make PYTHON=python3.12')"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

$(STOCK)/.ready: requirements.lock
	$(PYTHON) -m venv $(STOCK)
	$(STOCK_BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	@touch $(STOCK)/.ready

clean:
	rm -rf $(VENV) $(STOCK)
