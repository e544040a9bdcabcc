"""Many problems, of which a command says the first ones and how many there are besides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

SHOWN = 10


def abridged(problems: Iterable[str], most: int = SHOWN) -> Iterator[str]:
    """The first `most` of `problems`, and then, where there are more, how many."""
    more = 0
    for number, problem in enumerate(problems):
        if number < most:
            yield problem
        else:
            more += 1
    if more:
        yield f"and {more:,} more like these"
