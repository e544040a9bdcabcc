"""The option --limit: another limit on what a sticker may cost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

import click

from stickerguard.errors import StickerguardError
from stickerguard.limits import Limits


class _Limit(click.ParamType[tuple[str, float]]):
    """One of `Limits`, by the name that errors give it."""

    name = "limit"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        return "NAME=NUMBER"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, float]:
        """The name of the limit and its value. Raises click.BadParameter for what is none."""
        name, _, text = str(value).partition("=")
        kinds = {field.name: float if field.type == "float" else int for field in fields(Limits)}
        if name not in kinds:
            self.fail(f"{name!r} is no limit; there are {', '.join(kinds)}", param, ctx)
        try:
            number = kinds[name](text)
            _limits({name: number})
        except ValueError:
            what = "a number" if kinds[name] is float else "a whole number"
            self.fail(f"{name} is {text!r}, not {what}; write {name}={getattr(Limits(), name)}", param, ctx)
        except StickerguardError as error:
            self.fail(str(error), param, ctx)
        return name, number


def limit_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --limit, which the command gets as `limits`, `Limits`; of several values of one limit the last counts."""

    def made(_: click.Context, __: click.Parameter, given: tuple[tuple[str, float], ...]) -> Limits:
        return _limits(dict(given))

    words = "Another limit on what a sticker may cost, by the name in its error; may be given again."
    option = click.option("--limit", "limits", type=_Limit(), multiple=True, callback=made, help=words)
    return option(command)


def _limits(given: Mapping[str, Any]) -> Limits:
    return Limits(**given)
