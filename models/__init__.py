"""The torch side: training, calibration, quantisation, export, evaluation; run by make from a checkout."""

import stickerguard  # noqa: F401  # before ONNX Runtime, which it tells to send no usage data
