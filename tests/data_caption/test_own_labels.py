"""A user's own label of a caption counts, whatever label, language and fold one of ours with the same words has."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from data.caption import build
from data.caption.build import Caption
from data.jsonl import read_objects

OURS = [
    Caption("Kettle 3", "en", "w", "test", 2, 2, "Apache-2.0"),
    Caption("kettle 3!", "zh", "w", "always", 2, 3, "Apache-2.0"),
    Caption("kettle 4", "en", "w", "a", 0, 0, "Apache-2.0"),
    Caption("kettle 5 🍆", "en", "w", "a", 2, 2, "Apache-2.0"),
]


@dataclass
class Built:
    rows: list[dict[str, Any]]
    said: str


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Built:
    """What is built, and said, of captions of a user without suggestive ones, and of OURS."""
    rows = [{"text": f"kettle {number}", "severity": 0} for number in range(24)]
    (tmp_path / "captions.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    monkeypatch.setattr(build, "written", lambda: OURS)
    for name in ("authored", "glossary", "words"):
        monkeypatch.setattr(build, name, lambda: [])
    monkeypatch.setattr(sys, "argv", ["build", "--data", str(tmp_path), "--out", str(tmp_path / "out")])
    build.main()
    rows = [dict(row) for _, row in read_objects(tmp_path / "out" / "captions.jsonl")]
    return Built(rows, capsys.readouterr().out)


def test_ours_with_the_same_words_and_another_severity_is_left_out_and_counted(built: Built) -> None:
    found = {(row["low"], row["source"]) for row in built.rows if row["text"].lower().startswith("kettle 3")}
    assert found == {(0, "own_captions")}
    assert "2 of our captions have the words of yours and another severity: yours counts" in built.said


def test_ours_with_another_emoji_is_another_caption(built: Built) -> None:
    assert (2, "kettle 5 🍆") in {(row["low"], row["text"]) for row in built.rows}


def test_ours_of_the_same_severity_is_no_contradiction(built: Built) -> None:
    assert {row["low"] for row in built.rows if row["text"] == "kettle 4"} == {0}
