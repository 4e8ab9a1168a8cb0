# Two commands on a fresh machine: `make pack` and `make test`. Both set themselves up.

PACK ?= dushanbe-2025
# Further arguments of the command behind the target, such as ARGS='-k markup'.
ARGS ?=

MAKEFLAGS += --no-print-directory
.SUFFIXES:
.DEFAULT_GOAL := help
.PHONY: help pack test lint format bench lock clean setup-pack setup-test

bin := .venv/bin

help: ## List the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1	\2/p' Makefile

pack: setup-pack ## Build the pack $(PACK) into output/
	@$(bin)/briefgen build $(PACK) $(ARGS)

# A part of the tests, chosen with ARGS, can't cover the whole.
test: lint ## Run every check and test (ARGS goes to pytest)
	@$(bin)/pytest -n auto \
		$(if $(ARGS),$(ARGS),--cov --cov-report=term:skip-covered --cov-fail-under=95)

lint: setup-test ## Check style, types and the direction of imports
	$(bin)/ruff check
	$(bin)/mypy
	$(bin)/lint-imports --no-logo

format: setup-test ## Mend what ruff can mend
	$(bin)/ruff check --fix
	$(bin)/ruff format

bench: setup-test ## Measure the speed ratios into bench.json
	@$(bin)/python -m bench $(ARGS)

lock: setup-pack ## Renew the locks from pyproject.toml (ARGS=--upgrade: all pins)
	@sh scripts/lock.sh $(ARGS)

clean: ## Remove what builds and tests leave (not .venv)
	@find output -mindepth 1 ! -name README.md -delete
	@rm -rf .briefgen .coverage .coverage.* .mypy_cache .pytest_cache .ruff_cache \
		.hypothesis .import_linter_cache build dist bench.json

setup-pack:
	@PYTHON='$(PYTHON)' sh scripts/setup.sh pack

setup-test:
	@PYTHON='$(PYTHON)' sh scripts/setup.sh test
