"""What decided the rows of a former run: a run that would decide otherwise does not go on with them."""

from dataclasses import replace
from pathlib import Path

import pytest

from stickerguard.batch.resume import finished_rows
from stickerguard.batch.settings import Settings
from stickerguard.errors import StickerguardError
from stickerguard.types import CaptionSignal, Thresholds
from tests.batch.stubs import BLANK, BUNDLE, written

POINT = Thresholds(0.5, 0.8)
EARLY = replace(BLANK, decision="clear", error=None, risk_bound=0.1, thresholds=POINT)


@pytest.mark.parametrize("name", ["out.jsonl", "out.csv", "parts"])
def test_verdicts_of_other_settings_are_not_gone_on_with(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name == "parts":
        path.mkdir()
    finished = finished_rows(written(path, BLANK, EARLY))
    finished.check(Settings.of_run(BUNDLE, POINT, exhaustive=False))
    finished.check(Settings.of_run(BUNDLE, replace(POINT, name="other name"), exhaustive=False))
    for bundle, point, exhaustive, words in (
        (BUNDLE, POINT, True, "row 2 .* without --exhaustive, now with it"),
        (BUNDLE, replace(POINT, flag=0.9), False, "row 2 .* threshold of flag 0.8, now 0.9"),
        (BUNDLE, replace(POINT, review=0.4), False, "threshold of review 0.5, now 0.4"),
        (
            replace(BUNDLE, version="2", sha256="1" * 64),
            POINT,
            False,
            r"row 1 .* stub 0.0.1 \(manifest 0+\), now stub 2",
        ),
        (replace(BUNDLE, sha256="1" * 64), POINT, False, r"manifest 0{12}\), now stub 0.0.1 \(manifest 1{12}\)"),
    ):
        with pytest.raises(StickerguardError, match=words) as caught:
            finished.check(Settings.of_run(bundle, point, exhaustive=exhaustive))
        assert caught.value.code == "other_settings"


def test_thresholds_that_are_shown_alike_are_one_as_they_are_to_tune(tmp_path: Path) -> None:
    """Who copies what `tune` prints goes on with what its file began."""
    finished = finished_rows(written(tmp_path / "out.jsonl", replace(EARLY, thresholds=Thresholds(0.1234567, 0.8))))
    finished.check(Settings.of_run(BUNDLE, Thresholds(0.123457, 0.8), exhaustive=False))
    with pytest.raises(StickerguardError, match=r"threshold of review 0\.123457, now 0\.123458"):
        finished.check(Settings.of_run(BUNDLE, Thresholds(0.123458, 0.8), exhaustive=False))


def test_a_caption_that_was_read_all_the_same_tells_of_exhaustive(tmp_path: Path) -> None:
    finished = finished_rows(written(tmp_path / "out.jsonl", replace(EARLY, caption=CaptionSignal("no_text"))))
    finished.check(Settings.of_run(BUNDLE, POINT, exhaustive=True))
    with pytest.raises(StickerguardError, match="with --exhaustive, now without"):
        finished.check(Settings.of_run(BUNDLE, POINT, exhaustive=False))


def test_a_row_that_does_not_say_what_decided_it_is_gone_on_with(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text('{"source": "a.png", "decision": "clear", "risk": null, "pack": null}\n', "utf-8")
    finished_rows(path).check(Settings.of_run(BUNDLE, POINT, exhaustive=True))
