# Everything is made inside .venv; set-up happens by itself, and again when the lock changes.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready

# Without byte code every kernel would compile the numerical packages again (10 s each).
unexport PYTHONDONTWRITEBYTECODE PYTHONPATH PYTHONHOME

.PHONY: reports test lab check coverage bench lessons workshop rehearsal lock clean

reports: $(READY)
	$(BIN)/evaluate report

# One worker more than cores, because many tests wait for a kernel or a browser; four at most. In
# which order is said in tests/conftest.py.
WORKERS ?= $(shell $(BIN)/python -c 'import os; print(min(4, 1 + (os.cpu_count() or 1)))')

test: $(READY)
	$(BIN)/python -m pytest lib tests notebooks -n $(WORKERS) --dist loadfile --no-loadscope-reorder

# JupyterLab is not to ask on its first page whether it may fetch news.
LAB_SETTINGS := $(VENV)/share/jupyter/lab/settings
NO_NEWS := {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": false}}

lab: $(READY)
	@mkdir -p $(LAB_SETTINGS) && printf '%s\n' '$(NO_NEWS)' > $(LAB_SETTINGS)/overrides.json
	$(BIN)/jupyter lab --ServerApp.root_dir=notebooks \
	  --LabApp.default_url=/lab/tree/explore/start_here.ipynb

check: $(READY)
	$(BIN)/ruff check lib tests benchmarks
	$(BIN)/ruff format --check lib tests benchmarks
	$(BIN)/evaluate normalise --check

# Branches of the library that its tests and examples take, and then those that every report takes
# besides; without the tests of style and of the runner.
coverage: $(READY)
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -q -n 2 --dist loadfile lib/partnership_evaluation tests \
	  --ignore tests/runner --ignore tests/classroom --ignore tests/test_conventions.py \
	  --ignore tests/test_library_conventions.py --ignore tests/test_project.py
	$(BIN)/coverage combine -q
	-@$(BIN)/coverage json -q --fail-under 0 -o - | $(BIN)/python -m tests.branches_taken "tests"
	$(BIN)/coverage run -m tests.notebook_runs
	$(BIN)/coverage combine -q --append
	$(BIN)/coverage report
	@$(BIN)/coverage json -q --fail-under 0 -o - | $(BIN)/python -m tests.branches_taken "tests and reports"

# The tools to compare with are optional: where one cannot be installed, its part is left out; a
# part that fails is told and stops no other.
# make bench BENCH=--quick makes a few reports instead of all, and a few schools.
bench: $(READY)
	-@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-build-isolation -e ".[bench]"
	-$(BIN)/python benchmarks/engines.py
	-$(BIN)/python benchmarks/regeneration.py $(BENCH)
	-$(BIN)/python benchmarks/scale.py

# Student and solution copies, slides, handout and timetable, in build/workshop/.
lessons: $(READY)
	$(BIN)/python -m partnership_workshop.making

# What was written behind make; whoever has HOST in the environment opens the class to nobody by it.
asked = $(if $(filter command,$(origin $(1))),$(2) "$($(1))")

# A classroom on this machine: make workshop HOST=0.0.0.0 PASSWORD="two words" lets others in.
workshop: $(READY)
	$(BIN)/python -m partnership_workshop.making --copies-only
	$(BIN)/python -m classroom open $(call asked,HOST,--host) $(call asked,PORT,--port) \
	  $(call asked,PASSWORD,--password)

# Thirty scripted participants come at once: does this machine bear a class?
rehearsal: $(READY)
	$(BIN)/python -m partnership_workshop.making --copies-only
	$(BIN)/python -m classroom rehearse $(call asked,PARTICIPANTS,--participants)

# New versions of everything, within the bounds of pyproject.toml.
lock: $(READY)
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	  --extra test --extra cluster --extra national --extra workshop \
	  --custom-compile-command "make lock" pyproject.toml -o requirements.lock

clean:
	rm -rf reports .report-store .pytest_cache .ruff_cache .hypothesis

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed; found $$($(PYTHON) --version 2>&1)." \
	       "Run: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@awk '/^uv==/ {on = 1} on {print; if ($$0 !~ /\\$$/) exit}' requirements.lock > $(VENV)/uv.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(VENV)/uv.txt
	$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@
