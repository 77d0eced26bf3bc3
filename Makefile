# `make run` shows the program, `make test` checks it. Both set up what a fresh Debian-like machine lacks.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
DEMO := demo

# What Qt needs to open a window, and what the tests check our files with.
SYSTEM := python3-venv libegl1 libgl1 libxkbcommon0 libxkbcommon-x11-0 libfontconfig1 libfreetype6 libglib2.0-0 \
	libdbus-1-3 libx11-6 libx11-xcb1 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 \
	libxcb-render-util0 libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-xfixes0 libxcb-xkb1
TOOLS := xvfb xauth age minisign openssh-client unzip coreutils zstd poppler-utils postgresql

# With Xvfb the window is tested as X11 shows it on an old PC's screen, without it as Qt draws it for no screen.
SCREEN = $(if $(shell command -v xvfb-run),QT_QPA_PLATFORM=xcb xvfb-run -a -s "-screen 0 1366x768x24 -nolisten tcp",\
	QT_QPA_PLATFORM=offscreen)

.PHONY: run test lint bench soak screens effort written words dist requirements clean

run: $(DEMO)/.built
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then \
		echo "示范村的密码：$$(cat $(DEMO)/passphrase.txt)"; \
		$(BIN)/clerk-app open --office $(DEMO)/village; \
	else \
		echo "这里没有屏幕，打不开窗口。示范村在 $(DEMO)/village，密码在 $(DEMO)/passphrase.txt。"; \
		$(BIN)/clerk-app --passphrase-file $(DEMO)/passphrase.txt today $(DEMO)/village; \
	fi

test: lint $(VENV)/.tools
	$(SCREEN) $(BIN)/python -m pytest -n 2 --cov --cov-report=term --cov-report=json:.coverage.json
	$(BIN)/python tests/house/covered.py .coverage.json

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/.dev $(VENV)/.tools
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -m bench -s tests/bench

soak: $(VENV)/.dev $(VENV)/.tools
	HYPOTHESIS_PROFILE=soak $(SCREEN) $(BIN)/python -m pytest -m soak -s

screens: $(VENV)/.dev $(VENV)/.tools
	$(SCREEN) $(BIN)/python -m tests.ui.screens docs/manual/pictures

# How many keys and clicks the commonest matters take, counted anew.
effort: $(VENV)/.dev $(VENV)/.tools
	EFFORT=write $(SCREEN) $(BIN)/python -m pytest -q tests/ui/test_commonest.py

# What is made from the model and the checklist, and checked in.
written: $(VENV)/.ready
	$(BIN)/clerk-app catalogue schema --out docs/catalogue.schema.json
	$(BIN)/clerk-app catalogue checklist --out docs/checklist.md

# The texts of the window that await a translation: new ones come in empty, those that nobody says any more go.
words: $(VENV)/.dev
	@$(BIN)/pybabel --quiet extract --omit-header --no-location --sort-output --no-wrap -o $(VENV)/window.pot ui
	@for language in resources/translations/*.po; do \
		$(BIN)/pybabel --quiet update --omit-header --no-fuzzy-matching --ignore-obsolete --no-wrap \
			-i $(VENV)/window.pot -o $$language -l $$(basename $$language .po) || exit 1; \
		echo "$$language"; $(BIN)/python -c 'import sys; from ui.language import read; \
			print(*(text for text, said in read(open(sys.argv[1], encoding="utf-8").read()).items() if text and not said), sep="\n")' $$language; \
	done

# Wheel and source in dist/, and the program with its own Python in dist/clerk-app/.
dist: $(VENV)/.dist
	$(BIN)/python -m build --no-isolation --outdir dist .
	$(BIN)/python -m PyInstaller --noconfirm --log-level WARN build.spec

# The pinned files anew from pyproject.toml; needs uv.
requirements:
	for extra in "" dev dist; do \
		uv pip compile pyproject.toml $${extra:+--extra $$extra} --universal --generate-hashes --no-header \
			--no-annotate --quiet --output-file requirements$${extra:+-$$extra}.txt || exit 1; \
	done
	$(PYTHON) -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"])' | \
		uv pip compile - --universal --generate-hashes --no-header --no-annotate --quiet \
			--output-file requirements-build.txt

clean:
	rm -rf $(VENV) $(DEMO) build dist *.egg-info .coverage* .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(DEMO)/.built: | $(VENV)/.ready
	@rm -rf $(DEMO)
	$(BIN)/clerk-app demo $(DEMO)
	@touch $@

$(VENV)/.ready: requirements.txt requirements-build.txt pyproject.toml | $(VENV)/.system
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv $(VENV)
	$(PIP) --require-hashes -r requirements.txt -r requirements-build.txt
	PYTHONWARNINGS=ignore $(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.ready
	$(PIP) --require-hashes -r requirements-dev.txt
	@touch $@

$(VENV)/.dist: requirements-dist.txt $(VENV)/.ready
	$(PIP) --require-hashes -r requirements-dist.txt
	@touch $@

# $(1) are packages, $(2) is what is done where they are missing and we may not install them.
define ensure
	@missing=; \
	for package in $(1); do \
		dpkg-query -W -f='$${Status}' $$package 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$package"; \
	done; \
	if [ -n "$$missing" ] && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -qq && \
		DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null || exit 1; \
	elif [ -n "$$missing" ]; then \
		echo "缺少系统组件，请运行：sudo apt-get install -y$$missing"; $(2); \
	fi; \
	mkdir -p $(@D) && touch $@
endef

$(VENV)/.system: Makefile
	$(call ensure,$(SYSTEM),exit 1)

$(VENV)/.tools: Makefile
	$(call ensure,$(TOOLS),echo "没有它们也能测试；少测几项。"; exit 0)
