"""Options that take a number, of every command: what is no finite number is refused before anything is read."""

from collections.abc import Iterator

import click
import pytest

from stickerguard.cli import cli
from stickerguard.cli.numbers import Number
from tests.cli.command import run

ASKED = {"--volume": ["--reviews-a-day", "5"], "--reviews-a-day": ["--volume", "100"]}


def options(group: click.Group, *names: str) -> Iterator[tuple[tuple[str, ...], click.Option]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from options(command, *names, name)
        elif command is not None:
            yield from (((*names, name), param) for param in command.params if isinstance(param, click.Option))


NUMBERS = [
    (names, option.opts[0])
    for names, option in options(cli)
    if isinstance(option.type, (click.FloatRange, type(click.FLOAT)))
]


def test_the_commands_have_such_options() -> None:
    assert {option for _, option in NUMBERS} == {"--timeout", "--within", "--volume", "--reviews-a-day"}


@pytest.mark.parametrize(("names", "option"), NUMBERS, ids=lambda part: part if isinstance(part, str) else "")
@pytest.mark.parametrize("value", ["nan", "inf", "-inf", "1e999"])
def test_what_is_no_finite_number_is_refused(names: tuple[str, ...], option: str, value: str) -> None:
    output = ["-o", "s.jsonl"] if names == ("sample",) else []
    done = run(*names, "absent", *output, *ASKED.get(option, []), option, value)
    assert done.returncode == 2
    assert f"Invalid value for '{option}': '{value}' is no finite number" in done.stderr


@pytest.mark.parametrize(
    ("text", "words"), [("x", "'x' is not a valid float"), ("-1", "-1.0 is not in the range x>=0")]
)
def test_what_is_no_number_or_out_of_the_range_is_refused_as_before(text: str, words: str) -> None:
    with pytest.raises(click.BadParameter) as refused:
        Number(min=0).convert(text, None, None)
    assert words in str(refused.value)


def test_a_finite_number_within_the_range_is_taken() -> None:
    assert Number(min=0).convert("2.5", None, None) == 2.5
    assert Number(0, 1).convert(0.1, None, None) == 0.1
