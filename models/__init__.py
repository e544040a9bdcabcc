"""The torch side: training, calibration, quantisation, export, evaluation; run by make from a checkout."""

import os

# Before ONNX Runtime, some builds of which send usage data; models/steps.py runs where nothing is installed yet.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
