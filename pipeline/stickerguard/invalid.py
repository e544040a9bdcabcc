"""What pydantic found wrong, in the words of our messages: the first problem, where it is, and what it is."""

from __future__ import annotations

from typing import NamedTuple

from pydantic import ValidationError


class Problem(NamedTuple):
    """`where` are keys and places from the outermost on, none where it is the whole; `kind` is pydantic's name of it,
    `what` its message."""

    where: tuple[str | int, ...]
    kind: str
    what: str

    def said(self, whole: str | None = "the document") -> str:
        """As the part of a sentence, such as `parts.0.size: Field required`; `whole` is what the whole is called, None
        where that needs no name."""
        name = ".".join(map(str, self.where)) or whole
        return f"{name}: {self.what}" if name else self.what


def first_problem(error: ValidationError) -> Problem:
    """The first of what `error` lists. What was given is not in it: that may be of any size, or a secret."""
    first = error.errors(include_url=False, include_input=False)[0]
    return Problem(first["loc"], first["type"], first["msg"])
