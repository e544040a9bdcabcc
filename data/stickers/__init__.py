"""Drawn stickers to measure reading on: everyday words as stickers carry them, and pictures without a word."""
