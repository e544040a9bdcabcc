"""Stickerguard."""
