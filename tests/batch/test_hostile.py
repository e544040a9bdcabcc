"""A folder full of broken and hostile files: one row each, with a code, and the run ends as any other."""

import json
import os
import subprocess
import sys

import pytest

from tests.batch.hostile import files, unusual_entries

Rows = dict[str, dict[str, object]]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Rows, dict[str, object]]:
    """The rows of one run over the corpus by file name, and the codes that are right."""
    folder = tmp_path_factory.mktemp("hostile")
    wanted: dict[str, object] = {}
    for name, content, code in files():
        assert name not in wanted
        (folder / name).write_bytes(content)
        wanted[name] = code
    for raw, code in unusual_entries(folder).items():
        wanted[raw.decode("utf-8", "backslashreplace")] = code
    output = folder.parent / "rows.jsonl"
    command = [sys.executable, "-m", "stickerguard", "score", str(folder), "-o", str(output), "--timeout", "120"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=500, check=False)
    assert done.returncode == 1, done.stderr
    rows = [json.loads(line) for line in output.read_text("utf-8").splitlines()]
    found = {str(row["source"]).removeprefix(f"{folder}{os.sep}"): row for row in rows}
    assert len(found) == len(rows), "an input has two rows"
    return found, wanted


def test_every_file_has_exactly_one_row(run: tuple[Rows, dict[str, object]]) -> None:
    found, wanted = run
    assert len(wanted) >= 60
    assert sorted(found) == sorted(wanted)


def test_every_row_says_what_is_wrong(run: tuple[Rows, dict[str, object]]) -> None:
    found, wanted = run
    wrong = {}
    for name, row in found.items():
        error = row["error"]
        code = error["code"] if isinstance(error, dict) else "scored"
        expected = wanted[name] or "scored"
        if code not in (expected if isinstance(expected, tuple) else (expected,)):
            wrong[name] = (code, expected)
        if isinstance(error, dict):
            assert row["decision"] == "error"
            assert row["risk"] is None
            assert str(row["source"]) in str(error["message"])
    assert not wrong
