"""What a run may write to: checked, and held against other runs, before anything is opened for writing."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from pathlib import Path

from filelock import FileLock, Timeout

from stickerguard.batch.cache import cache_files
from stickerguard.batch.former import check_packs, check_report, check_verdicts
from stickerguard.batch.items import Item
from stickerguard.batch.sinks import finished_parts
from stickerguard.errors import StickerguardError


@dataclass(frozen=True, slots=True)
class Outputs:
    """The file or folder for verdicts, the files for packs and for the report, and whether former ones are gone on with
    or replaced; the folder of the cache, which is written to as well."""

    verdicts: Path | None = None
    packs: Path | None = None
    resume: bool = False
    overwrite: bool = False
    report: Path | None = None
    cache: Path | None = None

    def check(self, inputs: Iterable[str | os.PathLike[str]]) -> None:
        """Raise StickerguardError, code "bad_output", where an output is one of `inputs` or another output."""
        for output in self._given:
            for path in inputs:
                if _same(output, path):
                    raise _bad(f"{output}: is an input of this run; give another output")
        for one, other in combinations(self._given, 2):
            if _same(one, other):
                raise _bad(f"{other}: cannot take two outputs; give each a file of its own")

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Keep other runs off the outputs; a process that dies lets go of them.

        Raises StickerguardError, code "output_in_use" where another run writes there, "bad_output" where there is a
        file already that is neither gone on with nor replaced or that no run wrote, or none can be made.
        """
        with contextlib.ExitStack() as stack:
            for output in self._given:
                if output.exists() and not (output.is_file() or output.is_dir()):
                    continue  # a device or a pipe holds no former run
                try:
                    output.parent.mkdir(parents=True, exist_ok=True)
                    stack.enter_context(_lock(output))
                except Timeout as error:
                    raise StickerguardError(
                        f"{output}: another run writes to it; wait for that one, or give another output",
                        code="output_in_use",
                    ) from error
                except OSError as error:
                    raise _unwritable(output, error) from error
                self._check_former(output)
            for whole in filter(None, (self.packs, self.report)):
                _check_writable(whole)
            yield

    def clear(self) -> None:
        """Remove the parts that `overwrite` replaces; where both are asked for, a former run is gone on with."""
        if self.overwrite and not self.resume and self.verdicts and self.verdicts.is_dir():
            for part in finished_parts(self.verdicts):
                part.unlink()

    def without(self, items: Iterable[Item]) -> Iterator[Item]:
        """`items` but those that are the outputs themselves, where these lie in a folder that is scored, whatever link
        leads there."""
        own = {
            Path(os.path.realpath(path)) for path in (*self._given, *(cache_files(self.cache) if self.cache else ()))
        }
        for item in items:
            if isinstance(item.content, Path) and own:
                path = _real(item.content)
                if path in own or not own.isdisjoint(path.parents):
                    continue
            yield item

    @property
    def _given(self) -> list[Path]:
        return [output for output in (self.verdicts, self.packs, self.report) if output]

    def _check_former(self, output: Path) -> None:
        if not output.exists():
            return
        if not (self.resume or self.overwrite):
            if finished_parts(output) if output.is_dir() else output.stat().st_size:
                what = "has parts of a former run" if output.is_dir() else "is there already"
                raise _bad(
                    f"{output}: {what}; go on with --resume, replace it with --overwrite, or give another output"
                )
        elif output.is_dir() and output != self.verdicts:
            return  # said by _check_writable
        elif output == self.packs:
            check_packs(output)
        elif output == self.report:
            check_report(output)
        elif self.overwrite or output.is_dir():  # a file to go on with is read whole
            check_verdicts(output)


def _real(path: Path) -> Path:
    # The links of a folder are looked up once, not for each of its files.
    real = _real_folder(path.parent) / path.name
    return Path(os.path.realpath(real)) if os.path.islink(real) else real  # noqa: PTH114 (never raises)


@lru_cache(maxsize=16)
def _real_folder(folder: Path) -> Path:
    try:
        return Path(os.path.realpath(folder))
    except (OSError, ValueError):  # a name from a manifest that no disk can hold
        return Path(os.path.abspath(folder))  # noqa: PTH100 (resolve raises too)


def _lock(output: Path) -> FileLock:
    real = Path(os.path.realpath(output))
    return FileLock(real.with_name(f".{real.name}.lock"), timeout=0)


def _same(one: Path, other: str | os.PathLike[str]) -> bool:
    try:
        return os.path.realpath(one) == os.path.realpath(other) or os.path.samefile(one, other)  # noqa: PTH121 (other may be str)
    except (OSError, ValueError):  # one is not there
        return False


def _check_writable(path: Path) -> None:
    try:
        if path.is_dir():
            raise IsADirectoryError(0, "it is a folder")
        with path.with_name(f".{path.name}.unfinished").open("wb"):
            pass
        path.with_name(f".{path.name}.unfinished").unlink()
    except OSError as error:
        if path.exists() and not path.is_file() and not path.is_dir():
            return
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> StickerguardError:
    return _bad(f"{path}: cannot be written: {error.strerror or error}; give another output")


def _bad(message: str) -> StickerguardError:
    return StickerguardError(message, code="bad_output")
