import stickerguard  # noqa: F401  # before ONNX Runtime, which it tells to send no usage data
