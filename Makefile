# One line each. `make` alone tells what there is.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/installed
LANGUAGES := en ko ja zh_Hans zh_Hant
CATALOGS := $(LANGUAGES:%=locales/%/LC_MESSAGES/bot.mo)
REGISTER := data/places.jsonl.gz
SHAPES := data/korea.topo.json data/world.topo.json
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
EXTRACT := extract -F babel.cfg -k _ -k plural:1,2 --no-location --no-wrap --omit-header

# Where this is set, every process that a test starts would compile the program anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test setup check lint format bench catalogs constraints browser clean

help: ## what can be made
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

run: setup ## everything from a fresh clone, then the bot; without a token, the try-out
	@if [ -n "$$PUMASI_BOT_TOKEN$$PUMASI_BOT_TOKEN_FILE" ] || grep -qs '^PUMASI_BOT_TOKEN' .env; \
	then exec $(BIN)/python -m bot run; \
	else exec $(BIN)/python -m bot try; fi

test: setup browser ## everything from a fresh clone, then the whole suite; ARGS="-k find" for a part
	$(BIN)/python -m pytest -n 6 --dist worksteal $(ARGS)

setup: $(INSTALLED) $(CATALOGS) $(REGISTER) $(SHAPES) ## only the environment: packages, catalogs, places, shapes

check: setup lint ## format, lint, types, import contracts, house tests
	$(BIN)/python -m pytest -q -n 2 tests/house

lint: $(INSTALLED) ## format, lint, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

format: $(INSTALLED) ## bring the code into its format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: setup ## the benchmarks, side by side with the peers, as tables
	$(BIN)/python -m benchmarks

catalogs: $(INSTALLED) ## read the texts out of the code anew, and update every language
	$(BIN)/pybabel -q $(EXTRACT) -o locales/bot.pot .
	for language in $(LANGUAGES); do \
	    $(BIN)/pybabel -q update -D bot -d locales -i locales/bot.pot -l $$language \
	        --no-fuzzy-matching --no-wrap --ignore-obsolete --omit-header || exit 1; \
	done

constraints: $(INSTALLED) ## pin the newest packages that pyproject.toml allows, with their hashes
	$(PIP) install uv
	$(BIN)/uv pip compile $(PIN) --all-extras pyproject.toml -o constraints.txt
	$(BIN)/uv pip compile $(PIN) -c constraints.txt --extra e5 pyproject.toml -o constraints-run.txt

PIN := --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
       --no-emit-index-url --no-emit-find-links

browser: $(INSTALLED)
	@sh .ci/browser

clean: ## remove what setup made; the database stays
	rm -rf $(VENV) $(CATALOGS) $(REGISTER) $(SHAPES)

$(INSTALLED): constraints.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --require-hashes -r constraints.txt
	$(PIP) install --no-deps -e .
	@touch $@

locales/%/LC_MESSAGES/bot.mo: locales/%/LC_MESSAGES/bot.po | $(INSTALLED)
	$(BIN)/pybabel -q compile -i $< -o $@ -l $*

$(REGISTER): constraints.txt $(wildcard storage/register/*.*) | $(INSTALLED)
	$(BIN)/python -m storage.register $@

$(SHAPES): data/%.topo.json: constraints.txt $(wildcard storage/register/*.*) | $(INSTALLED)
	$(BIN)/python -m storage.register.shapes $* $@
