"""Texts that every output can hold: half an emoji, or a byte that is no UTF-8, is legal in a Python string only."""

from __future__ import annotations


def writable_name(name: str) -> str:
    """`name` with odd bytes as \\xNN and lone surrogates as \\uNNNN, so that two names stay apart."""
    try:
        return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:
        return name.encode("utf-8", "backslashreplace").decode("utf-8")


def writable_text(text: str) -> str:
    """`text` with U+FFFD for what is no character: a reader sees a gap, no letters that nobody wrote."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
