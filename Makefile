# whttp: every target sets up .venv by itself, again only when pyproject.toml has changed.
#   make demo    a guided first request against an embedded server on loopback
#   make test    ruff, mypy and every test; as root on Debian it first installs the real peers
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PYTEST_ARGS ?=
BENCH_ARGS ?=

.PHONY: demo test coverage lint bench docs clean

demo: $(VENV)/.ready-to-run
	@$(BIN)/whttp demo

test: $(VENV)/.ready-to-test
	@.ci/packages
	@.ci/kerberos $(VENV)
	@$(MAKE) --no-print-directory lint
	$(BIN)/python -m pytest -q -n 2 $(PYTEST_ARGS)

# Branches too, and in the processes the tests start; it takes about twice the time of `make test`.
coverage: $(VENV)/.ready-to-test
	$(BIN)/python -m pytest -q -n 2 --cov --cov-report=term $(PYTEST_ARGS)

lint: $(VENV)/.ready-to-test
	$(BIN)/python -m ruff check winhttp_cli tests bench
	$(BIN)/python -m ruff format --check winhttp_cli tests bench
	$(BIN)/python -m mypy

# Beside curl, wget, HTTPie and httpx where they are installed; writes bench/RESULTS.md, in about twenty
# minutes. BENCH_ARGS=--quick takes one and writes nothing.
bench: $(VENV)/.ready-to-run
	$(BIN)/python -m bench $(BENCH_ARGS)

docs: $(VENV)/.ready-to-test
	$(BIN)/python -m winhttp_cli.cli.documents
	$(BIN)/python -m tests.conformance

clean:
	rm -rf $(VENV) build dist htmlcov .coverage .coverage.* .mypy_cache .ruff_cache .hypothesis

$(VENV)/.ready-to-run: pyproject.toml .ci/venv
	@.ci/venv "$(PYTHON)" $(VENV) .
	@touch $@

$(VENV)/.ready-to-test: pyproject.toml .ci/venv
	@.ci/venv "$(PYTHON)" $(VENV) '.[test,lint]'
	@touch $@ $(VENV)/.ready-to-run
