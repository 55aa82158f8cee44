# Entraide: the verbs. Python 3.11 or newer (with venv) and make are enough; everything else is fetched and pinned.
# PORT, HOST, DATABASE_URL and ENTRAIDE_* pass through: `PORT=9000 make run`.
SHELL = /bin/sh
PYTHON ?= python3
VENV = .venv/bin/python
ARGS ?=
.DEFAULT_GOAL = help
.PHONY: help setup setup-dev run test test-long check bench shots messages clean

help: ## what can be done
	@sed -n 's/^\([a-z-]*\):.*## /  make \1@/p' Makefile | tr '@' '\t'

setup: ## install everything; leaves .venv/bin/entraide
	@$(PYTHON) tools/bootstrap.py runtime
	@$(VENV) tools/frontend.py build

setup-dev:
	@$(PYTHON) tools/bootstrap.py dev
	@$(VENV) tools/frontend.py build

run: setup ## serve the demo on http://localhost:8000
	@exec .venv/bin/entraide serve --demo $(ARGS)

test: setup-dev ## every test, a real browser included
	@$(VENV) tools/browser.py
	@$(VENV) -m pytest $(ARGS)

test-long: setup-dev ## kill rounds, soaks and large runs
	@$(VENV) tools/browser.py
	@$(VENV) -m pytest --long $(ARGS)

check: setup-dev ## lint, types, contracts, catalogues
	$(VENV) -m ruff check .
	$(VENV) -m ruff format --check .
	$(VENV) -m mypy app
	$(VENV) -c "from importlinter.cli import lint_imports_command; lint_imports_command()"
	$(VENV) -m app.core.catalogues check
	$(VENV) tools/house_rules.py
	$(VENV) tools/settings_example.py check
	$(VENV) tools/contract.py check
	$(VENV) tools/frontend.py run check

bench: setup ## measure speed on this machine
	@.venv/bin/entraide bench $(ARGS)

shots: setup-dev ## screenshots of every page, in var/shots
	@$(VENV) tools/browser.py
	@$(VENV) tools/shots.py $(ARGS)

messages: setup-dev ## extract the words of the pages into app/locale
	@$(VENV) -m app.core.catalogues update $(ARGS)

clean: ## delete what was built and installed; the data in var/ stays
	rm -rf .venv frontend/node_modules frontend/dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
