# Everything runs from a checkout. `make demo` and `make test` are for a newcomer; the rest makes the models.
PYTHON ?= python3
VENV ?= .venv
TRAIN_VENV ?= .venv-train
BIN := $(VENV)/bin
TRAIN := $(TRAIN_VENV)/bin/python
VERSION ?= 0.1.0
# Folder with the optional local training sets (see data/README.md) and with the encoder weights.
DATASETS ?=
ENCODER ?=
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

.PHONY: help demo test test-train lint typecheck tesseract samples data data-vision data-caption \
        train train-vision train-caption train-fusion train-ocr quantise-ocr bundle bench clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 18

# ---------------------------------------------------------------- use

$(VENV)/.base: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --upgrade pip
	$(BIN)/pip install --quiet --editable .
	touch $@

demo: $(VENV)/.base ## score the sample stickers: print the table, write out/demo.jsonl
	$(BIN)/stickerguard score data/samples/stickers --table --output out/demo.jsonl

# ---------------------------------------------------------------- test

$(VENV)/.test: $(VENV)/.base
	$(BIN)/pip install --quiet --editable '.[test]'
	touch $@

tesseract: ## install Tesseract with English and Chinese, and the fonts that tests draw with, where missing
	@if tesseract --list-langs 2>/dev/null | grep -q chi_sim && fc-list 2>/dev/null | grep -qi 'noto.*cjk'; then :; \
	else $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq tesseract-ocr tesseract-ocr-eng \
	  tesseract-ocr-chi-sim fontconfig fonts-dejavu-core fonts-noto-cjk; fi

test: $(VENV)/.test tesseract lint typecheck ## lint, type check and test the package
	$(BIN)/pytest --ignore-glob='tests/models_*'

lint: $(VENV)/.test ## ruff
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

typecheck: $(VENV)/.test ## mypy --strict on the installed package
	$(BIN)/mypy

# ---------------------------------------------------------------- train

$(TRAIN_VENV)/.train: pyproject.toml
	$(PYTHON) -m venv $(TRAIN_VENV)
	$(TRAIN) -m pip install --quiet --upgrade pip
	$(TRAIN) -m pip install --quiet --editable '.[train,test]'
	touch $@

test-train: $(TRAIN_VENV)/.train ## test training and export on tiny drawn data
	$(TRAIN) -m pytest tests/models_*

data: data-vision data-caption ## build the training sets under out/data

data-vision: $(TRAIN_VENV)/.train ## drawn sets from npm, photo sets from DATASETS if given
	$(TRAIN) -m data.vision.build --out out/data/vision $(if $(DATASETS),--datasets $(DATASETS))

data-caption: $(TRAIN_VENV)/.train ## authored captions, seed captions from DATASETS if given
	$(TRAIN) -m data.caption.build --out out/data/caption $(if $(DATASETS),--datasets $(DATASETS))

train: train-vision train-caption train-ocr train-fusion ## train, calibrate, export and quantise every part

train-vision: data-vision
	$(TRAIN) -m models.vision.train --config models/vision/config.yaml
	$(TRAIN) -m models.vision.export
	$(TRAIN) -m models.vision.evaluate

train-caption: data-caption
	$(if $(ENCODER),,$(error ENCODER is not set; give the folder of a multilingual transformers encoder))
	$(TRAIN) -m models.caption.train --encoder $(ENCODER)
	$(TRAIN) -m models.caption.export --encoder $(ENCODER)
	$(TRAIN) -m models.caption.evaluate --encoder $(ENCODER)

train-ocr quantise-ocr: $(TRAIN_VENV)/.train ## make the int8 OCR models from the weights in the rapidocr package
	$(TRAIN) -m models.ocr.quantise --out out/ocr

train-fusion: $(TRAIN_VENV)/.train ## fit the fusion on the held-out scores of vision and caption
	$(TRAIN) -m models.fusion.train

bundle: $(TRAIN_VENV)/.train ## pack out/ into the default bundle
	$(TRAIN) -m models.pack --version $(VERSION)

samples: $(TRAIN_VENV)/.train ## draw the sample stickers again
	$(TRAIN) -m data.samples.draw

# ---------------------------------------------------------------- measure

$(VENV)/.bench: $(VENV)/.base
	$(BIN)/pip install --quiet --editable '.[bench,tesseract]'
	touch $@

bench: $(VENV)/.bench tesseract ## speed, as ratios within one run
	$(BIN)/python -m scripts.benchmark

clean: ## remove what make made, models included
	rm -rf out build dist $(VENV) $(TRAIN_VENV)
