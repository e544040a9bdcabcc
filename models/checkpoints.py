"""Checkpoints of a training, which only the same training goes on from.

Beside them lies a note of what the training is made of: each setting, and a hash of each file it reads.
"""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel
from transformers import TrainingArguments

from models.checkpoint_integrity import checkpoints
from models.documents import read_json
from models.training import last_checkpoint
from stickerguard.errors import StickerguardError

log = logging.getLogger("models.checkpoints")
NOTE = "training.json"
PLACES = frozenset({"data", "out", "threads", "workers"})
"""Settings that say where and how fast, not what is learnt; what lies in `data` is hashed."""
_REMEDY = "leave --resume (RESUME=1) out to begin anew, or give what the checkpoints were made with"


def begin(
    arguments: TrainingArguments, made_of: Mapping[str, str], *, resume: bool, also: Sequence[str] = ()
) -> str | None:
    """The checkpoint that a training `made_of` this goes on from; None where it begins at its beginning.

    It is the last whole one, with the files `also` in it; what was cut off after it is removed. Without `resume`
    checkpoints of a former training are removed. Raises StickerguardError, code "other_training", for
    checkpoints to go on from that are not noted to be of the same.
    """
    folder = Path(str(arguments.output_dir))
    # The first of several processes clears the folder before another looks into it.
    with arguments.main_process_first(local=False):
        if not resume and arguments.process_index == 0 and folder.is_dir():
            shutil.rmtree(folder)
        found = last_checkpoint(arguments, also)
        if found is not None:
            _compare(folder, made_of)
        if arguments.process_index == 0:
            _remove_cut(folder, found)
        if found is None and arguments.process_index == 0:
            folder.parent.mkdir(parents=True, exist_ok=True)
            folder.with_name(NOTE).write_text(json.dumps(dict(made_of), indent=1) + "\n", encoding="utf-8")
    return found


def _remove_cut(folder: Path, whole: str | None) -> None:
    """Remove what lies behind the last whole checkpoint; the trainer would count it among those to keep."""
    found = checkpoints(folder)
    for path in found[found.index(Path(whole)) + 1 if whole else 0 :]:
        goes_on = f"goes on from {Path(whole).name}" if whole else "begins anew"
        log.warning("%s: was cut off while it was written; removed, the training %s", path, goes_on)
        shutil.rmtree(path)


def settings(config: BaseModel) -> dict[str, str]:
    """Each setting of a configuration but PLACES, as JSON."""
    fields = config.model_dump(mode="json", exclude=set(PLACES))
    return {name: json.dumps(value, sort_keys=True) for name, value in fields.items()}


def hash_of(files: Iterable[Path]) -> str:
    """SHA-256 of what lies in `files`, one after the other; a missing one counts as such."""
    whole = hashlib.sha256()
    for path in files:
        if path.is_file():
            with path.open("rb") as file:
                whole.update(hashlib.file_digest(file, "sha256").digest())
        else:
            whole.update(b"missing")
    return whole.hexdigest()


def _compare(folder: Path, made_of: Mapping[str, str]) -> None:
    path = folder.with_name(NOTE)
    if not path.is_file():
        raise StickerguardError(
            f"{folder}: nothing says which training these checkpoints are of; {_REMEDY}", code="other_training"
        )
    noted = read_json(path, _REMEDY, code="other_training")
    if other := sorted(name for name in noted.keys() | made_of.keys() if noted.get(name) != made_of.get(name)):
        raise StickerguardError(
            f"{folder}: these checkpoints are of another training: {', '.join(other)} differ; {_REMEDY}",
            code="other_training",
        )
