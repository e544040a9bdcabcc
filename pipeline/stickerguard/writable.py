"""Texts that every output can hold, and every reader can see: half an emoji, or a byte that is no UTF-8, is legal in a
Python string only."""

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


def visible(text: str) -> str:
    """`text` with what cannot be seen, turns text around or moves a cursor written as escapes: names come from
    strangers."""
    return "".join(letter if letter.isprintable() else _escaped(letter) for letter in text)


def _escaped(letter: str) -> str:
    return f"\\x{ord(letter):02x}" if letter < "\x80" else f"\\u{ord(letter):04x}"
