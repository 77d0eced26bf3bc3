# Everything a fresh Debian-like machine needs: `make run` and `make test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := demo
SYSTEM := libegl1 libgl1 libxkbcommon0 libxkbcommon-x11-0 libfontconfig1 libfreetype6 libglib2.0-0 libdbus-1-3 \
	libx11-6 libx11-xcb1 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 \
	libxcb-render-util0 libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-xfixes0 libxcb-xkb1
TOOLS := xvfb xauth age openssh-client unzip coreutils zstd minisign poppler-utils

.PHONY: run test lint bench soak dist screens system tools clean

run: $(VENV)/ready system
	@test -d $(DEMO)/village || $(BIN)/clerk-app demo $(DEMO)
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then \
		$(BIN)/clerk-app open --office $(DEMO)/village; \
	else \
		echo "这里没有屏幕。示范村在 $(DEMO)/village,密码在 $(DEMO)/passphrase.txt。"; \
		$(BIN)/clerk-app --passphrase-file $(DEMO)/passphrase.txt today $(DEMO)/village; \
	fi

test: $(VENV)/dev system tools lint
	QT_QPA_PLATFORM=xcb xvfb-run -a $(BIN)/python -m pytest -n 2 --cov --cov-report=term --cov-report=json:.coverage.json
	$(BIN)/python tests/house/floors_of_coverage.py .coverage.json

lint: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/dev system tools
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -m bench -s tests/bench

soak: $(VENV)/dev system tools
	QT_QPA_PLATFORM=xcb xvfb-run -a $(BIN)/python -m pytest -m soak -s

screens: $(VENV)/dev system tools
	QT_QPA_PLATFORM=xcb xvfb-run -a $(BIN)/python tests/ui/screens.py docs/pictures

dist: $(VENV)/dev
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dist.txt
	$(BIN)/pyinstaller --noconfirm build.spec

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/ready: requirements.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/dev: requirements-dev.txt $(VENV)/ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

# Installs what is missing when it may, and otherwise says the one command.
define ensure
	@missing=$$(for p in $(1); do dpkg-query -W -f='$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || echo $$p; done); \
	if [ -n "$$missing" ]; then \
		if [ "$$(id -u)" = 0 ]; then \
			apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
		else \
			echo "请先运行: sudo apt-get install -y" $$missing; exit 1; \
		fi; \
	fi
endef

system:
	$(call ensure,$(SYSTEM))

tools:
	$(call ensure,$(TOOLS))

clean:
	rm -rf $(VENV) $(DEMO) build dist .coverage* .pytest_cache .mypy_cache .ruff_cache .hypothesis
