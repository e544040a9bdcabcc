"""What a run may write to: checked, and held against other runs, before anything is opened for writing."""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations
from pathlib import Path

from filelock import FileLock, Timeout

from stickerguard.batch.cache import cache_files
from stickerguard.batch.items import Item
from stickerguard.batch.output_ownership import check_packs, check_report, check_verdicts
from stickerguard.batch.parts import finished_parts, is_of_part, is_part, locked_parts
from stickerguard.batch.urls import local_path
from stickerguard.errors import StickerguardError
from stickerguard.pipes import is_stream
from stickerguard.remedies import to_write
from stickerguard.whole_file import UNFINISHED, behind_links, unfinished_of

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outputs:
    """The file or folder for verdicts, the files for packs and for the report, and whether former ones are gone on with
    or replaced; the folder of the cache, which is written to as well. `resumable` says that the command can go on with
    a former one at all. `files` are outputs of any other kind, each a file that is replaced as a whole, `folder` is one
    that is filled and must be empty."""

    verdicts: Path | None = None
    packs: Path | None = None
    resume: bool = False
    overwrite: bool = False
    report: Path | None = None
    cache: Path | None = None
    resumable: bool = True
    files: tuple[Path, ...] = ()
    folder: Path | None = None

    def check(self, inputs: Iterable[str | os.PathLike[str]]) -> None:
        """Raise StickerguardError, code "bad_output", where an output is one of `inputs` or another output, or where a
        file that a run makes for one, such as a part, is either."""
        made = self._made()
        for path in inputs:
            for output in self._given:
                if _same(output, path):
                    raise _bad(f"{output}: is an input of this run; give another output")
            if (local := local_path(os.fspath(path))) is not None and made(_real(Path(local))):
                raise _bad(f"{path}: is an input that this run writes to; leave it out, or give another output")
        for one, other in combinations(self._given, 2):
            if _same(one, other):
                raise _bad(f"{other}: cannot take two outputs; give each a file of its own")
        others = (
            (self.verdicts, replace(self, verdicts=None)),
            (self.packs, replace(self, packs=None)),
            (self.report, replace(self, report=None)),
            *((file, replace(self, files=tuple(set(self.files) - {file}))) for file in self.files),
        )
        inside = Path(os.path.realpath(self.folder)) if self.folder else None
        for mine, rest in others:
            if mine and inside in _real(mine).parents:
                raise _bad(f"{mine}: lies in {self.folder}, which is another output; give it a place of its own")
            if mine and rest._made()(_real(mine)):
                raise _bad(f"{mine}: is the name of a file that this run makes for another output; give another name")

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Keep other runs off the outputs; a process that dies lets go of them.

        Raises StickerguardError, code "output_in_use" where another run writes there, "bad_output" where there is a
        file already that is neither gone on with nor replaced or that no run wrote, or none can be made.
        """
        with contextlib.ExitStack() as stack:
            for output in self._given:
                if is_stream(output):  # holds no former run
                    if output.suffix.lower() == ".parquet":
                        raise _bad(f"{output}: is a device or a pipe, and Parquet goes into a file; give a file")
                    continue
                try:
                    output.parent.mkdir(parents=True, exist_ok=True)
                    stack.enter_context(_lock(output))
                    for other in _sharing(output):
                        with _lock(other):
                            pass
                except Timeout as error:
                    raise StickerguardError(
                        f"{output}: another run writes to it; wait for that one, or give another output",
                        code="output_in_use",
                    ) from error
                except OSError as error:
                    raise _unwritable(output, error) from error
                self._check_former(output)
            for whole in filter(None, (self.packs, self.report, *self.files)):
                _check_writable(whole)
            yield

    def clear(self) -> None:
        """Remove the parts that `overwrite` replaces; where both are asked for, a former run is gone on with."""
        if self.overwrite and not self.resume and self.verdicts and self.verdicts.is_dir():
            for part in finished_parts(self.verdicts):
                part.unlink()

    def without(self, items: Iterable[Item], *, named: bool = False) -> Iterator[Item]:
        """`items` but the files that a run makes for these outputs, where they lie in a folder that is scored, whatever
        link leads there. Where somebody `named` each of the items, it is said which ones are left out."""
        made = self._made()
        said: set[Path] = set()
        for item in items:
            if isinstance(item.content, Path) and made(path := _real(item.content)):
                if named and path not in said:
                    said.add(path)
                    _log.warning("stickerguard: %s: is an output of this run and was left out", item.source)
                continue
            yield item

    def _made(self) -> Callable[[Path], bool]:
        """Whether a run makes a file of that real path: everything else beside or below an output is somebody's own."""
        real = [Path(os.path.realpath(path)) for path in self._given]
        own = {*real, *map(unfinished_of, real), *map(_lock_file, real)}
        own |= {Path(os.path.realpath(path)) for path in (cache_files(self.cache) if self.cache else ())}
        folder = Path(os.path.realpath(self.verdicts)) if self.verdicts else None
        return lambda path: path in own or (path.parent == folder and is_of_part(path.name))

    @property
    def _given(self) -> list[Path]:
        given = (self.verdicts, self.packs, self.report, *self.files, self.folder)
        return [output for output in given if output]

    def _check_former(self, output: Path) -> None:
        if not output.exists():
            return
        if output == self.folder:
            # What a killed run left there is its own to replace.
            if not output.is_dir() or any(entry.name != UNFINISHED for entry in output.iterdir()):
                raise _bad(f"{output}: is no empty folder; give another")
        elif not (self.resume or self.overwrite):
            if finished_parts(output) if output.is_dir() else output.stat().st_size:
                what = "has parts of a former run" if output.is_dir() else "is there already"
                resume = "go on with --resume, " if self.resumable else ""
                raise _bad(f"{output}: {what}; {resume}replace it with --overwrite, or give another output")
        elif output.is_dir() and output != self.verdicts:
            return  # said by _check_writable
        elif output in self.files:
            return
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


def _sharing(output: Path) -> list[Path]:
    """The outputs of which another run may be making this file: the folder of a part, the single parts of a folder.

    Each run looks for the other after it has its own lock, so that of two at least one sees the other.
    """
    others = [output.parent] if is_part(output.name) else locked_parts(output)
    return [other for other in others if _lock_file(Path(os.path.realpath(other))).exists()]


def _lock(output: Path) -> FileLock:
    return FileLock(_lock_file(Path(os.path.realpath(output))), timeout=0)


def _lock_file(output: Path) -> Path:
    return output.parent / f".{output.name}.lock"


def _same(one: Path, other: str | os.PathLike[str]) -> bool:
    other = local_path(os.fspath(other)) or other
    try:
        return os.path.realpath(one) == os.path.realpath(other) or os.path.samefile(one, other)  # noqa: PTH121 (other may be str)
    except (OSError, ValueError):  # one is not there
        return False


def _check_writable(path: Path) -> None:
    if is_stream(path):
        return
    try:
        if path.is_dir():
            raise IsADirectoryError(0, "it is a folder")
        unfinished = unfinished_of(behind_links(path))
        with unfinished.open("wb"):
            pass
        unfinished.unlink()
    except OSError as error:
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> StickerguardError:
    return _bad(f"{path}: cannot be written: {error.strerror or error}; {to_write(path, error.errno)}")


def _bad(message: str) -> StickerguardError:
    return StickerguardError(message, code="bad_output")
